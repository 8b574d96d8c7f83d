using System.Globalization;

namespace GradBench.Commands;

/// <summary>
/// What one process measured of one eval at one size: medians over its rounds, times in nanoseconds a call, and the bytes that a call
/// allocates.
/// </summary>
internal sealed record RatioResult(
    string Name,
    double Objective,
    double Generated,
    double HandWritten,
    double Ratio,
    double GeneratedToObjective,
    double HandWrittenToObjective,
    double GeneratedBytes,
    double HandWrittenBytes)
{
    /// <summary>Reads what <see cref="ToLine"/> wrote.</summary>
    public static RatioResult Parse(string line)
    {
        string[] fields = line.Split('\t');
        double Number(int index) => double.Parse(fields[index], CultureInfo.InvariantCulture);
        return new RatioResult(fields[0], Number(1), Number(2), Number(3), Number(4), Number(5), Number(6), Number(7), Number(8));
    }

    /// <summary>One line of text, the fields between tabs.</summary>
    public string ToLine() => string.Join(
        '\t',
        [
            Name,
            .. new[] { Objective, Generated, HandWritten, Ratio, GeneratedToObjective, HandWrittenToObjective, GeneratedBytes, HandWrittenBytes }
                .Select(number => number.ToString("R", CultureInfo.InvariantCulture)),
        ]);
}
