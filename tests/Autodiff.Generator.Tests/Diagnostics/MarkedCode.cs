using Autodiff.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Autodiff.Generator.Tests.Diagnostics;

/// <summary>
/// Source text in which <c>[|…|]</c> marks the place of a diagnostic, and <c>{|…|}</c> the construct in a helper that it is
/// about.
/// </summary>
internal sealed class MarkedCode
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.IO;
        using System.Linq;
        using System.Linq.Expressions;
        using System.Numerics;
        using System.Runtime.CompilerServices;
        using System.Runtime.InteropServices;
        using System.Threading;
        using System.Threading.Tasks;
        using Autodiff;
        using static System.Math;

        """;

    private const string Neighbour = """

        public static partial class Neighbour
        {
            [Differentiable]
            public static double Square(double x) => x * x;
        }
        """;

    private readonly string text;
    private readonly TextSpan place;
    private readonly TextSpan? construct;

    private MarkedCode(string marked)
    {
        string bare = marked.Replace("[|", "").Replace("|]", "").Replace("{|", "").Replace("|}", "");
        text = bare;
        place = Find(marked, "[|", "|]") ?? throw new ArgumentException("no place is marked", nameof(marked));
        construct = Find(marked, "{|", "|}");
    }

    /// <summary>
    /// Asserts that members of a class are refused with one error of an id at the marked place, that nothing is generated for
    /// them, and that a marked method in another class of the same file is.
    /// </summary>
    public static void RefuseMember(string id, string members) => RefuseFile(id, $"public static partial class C {{ {members} }}");

    /// <summary>The same for whole types.</summary>
    public static void RefuseFile(string id, string types) => new MarkedCode(Usings + types + Neighbour).Check(id, DiagnosticSeverity.Error, "Neighbour.Square(double).g.cs");

    /// <summary>Asserts that a member is accepted with one warning at the marked place.</summary>
    public static void Warn(string id, string members) =>
        new MarkedCode(Usings + $"public static partial class C {{ {members} }}").Check(id, DiagnosticSeverity.Warning, null);

    private void Check(string id, DiagnosticSeverity severity, string? onlyFile)
    {
        var compilation = GeneratorHost.Compile(LanguageVersion.Preview, [text]);
        var run = GeneratorHost.Run(compilation.WithOptions(compilation.Options.WithAllowUnsafe(true).WithNullableContextOptions(NullableContextOptions.Disable)));

        Assert.Null(run.Exception);
        Assert.DoesNotContain(run.CompilerDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        var diagnostic = Assert.Single(run.AnalyzerDiagnostics());
        Assert.Equal((id, severity), (diagnostic.Id, diagnostic.Severity));
        Assert.Equal(Shown(place), Shown(diagnostic.Location.SourceSpan));
        Assert.Equal(construct is { } inner ? [Shown(inner)] : [], diagnostic.AdditionalLocations.Select(l => Shown(l.SourceSpan)));
        Assert.Equal(construct is not null, diagnostic.GetMessage(null).StartsWith("In the called method", StringComparison.Ordinal));
        if (onlyFile is not null)
        {
            Assert.Equal([onlyFile], run.Files.Select(f => f.HintName));
        }
    }

    private string Shown(TextSpan span) => $"{span.Start - Usings.Length}: {text.Substring(span.Start, span.Length)}";

    private static TextSpan? Find(string marked, string open, string close)
    {
        int start = marked.IndexOf(open, StringComparison.Ordinal);
        int end = marked.IndexOf(close, StringComparison.Ordinal);
        return start < 0 ? null : TextSpan.FromBounds(Position(marked, start), Position(marked, end));
    }

    /// <summary>A position without the marks before it, each of which is two characters long.</summary>
    private static int Position(string marked, int index) =>
        index - (2 * new[] { "[|", "|]", "{|", "|}" }.Count(mark => marked.IndexOf(mark, StringComparison.Ordinal) is var at && at >= 0 && at < index));
}
