using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Which differences are not positive because they are an element of an array less the largest of all elements: <c>x[i] - max</c>, of which
/// a softmax takes the exponential. A loop that comes to every element, and carries on a number that is no less than the element and than
/// it was before, ends with one that is no less than any element. That holds of what is read from the array until something may write to it.
/// </summary>
/// <remarks>
/// The first element may be left out where the loop starts from it. Where an element is NaN, its difference is, which is outside every range;
/// the comparison that replaces the number has to be true, so that a NaN does not make the loop forget what it has seen. Of an array in which
/// infinities are put, masked scores for example, nothing is said: where all elements are −∞ their differences are NaN.
/// </remarks>
internal sealed class Maxima
{
    private readonly Function function;
    private readonly Definitions definitions;
    private readonly PointsTo memory;
    private readonly KnownIndices indices;

    /// <summary>Arrays with numbers that are no less than any element, and with their first elements, as they are at this place.</summary>
    private List<(int Array, int Maximum)> known = [];
    private List<(int Array, int Element)> firsts = [];

    private readonly HashSet<(int Element, int Maximum)> ordered = [];
    private readonly HashSet<int> found = [];

    /// <summary>The storage in which infinities are put.</summary>
    private readonly HashSet<int> infinite = [];

    private Maxima(Function function)
    {
        this.function = function;
        definitions = Definitions.Of(function);
        memory = PointsTo.Of(function);
        indices = new KnownIndices(function, definitions, memory, isGradient: false);
        FindInfinite(function.Body);
        Visit(function.Body);
    }

    /// <summary>The differences that are not positive.</summary>
    public static IReadOnlyCollection<int> Find(Function function) => IsNeeded(function) ? new Maxima(function).found : [];

    /// <summary>Whether an exponential is taken of a difference of what is read and what a loop ended with.</summary>
    private static bool IsNeeded(Function function)
    {
        var loaded = new HashSet<int>();
        var carried = new HashSet<int>();
        var differences = new HashSet<int>();
        return function.Body.HasLoop && Visit(function.Body);

        bool Visit(Block block)
        {
            foreach (var instruction in block.Instructions)
            {
                switch (instruction.Op)
                {
                    case Op.Load:
                        loaded.Add(instruction.Result);
                        break;
                    case Op.Loop:
                        carried.UnionWith(instruction.Results);
                        break;
                    case Op.Subtract when loaded.Contains(instruction.Operands[0]) && carried.Contains(instruction.Operands[1]):
                        differences.Add(instruction.Result);
                        break;
                    case Op.Call when instruction.Operands.Length == 1 && differences.Contains(instruction.Operands[0]):
                        return true;
                }

                if (instruction.Blocks.Length > 0 && instruction.Blocks.Any(Visit))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private void FindInfinite(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Op is Op.Store or Op.Fill && MayBeInfinite(instruction.Operands[instruction.Operands.Length - 1], 0))
            {
                infinite.UnionWith(memory.RootsOf(instruction.Operands[0]));
            }

            foreach (var nested in instruction.Blocks)
            {
                FindInfinite(nested);
            }
        }
    }

    /// <summary>Whether a value may be an infinite constant, perhaps with something added to it.</summary>
    private bool MayBeInfinite(int value, int depth)
    {
        var definition = definitions[value];
        return depth < 8 && function.Values[value].Type.IsFloating && definition.Op switch
        {
            Op.Constant => double.IsInfinity(Literal.Number(definition.Bits)),
            Op.Add or Op.Subtract or Op.Negate or Op.Convert or Op.Select => definition.Operands.Any(o => MayBeInfinite(o, depth + 1)),
            Op.If when definition.Results.Items.IndexOf(value) is var i => definition.Blocks.Any(b => b.Completes && MayBeInfinite(b.Yields[i], depth + 1)),
            _ => false,
        };
    }

    private void Visit(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            Forget(instruction);
            if (instruction.Blocks.Length > 0)
            {
                var (knownBefore, firstsBefore) = (known, firsts);
                foreach (var nested in instruction.Blocks)
                {
                    (known, firsts) = ([.. knownBefore], [.. firstsBefore]);
                    Visit(nested);
                }

                (known, firsts) = (knownBefore, firstsBefore);
            }

            switch (instruction.Op)
            {
                case Op.Load when instruction.Operands.Length == 2:
                    NoteElement(instruction);
                    break;
                case Op.Subtract when ordered.Contains((instruction.Operands[0], instruction.Operands[1])):
                    found.Add(instruction.Result);
                    break;
                case Op.Loop:
                    NoteLoop(instruction);
                    break;
            }
        }
    }

    private void NoteElement(Instruction load)
    {
        int array = load.Operands[0];
        foreach (var (other, maximum) in known)
        {
            if (other == array)
            {
                ordered.Add((load.Result, maximum));
            }
        }

        if (definitions[load.Operands[1]] is { Op: Op.Constant, Bits: 0 })
        {
            firsts.Add((array, load.Result));
        }
    }

    /// <summary>Forgets what an instruction may overwrite, an iteration of a loop what a later one reads.</summary>
    private void Forget(Instruction instruction)
    {
        if (known.Count > 0 || firsts.Count > 0)
        {
            known.RemoveAll(k => MayWrite(instruction, k.Array, null));
            firsts.RemoveAll(f => MayWrite(instruction, f.Array, null));
        }
    }

    private bool MayWrite(Instruction instruction, int array, Instruction? besides)
    {
        if (ReferenceEquals(instruction, besides))
        {
            return false;
        }

        return instruction.Op is Op.Invoke or Op.InvokeReverse or Op.InvokeWithGradient
            || (instruction is { Op: Op.Effect, IsPrimal: false })
            || (Placement.TargetOf(instruction) is { } target && memory.MayReach(target, array))
            || instruction.Blocks.Any(b => b.Instructions.Any(i => MayWrite(i, array, besides)));
    }

    private void NoteLoop(Instruction loop)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        if (CountedLoop.Find(loop, v => definitions[v], v => function.Values[v].Type, memory.Writes.IsStable) is not { } counted)
        {
            return;
        }

        foreach (var access in body.Instructions)
        {
            if (access.Op is not (Op.Load or Op.Store) || access.Operands.Length != (access.Op == Op.Load ? 2 : 3) || access.Operands[1] != counted.Counter)
            {
                continue;
            }

            int array = access.Operands[0];
            int element = access.Op == Op.Load ? access.Result : access.Operands[2];
            if (!function.Values[element].Type.IsFloating || indices.LengthOf(array, 0) is not { } length || indices.CoversFrom(counted, length) is not { } from
                || memory.RootsOf(array).Any(r => infinite.Any(other => memory.MayBeSame(r, other)))
                || loop.Blocks.Any(b => b.Instructions.Any(i => MayWrite(i, array, access))))
            {
                continue;
            }

            for (int i = 0; i < header.Arguments.Length; i++)
            {
                bool isWhole = from == 0 || (from == 1 && firsts.Contains((array, loop.Operands[i])));
                if (isWhole && IsAtLeast(body.Yields[i + 1], element, access) && IsAtLeast(body.Yields[i + 1], header.Arguments[i], access))
                {
                    known.Add((array, loop.Results[i]));
                }
            }
        }
    }

    /// <summary>Whether a number is another, a maximum that it is among, or what took its place because it was larger.</summary>
    /// <param name="value">The number.</param>
    /// <param name="other">The other.</param>
    /// <param name="access">The read of the element that the iteration comes to: another read of it gives the same.</param>
    /// <param name="depth">How far back.</param>
    private bool IsAtLeast(int value, int other, Instruction access, int depth = 0)
    {
        var definition = definitions[value];
        return Same(value, access) == other || (depth < 8 && definition.Op switch
        {
            Op.Call => definition.Rule == "Max" && definition.Operands.Any(o => IsAtLeast(o, other, access, depth + 1)),
            Op.If when definition.Blocks.All(b => b.Completes) && definition.Results.Items.IndexOf(value) is var i =>
                IsReplaced(definition.Operands[0], Same(definition.Blocks[0].Yields[i], access), definition.Blocks[1].Yields[i], other, access),
            Op.Select => IsReplaced(definition.Operands[0], Same(definition.Operands[1], access), definition.Operands[2], other, access),
            _ => false,
        });
    }

    /// <summary>Whether <c>larger &gt; kept ? larger : kept</c> has a number among the two.</summary>
    private bool IsReplaced(int condition, int larger, int kept, int other, Instruction access)
    {
        var comparison = definitions[condition];
        bool isOrdered = comparison.Op switch
        {
            Op.Greater or Op.GreaterOrEqual => Same(comparison.Operands[0], access) == larger && comparison.Operands[1] == kept,
            Op.Less or Op.LessOrEqual => comparison.Operands[0] == kept && Same(comparison.Operands[1], access) == larger,
            _ => false,
        };
        return isOrdered && (other == larger || other == kept);
    }

    private int Same(int value, Instruction access) =>
        access.Op == Op.Load && definitions[value] is { Op: Op.Load } load && load.Operands == access.Operands ? access.Result : value;
}
