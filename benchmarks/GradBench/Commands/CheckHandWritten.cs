using GradBench.Evals;

namespace GradBench.Commands;

/// <summary>Asserts that the generated and the hand-written gradient are the same at every size that is measured.</summary>
internal static class CheckHandWritten
{
    /// <summary>
    /// Relative to the largest derivative of an array. Where a sum of many terms is zero but for rounding, which the hand-written
    /// gradient of <c>lse</c> knows, its rounding remains.
    /// </summary>
    private const double Tolerance = 1e-9;

    /// <summary>Returns how many sizes fail.</summary>
    public static int Run(string filter)
    {
        int failures = 0;
        foreach (var (name, _, sample) in Sample.All(filter))
        {
            var problem = sample.Draw();
            double value = problem.Objective();
            double generatedValue = problem.Gradient();
            double[][] generated = [.. problem.Destinations.Select(array => array.ToArray())];
            foreach (double[] destination in problem.Destinations)
            {
                Array.Fill(destination, double.NaN);
            }

            double handWrittenValue = problem.HandWrittenGradient();
            double distance = problem.Destinations.Zip(generated, NumericDistance.Of).Max();
            bool sameValues = value.Equals(generatedValue) && value.Equals(handWrittenValue);
            bool passed = distance <= Tolerance && sameValues;
            failures += passed ? 0 : 1;
            Console.WriteLine($"{(passed ? "ok  " : "FAIL")} {name}: {distance:0.0e+00}{(sameValues ? "" : ", the values differ")}");
        }

        return failures;
    }
}
