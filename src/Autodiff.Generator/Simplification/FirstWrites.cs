using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Assigns to elements of shadows and destinations what would be added to zero, and leaves out what is written and not read:
/// <c>d[i] = 0</c> after each read of a local shadow, which only the next addition needs, and clearing it in the end.
/// <see cref="ElementAdjoints"/> says which these are. It runs on a whole gradient, when all passes have run that are told by the zeros that
/// no adjoint goes from one iteration to another.
/// </summary>
internal sealed class FirstWrites : Rewriter
{
    private readonly Definitions definitions;
    private readonly PointsTo memory;
    private readonly KnownIndices indices;
    private readonly Dictionary<int, ElementAdjoints?> shadows = [];
    private readonly Dictionary<int, int> shadowOf = [];
    private readonly Dictionary<Instruction, CountedLoop?> loops = new(ByReference<Instruction>.Instance);
    private readonly List<(Instruction Owner, int Block)> path = [];
    private readonly HashSet<Instruction> first = new(ByReference<Instruction>.Instance);
    private readonly HashSet<Instruction> dead = new(ByReference<Instruction>.Instance);

    private FirstWrites(Function source)
        : base(source)
    {
        definitions = Definitions.Of(source);
        memory = PointsTo.Of(source);
        indices = new KnownIndices(source, definitions, memory, isGradient: true);
        int arrays = source.Parameters.Where((p, i) => source.Differentiated[i] && source.Values[p].Type.IsArray).Count();
        foreach (int destination in source.Parameters.Skip(source.Parameters.Length - arrays).Where(IsVector))
        {
            Track(destination, isRead: true);
        }
    }

    /// <summary>Writes a gradient so.</summary>
    public static Function Write(Function gradient)
    {
        var pass = new FirstWrites(gradient);
        if (pass.memory.RootCount == 0)
        {
            return gradient;
        }

        pass.Find();
        return pass.first.Count + pass.dead.Count == 0 ? gradient : DeadCode.Remove(pass.Run());
    }

    protected override void Copy(Instruction instruction)
    {
        if (!dead.Contains(instruction))
        {
            base.Copy(first.Contains(instruction) ? instruction with { Op = Op.Store } : instruction);
        }
    }

    private void Find()
    {
        Visit(Source.Body);
        for (int value = 0; value < Source.Values.Length; value++)
        {
            // What is known by another value, too, is a window, is carried by a loop, or is chosen among others.
            foreach (int root in memory.RootsOf(value))
            {
                if (shadowOf.TryGetValue(root, out int shadow) && shadow != value)
                {
                    shadows[shadow] = null;
                }
            }
        }

        foreach (var shadow in shadows.Values.OfType<ElementAdjoints>())
        {
            shadow.Analyze();
            first.UnionWith(shadow.FirstAdditions);
            dead.UnionWith(shadow.DeadWrites);
        }
    }

    private bool IsVector(int value) => Source.Values[value].Type.Array is { Rank: 1, Element.IsArray: false };

    private void Track(int array, bool isRead)
    {
        shadows.Add(array, new ElementAdjoints(definitions, isRead));
        foreach (int root in memory.RootsOf(array))
        {
            shadowOf[root] = array;
        }
    }

    private void Visit(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction is { Op: Op.Allocate, IsPrimal: false } && IsVector(instruction.Result))
            {
                Track(instruction.Result, isRead: false);
                shadows[instruction.Result]!.Add(instruction, path, null, -1);
            }

            for (int i = 0; i < instruction.Operands.Length; i++)
            {
                if (shadows.TryGetValue(instruction.Operands[i], out var shadow) && shadow is not null)
                {
                    Add(instruction, i, shadow);
                }
            }

            for (int i = 0; i < instruction.Blocks.Length; i++)
            {
                path.Add((instruction, i));
                Visit(instruction.Blocks[i]);
                path.RemoveAt(path.Count - 1);
            }
        }
    }

    private void Add(Instruction access, int operand, ElementAdjoints shadow)
    {
        switch (access.Op)
        {
            case Op.Length:
                break;
            case Op.Fill when operand == 0:
                shadow.Add(access, path, null, -1);
                break;
            case Op.Load or Op.Store or Op.Accumulate when operand == 0:
                int index = access.Operands[1];
                var loop = path.Where(p => p.Block == 1 && CountedOf(p.Owner)?.Counter == index).Select(p => p.Owner).FirstOrDefault();
                long? from = definitions[index] is { Op: Op.Constant, Bits: >= 0 and < 1 << 30 } constant ? constant.Bits
                    : loop is not null && indices.LengthOf(access.Operands[0], 0) is { } length ? indices.CoversFrom(CountedOf(loop)!, length) : null;
                shadow.Add(access, path, from is null ? null : loop, from ?? -1);
                break;
            default:
                shadows[access.Operands[operand]] = null;
                break;
        }
    }

    private CountedLoop? CountedOf(Instruction loop)
    {
        if (loop.Op != Op.Loop)
        {
            return null;
        }

        if (!loops.TryGetValue(loop, out var counted))
        {
            loops.Add(loop, counted = CountedLoop.Find(loop, v => definitions[v], v => Source.Values[v].Type, memory.IsStable));
        }

        return counted;
    }
}
