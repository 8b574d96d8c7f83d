using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Lowering;

/// <content>The arms of a branch: a block each, and the values in which they join.</content>
internal sealed partial class MethodLowerer
{
    /// <summary>Opens a block, unless blocks are nested too deeply already.</summary>
    private void OpenBlock()
    {
        if (builder.Depth > MaximumBlockDepth)
        {
            throw Refused(Descriptors.TooDeep, current!);
        }

        builder.Open();
    }

    /// <summary>The variables that have been given a value in the innermost arm: where arms join, only these can differ.</summary>
    private HashSet<Variable> stored = [];

    /// <summary>Gives a variable a value.</summary>
    private void Store(Variable variable, Lowered value)
    {
        variables = variables.SetItem(variable, value);
        stored.Add(variable);
    }

    /// <summary>A value of the same shape that nothing reads.</summary>
    private Lowered Unseen(Lowered value) => value switch
    {
        Lowered.Scalar scalar => new Lowered.Scalar(Default(builder.TypeOf(scalar.Value))),
        Lowered.Tuple tuple => new Lowered.Tuple(tuple.Elements.Select(Unseen).ToImmutableArray()),
        _ => value,
    };

    /// <summary>One arm of a branch: its instructions, what it gives, the variables after it, and which of them it gave a value.</summary>
    private readonly record struct Arm(Block Block, Lowered Value, ImmutableDictionary<Variable, Lowered> Variables, HashSet<Variable> Stored);

    /// <summary>
    /// A branch: lowers both arms, each in a block of its own, and merges the values that they give and the variables that
    /// they assign.
    /// </summary>
    private Lowered LowerArms(int condition, int origin, Func<Lowered> lowerTrue, Func<Lowered> lowerFalse)
    {
        if (ConstantFolding.TruthOf(builder, condition) is { } truth)
        {
            return truth ? lowerTrue() : lowerFalse();
        }

        var before = variables;
        var whenTrue = LowerArm(before, lowerTrue);
        var whenFalse = LowerArm(before, lowerFalse);
        return MergeArms(condition, origin, before, whenTrue, whenFalse);
    }

    private Arm LowerArm(ImmutableDictionary<Variable, Lowered> before, Func<Lowered> lower)
    {
        var outer = stored;
        variables = before;
        stored = [];
        OpenBlock();
        var value = lower();
        var arm = new Arm(builder.Close([]), value, variables, stored);
        stored = outer;
        return arm;
    }

    private Lowered MergeArms(int condition, int origin, ImmutableDictionary<Variable, Lowered> before, Arm whenTrue, Arm whenFalse)
    {
        bool trueEnds = !Throws(whenTrue.Block);
        bool falseEnds = !Throws(whenFalse.Block);
        var merge = new Merge(builder, Unseen, trueEnds, falseEnds);
        var value = merge.Add(whenTrue.Value, whenFalse.Value);
        var assigned = new List<(Variable Variable, Func<ImmutableArray<int>, Lowered> Value)>();
        var (one, two) = trueEnds ? (whenTrue.Variables, whenFalse.Variables) : (whenFalse.Variables, whenTrue.Variables);
        foreach (var variable in whenTrue.Stored.Concat(whenFalse.Stored).Distinct().Where(one.ContainsKey).OrderBy(v => v.Symbol.Name, StringComparer.Ordinal))
        {
            var first = one[variable];
            if (!trueEnds || !falseEnds)
            {
                assigned.Add((variable, merge.Add(first, first)));
            }
            else if (two.TryGetValue(variable, out var other))
            {
                // A value that both arms assign was there before them.
                assigned.Add((variable, first.Equals(other) ? _ => first : merge.Add(first, other)));
            }
        }

        builder.Origin = origin;
        var results = builder.AddMany(
            new Instruction
            {
                Op = Op.If,
                Results = default,
                Operands = ImmutableArray.Create(condition),
                Effects = trueEnds && falseEnds ? Effects.None : Effects.Acts,
                Blocks = ImmutableArray.Create(
                    whenTrue.Block with { Yields = trueEnds ? merge.WhenTrue.ToImmutableArray() : default, Completes = trueEnds },
                    whenFalse.Block with { Yields = falseEnds ? merge.WhenFalse.ToImmutableArray() : default, Completes = falseEnds }),
            },
            merge.Types);
        for (int i = 0; i < results.Length; i++)
        {
            if (varied.Contains(merge.WhenTrue[i]) || varied.Contains(merge.WhenFalse[i]))
            {
                varied.Add(results[i]);
            }
        }

        variables = before;
        foreach (var (variable, build) in assigned)
        {
            SetVariable(variable, build(results));
        }

        return value(results);
    }

    /// <summary>Whether a block never gets to its end: it throws, or a loop in it has none.</summary>
    private bool Throws(Block block) => block.Instructions.Length > 0 && NeverEnds(block.Instructions[block.Instructions.Length - 1]);

    private bool NeverEnds(Instruction instruction) => instruction.Op switch
    {
        Op.Throw => true,
        Op.If => instruction.Blocks.All(b => !b.Completes),
        Op.Loop => IsTrue(instruction.Blocks[0].Yields[0]) && (!instruction.Blocks[1].Completes || IsTrue(instruction.Blocks[1].Yields[0])),
        _ => false,
    };

    private bool IsTrue(int value) => ConstantFolding.TruthOf(builder, value) == true;

    /// <summary>Collects the pairs of values that the arms of a branch yield, and rebuilds tuples from the results.</summary>
    private sealed class Merge(FunctionBuilder builder, Func<Lowered, Lowered> unseen, bool trueEnds, bool falseEnds)
    {
        public List<int> WhenTrue { get; } = [];

        public List<int> WhenFalse { get; } = [];

        public List<IrType> Types { get; } = [];

        public Func<ImmutableArray<int>, Lowered> Add(Lowered a, Lowered b)
        {
            // An arm that throws gives nothing: what the other gives is the result.
            if (!trueEnds || !falseEnds)
            {
                (a, b) = trueEnds ? (a, a) : (b, b);
            }

            switch (a, b)
            {
                case (Lowered.Scalar x, Lowered.Scalar y) when x.Value == y.Value && trueEnds && falseEnds:
                    return _ => a;
                case (Lowered.Scalar x, Lowered.Scalar y) when CommonType(builder.TypeOf(x.Value), builder.TypeOf(y.Value)) is { } type:
                    int index = WhenTrue.Count;
                    WhenTrue.Add(x.Value);
                    WhenFalse.Add(y.Value);
                    Types.Add(type);
                    return results => new Lowered.Scalar(results[index]);
                case (Lowered.Unassigned, Lowered.Scalar or Lowered.Tuple):
                    return Add(unseen(b), b);
                case (Lowered.Scalar or Lowered.Tuple, Lowered.Unassigned):
                    return Add(a, unseen(a));
                case (Lowered.Tuple x, Lowered.Tuple y) when x.Elements.Length == y.Elements.Length:
                    var elements = x.Elements.Zip(y.Elements, Add).ToImmutableArray();
                    return results => new Lowered.Tuple(elements.Select(e => e(results)).ToImmutableArray());
                default:
                    return _ => Lowered.Nothing.Instance;
            }
        }
    }
}
