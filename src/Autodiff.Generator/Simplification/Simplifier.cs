using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>Rewrites derivative code by the table of <see cref="Algebra"/>, and shares what is computed twice.</summary>
internal sealed class Simplifier : FactRewriter
{
    private readonly Algebra algebra;
    private readonly HashSet<int> defined;
    private readonly IReadOnlyCollection<int> differences;

    private Simplifier(Function source, bool isLast)
        : base(source)
    {
        bool mayDiscard = Undefined.IsDiscarded(source);
        defined = mayDiscard ? DefinedCarriers.Find(source) : [];
        differences = Maxima.Find(source);
        algebra = new Algebra(Builder, source.Values.Length, isCalled: source.Name is not null) { SharesInverses = isLast, MayDiscard = mayDiscard };
    }

    /// <summary>The passes that make a gradient fit to be read, in order.</summary>
    public static Function Simplify(Function gradient)
    {
        gradient = new Simplifier(InvariantArguments.Remove(gradient), isLast: false).Run();
        gradient = ShadowAccess.Simplify(InvariantArguments.Remove(gradient));
        gradient = SummedAdjoints.Find(DeadCode.Remove(gradient));
        gradient = LoopReplay.Replay(LoopFusion.Fuse(gradient));
        gradient = LoopFusion.Fuse(BranchFusion.Fuse(LoopFusion.Fuse(gradient)));
        gradient = new Simplifier(ShadowAccess.Simplify(gradient), isLast: true).Run();
        return DeadCode.Remove(gradient);
    }

    protected override BranchFacts Facts => algebra.Facts;

    protected override Block CopyBlock(Instruction owner, int index)
    {
        int outer = algebra.LoopStart;
        if (owner.Op == Op.Loop)
        {
            algebra.LoopStart = owner.Blocks[0].Arguments is { Length: > 0 } arguments ? Map(arguments[0]) : Builder.ValueCount;
        }

        var block = base.CopyBlock(owner, index);
        algebra.LoopStart = outer;
        return block;
    }

    protected override void SetMap(int value, int image)
    {
        base.SetMap(value, image);
        if (defined.Contains(value))
        {
            algebra.NoteDefined(image);
        }

        if (differences.Count > 0 && differences.Contains(value))
        {
            algebra.NoteNonPositive(image);
        }
    }

    protected override void Copy(Instruction instruction)
    {
        bool isRewritten = instruction is { IsDerivative: true, Results.Length: 1, Text: null, Blocks.Length: 0, Effects: Effects.None, Op: < Op.Loop };
        if (isRewritten)
        {
            var type = Source.Values[instruction.Result].Type;
            SetMap(instruction.Result, algebra.Add(instruction.Op, type, MapAll(instruction.Operands).Items));
            return;
        }

        if (!instruction.IsDerivative && instruction.Results.Length == 1 && instruction.Blocks.Length == 0
            && ExactAlgebra.Find(Builder, instruction, MapAll(instruction.Operands)) is { } same)
        {
            SetMap(instruction.Result, same);
            return;
        }

        if (instruction is { Op: Op.Accumulate, IsPrimal: false } && ConstantFolding.NumberOf(Builder, Map(instruction.Operands[instruction.Operands.Length - 1])) == 0)
        {
            return;
        }

        base.Copy(instruction);
        if (instruction is { Op: Op.If, IsPrimal: false })
        {
            TakeCommon(instruction);
        }

        foreach (int result in instruction.Results)
        {
            algebra.Note(Map(result));
        }
    }

    /// <summary>Where both arms of a branch hand on one value from before it, the result is that value.</summary>
    private void TakeCommon(Instruction branch)
    {
        for (int i = 0; i < branch.Results.Length; i++)
        {
            int result = Map(branch.Results[i]);
            if (Builder.DefinitionOf(result) is { Op: Op.If } copy && copy.Blocks.All(b => b.Completes) && copy.Results.Items.IndexOf(result) is var index
                && copy.Blocks[0].Yields[index] is var value && copy.Blocks[1].Yields[index] == value
                && !copy.Blocks.Any(b => b.Instructions.Any(n => n.Results.Contains(value))))
            {
                SetMap(branch.Results[i], value);
            }
        }
    }
}
