using Autodiff.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Autodiff.Generator.Tests.Incrementality;

/// <summary>
/// A lowering is used again as long as everything that it read is unchanged, and no longer: whatever is edited, the files are those that a
/// driver makes that sees the project for the first time.
/// </summary>
public class RememberedLoweringTests
{
    /// <summary>The methods that are lowered at each edit, since they are told a line.</summary>
    private static readonly string[] NeverRemembered = ["Numbered"];

    private static readonly CSharpCompilation Sample = new EditedProject(SampleProject.Files).Compilation;

    public static TheoryData<string> Edits => [.. ProjectEdits.All.Select(edit => edit.Name)];

    [Fact]
    public void Every_method_of_the_sample_is_generated()
    {
        var project = new EditedProject(Sample);

        Assert.Equal(SampleProject.Files.Sum(file => file.Text.Split("[Differentiable").Length - 1), project.Files.Count);
    }

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_leaves_what_a_new_driver_makes(string name)
    {
        var edit = ProjectEdits.All.Single(one => one.Name == name);
        var project = new EditedProject(Sample);
        var before = project.Files;

        project.Change(edit.Apply);

        var lowered = project.Lowered.ToHashSet();
        AssertFresh(project);
        if (edit.Lowers is not null)
        {
            Assert.Equal(edit.Lowers.Concat(NeverRemembered).Order(), lowered.Order());
        }

        if (edit.Changes is not null)
        {
            Assert.Equal(edit.Changes.Order(), Changed(before, project.Files).Order());
        }

        project.Change(_ => Sample);
        Assert.Equal(before, project.Files);
    }

    [Fact]
    public void What_was_undone_is_as_it_was_and_what_is_edited_twice_is_as_it_is()
    {
        var project = new EditedProject(Sample);
        foreach (string replacement in new[] { "3 * x", "2 * x", "4 * x", "x", "2 * x" })
        {
            var tree = EditedProject.TreeOf(project.Compilation, "Tools.cs");
            string body = tree.ToString().Split("return ")[1].Split(';')[0];
            project.Edit("Tools.cs", $"return {body};\n    }}\n\n    public static double Outer", $"return {replacement};\n    }}\n\n    public static double Outer");
            AssertFresh(project);
        }
    }

    [Fact]
    public void A_helper_read_only_since_the_last_edit_counts()
    {
        var project = new EditedProject(Sample);
        project.Edit("Tools.cs", "Inner(x) + 1", "Unread(x) + 1");
        project.Edit("Tools.cs", "Inner(double x) => x * x", "Inner(double x) => x * x * x");
        Assert.DoesNotContain("Deep", project.Lowered);

        project.Edit("Tools.cs", "Unread(double x) => x;", "Unread(double x) => 3 * x;");

        Assert.Contains("Deep", project.Lowered);
        AssertFresh(project);
    }

    [Fact]
    public void Another_version_of_a_project_that_is_referred_to_counts()
    {
        var project = new EditedProject(EditedProject.Replace(Sample.AddReferences(ProjectEdits.Library("2")), "Losses.cs", "Tools.Twice(x) + 1", "x * Referred.Factor"));
        var before = project.Files;

        project.Change(c => c.ReplaceReference(c.References.Last(), ProjectEdits.Library("3")));

        Assert.Equal(["Calls"], Changed(before, project.Files));
        AssertFresh(project);
    }

    [Fact]
    public void A_method_that_is_refused_is_read_again()
    {
        var project = new EditedProject(Sample);
        project.Edit("Losses.cs", "return z + 1;", "return z + Unknown();");
        Assert.Contains("Own", project.Lowered);

        project.Edit("Unrelated.cs", "return left;", "return right;");

        Assert.Contains("Own", project.Lowered);
    }

    [Fact]
    public void What_is_remembered_keeps_no_compilation_alive()
    {
        var project = new EditedProject(Sample);
        var first = Version(project, "43");
        Version(project, "44");
        Version(project, "45");

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(first.IsAlive);
        GC.KeepAlive(project);
    }

    /// <summary>Makes a version of a project that nothing but the project knows.</summary>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Version(EditedProject project, string number)
    {
        var tree = EditedProject.TreeOf(project.Compilation, "Unrelated.cs");
        string body = tree.ToString().Split("number = ")[2].Split(';')[0];
        project.Edit("Unrelated.cs", $"{{ number = {body};", $"{{ number = {number};");
        return new WeakReference(project.Compilation);
    }

    private static void AssertFresh(EditedProject project)
    {
        var fresh = project.FilesFromScratch();
        Assert.Equal(fresh.Keys.Order(), project.Files.Keys.Order());
        Assert.All(fresh, file => Assert.Equal(file.Value, project.Files[file.Key]));
    }

    /// <summary>The methods whose files differ, appeared or are gone; the hint name is <c>Type.Method(types).g.cs</c>.</summary>
    private static IEnumerable<string> Changed(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        before.Keys.Union(after.Keys)
            .Where(name => before.GetValueOrDefault(name) != after.GetValueOrDefault(name))
            .Select(name => name[..name.IndexOf('(', StringComparison.Ordinal)].Split('.')[^1]);
}
