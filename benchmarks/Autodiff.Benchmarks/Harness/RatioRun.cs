using Autodiff.Benchmarks.Cases;

namespace Autodiff.Benchmarks.Harness;

/// <summary>
/// Measures every case once, in this process with its one layout of the code, and prints a line for each: what
/// <see cref="RatioTable"/> collects.
/// </summary>
internal sealed class RatioRun(int seed, string filter) : ICaseVisitor
{
    private readonly CodeLayout layout = new(seed);

    /// <summary>Measures the control, one gradient against itself, before the cases.</summary>
    public void MeasureControl()
    {
        var result = PairedComparison
            .Run<RosenbrockCase, HandWrittenMethod<RosenbrockCase>, ControlMethod<RosenbrockCase>>(layout);
        Console.WriteLine((result with { Name = RatioTable.ControlName }).ToLine());
    }

    /// <inheritdoc/>
    public void Visit<TCase>()
        where TCase : struct, IGradientCase
    {
        if (TCase.Name.Contains(filter, StringComparison.OrdinalIgnoreCase))
        {
            var result = PairedComparison.Run<TCase, HandWrittenMethod<TCase>, GeneratedMethod<TCase>>(layout);
            Console.WriteLine(result.ToLine());
        }
    }
}
