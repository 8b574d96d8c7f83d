using System.Reflection;
using System.Text.RegularExpressions;
using Autodiff.Generator.Tests.Infrastructure;
using Autodiff.Generator.Tests.Oracle;
using Microsoft.CodeAnalysis.CSharp;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>
/// The oracle itself, on random programs: its values are C#'s, its derivatives those of differences. The programs are
/// the same in every run, since differences are blind to what cancels within a program and would fail for some.
/// </summary>
public partial class OracleTests
{
    [Fact]
    public void Dual_numbers_agree_with_the_compiled_method_and_with_differences()
    {
        var programs = Enumerable.Range(1, 400).Select(seed => ProgramGenerator.Create(seed, Constructs.All)).ToList();
        using var loaded = LoadedProgram.Load(
            GeneratorHost.Compile(LanguageVersion.Latest, [.. programs.Select(program => program.Text())]));
        int agreed = 0;
        foreach (var program in programs)
        {
            var method = loaded.Find(program.QualifiedName);
            foreach (double[] point in ProgramGenerator.Points(program, 1, 2))
            {
                agreed += Agreements(program, method, point);
            }
        }

        Assert.True(agreed > 150, $"only {agreed} derivatives could be compared");
    }

    private static int Agreements(TestProgram program, MethodInfo method, double[] point)
    {
        object? instance = method.IsStatic ? null : Activator.CreateInstance(method.DeclaringType!, nonPublic: true);
        var invoker = new Invoker(method);
        object[] arguments = program.Arguments(point);
        if (ValuesAt(arguments) is not { } values)
        {
            return 0;
        }

        var evaluation = program.Evaluate(point);
        for (int row = 0; row < values.Length; row++)
        {
            double value = evaluation.Values[row].Value;
            Assert.True(values[row].Equals(value), $"{values[row]:R} is computed as {value:R} by the oracle in\n{program.Text()}");
        }

        Assert.Equal(
            arguments.Where(argument => argument is Array).SelectMany(TestArrays.Numbers).Select(number => System.Convert.ToDouble(number)),
            evaluation.Arrays);
        if (program.UsesSingle || HasSteps().IsMatch(program.Text()) || point.Any(double.IsInteger))
        {
            // Differences of floats are too coarse. A step function of a large number looks smooth to differences, and
            // at a kink, which whole numbers tend to hit, they give the mean of the two slopes.
            return 0;
        }

        int agreed = 0;
        int[] positions = [.. program.DifferentiatedComponents];
        foreach (var (row, i) in Enumerable.Range(0, values.Length).SelectMany(row => Enumerable.Range(0, positions.Length).Select(i => (row, i))))
        {
            var dual = evaluation.Values[row];
            double derivative = dual.Tangent?[i] ?? 0;
            var estimate = CentralDifferences.Derivative(at => ValuesAt(program.Arguments(at))?[row] ?? double.NaN, point, positions[i]);
            var verdict = CentralDifferences.Compare(derivative, estimate);
            if (verdict == DifferenceVerdict.Disagrees && dual.Magnitude?[i] < 1e6)
            {
                Assert.Fail($"differences give {estimate}, the oracle {derivative:R} for component {i} of row {row} at {string.Join(", ", point)} of\n{program.Text()}");
            }

            agreed += verdict == DifferenceVerdict.Agrees ? 1 : 0;
        }

        return agreed;

        // Null where the method throws, or the compiler made a program of it that is none: it does so of some spans that nothing reads.
        double[]? ValuesAt(object[] at)
        {
            try
            {
                return [.. TestArrays.Numbers(invoker.Call(instance, at)).Select(OriginalMethod.ToDouble)];
            }
            catch (Exception exception) when (exception is ArithmeticException or ArgumentException or InvalidOperationException or InvalidProgramException)
            {
                return null;
            }
        }
    }

    [GeneratedRegex(@"\(int\)|Floor|Ceiling|Round|Truncate")]
    private static partial Regex HasSteps();
}
