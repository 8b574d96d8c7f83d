using System.Globalization;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>Where random tests start: somewhere else in every run, unless one is to be repeated.</summary>
internal static class Seeds
{
    /// <summary>The first seed: the value of the environment variable <c>AUTODIFF_SEED</c>, or any.</summary>
    public static int First()
    {
        int seed = System.Environment.GetEnvironmentVariable("AUTODIFF_SEED") is { } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : Random.Shared.Next(1, 1_000_000_000);

        // Not to the test's own output: a stack overflow ends the process, and that output with it.
        Console.Error.WriteLine($"Random test from AUTODIFF_SEED={seed.ToString(CultureInfo.InvariantCulture)}");
        return seed;
    }
}
