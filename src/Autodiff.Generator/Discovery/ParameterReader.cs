using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Discovery;

/// <summary>Reads the parameters of a marked method and names their destinations and tuple elements.</summary>
internal static class ParameterReader
{
    /// <summary>
    /// The parameters; those whose name passes <paramref name="isDifferentiated"/> get a destination in each row where they can have one.
    /// </summary>
    public static ImmutableArray<MarkedParameter> Read(IMethodSymbol method, Func<string, bool> isDifferentiated, EquatableArray<string> rows)
    {
        // A parameter may not have the name of a type parameter (CS0412) any more than that of another parameter.
        var takenNames = new HashSet<string>(
            method.Parameters.Select(p => p.Name).Concat(method.TypeParameters.Select(p => p.Name)), StringComparer.Ordinal);
        var differentiated = method.Parameters
            .Where(p => ParameterClassifier.Classify(p.Type) != ParameterKind.Other && isDifferentiated(p.Name))
            .ToList();
        var takenElements = new HashSet<string>(differentiated.Select(p => p.Name), StringComparer.Ordinal);

        int position = 0;
        var parameters = ImmutableArray.CreateBuilder<MarkedParameter>();
        foreach (var parameter in method.Parameters)
        {
            var kind = ParameterClassifier.Classify(parameter.Type);
            var destinations = ImmutableArray<GradientDestination>.Empty;
            if (differentiated.Contains(parameter, SymbolEqualityComparer.Default))
            {
                position++;
                string element = Identifiers.IsAllowedElement(parameter.Name, position)
                    ? parameter.Name
                    : Identifiers.Unique(parameter.Name + Identifiers.Gradient, takenElements);
                string[] names = rows.Length == 0 ? [parameter.Name] : [.. rows.Select(row => Identifiers.CamelCase(row) + Identifiers.PascalCase(parameter.Name))];
                destinations = names
                    .Select(name => new GradientDestination(
                        Identifiers.Escape(Identifiers.Unique(name + Identifiers.Gradient, takenNames)),
                        DestinationDeclaration(kind),
                        Identifiers.Escape(element),
                        ConvenienceType(kind)))
                    .ToImmutableArray();
            }

            parameters.Add(Read(parameter, kind, destinations));
        }

        return parameters.ToImmutable();
    }

    /// <summary>Whether the parameter is the receiver of an extension method.</summary>
    public static bool IsThis(this IParameterSymbol parameter) =>
        parameter.Ordinal == 0 && parameter.ContainingSymbol is IMethodSymbol { IsExtensionMethod: true };

    /// <summary>The parameter as a user's own partial declaration writes it, without its default value.</summary>
    public static string Repeat(IParameterSymbol parameter)
    {
        string modifiers = parameter.IsParams
            ? "params "
            : (parameter.IsThis() ? "this " : "") + ScopedPrefix(parameter) + TypeText.RefKindPrefix(parameter.RefKind);
        return $"{modifiers}{TypeText.Of(parameter.Type)} {Identifiers.Escape(parameter.Name)}";
    }

    /// <summary>The modifier and type of the destination of a parameter.</summary>
    private static string DestinationDeclaration(ParameterKind kind) => kind switch
    {
        ParameterKind.Double => "out double",
        ParameterKind.Single => "out float",
        ParameterKind.DoubleMatrix => "double[,]",
        ParameterKind.SingleMatrix => "float[,]",
        ParameterKind.DoubleJagged => "double[][]",
        ParameterKind.SingleJagged => "float[][]",
        ParameterKind.DoubleArray or ParameterKind.DoubleSpan or ParameterKind.DoubleReadOnlySpan => "global::System.Span<double>",
        _ => "global::System.Span<float>",
    };

    /// <summary>The type of the gradient with respect to a parameter where the convenience overload returns it.</summary>
    private static string ConvenienceType(ParameterKind kind) => kind switch
    {
        ParameterKind.Double => "double",
        ParameterKind.Single => "float",
        ParameterKind.DoubleMatrix => "double[,]",
        ParameterKind.SingleMatrix => "float[,]",
        ParameterKind.DoubleJagged => "double[][]",
        ParameterKind.SingleJagged => "float[][]",
        ParameterKind.DoubleArray or ParameterKind.DoubleSpan or ParameterKind.DoubleReadOnlySpan => "double[]",
        _ => "float[]",
    };

    private static MarkedParameter Read(IParameterSymbol parameter, ParameterKind kind, ImmutableArray<GradientDestination> destinations)
    {
        bool byReference = parameter.RefKind is RefKind.In or RefKind.RefReadOnlyParameter;
        string reference = TypeText.RefKindPrefix(parameter.RefKind);
        string receiver = parameter.IsThis() ? "this " : "";
        string scoped = ScopedPrefix(parameter);
        return new MarkedParameter
        {
            Name = Identifiers.Escape(parameter.Name),
            Type = TypeText.Of(parameter.Type),
            Modifiers = receiver + scoped + reference,
            ConvenienceModifiers = parameter.IsParams ? "params " : receiver + scoped + reference,
            Default = DefaultValue.Clause(parameter),
            ArgumentModifier = byReference ? "in " : "",
            IsByReference = byReference,
            Kind = kind,
            Destinations = destinations,
        };
    }

    private static string ScopedPrefix(IParameterSymbol parameter) =>
        parameter.ScopedKind != ScopedKind.None && parameter.RefKind != RefKind.Out ? "scoped " : "";
}
