using System.Text.RegularExpressions;
using Autodiff.Generator.Tests.Infrastructure;
using Autodiff.Generator.Tests.Oracle;
using Microsoft.CodeAnalysis;
using Xunit.Sdk;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>
/// Checks programs, many to one compilation: the generator derives them, the emitted code compiles without a warning,
/// the overloads agree, the value is the method's own, and the gradient is that of the dual numbers.
/// </summary>
internal static partial class ProgramBatch
{
    /// <summary>
    /// The number of roundings that a derivative may differ by, relative to the sum of the magnitudes of all paths (see
    /// <see cref="Dual"/>). No path of a generated program is as long; a wrong rule is off by far more.
    /// </summary>
    private const double Roundings = 256;

    /// <summary>The same for programs with loops, whose paths go through every iteration.</summary>
    private const double RoundingsOfLoops = 4096;

    /// <summary>Beyond this the products along one path can overflow or cancel to nothing on one side only.</summary>
    private const double LargestMagnitude = 1e12;

    /// <summary>Derivatives below this times the unit roundoff may have underflowed on their way.</summary>
    private const double SmallestMagnitude = 1e-20;

    public static BatchResult Check(IReadOnlyList<TestProgram> programs, int pointCount)
    {
        var failures = new List<ProgramFailure>();
        var valid = Compile(programs, failures, out var run);
        if (valid.Count == 0)
        {
            return new BatchResult(failures, 0, 0);
        }

        int compared = 0;
        int skipped = 0;
        using var loaded = run.LoadUnchecked();
        foreach (var program in valid)
        {
            try
            {
                var method = new ProgramMethod(program, loaded.Find(program.QualifiedName));
                foreach (double[] point in ProgramGenerator.Points(program, pointCount, pointCount))
                {
                    if (Compare(program, method, point, ref compared, ref skipped) is { } failure)
                    {
                        failures.Add(failure);
                        break;
                    }
                }
            }
            catch (Exception exception) when (exception is BrokenContractException or XunitException)
            {
                failures.Add(new ProgramFailure(program, FailureKind.Contract, exception.Message));
            }
        }

        return new BatchResult(failures, compared, skipped);
    }

    /// <summary>Compiles the programs, and again without those at fault; the programs of the last, faultless run.</summary>
    private static List<TestProgram> Compile(IReadOnlyList<TestProgram> programs, List<ProgramFailure> failures, out GeneratorRun run)
    {
        var valid = programs.ToList();
        while (true)
        {
            run = GeneratorHost.Run([.. valid.Select(program => program.Text())]);
            var faulty = Faults(run, valid);
            if (faulty.Count == 0)
            {
                return valid;
            }

            failures.AddRange(faulty);
            valid.RemoveAll(program => faulty.Exists(failure => failure.Program == program));
        }
    }

    private static List<ProgramFailure> Faults(GeneratorRun run, List<TestProgram> programs)
    {
        if (run.Exception is { } exception)
        {
            // An exception loses every output: find the programs that are to blame.
            return programs.Count == 1
                ? [new ProgramFailure(programs[0], FailureKind.Exception, exception.ToString())]
                : [.. programs.Chunk((programs.Count + 1) / 2).SelectMany(half =>
                    Faults(GeneratorHost.Run([.. half.Select(program => program.Text())]), [.. half]))];
        }

        var byName = programs.ToDictionary(program => program.ClassName);

        // Emitted code may repeat what the compiler warns of in the source, which is then no source without warnings.
        // Comments and unused variables are none of the emitted code's business.
        var warned = run.SourceWarnings().Where(diagnostic => diagnostic.Id is not "CS1591" and not "CS0219" and not "CS0414")
            .Select(diagnostic => (ProgramOf(diagnostic, byName), diagnostic.Id)).ToHashSet();
        return
        [
            .. run.CompilerDiagnostics().Where(diagnostic => !warned.Contains((ProgramOf(diagnostic, byName), diagnostic.Id)))
                .Select(diagnostic => (diagnostic, kind: KindOf(diagnostic)))
                .Concat(run.AnalyzerDiagnostics()
                    .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                    .Select(diagnostic => (diagnostic, kind: FailureKind.Refused)))
                .GroupBy(pair => ProgramOf(pair.diagnostic, byName))
                .Select(group => new ProgramFailure(
                    group.Key,
                    group.Max(pair => pair.kind),
                    string.Join('\n', group.Select(pair => Describe(pair.diagnostic)).Distinct()))),
        ];
    }

    private static FailureKind KindOf(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree!.FilePath.StartsWith("Source", StringComparison.Ordinal)
            ? FailureKind.Test
            : FailureKind.EmittedCode;

    private static TestProgram ProgramOf(Diagnostic diagnostic, Dictionary<string, TestProgram> byName)
    {
        string text = diagnostic.Location.SourceTree?.ToString() ?? diagnostic.ToString();
        return byName[ClassName().Match(text).Value];
    }

    private static string Describe(Diagnostic diagnostic)
    {
        var lines = diagnostic.Location.SourceTree!.GetText().Lines;
        return $"{diagnostic.Id}: {diagnostic.GetMessage()}\n    {lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line]}";
    }

    private static ProgramFailure? Compare(
        TestProgram program, ProgramMethod method, double[] point, ref int compared, ref int skipped)
    {
        string at = $"at ({string.Join(", ", point.Select(component => component.ToString("R")))})";
        ProgramGradient? actual;
        try
        {
            actual = method.Evaluate(point);
        }
        catch (BrokenContractException exception)
        {
            return new ProgramFailure(program, FailureKind.Contract, $"{at}: {exception.Message}");
        }

        if (actual is null)
        {
            // The method throws here, and so do both overloads.
            return null;
        }

        ProgramEvaluation evaluation;
        try
        {
            evaluation = program.Evaluate(point);
        }
        catch (TooManyIterationsException)
        {
            // The nests of loops that come of some seeds are beyond the oracle.
            skipped += actual.Gradient.Length;
            return null;
        }

        if (!evaluation.Values.Select(value => value.Value).SequenceEqual(actual.Values) || !evaluation.Arrays.SequenceEqual(actual.Arrays))
        {
            return new ProgramFailure(
                program,
                FailureKind.Test,
                $"{at}: the oracle's values are {string.Join(", ", evaluation.Values.Select(value => value.Value))}, the method's {string.Join(", ", actual.Values)}; in the arrays afterwards {string.Join(", ", evaluation.Arrays)} and {string.Join(", ", actual.Arrays)}");
        }

        double roundoff = program.UsesSingle ? 6e-8 : 1.1e-16;
        double roundings = program.HasLoops ? RoundingsOfLoops : Roundings;
        int count = actual.Gradient.Length / actual.Values.Length;
        for (int i = 0; i < actual.Gradient.Length; i++)
        {
            var expected = evaluation.Values[i / count];
            double derivative = expected.Tangent?[i % count] ?? 0;
            double magnitude = expected.Magnitude?[i % count] ?? 0;

            // The slope of a sine at infinity is no number, which a zero adjoint does not undo: see docs/derivatives.md.
            if (!double.IsFinite(derivative) || !(magnitude < LargestMagnitude) || (evaluation.HasOverflowed && double.IsNaN(actual.Gradient[i])))
            {
                skipped++;
                continue;
            }

            compared++;
            double tolerance = roundings * roundoff * Math.Max(magnitude, SmallestMagnitude);
            if (!(Math.Abs(actual.Gradient[i] - derivative) <= tolerance))
            {
                return new ProgramFailure(
                    program,
                    FailureKind.Gradient,
                    $"{at}: component {i % count} of row {i / count} is {actual.Gradient[i]:R}, expected {derivative:R} ± {tolerance:E1}");
            }
        }

        return null;
    }

    [GeneratedRegex(@"Program\d+")]
    private static partial Regex ClassName();
}
