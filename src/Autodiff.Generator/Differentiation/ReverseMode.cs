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
internal sealed class ReverseMode : Rewriter
{
    private readonly HashSet<int> sumsOfSquares = [];
    private bool[] varied = [];
    private SingleInputRegions? regions;

    private ReverseMode(Function source)
        : base(source)
    {
    }

    /// <summary>Differentiates the first result of a function with respect to its differentiated parameters.</summary>
    /// <returns>The function that yields all results of <paramref name="function"/>, then a gradient for each parameter.</returns>
    public static Function Differentiate(Function function) => new ReverseMode(function).Differentiate();

    private Function Differentiate()
    {
        CopyAll();
        foreach (int value in SumsOfSquares.Find(Source))
        {
            sumsOfSquares.Add(Map(value));
        }

        bool[] sourceVaried = Activity.FindVaried(Source);
        int[] results = Source.Body.Yields.Select(Map).ToArray();
        var parameters = Builder.Parameters.Where((_, i) => Source.Differentiated[i]).ToArray();
        var forward = Builder.Snapshot();
        varied = new bool[Builder.ValueCount];
        for (int i = 0; i < sourceVaried.Length; i++)
        {
            if (Map(i) >= 0)
            {
                varied[Map(i)] |= sourceVaried[i];
            }
        }

        Builder.IsPrimal = false;
        regions = new SingleInputRegions(Builder, forward, varied);
        var adjoints = new Adjoints();
        Builder.Origin = -1;
        Accumulate(adjoints, results[0], new Expr(Builder, Builder.Constant(1, Builder.TypeOf(results[0]))));
        Reverse(forward, adjoints);
        Builder.Origin = -1;
        var gradients = parameters.Select(p => adjoints.Find(p) ?? Builder.Constant(0, Builder.TypeOf(p))).ToArray();
        foreach (int parameter in parameters)
        {
            NameAdjoint(adjoints, parameter, isComplete: true);
        }

        return Builder.Build([.. results, .. gradients]) with { GradientOrigins = parameters.Select(adjoints.OriginOf).ToImmutableArray() };
    }

    /// <summary>The reverse sweep over the instructions of one block.</summary>
    private void Reverse(ImmutableArray<Instruction> instructions, Adjoints adjoints)
    {
        for (int i = instructions.Length - 1; i >= 0; i--)
        {
            var instruction = instructions[i];
            if (instruction.Op == Op.If)
            {
                ReverseBranch(instruction, adjoints);
            }
            else if (instruction.Results.Length == 1 && adjoints.Find(instruction.Result) is { } adjoint)
            {
                NameAdjoint(adjoints, instruction.Result, isComplete: true);
                Builder.Origin = instruction.Origin;
                if (regions!.Find(instruction) is { } region)
                {
                    PropagateThrough(region.Instructions, region.Input, new Expr(Builder, adjoint), adjoints);
                }
                else
                {
                    Propagate(instruction, new Expr(Builder, adjoint), adjoints);
                }
            }
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
        var operands = instruction.Operands.Take(rule.Partials.Length).Select(o => new Expr(Builder, o)).ToArray();
        var result = new Expr(Builder, instruction.Result);
        // The last operand of a function comes first: the slope of a power in its exponent takes a logarithm, and what is
        // computed before that call would have to be kept across it.
        var contributions = new Adjoints();
        var order = Enumerable.Range(0, Math.Min(operands.Length, rule.Partials.Length));
        foreach (int k in instruction.Op == Op.Call ? order.Reverse() : order)
        {
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
            var operands = instruction.Operands.Take(rule.Partials.Length).Select(o => new Expr(Builder, o)).ToArray();
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

    private Rule? RuleOf(Instruction instruction) =>
        instruction.Rule == "Sqrt" && sumsOfSquares.Contains(instruction.Operands[0]) ? RuleTable.Find("Norm")
        : instruction.Op == Op.Multiply && instruction.Operands[0] == instruction.Operands[1] ? RuleTable.Find("Square")
        : Activity.RuleOf(instruction);

    /// <summary>
    /// The reverse sweep of a branch is a branch on the same condition: each side runs its own sweep, and yields what
    /// it adds to the adjoints of the values that both sides can see.
    /// </summary>
    private void ReverseBranch(Instruction branch, Adjoints adjoints)
    {
        var seeds = branch.Results.Select(adjoints.Find).ToArray();
        if (seeds.All(s => s is null))
        {
            return;
        }

        if (branch.Blocks.Count(b => b.Completes) == 1)
        {
            SweepOnlyArm(branch, seeds, adjoints);
            return;
        }

        var outer = new List<int>();
        var swept = new (Block Block, Adjoints Adjoints)[branch.Blocks.Length];
        for (int b = 0; b < branch.Blocks.Length; b++)
        {
            var block = branch.Blocks[b];
            Builder.OpenAfter(block);
            var inner = Sweep(block, seeds, branch.Origin);
            swept[b] = (Builder.Close([], block.Completes), inner);
            var defined = new HashSet<int>(block.Instructions.SelectMany(i => i.Results));
            outer.AddRange(inner.Values.Where(v => !defined.Contains(v) && !outer.Contains(v)));
        }

        foreach (int result in branch.Results)
        {
            NameAdjoint(adjoints, result, isComplete: true);
        }

        Builder.Origin = branch.Origin;
        var zeros = outer.Select(v => Builder.Constant(0, Builder.TypeOf(v))).ToArray();
        var blocks = swept.Select(s => s.Block with
        {
            Yields = outer.Select((v, i) => s.Adjoints.Find(v) ?? zeros[i]).ToImmutableArray(),
        });
        var reverse = new Instruction
        {
            Op = Op.If,
            Results = default,
            Operands = branch.Operands,
            Blocks = blocks.ToImmutableArray(),
        };
        var contributions = Builder.AddMany(reverse, outer.Select(Builder.TypeOf));
        for (int i = 0; i < outer.Count; i++)
        {
            Accumulate(adjoints, outer[i], new Expr(Builder, contributions[i]));
        }
    }

    /// <summary>The reverse sweep of one arm, from the adjoints of the branch's results.</summary>
    private Adjoints Sweep(Block block, int?[] seeds, int origin)
    {
        var inner = new Adjoints();
        Builder.Origin = origin;
        for (int i = 0; i < seeds.Length; i++)
        {
            if (seeds[i] is { } seed && block.Completes && varied[block.Yields[i]])
            {
                Accumulate(inner, block.Yields[i], new Expr(Builder, seed));
            }
        }

        Reverse(block.Instructions.Items, inner);
        return inner;
    }

    /// <summary>Where the other arm throws, the reverse sweep is that of the arm that does not: no branch is needed.</summary>
    private void SweepOnlyArm(Instruction branch, int?[] seeds, Adjoints adjoints)
    {
        var block = branch.Blocks.First(b => b.Completes);
        Builder.OpenAfter(block);
        var inner = Sweep(block, seeds, branch.Origin);
        Builder.Splice();
        var defined = new HashSet<int>(block.Instructions.SelectMany(i => i.Results));
        foreach (int value in inner.Values.Where(v => !defined.Contains(v)))
        {
            Accumulate(adjoints, value, new Expr(Builder, inner.Find(value)!.Value));
        }
    }

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

    /// <summary>The adjoint of a named value is named after it, and so are the partial sums on the way to it.</summary>
    private void NameAdjoint(Adjoints adjoints, int value, bool isComplete)
    {
        if (adjoints.Find(value) is { } adjoint && Builder.NameOf(value) is { } name)
        {
            string bare = name.TrimStart('@');
            Builder.Name(adjoint, "d" + char.ToUpperInvariant(bare[0]) + bare.Substring(1), isComplete && Builder.IsLocal(value));
        }
    }

    /// <summary>The adjoint so far of each value, in the order in which they were first reached.</summary>
    private sealed class Adjoints
    {
        private readonly Dictionary<int, int> byValue = [];
        private readonly Dictionary<int, int> origins = [];
        private readonly List<int> order = [];

        public IReadOnlyList<int> Values => order;

        public int? Find(int value) => byValue.TryGetValue(value, out int adjoint) ? adjoint : null;

        /// <summary>The statement that contributed last, or −1.</summary>
        public int OriginOf(int value) => origins.TryGetValue(value, out int origin) ? origin : -1;

        public void Set(int value, int adjoint, int origin)
        {
            origins[value] = origin;
            if (!byValue.ContainsKey(value))
            {
                order.Add(value);
            }

            byValue[value] = adjoint;
        }
    }
}
