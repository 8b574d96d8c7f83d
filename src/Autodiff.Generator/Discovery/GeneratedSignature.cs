using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Discovery;

/// <summary>The signature of a generated method, as overload resolution and hiding compare signatures.</summary>
/// <param name="Name">The name, not escaped.</param>
/// <param name="Arity">The number of type parameters.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="Result">The key of the result type.</param>
internal sealed record GeneratedSignature(string Name, int Arity, ImmutableArray<SignatureParameter> Parameters, string Result)
{
    /// <summary>The signatures of the methods that are generated for a marked method.</summary>
    public static ImmutableArray<GeneratedSignature> Of(IMethodSymbol method, AttributeArguments arguments)
    {
        // A method of a constructed base class: its original definition says what is differentiated, its own types how it is called.
        var differentiated = method.OriginalDefinition.Parameters
            .Select(p => arguments.Differentiates(p.Name) ? ParameterClassifier.Classify(p.Type) : ParameterKind.Other)
            .ToList();
        var own = method.Parameters.Select(p => SignatureParameter.Of(p)).ToImmutableArray();
        var active = differentiated.Where(kind => kind != ParameterKind.Other).ToList();
        var results = active.Select(ConvenienceKey).ToList();
        string gradient = method.Name + arguments.Suffix;
        int arity = method.Arity;
        int rows = Math.Max(1, ResultReader.Rows(method, arguments).Length);
        var destinations = Enumerable.Repeat(active, rows).SelectMany(kinds => kinds).Select(DestinationParameter);
        string row = Tuple(results);
        var signatures = ImmutableArray.Create(
            new GeneratedSignature(gradient, arity, own.AddRange(destinations), SignatureKey.Of(method.ReturnType)),
            new GeneratedSignature(gradient, arity, own, Tuple([.. Enumerable.Repeat(row, rows)])));
        return arguments.Explain
            ? signatures.Add(new GeneratedSignature(method.Name + Identifiers.Graph, arity, own, "Autodiff.ComputationGraph"))
            : signatures;
    }

    /// <summary>Whether a method with this signature and one with <paramref name="other"/> cannot stand in one type, or one hides the other.</summary>
    public bool IsSame(GeneratedSignature other) =>
        Name == other.Name
        && Arity == other.Arity
        && Parameters.Length == other.Parameters.Length
        && Parameters.Zip(other.Parameters, (a, b) => a.Key == b.Key && (a.RefKind == RefKind.None) == (b.RefKind == RefKind.None)).All(same => same);

    /// <summary>Whether a declared method has this signature; a partial one must have the same reference kinds too.</summary>
    public bool IsSignatureOf(IMethodSymbol method, bool exactly = false) =>
        Name == method.Name
        && Arity == method.Arity
        && Parameters.Length == method.Parameters.Length
        && Parameters.Zip(method.Parameters, (a, b) => a.Key == SignatureKey.Of(b.Type)
            && (exactly ? a.RefKind == b.RefKind : (a.RefKind == RefKind.None) == (b.RefKind == RefKind.None))).All(same => same);

    /// <summary>
    /// Whether a call of this method with arrays as destinations would bind to a method with the parameters
    /// <paramref name="other"/>: an array converts to a span, but better to an array, to a type parameter that is inferred to be
    /// one, and since C# 14 to a read-only span.
    /// </summary>
    public bool IsHijackedBy(string name, int arity, ImmutableArray<SignatureParameter> other)
    {
        bool isApplicable = Name == name
            && (Arity == arity || Arity == 0)
            && other.Length >= Parameters.Length
            && other.Skip(Parameters.Length).All(p => p.IsOptional);
        return isApplicable
            && Parameters.Zip(other, (mine, its) => mine.SpanOf is not null && mine.Key != its.Key).Any(better => better)
            && Parameters.Zip(other, (mine, its) => mine.IsTakenBetterBy(its)).All(fits => fits);
    }

    private static string Tuple(List<string> elements) => elements.Count == 1 ? elements[0] : $"({string.Join(",", elements)})";

    private static SignatureParameter DestinationParameter(ParameterKind kind) => kind switch
    {
        ParameterKind.Double => new("double", RefKind.Out),
        ParameterKind.Single => new("float", RefKind.Out),
        ParameterKind.DoubleMatrix => new("double[,]", RefKind.None),
        ParameterKind.SingleMatrix => new("float[,]", RefKind.None),
        ParameterKind.DoubleJagged => new("double[][]", RefKind.None),
        ParameterKind.SingleJagged => new("float[][]", RefKind.None),
        ParameterKind.DoubleArray or ParameterKind.DoubleSpan or ParameterKind.DoubleReadOnlySpan =>
            new("System.Span<double>", RefKind.None, SpanOf: "double"),
        _ => new("System.Span<float>", RefKind.None, SpanOf: "float"),
    };

    private static string ConvenienceKey(ParameterKind kind)
    {
        var destination = DestinationParameter(kind);
        return destination.SpanOf is { } element ? element + "[]" : destination.Key;
    }
}
