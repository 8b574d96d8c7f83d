using System.Runtime.CompilerServices;
using System.Text;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Autodiff.Generator.Tests.Infrastructure;

/// <summary>
/// Compares text with the file that was accepted for a test, by Verify's convention of files: beside the test stands
/// <c>{Class}.{Method}.verified.cs</c>, and a mismatch leaves <c>{Class}.{Method}.received.cs</c>. To accept a change,
/// rename the received file.
/// </summary>
internal static class Snapshot
{
    /// <summary>Asserts that <paramref name="actual"/> is the accepted text; line ends count as <c>\n</c>.</summary>
    /// <param name="actual">The text to compare.</param>
    /// <param name="testFile">The test's source file, named like its class.</param>
    /// <param name="test">The test's name.</param>
    public static void Verify(string actual, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "")
    {
        string stem = Path.Combine(Path.GetDirectoryName(testFile)!, $"{Path.GetFileNameWithoutExtension(testFile)}.{test}");
        string verifiedPath = stem + ".verified.cs";
        string receivedPath = stem + ".received.cs";
        string verified = File.Exists(verifiedPath) ? File.ReadAllText(verifiedPath).ReplaceLineEndings("\n") : "";

        if (actual == verified)
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, actual);
        Assert.Fail($"{Path.GetFileName(verifiedPath)} differs from {Path.GetFileName(receivedPath)}:\n{Difference(verified, actual)}");
    }

    private static string Difference(string verified, string actual)
    {
        var text = new StringBuilder();
        foreach (var line in new InlineDiffBuilder(new Differ()).BuildDiffModel(verified, actual).Lines)
        {
            string mark = line.Type switch { ChangeType.Inserted => "+ ", ChangeType.Deleted => "- ", _ => "  " };
            text.Append(mark).AppendLine(line.Text);
        }

        return text.ToString();
    }
}
