using System.Diagnostics;
using Autodiff.Generator.Tests.EndToEnd.Language;
using Autodiff.Generator.Tests.Infrastructure;
using Autodiff.Generator.Tests.RandomPrograms;
using Autodiff.Generator.Tests.Robustness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Autodiff.Generator.Tests.Incrementality;

/// <summary>
/// Random sequences of edits, most of which leave code that does not compile: after each, a driver that has seen them all emits
/// what one does that has seen none (<see cref="Seeds"/>).
/// </summary>
public class RandomEditTests(ITestOutputHelper output)
{
    private const int ProjectCount = 12;
    private const int EditCount = 40;

    // A busy machine tries fewer projects rather than keep everybody waiting.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_driver_emits_what_a_new_one_does_after_any_edits()
    {
        int first = Seeds.First();
        var clock = Stopwatch.StartNew();
        var (edits, lowered, methods) = (0, 0, 0);
        int seed = first;
        for (; seed < first + ProjectCount && clock.Elapsed < Limit; seed++)
        {
            var random = new Random(seed);
            var project = new EditedProject(Open(random));
            var versions = new List<CSharpCompilation> { project.Compilation };
            var log = new List<string>();
            for (int i = 0; i < EditCount; i++, edits++)
            {
                try
                {
                    project.Change(c => Edit(c, versions, random, log));
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException($"seed {seed}, after {string.Join(", ", log)}", exception);
                }

                versions.Add(project.Compilation);
                lowered += project.Lowered.Count;
                methods += project.Files.Count;
                var fresh = project.FilesFromScratch();
                Assert.True(
                    fresh.Count == project.Files.Count && fresh.All(file => project.Files.GetValueOrDefault(file.Key) == file.Value),
                    $"seed {seed}, after {string.Join(", ", log)}");
            }
        }

        output.WriteLine($"{edits} edits from seed {first}: {lowered} methods lowered, {methods} generated");
    }

    /// <summary>The sample project, and some methods as engineers write them, each in a file.</summary>
    private static CSharpCompilation Open(Random random) => CompilerReferences.EmptyCompilation.AddSyntaxTrees(
        SampleProject.Files
            .Concat(Enumerable.Range(0, 4).Select(i => (Path: $"Case{i}.cs", Text: LanguageCorpus.Cases[random.Next(LanguageCorpus.Cases.Count)].Text($"Case{i}"))))
            .Select(file => GeneratorHost.Parse(file.Text, file.Path)));

    private static CSharpCompilation Edit(CSharpCompilation compilation, List<CSharpCompilation> versions, Random random, List<string> log)
    {
        var tree = compilation.SyntaxTrees[random.Next(compilation.SyntaxTrees.Length)];
        string text = tree.ToString();
        int choice = random.Next(16);
        log.Add($"{choice} in {tree.FilePath}");
        switch (choice)
        {
            case 0:
                return versions[random.Next(versions.Count)];
            case 1:
                return compilation.RemoveSyntaxTrees(tree).AddSyntaxTrees(tree);
            case 2:
                return compilation.WithOptions(compilation.Options.WithOverflowChecks(random.Next(2) == 0));
            case 3:
                var edits = ProjectEdits.All;
                var edit = edits[random.Next(edits.Count)];
                log[^1] = edit.Name;
                try
                {
                    return edit.Apply(versions[0]);
                }
                catch (Xunit.Sdk.XunitException)
                {
                    return compilation;
                }

            case 4 or 5:
                var original = versions[0].SyntaxTrees.FirstOrDefault(t => t.FilePath == tree.FilePath);
                return original is null ? compilation : compilation.ReplaceSyntaxTree(tree, original);
            case 6 or 7:
                int line = text.IndexOf('\n', random.Next(text.Length));
                return Replace(compilation, tree, text.Insert(line < 0 ? text.Length : line, "\n// A line."), random);
            case <= 11:
                return Replace(compilation, tree, Renumber(text, random), random);
            default:
                return Replace(compilation, tree, new Mutator(random).Mutate(text), random);
        }
    }

    /// <summary>Another digit in the place of one.</summary>
    private static string Renumber(string text, Random random)
    {
        var digits = Enumerable.Range(0, text.Length).Where(i => char.IsDigit(text[i])).ToList();
        if (digits.Count == 0)
        {
            return text;
        }

        int at = digits[random.Next(digits.Count)];
        return text.Remove(at, 1).Insert(at, random.Next(10).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Another text, parsed from what is known of the old one, as an editor does it, or anew.</summary>
    private static CSharpCompilation Replace(CSharpCompilation compilation, SyntaxTree tree, string text, Random random)
    {
        var replaced = random.Next(2) == 0
            ? GeneratorHost.Parse(text, tree.FilePath, (CSharpParseOptions)tree.Options)
            : tree.WithChangedText(tree.GetText().WithChanges(Change(tree.ToString(), text)));
        return compilation.ReplaceSyntaxTree(tree, replaced);
    }

    /// <summary>The part in which two texts differ.</summary>
    private static TextChange Change(string old, string changed)
    {
        int start = 0;
        while (start < Math.Min(old.Length, changed.Length) && old[start] == changed[start])
        {
            start++;
        }

        int end = 0;
        while (end < Math.Min(old.Length, changed.Length) - start && old[^(end + 1)] == changed[^(end + 1)])
        {
            end++;
        }

        return new TextChange(TextSpan.FromBounds(start, old.Length - end), changed[start..^end]);
    }
}
