using Microsoft.CodeAnalysis.CSharp;

namespace Autodiff.Generator.Tests.Incrementality;

/// <summary>An edit of <see cref="SampleProject"/>.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Lowers">The methods that may be lowered again, beside those that are never remembered; null where all may.</param>
/// <param name="Changes">The methods whose generated files differ afterwards; null where that is not the point.</param>
/// <param name="Apply">The edit.</param>
internal sealed record ProjectEdit(string Name, string[]? Lowers, string[]? Changes, Func<CSharpCompilation, CSharpCompilation> Apply)
{
    /// <summary>An edit of text in one file.</summary>
    public ProjectEdit(string name, string[]? lowers, string[]? changes, string path, string old, string replacement)
        : this(name, lowers, changes, c => EditedProject.Replace(c, path, old, replacement))
    {
    }

    public override string ToString() => Name;
}
