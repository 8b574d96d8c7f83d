using System.Diagnostics;
using Autodiff.Benchmarks.Harness;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Benchmarks;

/// <summary>What was measured of a project, in milliseconds: medians of rounds that each measure everything once.</summary>
/// <param name="Compile">Parsing, binding and emitting it without the generator.</param>
/// <param name="Generate">A first run of the generator.</param>
/// <param name="CompileWith">Parsing, generating, binding and emitting it with all that was generated.</param>
/// <param name="EditMethod">From an edit in a marked method to the output.</param>
/// <param name="EditHelper">From an edit in a method that marked methods call to the output.</param>
/// <param name="EditElsewhere">From an edit in code that has nothing to do with them to the output.</param>
/// <param name="Floor">The same with a generator that makes nothing.</param>
internal sealed record ProjectTimes(
    double Compile, double Generate, double CompileWith, double EditMethod, double EditHelper, double EditElsewhere, double Floor)
{
    private const int LeastRounds = 3;
    private const int MostRounds = 31;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(12);

    /// <summary>What is the compiler's of the time with the generator: it compiles what was generated, too.</summary>
    public double CompileOutput => CompileWith - Generate;

    /// <summary>Measures a project.</summary>
    public static ProjectTimes Measure(ProjectSize size)
    {
        var files = SyntheticProject.Create(size);
        var edited = new EditedProject(files, new DifferentiableGenerator(), size.Methods);
        var trivial = new EditedProject(files, new TrivialGenerator(), outputs: 0);
        Func<double>[] sides =
        [
            () => Clock.Time(() => Compiler.Emit(Compiler.Parse(files))),
            () => TimeGenerator(files),
            () => Clock.Time(() => CompileAndGenerate(files)),
            () => edited.Edit(SyntheticProject.Methods),
            () => edited.Edit(SyntheticProject.Helper),
            () => edited.Edit(SyntheticProject.Unrelated),
            () => trivial.Edit(SyntheticProject.Unrelated),
        ];
        var times = sides.Select(_ => new List<double>()).ToArray();
        var clock = Stopwatch.StartNew();
        for (int round = 0; round < LeastRounds || (round < MostRounds && clock.Elapsed < Budget); round++)
        {
            for (int i = 0; i < sides.Length; i++)
            {
                int side = (i + round) % sides.Length;
                times[side].Add(sides[side]());
            }
        }

        double[] medians = [.. times.Select(list => MedianInterval.Of(list).Median)];
        return new ProjectTimes(medians[0], medians[1], medians[2], medians[3], medians[4], medians[5], medians[6]);
    }

    /// <summary>A first run of the generator, on a compilation whose files are parsed.</summary>
    private static double TimeGenerator(IReadOnlyDictionary<string, string> files)
    {
        var compilation = Compiler.Parse(files);
        var driver = Compiler.CreateDriver(new DifferentiableGenerator());
        return Clock.Time(() => driver.RunGenerators(compilation));
    }

    private static void CompileAndGenerate(IReadOnlyDictionary<string, string> files)
    {
        Compiler.CreateDriver(new DifferentiableGenerator())
            .RunGeneratorsAndUpdateCompilation(Compiler.Parse(files), out Compilation updated, out _);
        Compiler.Emit(updated);
    }
}
