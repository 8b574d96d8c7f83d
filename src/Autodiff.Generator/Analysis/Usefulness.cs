using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Which values influence the function's results through a derivative: backward walks from the result along
/// the operands that rules have a partial for, and through floating-point numbers only: a cast to an integer and back is no way.
/// What is written to an array is useful if anything useful is read from it somewhere, and what a loop carries if it is
/// after the loop or in a later iteration; each may take another walk. A parameter that is not useful has a gradient of zero
/// everywhere; an array is useful if an element of it is.
/// </summary>
internal sealed class Usefulness
{
    private readonly Function function;
    private readonly PointsTo memory;
    private readonly bool[] useful;
    private readonly HashSet<int> usefulRoots = [];
    private bool changed;

    private Usefulness(Function function, PointsTo memory, IEnumerable<int> results)
    {
        this.function = function;
        this.memory = memory;
        useful = new bool[function.Values.Length];
        foreach (int result in results)
        {
            useful[result] = true;
        }

        for (int i = 0; i < function.Parameters.Length; i++)
        {
            if (function.Writes(i))
            {
                usefulRoots.UnionWith(memory.ReachableFrom(function.Parameters[i]));
            }
        }

        do
        {
            changed = false;
            Visit(function.Body);
        }
        while (changed);

        for (int value = 0; value < useful.Length && usefulRoots.Count > 0; value++)
        {
            useful[value] |= memory.RootsOf(value).Count > 0 && usefulRoots.Overlaps(memory.ReachableFrom(value));
        }
    }

    public static bool[] Find(Function function) => Find(function, PointsTo.Of(function));

    /// <summary>The same where it is known which arrays may be the same.</summary>
    public static bool[] Find(Function function, PointsTo memory) => Find(function, memory, function.Results);

    /// <summary>Which values influence some of the results.</summary>
    public static bool[] Find(Function function, PointsTo memory, IEnumerable<int> results) => new Usefulness(function, memory, results).useful;

    private void Visit(Block block)
    {
        for (int i = block.Instructions.Length - 1; i >= 0; i--)
        {
            var instruction = block.Instructions[i];
            var o = instruction.Operands;
            switch (instruction.Op)
            {
                case Op.If:
                    VisitBranch(instruction);
                    break;
                case Op.Loop:
                    VisitLoop(instruction);
                    break;
                case Op.Invoke:
                    VisitInvoke(instruction);
                    break;
                case Op.Load when useful[instruction.Result] && IsFloating(instruction.Result):
                    foreach (int root in memory.RootsOf(o[0]))
                    {
                        changed |= usefulRoots.Add(root);
                    }

                    break;
                case Op.Store or Op.Accumulate when IsUsefulArray(o[0]) && IsFloating(o[o.Length - 1]):
                    Set(o[o.Length - 1]);
                    break;
                case Op.Fill when IsUsefulArray(o[0]) && IsFloating(o[1]):
                    Set(o[1]);
                    break;
                case Op.Copy or Op.AccumulateAll when IsUsefulArray(o[1]):
                    foreach (int root in memory.RootsOf(o[0]))
                    {
                        changed |= usefulRoots.Add(root);
                    }

                    break;
                default:
                    VisitOperation(instruction);
                    break;
            }
        }
    }

    private void VisitBranch(Instruction branch)
    {
        foreach (var nested in branch.Blocks)
        {
            for (int r = 0; r < branch.Results.Length && nested.Completes; r++)
            {
                Flow(branch.Results[r], nested.Yields[r]);
            }

            Visit(nested);
        }
    }

    private void VisitLoop(Instruction loop)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        for (int r = 0; r < loop.Results.Length; r++)
        {
            Flow(loop.Results[r], header.Arguments[r]);
            if (body.Completes)
            {
                Flow(header.Arguments[r], body.Yields[r + 1]);
            }
        }

        Visit(body);
        Visit(header);
        for (int r = 0; r < loop.Results.Length; r++)
        {
            Flow(header.Arguments[r], loop.Operands[r]);
        }
    }

    /// <summary>Where anything that a function gives back is useful, all that it is given is.</summary>
    private void VisitInvoke(Instruction invoke)
    {
        var callee = function.CalleeOf(invoke);
        bool isUseful = invoke.Results.Any(r => useful[r] && IsFloating(r))
            || invoke.Operands.Where((_, i) => callee.Writes(i)).Any(o => memory.ReachableFrom(o).Any(usefulRoots.Contains));
        foreach (int operand in isUseful ? invoke.Operands : default)
        {
            if (IsFloating(operand))
            {
                Set(operand);
            }

            foreach (int root in memory.ReachableFrom(operand))
            {
                changed |= usefulRoots.Add(root);
            }
        }
    }

    private void VisitOperation(Instruction instruction)
    {
        if (instruction.Results.Length == 1 && useful[instruction.Result] && IsFloating(instruction.Result) && Activity.RuleOf(instruction) is { } rule)
        {
            for (int k = 0; k < instruction.Operands.Length && k < rule.Partials.Length; k++)
            {
                if (rule.Partials[k] is not null)
                {
                    Set(instruction.Operands[k]);
                }
            }
        }
    }

    private bool IsFloating(int value) => function.Values[value].Type.IsFloating;

    private bool IsUsefulArray(int array) => memory.RootsOf(array).Any(usefulRoots.Contains);

    /// <summary>What a useful value is handed on from is useful.</summary>
    private void Flow(int value, int from)
    {
        if (useful[value])
        {
            Set(from);
        }
    }

    private void Set(int value)
    {
        changed |= !useful[value];
        useful[value] = true;
    }
}
