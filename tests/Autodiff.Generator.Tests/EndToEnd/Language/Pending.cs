namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>The cases that do not work yet.</summary>
internal static class Pending
{
    /// <summary>Why, by name.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>();
}
