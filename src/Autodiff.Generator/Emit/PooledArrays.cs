using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Decides where the arrays that a function makes are kept. An array that does not outlive its block needs no heap: a short one
/// of constant length is on the stack, and any other is taken from a pooled workspace, to which each iteration of a loop gives
/// back what the one before took. What no window on a workspace can stand for is left to <see cref="CachedArrays"/>.
/// </summary>
/// <remarks>
/// It is the last pass: one buffer on the stack serves all iterations, which to the analyses before would look like one array.
/// <code>
/// for (…)                              workspace = new Workspace&lt;double&gt;();
/// {                                    Span&lt;double&gt; pair = stackalloc double[2];
///     double[] row = new double[n];    long mark = workspace.Mark;
///     double[] pair = new double[2];   for (…)
///     …                                {
/// }                                        workspace.Release(mark);
///                                          Span&lt;double&gt; row = workspace.Take(n);
///                                          pair.Clear();
///                                          …
///                                      }
/// </code>
/// </remarks>
internal sealed class PooledArrays
{
    /// <summary>The text of an allocation on the stack.</summary>
    public const string Stack = "stackalloc";

    /// <summary>The text of an allocation from the pooled workspace.</summary>
    public const string Workspace = "workspace";

    /// <summary>How long an array on the stack may be, and how many bytes all of them may have.</summary>
    private const int LongestOnStack = 64;
    private const int StackSize = 1024;

    private readonly Definitions definitions;
    private readonly Dictionary<int, int> arrays;
    private readonly ImmutableArray<Value>.Builder values;
    private readonly ImmutableArray<Instruction>.Builder hoisted = ImmutableArray.CreateBuilder<Instruction>();
    private int stack = StackSize;

    private PooledArrays(Function function, Dictionary<int, int> arrays)
    {
        definitions = Definitions.Of(function);
        this.arrays = arrays;
        values = function.Values.Items.ToBuilder();
        foreach (int value in arrays.Keys.Where(v => values[v].Type.Array!.Shape == ArrayShape.Array || arrays[v] == v))
        {
            values[value] = values[value] with { Type = IrType.ArrayOf(values[value].Type.Array!.Element, ArrayShape.Span) };
        }
    }

    /// <summary>Chooses a place for each array.</summary>
    public static Function Choose(Function function)
    {
        var arrays = LocalArrays.Find(function).Where(a => function.Values[a.Value].Type.Array!.Rank == 1).ToDictionary(a => a.Key, a => a.Value);
        return arrays.Count == 0 ? function : new PooledArrays(function, arrays).Run(function);
    }

    /// <summary>Whether a function has an array on the stack.</summary>
    public static bool UsesStack(Function function)
    {
        return Uses(function.Body);

        static bool Uses(Block block) =>
            block.Instructions.Any(i => i is { Op: Op.Allocate, Text: Stack } || i.Blocks.Any(Uses));
    }

    private Function Run(Function function)
    {
        var body = Visit(function.Body, [], isInLoop: false);
        int parameters = body.Instructions.TakeWhile(i => i.Op == Op.Parameter).Count();
        body = body with { Instructions = MarkedLoops.WithoutLastReleases(body.Instructions, values).InsertRange(parameters, hoisted) };
        return function with { Values = values.ToImmutable(), Body = body };
    }

    /// <summary>Writes a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="taken">The workspaces that the innermost loop takes arrays from.</param>
    /// <param name="isInLoop">Whether it may run several times.</param>
    private Block Visit(Block block, List<string> taken, bool isInLoop)
    {
        var written = ImmutableArray.CreateBuilder<Instruction>();
        for (int i = 0; i < block.Instructions.Length; i++)
        {
            var instruction = block.Instructions[i];
            if (instruction.Op == Op.Allocate && arrays.ContainsKey(instruction.Result))
            {
                Place(instruction, block.Instructions.Skip(i + 1), written, taken, isInLoop);
            }
            else if (instruction.Op == Op.Loop)
            {
                VisitLoop(instruction, written);
            }
            else
            {
                written.Add(instruction.Blocks.Length == 0
                    ? instruction
                    : instruction with { Blocks = instruction.Blocks.Select(b => Visit(b, taken, isInLoop)).ToImmutableArray() });
            }
        }

        return block with { Instructions = written.ToImmutable() };
    }

    private void VisitLoop(Instruction loop, ImmutableArray<Instruction>.Builder written)
    {
        var (inHeader, inBody) = (new List<string>(), new List<string>());
        var header = Visit(loop.Blocks[0], inHeader, isInLoop: true);
        var body = Visit(loop.Blocks[1], inBody, isInLoop: true);
        MarkedLoops.Write(loop with { Blocks = ImmutableArray.Create(header, body) }, inHeader, inBody, values, written);
    }

    private void Place(Instruction allocation, IEnumerable<Instruction> rest, ImmutableArray<Instruction>.Builder written, List<string> taken, bool isInLoop)
    {
        int array = allocation.Result;
        var element = values[array].Type.Array!.Element;
        if (LengthOf(allocation) is not (>= 0 and <= LongestOnStack and int length) || length * SizeOf(element) > stack)
        {
            var placed = allocation with { Text = Workspace };
            written.Add(placed);
            taken.Add(Workspaces.KeyOf(placed, values[array].Type));
            return;
        }

        stack -= length * SizeOf(element);
        if (isInLoop)
        {
            int copy = NewValue(IrType.Int32, null);
            hoisted.Add(definitions[allocation.Operands[0]] with { Results = ImmutableArray.Create(copy) });
            hoisted.Add(allocation with { Text = Stack, Operands = ImmutableArray.Create(copy), IsPrimal = true, Origin = -1 });
        }
        else
        {
            written.Add(allocation with { Text = Stack });
        }

        if (!IsWritten(array, length, rest))
        {
            // The stack is not zeroed in a project that says so, nor between two iterations.
            int zero = NewValue(element, null);
            string text = element.Kind == IrTypeKind.Boolean ? "false" : "0";
            written.Add(new Instruction { Op = Op.Constant, Results = ImmutableArray.Create(zero), Operands = default, Text = text });
            written.Add(allocation with { Op = Op.Fill, Results = default, Operands = ImmutableArray.Create(array, zero), Effects = Effects.Acts });
        }
    }

    /// <summary>Whether what follows writes all elements of an array before it does anything else with it.</summary>
    private bool IsWritten(int array, int length, IEnumerable<Instruction> rest)
    {
        var missing = new HashSet<long>(Enumerable.Range(0, length).Select(i => (long)i));
        foreach (var instruction in rest)
        {
            if (missing.Count == 0)
            {
                return true;
            }

            if (instruction.Blocks.Length > 0)
            {
                return false;
            }

            if (instruction.Op is Op.Store or Op.Fill && instruction.Operands[0] == array)
            {
                if (instruction.Op == Op.Fill)
                {
                    return true;
                }

                if (definitions[instruction.Operands[1]] is not { Op: Op.Constant } index)
                {
                    return false;
                }

                missing.Remove(index.Bits);
            }
            else if (instruction.Op != Op.Length && instruction.Operands.Contains(array))
            {
                return false;
            }
        }

        return missing.Count == 0;
    }

    private int? LengthOf(Instruction allocation) =>
        definitions[allocation.Operands[0]] is { Op: Op.Constant } length ? (int)length.Bits : null;

    private static int SizeOf(IrType element) => element.Kind switch
    {
        IrTypeKind.Boolean or IrTypeKind.SByte or IrTypeKind.Byte => 1,
        IrTypeKind.Int16 or IrTypeKind.UInt16 or IrTypeKind.Char => 2,
        IrTypeKind.Single or IrTypeKind.Int32 or IrTypeKind.UInt32 => 4,
        _ => 8,
    };

    private int NewValue(IrType type, string? name)
    {
        values.Add(new Value(type, name));
        return values.Count - 1;
    }
}
