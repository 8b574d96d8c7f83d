using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Which of the values that loops carry, that they end with, and that are read from arrays, are numbers as long as the inputs
/// are: what <see cref="Undefined"/> has to be told. All are taken for defined until what loops start from or hand on, or
/// what is written to an array, shows that they may be NaN.
/// </summary>
internal sealed class DefinedCarriers
{
    private readonly Function function;
    private readonly PointsTo memory;
    private readonly HashSet<int> defined = [];
    private readonly HashSet<int> refuted = [];
    private readonly HashSet<int> refutedRoots = [];
    private Definitions? definitions;
    private Ranges? ranges;
    private BranchFacts? facts;
    private Undefined? undefined;
    private bool changed;

    private DefinedCarriers(Function function)
    {
        this.function = function;
        memory = PointsTo.Of(function);
        if (function.Name is not null)
        {
            Refute(function.Parameters.SelectMany(memory.ReachableFrom));
        }
    }

    private HashSet<int> Find()
    {
        if (memory.RootCount == 0 && !function.Body.HasLoop)
        {
            return defined;
        }

        definitions = Definitions.Of(function);
        ranges = new Ranges(v => definitions[v], TypeOf, function.Values.Length);
        facts = new BranchFacts(v => definitions[v], TypeOf, ranges);
        do
        {
            changed = false;
            undefined = new Undefined(v => definitions[v], TypeOf, ranges, v => !refuted.Contains(v)) { IsCalled = function.Name is not null };
            Visit(function.Body);
        }
        while (changed);
        return defined;
    }

    /// <summary>Analyses a function.</summary>
    public static HashSet<int> Find(Function function) => new DefinedCarriers(function).Find();

    private bool MayBe(int value) => undefined!.MayBe(value);

    private IrType TypeOf(int value) => function.Values[value].Type;

    private void Visit(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            VisitBlocks(instruction);
            if (instruction.Op == Op.Loop)
            {
                VisitLoop(instruction);
            }
            else if (instruction.Op == Op.Load)
            {
                Judge(instruction.Result, refutedRoots.Count > 0 && memory.RootsOf(instruction.Operands[0]).Any(refutedRoots.Contains));
            }
            else if (instruction.Op is not (Op.Length or Op.Slice or Op.Select or Op.If))
            {
                VisitAccess(instruction);
            }

            foreach (int result in instruction.Results)
            {
                // In order, so that either looks one step back only.
                ranges!.Define(result);
                MayBe(result);
            }
        }
    }

    private void VisitBlocks(Instruction owner)
    {
        for (int i = 0; i < owner.Blocks.Length; i++)
        {
            var block = owner.Blocks[i];
            if (owner.Op == Op.Loop && i == 0)
            {
                Visit(block);
                continue;
            }

            facts!.Enter(owner, i, owner.Condition);
            Visit(block);
            facts.Leave(owner, i, block);
        }

        if (owner.Op == Op.If)
        {
            facts!.Pass(owner, owner.Condition);
        }
    }

    private void VisitLoop(Instruction loop)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        for (int i = 0; i < loop.Results.Length; i++)
        {
            bool mayBe = MayBe(loop.Operands[i]) || (body.Completes && MayBe(body.Yields[i + 1]));
            Judge(header.Arguments[i], mayBe);
            Judge(loop.Results[i], mayBe);
        }
    }

    /// <summary>What opaque code of the derivative's does to an array is not known.</summary>
    private void VisitAccess(Instruction instruction)
    {
        if (Placement.TargetOf(instruction) is { } target)
        {
            bool isBad = instruction.Op is Op.Copy or Op.AccumulateAll
                ? memory.RootsOf(instruction.Operands[0]).Any(refutedRoots.Contains)
                : MayBe(instruction.Operands[instruction.Operands.Length - 1]);
            if (isBad)
            {
                Refute(memory.RootsOf(target));
            }
        }
        else if ((!instruction.IsPrimal && instruction.Op is Op.Effect) || instruction.Op is Op.Invoke or Op.InvokeReverse)
        {
            Refute(instruction.Operands.SelectMany(memory.ReachableFrom));
        }
    }

    private void Refute(IEnumerable<int> roots)
    {
        foreach (int root in roots.SelectMany(r => Enumerable.Range(0, memory.RootCount).Where(other => memory.MayBeSame(r, other))).ToList())
        {
            changed |= refutedRoots.Add(root);
        }
    }

    private void Judge(int value, bool mayBeUndefined)
    {
        if (!TypeOf(value).IsFloating)
        {
            return;
        }

        if (mayBeUndefined)
        {
            changed |= refuted.Add(value);
            defined.Remove(value);
        }
        else if (!refuted.Contains(value))
        {
            defined.Add(value);
        }
    }
}
