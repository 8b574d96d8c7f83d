using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Tests a condition once for all that derivative code chooses by it: <c>Max(x, y)</c> hands its adjoint to one of two operands, and zero to
/// the other. A condition of one comparison stays in the expressions, where it is short to read and costs little; one of several becomes a branch.
/// It is the last pass: to all others a choice is an operation like any other.
/// </summary>
internal sealed class JoinedChoices
{
    private readonly Definitions definitions;
    private readonly Function function;

    private JoinedChoices(Function function)
    {
        this.function = function;
        definitions = Definitions.Of(function);
    }

    /// <summary>Joins the choices of all blocks of a function.</summary>
    public static Function Join(Function function) =>
        HasChoices(function.Body) ? function with { Body = new JoinedChoices(function).Rewrite(function.Body) } : function;

    private static bool HasChoices(Block block) => block.Instructions.Any(i => i is { Op: Op.Select, IsPrimal: false } || i.Blocks.Any(HasChoices));

    private bool IsChoice(Instruction instruction) =>
        instruction is { Op: Op.Select, IsPrimal: false } && function.Values[instruction.Result].Type.IsFloating
        && definitions[instruction.Operands[0]].Op is Op.LogicalAnd or Op.LogicalOr;

    private Block Rewrite(Block block)
    {
        // Each choice moves up to the first by its condition, unless what it chooses from comes after that.
        var places = new Dictionary<int, int>();
        var first = new Dictionary<int, int>();
        var groups = new Dictionary<int, List<Instruction>>();
        var joined = new HashSet<int>();
        for (int i = 0; i < block.Instructions.Length; i++)
        {
            var instruction = block.Instructions[i];
            foreach (int result in instruction.Results)
            {
                places.Add(result, i);
            }

            if (!IsChoice(instruction))
            {
                continue;
            }

            int condition = instruction.Operands[0];
            if (first.TryGetValue(condition, out int place) && instruction.Operands.All(o => !places.TryGetValue(o, out int at) || at < place))
            {
                groups[place].Add(instruction);
                joined.Add(instruction.Result);
            }
            else
            {
                first[condition] = i;
                groups.Add(i, [instruction]);
            }
        }

        return block with
        {
            Instructions = block.Instructions.Select((instruction, i) =>
                    groups.TryGetValue(i, out var group) && group.Count > 1 ? Branch(group) : instruction with { Blocks = instruction.Blocks.Select(Rewrite).ToImmutableArray() })
                .Where(i => i.Op == Op.If || i.Results.Length != 1 || !joined.Contains(i.Result)).ToImmutableArray(),
        };
    }

    private static Instruction Branch(List<Instruction> choices) => new()
    {
        Op = Op.If,
        Results = choices.Select(c => c.Result).ToImmutableArray(),
        Operands = ImmutableArray.Create(choices[0].Operands[0]),
        Blocks = ImmutableArray.Create(
            new Block(default, choices.Select(c => c.Operands[1]).ToImmutableArray()),
            new Block(default, choices.Select(c => c.Operands[2]).ToImmutableArray())),
        Origin = choices[0].Origin,
    };
}
