using Autodiff.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Autodiff.Generator.Tests.Incrementality;

/// <summary>Edits of <see cref="SampleProject"/>: one for each way in which what a method means can change, or stay, far from it.</summary>
internal static class ProjectEdits
{
    private static readonly string[] Nothing = [];

    private static readonly string[]? Everything = null;

    private static readonly string[]? Anything = null;

    private static readonly ProjectEdit[] Bodies =
    [
        new("own block", ["Own"], ["Own"], "Losses.cs", "return z + 1;", "return z + 2;"),
        new("own tuple", ["Both"], ["Both"], "Losses.cs", "(x + y, x * y)", "(x - y, x * y)"),
        new("own expression", ["Named"], ["Named"], "Losses.cs", "x * y * y;", "x * y;"),
        new("a comment in the own body", ["Own"], Nothing, "Losses.cs", "// A comment.", "// Another."),
        new("white space in the own body", ["Own"], Nothing, "Losses.cs", "return z + 1;", "\n\n            return z + 1;"),
        new("a helper in another file", ["Calls"], ["Calls"], "Tools.cs", "2 * x", "3 * x"),
        new("a helper of a helper", ["Deep"], ["Deep"], "Tools.cs", "Inner(double x) => x * x", "Inner(double x) => x * x * x"),
        new("a helper between", ["Deep"], ["Deep"], "Tools.cs", "Inner(x) + 1", "Inner(x) - 1"),
        new("a helper that calls another instead", ["Deep"], ["Deep"], "Tools.cs", "Inner(x) + 1", "Unread(x) + 1"),
        new("a recursive helper", ["Recursive"], ["Recursive"], "Tools.cs", "x * Power", "2 * x * Power"),
        new("an extension method", ["Extended"], ["Extended"], "Tools.cs", "1 + x * x", "2 + x * x"),
        new("a local function", ["Nested"], ["Nested"], "Losses.cs", "z * z + 2", "z * z + 3"),
        new("a lambda", ["Nested"], ["Nested"], "Losses.cs", "z => z * 3", "z => z * 4"),
        new("a method of the same type that nobody calls", Nothing, Nothing, "Losses.cs", "return x + 1;", "return x + 2;"),
        new("a method of a type with helpers that nobody calls", Nothing, Nothing, "Tools.cs", "Unread(double x) => x;", "Unread(double x) => x + 1;"),
        new("an unrelated method", Nothing, Nothing, "Unrelated.cs", "return number;\n", "return number + 1;\n"),
        new("an unrelated constructor", Nothing, Nothing, "Unrelated.cs", "number = 43;", "number = 44;"),
        new("an unrelated operator", Nothing, Nothing, "Unrelated.cs", "return left;", "return right;"),
        new("an unrelated accessor", Everything, Nothing, "Unrelated.cs", "get { return number; }", "get { return number + 1; }"),
        new("an accessor that is called", Everything, Nothing, "Settings.cs", "return 3;", "return 4;"),
        new("an unrelated body half typed", Nothing, Nothing, "Unrelated.cs", "return number;\n", "return number + ;\n"),
        new("the own body half typed", ["Own"], ["Own"], "Losses.cs", "return z + 1;", "return z + ;"),
        new("a helper half typed", ["Calls"], ["Calls"], "Tools.cs", "return 2 * x;", "return 2 * ;"),
        new("a brace too many", Everything, Anything, "Losses.cs", "return z + 1;", "return z + 1; }"),
        new("a brace too few", Everything, Anything, "Losses.cs", "return z + 1;", "return z + 1; {"),
        new("a quotation mark too many", ["Own"], Nothing, "Losses.cs", "return z + 1;", "return z + 1\";"),
        new("a comment left open", Everything, Anything, "Losses.cs", "return z + 1;", "return z + 1; /*"),
        new("a captured parameter makes a struct managed", Everything, ["Managed"], "Models.cs", "return length;", "return name.Length;"),
        new("a captured parameter becomes a field of the same name as another", Everything, Nothing, c => EditedProject.Replace(
            EditedProject.Replace(c, "Models.cs", "Known() { return 1; }", "Known() { return k; }"),
            "Models.cs", "Own() { return 1; }", "Own() { return k; }")),
    ];

    private static readonly ProjectEdit[] Spaces =
    [
        new("a line above", Nothing, Nothing, "Losses.cs", "using System;\n", "\nusing System;\n"),
        new("a line between methods", Nothing, Nothing, "Losses.cs", "    private static double Unread", "\n    private static double Unread"),
        new("a comment between methods", Nothing, Nothing, "Losses.cs", "    private static double Unread", "    // Why.\n    private static double Unread"),
        new("a comment after a declaration", Nothing, Nothing, "Losses.cs", "Rate = 0.5;", "Rate = 0.5; // Half."),
        new("a comment before a declaration", Nothing, Nothing, "Losses.cs", "private const", "/* Half. */ private const"),
        new("a line above a call that is told its line", Nothing, ["Numbered"], "Lines.cs", "using Sample", "\nusing Sample"),
        new("a line above that is told to be none", Everything, ["Numbered"], "Lines.cs", "namespace Sample;", "namespace Sample;\n#line 100"),
        new("documentation added", Everything, Nothing, "Losses.cs", "    private static double Unread", "    /// <summary>Why.</summary>\n    private static double Unread"),
    ];

    private static readonly ProjectEdit[] Directives =
    [
        new("a region in a body", Everything, Nothing, "Losses.cs", "double z = x * y;", "\n#region R\ndouble z = x * y;\n#endregion\n"),
        new("a pragma in a body", Everything, Nothing, "Losses.cs", "double z = x * y;", "\n#pragma warning disable\ndouble z = x * y;"),
        new("nullable in a body", Everything, Nothing, "Unrelated.cs", "return number;\n", "return number;\n#nullable disable\n"),
        new("a condition in a body", Everything, ["Own"], "Losses.cs", "double z = x * y;", "double z = x;\n#if !TRACED\nz *= 2;\n#endif\n"),
        new("a condition that begins in a body and ends behind it", Everything, Anything, c => EditedProject.Replace(
            EditedProject.Replace(c, "Losses.cs", "double z = x * y;", "double z = x * y;\n#if TRACED\n"), "Losses.cs", "return x + 1;", "\n#endif\nreturn x + 1;")),
        new("another path from a body on", Everything, ["Pathed"], "Losses.cs", "Traced(x);", "\n#line 1 \"Elsewhere.cs\"\nTraced(x);"),
        new("a symbol defined in the file", Everything, ["Checked"], "Losses.cs", "using System;\n", "#define TRACED\nusing System;\n"),
        new("a symbol defined for the project", Everything, ["Checked"], c => Reparse(c, o => o.WithPreprocessorSymbols("TRACED"))),
        new("a debug build", Everything, Nothing, c => Reparse(c, o => o.WithPreprocessorSymbols("DEBUG"))),
    ];

    private static readonly ProjectEdit[] Declarations =
    [
        new("a constant's value", Everything, ["Rated"], "Losses.cs", "Rate = 0.5", "Rate = 0.25"),
        new("a constant's value elsewhere", Everything, ["Constants"], "Settings.cs", "= Sample.Mode.Slow", "= Sample.Mode.Fast"),
        new("an enum's value", Everything, ["Constants"], "Settings.cs", "Slow = 2", "Slow = 3"),
        new("a field's type", Everything, Anything, "Settings.cs", "readonly double Offset", "readonly float Offset"),
        new("a field becomes a constant", Everything, ["Fields"], "Settings.cs", "static readonly double Offset", "const double Offset"),
        new("a property becomes automatic", Everything, Nothing, "Settings.cs", "{ get { return 3; } }", "{ get; } = 3;"),
        new("a better overload", Everything, ["Overloaded"], "Tools.cs", "public static double Unread", "public static double Scale(int factor) => 5 * factor;\n    public static double Unread"),
        new("an ambiguous overload", Everything, ["Overloaded"], "Tools.cs", "public static double Unread", "public static double Pick(double x, int z = 1) => x;\n    public static double Unread"),
        new("the default of a helper's parameter", Everything, ["Overloaded"], "Tools.cs", "double y = 5", "double y = 6"),
        new("the default of a marked method's parameter", Everything, ["Named"], "Losses.cs", "double y = 1", "double y = 2"),
        new("a parameter's name", Everything, ["Calls"], "Losses.cs", "Calls(double x) => Tools.Twice(x)", "Calls(double u) => Tools.Twice(u)"),
        new("a helper's parameter becomes a float", Everything, ["Calls"], "Tools.cs", "Twice(double x)", "Twice(float x)"),
        new("the attribute's argument", Everything, ["Named"], "Losses.cs", "nameof(x)", "nameof(y)"),
        new("a Jacobian asked for no more", Everything, ["Both"], "Losses.cs", "[Differentiable(Jacobian = true)]", "[Differentiable]"),
        new("a Jacobian in some parameters", Everything, ["Both"], "Losses.cs", "[Differentiable(Jacobian = true)]", "[Differentiable(nameof(x), Jacobian = true)]"),
        new("the name of a result", Everything, ["Both"], "Losses.cs", "double Sum", "double Total"),
        new("the attribute removed", Everything, ["Named"], "Losses.cs", "[Differentiable(nameof(x))]", ""),
        new("no explanation wanted", Everything, ["G"], "Models.cs", "(Explain = true)", ""),
        new("a marked sibling", Everything, Anything, "Models.cs", "public partial class Declared\n{", "public partial class Declared\n{\n    [Differentiable]\n    public static double F(double[] x) => x[0];\n"),
        new("an extension method nearer by", Everything, ["Extended"], "Settings.cs", "public static class Settings", "public static class Near { public static double Squash(this double x) => 7 * x; }\npublic static class Settings"),
        new("a member before one of using static", Everything, ["Extended"], "Losses.cs", "private static double Unread", "private static double Metre(double x) => x;\n    private static double Unread"),
        new("a type before one of a using", Everything, ["Waved"], "Unrelated.cs", "public class Unrelated", "public static class Math { public static double Cos(double x) => 2 * x; }\npublic class Unrelated"),
        new("a type before the helper's", Everything, Anything, "Unrelated.cs", "public class Unrelated", "public static class Tools { public static double Twice(double x) => 5 * x; }\npublic class Unrelated"),
        new("a using removed", Everything, Anything, "Losses.cs", "using Sample.Helpers;\nusing static", "using static"),
        new("a using added", Everything, Nothing, "Losses.cs", "using System;\n", "using System;\nusing System.Linq;\n"),
        new("a global alias", Everything, ["Waved"], c => EditedProject.Replace(
            EditedProject.Replace(c, "Globals.cs", "Waves = System.Math", "Waves = Sample.Ripples"),
            "Unrelated.cs", "public class Unrelated", "public static class Ripples { public static double Sin(double x) => 9 * x; }\npublic class Unrelated")),
        new("the attribute under another name", Everything, Anything, c => EditedProject.Replace(
            EditedProject.Replace(c, "Globals.cs", "global using Autodiff;", "global using Autodiff;\nglobal using Marked = System.ObsoleteAttribute;"), "Losses.cs", "[Differentiable(nameof(x))]", "[Marked]")),
        new("a base's member hidden", Everything, ["Loss"], "Models.cs", "public partial class Model : Base\n{", "public partial class Model : Base\n{\n    private new double Weight = 2;\n"),
        new("a helper that may be overridden", Everything, ["Loss"], "Models.cs", "protected double Scaled(double x) => Weight * x;\n}\n\npublic partial class Model", "protected virtual double Scaled(double x) => Weight * x;\n}\n\npublic partial class Model"),
        new("another base", Everything, Nothing, "Models.cs", "Model : Base", "Model : Parent"),
        new("a gradient declared by the user", Everything, ["F"], "Models.cs", "public partial class Declared\n{", "public partial class Declared\n{\n    /// <summary>Mine.</summary>\n    public static partial double FGradient(double x, out double xGradient);\n"),
        new("a member in the gradient's place", Everything, ["F"], "Models.cs", "public partial class Declared\n{", "public partial class Declared\n{\n    public static int FGradient;\n"),
        new("a type that is not partial", Everything, ["F", "G"], "Models.cs", "public partial class Declared", "public class Declared"),
        new("a type parameter", Everything, Anything, "Models.cs", "public partial class Declared", "public partial class Declared<T>"),
        new("a type renamed", Everything, Anything, "Models.cs", "public partial class Holder", "public partial class Keeper"),
        new("a helper's body removed", Everything, Anything, "Tools.cs", "Inner(double x) => x * x;", "Inner(double x);"),
        new("an unrelated method added", Everything, Nothing, "Unrelated.cs", "public int Answer", "public int Question() => 1;\n\n    public int Answer"),
        new("an unrelated initialiser", Everything, Nothing, "Unrelated.cs", "number = 42", "number = 41"),
    ];

    private static readonly ProjectEdit[] Projects =
    [
        new("overflow checked", Everything, ["Integers", "Recursive"], c => c.WithOptions(c.Options.WithOverflowChecks(true))),
        new("nullable off", Everything, Anything, c => c.WithOptions(c.Options.WithNullableContextOptions(NullableContextOptions.Disable))),
        new("an older language", Everything, Anything, c => Reparse(c, o => o.WithLanguageVersion(LanguageVersion.CSharp12))),
        new("no documentation", Everything, Anything, c => Reparse(c, o => o.WithDocumentationMode(DocumentationMode.None))),
        new("another name of the assembly", Everything, Nothing, c => c.WithAssemblyName("Other")),
        new("a reference", Everything, ["Calls"], c => EditedProject.Replace(
            c.RemoveSyntaxTrees(EditedProject.TreeOf(c, "Unrelated.cs")).AddReferences(Library("5")), "Losses.cs", "Tools.Twice(x) + 1", "x * Referred.Factor")),
        new("a reference removed", Everything, Anything, c => c.RemoveReferences(c.References.Last())),
        new("a file renamed", Everything, ["Pathed"], c => Rename(c, "Losses.cs", "Renamed.cs")),
        new("a file with helpers renamed", Everything, Nothing, c => Rename(c, "Tools.cs", "Renamed.cs")),
        new("a file removed", Everything, Anything, c => c.RemoveSyntaxTrees(EditedProject.TreeOf(c, "Tools.cs"))),
        new("an unrelated file removed", Everything, Nothing, c => c.RemoveSyntaxTrees(EditedProject.TreeOf(c, "Unrelated.cs"))),
        new("a file added", Everything, Nothing, c => c.AddSyntaxTrees(GeneratorHost.Parse("class Added { }", "Added.cs"))),
        new("a file moved", Everything, Nothing, c =>
        {
            var tree = EditedProject.TreeOf(c, "Settings.cs");
            return c.RemoveSyntaxTrees(tree).AddSyntaxTrees(tree);
        }),
        new("a file parsed again", Nothing, Nothing, c =>
        {
            var tree = EditedProject.TreeOf(c, "Losses.cs");
            return c.ReplaceSyntaxTree(tree, GeneratorHost.Parse(tree.ToString(), tree.FilePath));
        }),
        new("nothing", Nothing, Nothing, c => c.Clone()),
    ];

    /// <summary>All edits.</summary>
    public static IReadOnlyList<ProjectEdit> All { get; } = [.. Bodies, .. Spaces, .. Directives, .. Declarations, .. Projects];

    /// <summary>Another project with a constant, referred to as editors do, without an assembly.</summary>
    public static MetadataReference Library(string factor) => CompilerReferences.EmptyCompilation
        .WithAssemblyName("Library")
        .AddSyntaxTrees(GeneratorHost.Parse($"public static class Referred {{ public const double Factor = {factor}; }}", "Library.cs"))
        .ToMetadataReference();

    private static CSharpCompilation Reparse(CSharpCompilation compilation, Func<CSharpParseOptions, CSharpParseOptions> options) =>
        compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.Select(tree =>
            GeneratorHost.Parse(tree.ToString(), tree.FilePath, options((CSharpParseOptions)tree.Options))));

    private static CSharpCompilation Rename(CSharpCompilation compilation, string path, string name)
    {
        var tree = EditedProject.TreeOf(compilation, path);
        return compilation.ReplaceSyntaxTree(tree, tree.WithFilePath(name));
    }
}
