using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Rules;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Reverse-mode differentiation: the function with its reverse sweep after it. The sweep walks the blocks backwards
/// and adds, for each operand, the adjoint of the result times the local partial to the operand's adjoint. The result
/// is an ordinary function that returns the value and the gradient, so that it can be simplified, printed, or
/// differentiated again.
/// </summary>
internal sealed partial class ReverseMode : ForwardSweep
{
    private readonly HashSet<int> sumsOfSquares = [];

    /// <summary>What one instruction contributes.</summary>
    private readonly Adjoints contributions;

    /// <summary>Of the values that are adjoints with names, the row that named them first.</summary>
    private readonly Dictionary<int, Row> namedBy = [];
    private bool[] varied = [];
    private SingleInputRegions? regions;

    private ReverseMode(Function source)
        : base(source)
    {
        contributions = new Adjoints(Rows[0]);
    }

    /// <summary>Differentiates the results of a function with respect to its differentiated parameters.</summary>
    /// <returns>
    /// The function that yields all results of <paramref name="function"/>, then for each row a gradient for each number among the
    /// differentiated parameters. For each array among them it has a further parameter a row, which the gradient is written to.
    /// </returns>
    public static Function Differentiate(Function function) => new ReverseMode(function).Differentiate();

    private Function Differentiate()
    {
        CopyAll();
        AddDestinations();
        var seeds = AddSeeds();
        foreach (int value in SumsOfSquares.Find(Source))
        {
            sumsOfSquares.Add(Map(value));
        }

        int[] results = Source.Body.Yields.Select(Map).ToArray();
        var parameters = Source.Parameters.Where((p, i) => Source.Differentiated[i] && !Source.Values[p].Type.IsArray).Select(Map).ToArray();
        var forward = Builder.Snapshot();
        varied = new bool[Builder.ValueCount];
        for (int i = 0; i < SourceVaried.Length; i++)
        {
            if (Map(i) >= 0)
            {
                varied[Map(i)] |= SourceVaried[i];
            }
        }

        Builder.IsPrimal = false;
        regions = new SingleInputRegions(Builder, forward, varied);
        var rows = NewAdjoints();
        Builder.Origin = -1;
        for (int i = 0; i < rows.Length && Source.Name is null; i++)
        {
            ClearDestinations(rows[i].Row);
            Accumulate(rows[i], results[i], new Expr(Builder, Builder.Constant(1, Builder.TypeOf(results[i]))));
        }

        foreach (var (result, seed) in results.Where(r => Builder.TypeOf(r).IsFloating).Zip(seeds, (r, s) => (r, s)))
        {
            Accumulate(rows[0], result, new Expr(Builder, seed));
        }

        Reverse(forward, rows);
        Builder.Origin = -1;
        var gradients = rows.SelectMany(row => parameters.Select(p => row.Find(p) ?? Builder.Constant(0, Builder.TypeOf(p)))).ToArray();
        foreach (var row in rows)
        {
            foreach (int parameter in parameters)
            {
                NameAdjoint(row, parameter, isComplete: true);
            }

            foreach (var copy in row.Row.Copies)
            {
                Act(Op.Copy, [row.Row.Shadows.Of(copy.Key), copy.Value]);
            }
        }

        return Builder.Build([.. results, .. gradients]) with
        {
            Rows = Source.Rows,
            GradientOrigins = rows.SelectMany(row => parameters.Select(row.OriginOf)).ToImmutableArray(),
            Name = Source.Name,
            Callees = Source.Callees,
            Written = Source.Written,
            Unsettled = Source.Unsettled,
        };
    }

    /// <summary>Adjoints of each row: none yet.</summary>
    private Adjoints[] NewAdjoints() => [.. Rows.Select(row => new Adjoints(row))];

    /// <summary>The reverse sweep over the instructions of one block.</summary>
    private void Reverse(ImmutableArray<Instruction> instructions, Adjoints[] rows)
    {
        MakeShadows(instructions);
        for (int i = instructions.Length - 1; i >= 0; i--)
        {
            var instruction = instructions[i];
            switch (instruction.Op)
            {
                case Op.If:
                    ReverseBranch(instruction, rows);
                    break;
                case Op.Loop:
                    ReverseLoop(instruction, rows);
                    break;
                case Op.Invoke:
                    ReverseInvoke(instruction, rows.Single());
                    break;
                case Op.Store:
                case Op.Fill:
                case Op.Copy:
                    Builder.Origin = instruction.Origin;
                    foreach (var adjoints in rows)
                    {
                        ReverseWrite(instruction, adjoints);
                    }

                    break;
                default:
                    foreach (var adjoints in rows)
                    {
                        if (instruction.Results.Length == 1 && adjoints.Find(instruction.Result) is { } adjoint)
                        {
                            NameAdjoint(adjoints, instruction.Result, isComplete: true);
                            Builder.Origin = instruction.Origin;
                            ReverseValue(instruction, adjoint, adjoints);
                        }
                    }

                    break;
            }
        }
    }

    private void ReverseValue(Instruction instruction, int adjoint, Adjoints adjoints)
    {
        if (instruction.Op == Op.Load)
        {
            ReverseLoad(instruction, adjoint, adjoints.Row.Shadows);
        }
        else if (regions!.Find(instruction) is { } region)
        {
            PropagateThrough(region.Instructions, region.Input, new Expr(Builder, adjoint), adjoints);
        }
        else
        {
            Propagate(instruction, new Expr(Builder, adjoint), adjoints);
        }
    }

    /// <summary>Adds to the adjoints of the operands what one instruction contributes.</summary>
    private void Propagate(Instruction instruction, Expr adjoint, Adjoints adjoints)
    {
        if (RuleOf(instruction) is not { } rule)
        {
            return;
        }

        // A factor in derivative code is a partial, which can be infinite where a factor in the method's own code is a number.
        bool isGuarded = rule.IsGuarded || (instruction.Op == Op.Multiply && !instruction.IsPrimal);
        var operands = OperandsOf(instruction, rule);
        var result = new Expr(Builder, instruction.Result);
        // The last operand of a function comes first: the slope of a power in its exponent takes a logarithm, and what is
        // computed before that call would have to be kept across it.
        contributions.Clear();
        for (int i = 0; i < operands.Length; i++)
        {
            int k = instruction.Op == Op.Call ? operands.Length - 1 - i : i;
            if (rule.Partials[k] is { } partial && varied[instruction.Operands[k]])
            {
                var local = partial(operands, result);
                var contribution = isGuarded ? Expr.ZeroSafe(adjoint, local) : adjoint * local;
                Add(contributions, instruction.Operands[k], contribution.As(operands[k]));
            }
        }

        // What x * x contributes to x is one term, 2 * x, before it meets other terms.
        foreach (int operand in contributions.Values)
        {
            Accumulate(adjoints, operand, new Expr(Builder, contributions.Find(operand)!.Value));
        }
    }

    /// <summary>
    /// Adds to the adjoint of the one input of a stretch of code what its output contributes, with the derivative of the
    /// stretch accumulated forwards.
    /// </summary>
    private void PropagateThrough(ImmutableArray<Instruction> instructions, int input, Expr adjoint, Adjoints adjoints)
    {
        var tangents = new Dictionary<int, Expr>();
        var one = Expr.One(new Expr(Builder, input));
        foreach (var instruction in instructions)
        {
            var rule = RuleOf(instruction)!;
            var operands = OperandsOf(instruction, rule);
            var result = new Expr(Builder, instruction.Result);
            Expr? tangent = null;
            for (int k = 0; k < operands.Length; k++)
            {
                int operand = instruction.Operands[k];
                if (rule.Partials[k] is { } partial && varied[operand])
                {
                    var term = (operand == input ? one : tangents[operand]) * partial(operands, result);
                    tangent = tangent is { } sum ? sum + term : term;
                }
            }

            tangents[instruction.Result] = tangent!.Value;
        }

        var slope = tangents[instructions[instructions.Length - 1].Result];
        Accumulate(adjoints, input, adjoint * slope);
    }

    /// <summary>The operands that a rule may have partials for.</summary>
    private Expr[] OperandsOf(Instruction instruction, Rule rule)
    {
        var operands = new Expr[Math.Min(instruction.Operands.Length, rule.Partials.Length)];
        for (int i = 0; i < operands.Length; i++)
        {
            operands[i] = new Expr(Builder, instruction.Operands[i]);
        }

        return operands;
    }

    private Rule? RuleOf(Instruction instruction) =>
        instruction.Rule == "Sqrt" && sumsOfSquares.Contains(instruction.Operands[0]) ? RuleTable.Find("Norm")
        : instruction.Op == Op.Multiply && instruction.Operands[0] == instruction.Operands[1] ? RuleTable.Find("Square")
        : Activity.RuleOf(instruction);

    private void Accumulate(Adjoints adjoints, int value, Expr contribution)
    {
        Add(adjoints, value, contribution);
        NameAdjoint(adjoints, value, isComplete: false);
    }

    private void Add(Adjoints adjoints, int value, Expr contribution)
    {
        int sum = adjoints.Find(value) is { } before
            ? (new Expr(Builder, before) + contribution).Value
            : contribution.In(Builder, Builder.TypeOf(value));
        adjoints.Set(value, sum, Builder.Origin);
    }

    /// <summary>
    /// The adjoint of a named value is named after it, and so are the partial sums on the way to it; but not what is an adjoint in two rows.
    /// </summary>
    private void NameAdjoint(Adjoints adjoints, int value, bool isComplete)
    {
        if (adjoints.Find(value) is not { } adjoint || adjoints.Row.Shadows.AdjointName(value) is not { } name)
        {
            return;
        }

        if (Rows.Length > 1 && namedBy.TryGetValue(adjoint, out var first) && first != adjoints.Row)
        {
            Builder.Unname(adjoint);
        }
        else
        {
            namedBy[adjoint] = adjoints.Row;
            Builder.Name(adjoint, name, isComplete && Builder.IsLocal(value), Builder.OwnerOf(value));
        }
    }
}
