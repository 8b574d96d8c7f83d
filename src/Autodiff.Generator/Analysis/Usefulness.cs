using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Which values influence the function's first result through a derivative: one backward walk from the result along
/// the operands that rules have a partial for, and through floating-point numbers only: a cast to an integer and back is no way.
/// A parameter that is not useful has a gradient of zero everywhere.
/// </summary>
internal static class Usefulness
{
    public static bool[] Find(Function function)
    {
        bool[] useful = new bool[function.Values.Length];
        useful[function.Body.Yields[0]] = true;
        Visit(function, function.Body, useful);
        return useful;
    }

    private static void Visit(Function function, Block block, bool[] useful)
    {
        for (int i = block.Instructions.Length - 1; i >= 0; i--)
        {
            var instruction = block.Instructions[i];
            if (instruction.Op == Op.If)
            {
                foreach (var nested in instruction.Blocks)
                {
                    for (int r = 0; r < instruction.Results.Length && nested.Completes; r++)
                    {
                        useful[nested.Yields[r]] |= useful[instruction.Results[r]];
                    }

                    Visit(function, nested, useful);
                }
            }
            else if (instruction.Results.Length == 1 && useful[instruction.Result]
                && function.Values[instruction.Result].Type.IsFloating && Activity.RuleOf(instruction) is { } rule)
            {
                for (int k = 0; k < instruction.Operands.Length && k < rule.Partials.Length; k++)
                {
                    useful[instruction.Operands[k]] |= rule.Partials[k] is not null;
                }
            }
        }
    }
}
