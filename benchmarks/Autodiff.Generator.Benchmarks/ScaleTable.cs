using System.Globalization;

namespace Autodiff.Generator.Benchmarks;

/// <summary>Prints what the generator costs beside the compiler, size by size, and whether anything grows faster than the project.</summary>
internal static class ScaleTable
{
    /// <summary>
    /// How much more than in proportion a time may grow from one size to the next. Where all that is kept grows, the collector and
    /// the caches take a share that grows a little faster; a quadratic pass would be off by 3.3 or 10.
    /// </summary>
    private const double Tolerance = 1.6;

    /// <summary>Measures the projects whose names contain a text; returns how many times miss their goal.</summary>
    public static int Print(string filter)
    {
        var sizes = ProjectSize.All.Where(size => size.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToList();
        if (sizes.Count > 0)
        {
            // Compiles the compiler and the generator.
            ProjectTimes.Measure(new ProjectSize("methods to warm up with", MethodShape.Mixed, 40, 30));
        }

        Console.WriteLine("| project | without, ms | with, ms | of which generator, ms | of which compiler, ms | generator / compiler | edit in a method, ms | in a helper, ms | elsewhere, ms | elsewhere, trivial generator, ms |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        var misses = new List<string>();
        foreach (var series in sizes.GroupBy(size => size.Series))
        {
            (ProjectSize Size, ProjectTimes Times)? before = null;
            foreach (var size in series)
            {
                var times = ProjectTimes.Measure(size);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {size.Name} | {times.Compile:0} | {times.CompileWith:0} | {times.Generate:0} | {times.CompileOutput:0} | {times.Generate / times.CompileOutput:0.00} | {times.EditMethod:0.0} | {times.EditHelper:0.0} | {times.EditElsewhere:0.0} | {times.Floor:0.0} |"));
                if (size.Methods > 1 && times.Generate > times.CompileOutput)
                {
                    misses.Add($"{size.Name}: the generator takes longer than the compiler");
                }

                if (before is var (smaller, less))
                {
                    double factor = (double)size.Size / smaller.Size;
                    misses.AddRange(Growths(less, times).Where(one => one.Growth > Tolerance * factor).Select(one => string.Create(
                        CultureInfo.InvariantCulture,
                        $"{size.Name}: '{one.What}' is {one.Growth:0.0} times that of {smaller.Size}")));
                }

                before = (size, times);
            }
        }

        Console.WriteLine();
        Console.WriteLine(misses.Count == 0 ? "Nothing grows faster than the project." : string.Join('\n', misses));
        return misses.Count;
    }

    private static IEnumerable<(string What, double Growth)> Growths(ProjectTimes less, ProjectTimes more) =>
    [
        ("generate", more.Generate / less.Generate),
        ("edit in a method", more.EditMethod / less.EditMethod),
        ("in a helper", more.EditHelper / less.EditHelper),
        ("elsewhere", more.EditElsewhere / less.EditElsewhere),
    ];
}
