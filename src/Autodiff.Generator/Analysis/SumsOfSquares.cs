using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Which values are sums of squares. The square root of one is a norm, whose slope at the origin is 0 by convention,
/// where that of a square root is infinite: <c>Sqrt(x * x + y * y)</c> is a distance, and its gradient at distance 0
/// must not be NaN. A sum of squares is <c>a * a</c>, <c>Pow(a, 2)</c>, a fused <c>a * a + s</c>, the number 0, and
/// any sum of these; conversions and both arms of a branch keep it one. So does a loop that starts from one and carries
/// one on: each number that loops carry is taken for one until its start or its next value shows that it is not. It is a
/// property of the SSA value, so locals and inlined helpers make no difference.
/// </summary>
internal sealed class SumsOfSquares
{
    private readonly Function function;
    private readonly HashSet<int> refuted = [];
    private readonly HashSet<int> found = [];
    private readonly HashSet<int> zeros = [];
    private readonly HashSet<int> twos = [];

    private SumsOfSquares(Function function)
    {
        this.function = function;
        int before;
        do
        {
            before = refuted.Count;
            found.Clear();
            Visit(function.Body);
        }
        while (refuted.Count != before);
    }

    public static HashSet<int> Find(Function function) => new SumsOfSquares(function).found;

    private bool IsSum(int value) => found.Contains(value) || zeros.Contains(value);

    private void Visit(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Op == Op.Loop)
            {
                found.UnionWith(instruction.Blocks[0].Arguments.Where(a => function.Values[a].Type.IsFloating && !refuted.Contains(a)));
            }

            foreach (var nested in instruction.Blocks)
            {
                Visit(nested);
            }

            if (instruction.Op == Op.If)
            {
                for (int i = 0; i < instruction.Results.Length; i++)
                {
                    if (instruction.Blocks.All(b => !b.Completes || IsSum(b.Yields[i])))
                    {
                        found.Add(instruction.Results[i]);
                    }
                }
            }
            else if (instruction.Op == Op.Loop)
            {
                VisitLoop(instruction);
            }
            else if (instruction.Results.Length == 1 && function.Values[instruction.Result].Type.IsFloating)
            {
                VisitOperation(instruction);
            }
        }
    }

    /// <summary>A number that a loop carries is a sum if it starts as one and the next is one, assuming that it is itself.</summary>
    private void VisitLoop(Instruction loop)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        for (int i = 0; i < loop.Results.Length; i++)
        {
            int argument = header.Arguments[i];
            if (!found.Contains(argument))
            {
                continue;
            }

            if (IsSum(loop.Operands[i]) && (!body.Completes || IsSum(body.Yields[i + 1])))
            {
                found.Add(loop.Results[i]);
            }
            else
            {
                refuted.Add(argument);
            }
        }
    }

    private void VisitOperation(Instruction instruction)
    {
        var o = instruction.Operands;
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
            case Op.Restate when found.Contains(o[0]) || found.Contains(o[1]):
                found.Add(instruction.Result);
                break;
        }
    }
}
