using System.Collections.Immutable;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Rules;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Under what condition a function returns one of its two operands rather than the other, as far as derivatives go: read off its line in the
/// rule table, where the partials are 1 and 0 under one condition, so that the conventions at ties stand in one place.
/// </summary>
internal static class KinkCondition
{
    /// <summary>
    /// The instructions that compute whether a call returns the operand <paramref name="index"/> and not the other one; null where the table does
    /// not say so. Their operands are those of the call and its result.
    /// </summary>
    /// <param name="call">The call, of two operands.</param>
    /// <param name="index">The operand.</param>
    /// <param name="bothVary">Whether the other operand has a derivative, too.</param>
    /// <param name="definitionOf">The instruction that defines a value.</param>
    /// <param name="typeOf">The type of a value.</param>
    /// <param name="add">Adds an instruction of the given type, and gives its result.</param>
    /// <returns>The value that is true where the other operand is returned.</returns>
    public static int? OfOther(
        Instruction call, int index, bool bothVary, Func<int, Instruction> definitionOf, Func<int, IrType> typeOf, Func<Instruction, IrType, int> add)
    {
        if (RuleTable.Find(call.Rule!) is not { Partials.Length: 2 } rule || rule.Partials[index] is not { } own || (bothVary && rule.Partials[1 - index] is null))
        {
            return null;
        }

        var scratch = new FunctionBuilder();
        var images = new Dictionary<int, int>();
        var operands = call.Operands.Select(o => Stand(o, definitionOf(o) is { Op: Op.Constant } constant
            ? scratch.Add(constant with { Results = default }, typeOf(o))
            : scratch.Parameter("operand", typeOf(o), isDifferentiated: true))).ToArray();
        var result = Stand(call.Result, scratch.Parameter("result", typeOf(call.Result), isDifferentiated: true));
        if (Choice(own) is not var (condition, isReturned) || (bothVary && Choice(rule.Partials[1 - index]!) != (condition, !isReturned)))
        {
            return null;
        }

        foreach (var instruction in Needed(condition))
        {
            images[instruction.Result] = add(
                instruction with { Results = default, Operands = instruction.Operands.Select(o => images[o]).ToImmutableArray() }, scratch.TypeOf(instruction.Result));
        }

        return isReturned
            ? add(new Instruction { Op = Op.Not, Results = default, Operands = ImmutableArray.Create(images[condition]) }, IrType.Boolean)
            : images[condition];

        Expr Stand(int value, int image)
        {
            images[image] = value;
            return new Expr(scratch, image);
        }

        (int Condition, bool IsReturned)? Choice(Func<Expr[], Expr, Expr> partial)
        {
            int slope = partial(operands, result).In(scratch, typeOf(call.Result));
            if (scratch.DefinitionOf(slope) is not { Op: Op.Select } choice)
            {
                return null;
            }

            var (one, other) = (NumberOf(choice.Operands[1]), NumberOf(choice.Operands[2]));
            return (one, other) is (1, 0) or (0, 1) ? (choice.Operands[0], one == 1) : null;
        }

        double? NumberOf(int value) => scratch.DefinitionOf(value) is { Op: Op.Constant } constant ? Literal.Number(constant.Bits) : null;

        IEnumerable<Instruction> Needed(int value)
        {
            var needed = new HashSet<int> { value };
            var all = scratch.Snapshot();
            foreach (var instruction in all.Reverse().Where(i => needed.Contains(i.Result)))
            {
                needed.UnionWith(instruction.Operands);
            }

            return all.Where(i => needed.Contains(i.Result) && !images.ContainsKey(i.Result));
        }
    }
}
