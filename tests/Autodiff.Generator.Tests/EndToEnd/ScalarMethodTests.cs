namespace Autodiff.Generator.Tests.EndToEnd;

/// <summary>Source text in, gradient out, for ordinary methods.</summary>
public class ScalarMethodTests
{
    private static readonly IReadOnlyList<ScalarMethod> Methods =
    [
        .. TextbookMethods.All,
        .. Locals.All,
        .. ConditionsAndConversions.All,
        .. Calls.All,
        .. DeclaringTypes.All,
        .. RecursiveMethods.All,
    ];

    /// <summary>The names, so that each method is a test case of its own.</summary>
    public static TheoryData<string> Names => [.. Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_has_the_known_digits(string name) =>
        Assert.Single(Methods, method => method.Name == name).Check();
}
