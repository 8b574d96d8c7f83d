using Xunit.Sdk;

namespace Autodiff.Generator.Tests.Infrastructure;

public sealed class SnapshotTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("snapshots").FullName;

    [Fact]
    public void A_difference_is_shown_and_leaves_the_received_text()
    {
        File.WriteAllText(Path.Combine(directory, "LossTests.Squared.verified.cs"), "first\nsecond\n");

        var failure = Assert.ThrowsAny<XunitException>(
            () => Snapshot.Verify("first\nother\n", Path.Combine(directory, "LossTests.cs"), "Squared"));

        Assert.Contains("- second", failure.Message);
        Assert.Contains("+ other", failure.Message);
        Assert.Equal("first\nother\n", File.ReadAllText(Path.Combine(directory, "LossTests.Squared.received.cs")));
    }

    [Fact]
    public void Accepted_text_passes_whatever_its_line_ends_and_clears_what_was_received()
    {
        string received = Path.Combine(directory, "LossTests.Squared.received.cs");
        File.WriteAllText(Path.Combine(directory, "LossTests.Squared.verified.cs"), "first\r\nsecond\r\n");
        File.WriteAllText(received, "stale");

        Snapshot.Verify("first\nsecond\n", Path.Combine(directory, "LossTests.cs"), "Squared");

        Assert.False(File.Exists(received));
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
