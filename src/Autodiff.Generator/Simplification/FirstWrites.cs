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
/// <remarks>
/// Where a destination's elements are accessed by constant indices only, it is cleared from the last of these on in the end, and at first only
/// the few among them that are not assigned anyway. It seldom has more elements, so that nothing is called there; and a call
/// amid the computation costs more than clearing does, since everything that the forward pass computed is stored before it and loaded
/// again.
/// </remarks>
internal sealed class FirstWrites : Rewriter
{
    /// <summary>How many elements are set to zero one by one, at most.</summary>
    private const int MostZeros = 4;

    private readonly Definitions definitions;
    private readonly PointsTo memory;
    private readonly KnownIndices indices;
    private readonly Dictionary<int, ElementAdjoints?> shadows = [];
    private readonly Dictionary<int, int> shadowOf = [];
    private readonly Dictionary<Instruction, CountedLoop?> loops = new(ByReference<Instruction>.Instance);
    private readonly List<(Instruction Owner, int Block)> path = [];
    private readonly HashSet<Instruction> first = new(ByReference<Instruction>.Instance);
    private readonly HashSet<Instruction> dead = new(ByReference<Instruction>.Instance);

    /// <summary>The elements that are set to zero in place of clearing a destination, and from which index on it is cleared in the end.</summary>
    private readonly Dictionary<Instruction, (List<long> Zeros, long End)> parts = new(ByReference<Instruction>.Instance);

    private FirstWrites(Function source)
        : base(source)
    {
        definitions = Definitions.Of(source);
        memory = PointsTo.Of(source);
        indices = new KnownIndices(source, definitions, memory, isGradient: true);
        foreach (int destination in source.ArrayDestinations.Where(IsVector))
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
        return pass.first.Count + pass.dead.Count + pass.parts.Count == 0 ? gradient : DeadCode.Remove(pass.Run());
    }

    protected override void CopyInstructions(EquatableArray<Instruction> instructions)
    {
        base.CopyInstructions(instructions);
        foreach (var clear in instructions.Where(parts.ContainsKey))
        {
            Builder.Origin = clear.Origin;
            Builder.IsPrimal = false;
            string text = $"global::Autodiff.Runtime.Arrays.ClearFrom({{0:a}}, {parts[clear].End})";
            Builder.AddMany(new Instruction { Op = Op.Effect, Results = default, Operands = ImmutableArray.Create(Map(clear.Operands[0])), Text = text, Effects = Effects.Acts }, []);
        }
    }

    protected override void Copy(Instruction instruction)
    {
        if (parts.TryGetValue(instruction, out var part))
        {
            foreach (long index in part.Zeros)
            {
                int place = ConstantFolding.Integer(Builder, index, IrType.Int32);
                var operands = ImmutableArray.Create(Map(instruction.Operands[0]), place, Map(instruction.Operands[1]));
                Builder.AddMany(new Instruction { Op = Op.Store, Results = default, Operands = operands, Effects = Effects.Acts }, []);
            }
        }
        else if (!dead.Contains(instruction))
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

        FindParts();
    }

    /// <summary>
    /// Finds what is cleared in parts. An element that the forward pass has read by a constant index, whatever happened, shows that those before
    /// it are there.
    /// </summary>
    private void FindParts()
    {
        var lengths = new KnownLengths(indices, definitions);
        foreach (var instruction in Source.Body.Instructions)
        {
            if (instruction is { Op: Op.Load, IsPrimal: true, Effects: Effects.Acts })
            {
                lengths.Note(instruction);
            }
            else if (instruction is { Op: Op.Fill, IsPrimal: false } && !dead.Contains(instruction) && definitions[instruction.Operands[1]] is { Op: Op.Constant, Bits: 0 }
                && definitions[instruction.Operands[0]].Op == Op.Parameter && shadows.TryGetValue(instruction.Operands[0], out var shadow)
                && shadow?.Rest is { } rest && indices.LengthOf(instruction.Operands[0], 0) is { } length && lengths.AtLeast(length) >= rest
                && shadow.Needed(instruction, rest).Take(MostZeros + 1).ToList() is var zeros && zeros.Count <= Math.Min(MostZeros, rest - zeros.Count))
            {
                parts.Add(instruction, (zeros, rest));
            }
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
            loops.Add(loop, counted = CountedLoop.Find(loop, v => definitions[v], v => Source.Values[v].Type, memory.Writes.IsStable));
        }

        return counted;
    }
}
