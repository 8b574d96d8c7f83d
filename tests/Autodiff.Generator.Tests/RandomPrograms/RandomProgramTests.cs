using System.Diagnostics;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>
/// Programs made up from seeds, the same in every run so that a commit's verdict is not a matter of luck. To look for faults,
/// set <c>AUTODIFF_SEED</c> to <c>any</c>, and to run programs again, to the number that the failure shows.
/// </summary>
public class RandomProgramTests(ITestOutputHelper output)
{
    private const int ProgramCount = 3000;
    private const int BatchSize = 150;
    private const int PointCount = 4;

    /// <summary>The number of failures after which the rest of the programs will not be tried.</summary>
    private const int LargestCount = 20;

    // A busy machine tries fewer programs rather than keep everybody waiting.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    [Fact]
    public void Values_and_gradients_are_those_of_dual_numbers()
    {
        int first = Seeds.First();
        var clock = Stopwatch.StartNew();
        var failures = new List<ProgramFailure>();
        int tried = 0;
        int compared = 0;
        int skipped = 0;
        foreach (int[] seeds in Enumerable.Range(first, ProgramCount).Chunk(BatchSize))
        {
            var result = ProgramBatch.Check([.. seeds.Select(seed => ProgramGenerator.Create(seed, Constructs.Supported))], PointCount);
            failures.AddRange(result.Failures);
            tried += seeds.Length;
            compared += result.Compared;
            skipped += result.Skipped;
            if (failures.Count > LargestCount || clock.Elapsed > Limit)
            {
                break;
            }
        }

        output.WriteLine($"{tried} programs from seed {first}: {compared} derivatives compared, {skipped} not");
        if (failures.Count > 0)
        {
            var shown = failures.GroupBy(failure => (failure.Kind, failure.Signature))
                .Select(group => ProgramShrinker.Describe(ProgramShrinker.Shrink(
                    group.MinBy(failure => failure.Program.Text().Length)!, PointCount, TimeSpan.FromSeconds(15))));
            Assert.Fail(
                $"{failures.Count} of {tried} programs from seed {first} fail; the smallest of each kind, shrunk:\n\n{string.Join("\n\n", shown)}");
        }

        Assert.True(compared > 4 * skipped, $"only {compared} derivatives could be compared, {skipped} could not");
    }
}
