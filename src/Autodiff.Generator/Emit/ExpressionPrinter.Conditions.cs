using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <content>Conditions and their opposites.</content>
internal sealed partial class ExpressionPrinter
{
    /// <summary>The opposite of a condition.</summary>
    public string PrintNegated(int condition) => Negated(condition).Text;

    private (string Text, Precedence Precedence) Negated(int condition)
    {
        if (!schedule.IsInline(condition))
        {
            return ("!" + nameOf(condition), Precedence.Unary);
        }

        var definition = schedule.Definition(condition);
        var o = definition.Operands;
        switch (definition.Op)
        {
            case Op.Not:
                return Printed(o[0]);
            case Op.Opaque when definition.Text == "{0} is null":
                return (Fill(definition with { Text = "{0} is not null" }), Precedence.Relational);
            case Op.Opaque when definition.Text == "{0} is not null":
                return (Fill(definition with { Text = "{0} is null" }), Precedence.Relational);
            case Op.Select or Op.If when Truths(definition) is { } isSame:
                return isSame ? Negated(o[0]) : Printed(o[0]);
            case >= Op.Less and <= Op.NotEqual when Opposite(definition) is { } opposite:
                return Infix(definition with { Op = opposite });
            default:
                return ("!" + Print(condition, Precedence.Unary, true), Precedence.Unary);
        }
    }

    /// <summary>The opposite of a comparison, which is a comparison too, except for that of numbers, because of NaN.</summary>
    private Op? Opposite(Instruction comparison) => comparison.Op switch
    {
        _ when comparison.Operands[0] == comparison.Operands[1] => null,
        Op.Equal => Op.NotEqual,
        Op.NotEqual => Op.Equal,
        _ when function.Values[comparison.Operands[0]].Type.IsFloating => null,
        Op.Less => Op.GreaterOrEqual,
        Op.LessOrEqual => Op.Greater,
        Op.Greater => Op.LessOrEqual,
        _ => Op.Less,
    };

    /// <summary>Whether a choice is its condition, true or false, or the opposite; null where it chooses between other values.</summary>
    private bool? Truths(Instruction choice)
    {
        var (whenTrue, whenFalse) = choice.Op == Op.Select
            ? (choice.Operands[1], choice.Operands[2])
            : choice.Results.Length == 1 && choice.Blocks.All(b => b.Yields.Length == 1) ? (choice.Blocks[0].Yields[0], choice.Blocks[1].Yields[0]) : (-1, -1);
        return whenTrue >= 0 && TruthOf(whenTrue) is { } truth && TruthOf(whenFalse) == !truth ? truth : null;
    }

    private bool? TruthOf(int value) =>
        schedule.Definition(value) is { Op: Op.Constant, Text: "true" or "false" } constant ? constant.Text == "true" : null;

    private (string Text, Precedence Precedence) Printed(int value) =>
        schedule.IsInline(value) && schedule.Definition(value) is { Op: not Op.Parameter } definition ? Describe(definition, value, isTyped: false) : (nameOf(value), Precedence.Primary);
}
