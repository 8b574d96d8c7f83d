using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>A pass that knows, where it writes, what the conditions around say of the values.</summary>
internal abstract class FactRewriter(Function source) : Rewriter(source)
{
    private readonly Definitions definitions = Definitions.Of(source);

    /// <summary>What is known.</summary>
    protected abstract BranchFacts Facts { get; }

    protected override Block CopyBlock(Instruction owner, int index)
    {
        Facts.Enter(owner, index, Map(owner.Condition));
        if (owner.Op == Op.Loop && CountedLoop.Find(owner, v => definitions[v], v => Source.Values[v].Type) is { Step: 1 } counted)
        {
            Facts.Count(Map(counted.Counter), Map(counted.Start));
        }

        var block = base.CopyBlock(owner, index);
        Facts.Leave(owner, index, block);
        return block;
    }

    protected override void Copy(Instruction instruction)
    {
        base.Copy(instruction);
        if (instruction.Op == Op.If)
        {
            Facts.Pass(instruction, Map(instruction.Condition));
        }
    }
}
