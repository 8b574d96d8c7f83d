using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Which values are sums of squares. The square root of one is a norm, whose slope at the origin is 0 by convention,
/// where that of a square root is infinite: <c>Sqrt(x * x + y * y)</c> is a distance, and its gradient at distance 0
/// must not be NaN. A sum of squares is <c>a * a</c>, <c>Pow(a, 2)</c>, a fused <c>a * a + s</c>, the number 0, and
/// any sum of these; conversions and both arms of a branch keep it one. It is a property of the SSA value, so locals
/// and inlined helpers make no difference.
/// </summary>
internal static class SumsOfSquares
{
    public static HashSet<int> Find(Function function)
    {
        var found = new HashSet<int>();
        var zeros = new HashSet<int>();
        var twos = new HashSet<int>();
        Visit(function, function.Body, found, zeros, twos);
        return found;
    }

    private static void Visit(Function function, Block block, HashSet<int> found, HashSet<int> zeros, HashSet<int> twos)
    {
        foreach (var instruction in block.Instructions)
        {
            foreach (var nested in instruction.Blocks)
            {
                Visit(function, nested, found, zeros, twos);
            }

            if (instruction.Op == Op.If)
            {
                for (int i = 0; i < instruction.Results.Length; i++)
                {
                    if (instruction.Blocks.All(b => !b.Completes || found.Contains(b.Yields[i]) || zeros.Contains(b.Yields[i])))
                    {
                        found.Add(instruction.Results[i]);
                    }
                }

                continue;
            }

            if (instruction.Results.Length != 1 || !function.Values[instruction.Result].Type.IsFloating)
            {
                continue;
            }

            var o = instruction.Operands;
            bool IsSum(int value) => found.Contains(value) || zeros.Contains(value);
            switch (instruction.Op)
            {
                case Op.Constant when Literal.Number(instruction.Bits) == 0:
                    zeros.Add(instruction.Result);
                    break;
                case Op.Constant when Literal.Number(instruction.Bits) == 2:
                    twos.Add(instruction.Result);
                    break;
                case Op.Multiply when o[0] == o[1]:
                case Op.Call when instruction.Rule == "Pow" && twos.Contains(o[1]):
                case Op.Call when instruction.Rule == "FusedMultiplyAdd" && o[0] == o[1] && IsSum(o[2]):
                case Op.Convert when found.Contains(o[0]):
                case Op.Add when IsSum(o[0]) && IsSum(o[1]):
                    found.Add(instruction.Result);
                    break;
            }
        }
    }
}
