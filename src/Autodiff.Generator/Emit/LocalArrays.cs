using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Escape analysis (Choi et al., Escape Analysis for Java, 1999) in the small: the arrays of numbers that a function makes and
/// that no reference outlives the block of. They are only read, written, measured and looked at through windows. What a branch
/// yields, a loop carries, another array or the tape holds, or the user's own code is given, is not among them.
/// </summary>
internal sealed class LocalArrays
{
    /// <summary>How the names of operations on arrays begin that generated code calls: they keep no reference.</summary>
    public const string Library = "global::Autodiff.Runtime.Arrays.";

    private readonly Function function;
    private readonly Dictionary<int, int> bases = [];
    private readonly HashSet<int> used = [];
    private readonly HashSet<int> escaping = [];

    private LocalArrays(Function function)
    {
        this.function = function;
        Visit(function.Body);
    }

    /// <summary>Finds them.</summary>
    /// <returns>For each of them, and each window on one, the array that was made.</returns>
    public static Dictionary<int, int> Find(Function function)
    {
        var found = new LocalArrays(function);
        return found.bases.Where(b => found.used.Contains(b.Value) && !found.escaping.Contains(b.Value)).ToDictionary(b => b.Key, b => b.Value);
    }

    private void Visit(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Op == Op.Allocate && IsOfNumbers(instruction))
            {
                bases.Add(instruction.Result, instruction.Result);
            }
            else if (instruction.Op == Op.Slice && bases.TryGetValue(instruction.Operands[0], out int origin))
            {
                bases.Add(instruction.Result, origin);
            }

            for (int i = 0; i < instruction.Operands.Length; i++)
            {
                Use(instruction.Operands[i], MayUse(instruction, i));
            }

            foreach (var nested in instruction.Blocks)
            {
                Visit(nested);
            }
        }

        foreach (int yield in block.Yields)
        {
            Use(yield, isSafe: false);
        }
    }

    private void Use(int value, bool isSafe)
    {
        if (bases.TryGetValue(value, out int array))
        {
            (isSafe ? used : escaping).Add(array);
        }
    }

    private bool IsOfNumbers(Instruction allocation) =>
        function.Values[allocation.Result].Type.Array is { Element.Kind: IrTypeKind.Boolean or >= IrTypeKind.Double }
        && allocation.Operands.All(length => function.Values[length].Type.Kind == IrTypeKind.Int32);

    /// <summary>Whether an instruction keeps no reference to an array that it is given.</summary>
    private static bool MayUse(Instruction instruction, int operand) => instruction.Op switch
    {
        Op.Length or Op.Load or Op.Slice or Op.Store or Op.Accumulate or Op.Fill => operand == 0,
        Op.Copy or Op.AccumulateAll => true,
        Op.Opaque or Op.Effect => instruction.Text!.StartsWith(Library, StringComparison.Ordinal),
        _ => false,
    };
}
