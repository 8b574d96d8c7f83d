using System.Globalization;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>Where random tests start.</summary>
internal static class Seeds
{
    /// <summary>The environment variable that says where: a number, or <c>any</c>.</summary>
    private const string Variable = "AUTODIFF_SEED";

    /// <summary>The first seed: always the same, unless <see cref="Variable"/> asks for another.</summary>
    public static int First()
    {
        int seed = System.Environment.GetEnvironmentVariable(Variable) switch
        {
            null or "" => 1,
            "any" => Random.Shared.Next(1, 1_000_000_000),
            var text => int.Parse(text, CultureInfo.InvariantCulture),
        };

        // Not to the test's own output: a stack overflow ends the process, and that output with it.
        Console.Error.WriteLine($"Random test from {Variable}={seed.ToString(CultureInfo.InvariantCulture)}");
        return seed;
    }
}
