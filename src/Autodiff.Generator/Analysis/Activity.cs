using Autodiff.Generator.Ir;
using Autodiff.Generator.Rules;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Activity analysis: which values vary with a differentiated parameter. A derivative flows only between floating-point
/// values, only along an operand for which the rule has a partial, and never through an integer, a Boolean or an opaque
/// computation. One forward walk finds the varied values; that a value also matters to the result is seen in the
/// reverse sweep, where it has an adjoint.
/// </summary>
internal static class Activity
{
    /// <summary>Whether each value varies, by number.</summary>
    public static bool[] FindVaried(Function function)
    {
        bool[] varied = new bool[function.Values.Length];
        Visit(function, function.Body, varied);
        return varied;
    }

    /// <summary>The line of the rule table for an instruction; null where nothing flows through it.</summary>
    public static Rule? RuleOf(Instruction instruction) => instruction.Op switch
    {
        Op.Call => RuleTable.Find(instruction.Rule!),
        Op.Parameter or Op.Constant or Op.Opaque or Op.Effect or Op.Throw or Op.If or Op.Undefined => null,
        _ => RuleTable.Find(instruction.Op.ToString()),
    };

    /// <summary>Whether the one result of an instruction varies, given which values do.</summary>
    public static bool Varies(Instruction instruction, IrType type, Func<int, bool> varied)
    {
        if (!type.IsFloating || RuleOf(instruction) is not { } rule)
        {
            return false;
        }

        for (int i = 0; i < instruction.Operands.Length && i < rule.Partials.Length; i++)
        {
            if (rule.Partials[i] is not null && varied(instruction.Operands[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static void Visit(Function function, Block block, bool[] varied)
    {
        foreach (var instruction in block.Instructions)
        {
            foreach (var nested in instruction.Blocks)
            {
                Visit(function, nested, varied);
            }

            if (instruction.Op == Op.Parameter)
            {
                varied[instruction.Result] = function.Differentiated[(int)instruction.Bits];
            }
            else if (instruction.Op == Op.If)
            {
                for (int i = 0; i < instruction.Results.Length; i++)
                {
                    varied[instruction.Results[i]] = instruction.Blocks.Any(b => b.Completes && varied[b.Yields[i]]);
                }
            }
            else if (instruction.Results.Length == 1)
            {
                varied[instruction.Result] = Varies(instruction, function.Values[instruction.Result].Type, v => varied[v]);
            }
        }
    }
}
