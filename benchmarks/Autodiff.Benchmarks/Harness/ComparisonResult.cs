using System.Globalization;

namespace Autodiff.Benchmarks.Harness;

/// <summary>What one process measured of one case: medians of its samples, times in nanoseconds a call.</summary>
internal sealed record ComparisonResult(
    string Name,
    double BaselineTime,
    double CandidateTime,
    double Ratio,
    double CandidateBytes)
{
    /// <summary>Reads what <see cref="ToLine"/> wrote.</summary>
    public static ComparisonResult Parse(string line)
    {
        string[] fields = line.Split('\t');
        double Number(int index) => double.Parse(fields[index], CultureInfo.InvariantCulture);
        return new ComparisonResult(fields[0], Number(1), Number(2), Number(3), Number(4));
    }

    /// <summary>One line of text, the fields between tabs.</summary>
    public string ToLine() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Name}\t{BaselineTime:R}\t{CandidateTime:R}\t{Ratio:R}\t{CandidateBytes:R}");
}
