using System.Reflection;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autodiff.Generator.Tests.Lowering;

/// <summary>A method <c>F</c> of a class <c>C</c>, what it is lowered to, and both to be run.</summary>
internal sealed class LoweredProgram
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.Linq;
        using Autodiff;
        using static System.Math;

        """;

    private readonly MethodInfo original;
    private readonly MethodInfo lowered;

    private LoweredProgram(Function function, Type type)
    {
        Function = function;
        original = type.GetMethod("F", BindingFlags.Public | BindingFlags.Static)!;
        lowered = type.GetMethod("Lowered", BindingFlags.Public | BindingFlags.Static)!;
    }

    /// <summary>What the method is lowered to.</summary>
    public Function Function { get; }

    /// <summary>Lowers the marked method among the members of a class.</summary>
    public static LoweredProgram Of(string members)
    {
        string source = Usings + $"public static partial class C {{ {members} }}";
        var function = Lower(source);
        string text = Usings + $"public static partial class C {{ {FunctionText.Of(function, "Lowered")} }}";
        var compilation = GeneratorHost.Compile(LanguageVersion.Latest, [source, text]);
        var errors = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        Assert.True(errors.Count == 0, $"{string.Join('\n', errors)}\n{function}\n{text}");
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        return new LoweredProgram(function, Assembly.Load(image.ToArray()).GetType("C")!);
    }

    private static Function Lower(string source)
    {
        var compilation = GeneratorHost.Compile(LanguageVersion.Latest, [source]);
        Assert.DoesNotContain(compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        var tree = compilation.SyntaxTrees.First();
        var model = compilation.GetSemanticModel(tree);
        var method = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Select(m => model.GetDeclaredSymbol(m)!).Single(m => m.Name == "F");
        var attribute = method.GetAttributes().Single(a => a.AttributeClass!.Name == "DifferentiableAttribute");
        var (read, diagnostics, _) = MethodModelReader.Read(method, attribute, compilation, default);
        Assert.True(read is not null, string.Join('\n', diagnostics));
        return read!.Function;
    }

    /// <summary>Asserts that both give the same, bit for bit, or throw the same.</summary>
    public void Check(params object?[] arguments)
    {
        var expected = Run(original, arguments);
        var actual = Run(lowered, arguments);
        Assert.True(Equals(expected, actual), $"F({string.Join(", ", arguments)}) is {expected}, lowered {actual}\n{Function}");
    }

    private static object Run(MethodInfo method, object?[] arguments)
    {
        try
        {
            object result = method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [.. arguments.Select(a => a is Array array ? array.Clone() : a)], null)!;
            return result is double number ? BitConverter.DoubleToInt64Bits(double.IsNaN(number) ? double.NaN : number) : result;
        }
#pragma warning disable CA1031 // Whatever is thrown is a result.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception.GetType().Name + ": " + exception.Message;
        }
    }
}
