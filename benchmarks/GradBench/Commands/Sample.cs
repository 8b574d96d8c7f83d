using GradBench.Evals;

namespace GradBench.Commands;

/// <summary>An eval at a size that is measured.</summary>
internal readonly record struct Sample(string Name, Eval Eval, EvalSample Input)
{
    /// <summary>Those whose names contain a text.</summary>
    public static IEnumerable<Sample> All(string filter) =>
        from eval in EvalTable.All
        from sample in eval.Samples
        let name = $"{eval.Name} {sample.Size}"
        where name.Contains(filter, StringComparison.OrdinalIgnoreCase)
        select new Sample(name, eval, sample);
}
