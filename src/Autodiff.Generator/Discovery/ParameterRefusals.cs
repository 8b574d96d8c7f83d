using Autodiff.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Discovery;

/// <summary>Checks the parameters of a marked method and the names that its attribute gives.</summary>
internal static class ParameterRefusals
{
    /// <summary>Every error about a parameter or a name.</summary>
    public static IEnumerable<Diagnostic> Of(IMethodSymbol method, AttributeData attribute, AttributeArguments arguments, CancellationToken cancellation)
    {
        bool refused = false;
        foreach (var diagnostic in OfNames(method, attribute, arguments, cancellation)
            .Concat(OfArgumentList(method))
            .Concat(method.Parameters.Select(p => OfParameter(p, method, arguments)).OfType<Diagnostic>()))
        {
            refused = true;
            yield return diagnostic;
        }

        if (!refused && !method.Parameters.Any(p => ParameterClassifier.Classify(p.Type) != ParameterKind.Other))
        {
            yield return Diagnostic.Create(Descriptors.NothingDifferentiable, method.Locations.FirstOrDefault(), method.Name);
        }
    }

    private static IEnumerable<Diagnostic> OfNames(IMethodSymbol method, AttributeData attribute, AttributeArguments arguments, CancellationToken cancellation)
    {
        if (arguments.Names.IsDefault)
        {
            yield return Diagnostic.Create(
                Descriptors.NullParameterName, AttributeArguments.NameLocation(attribute, 0, cancellation), method.Name);
            yield break;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < arguments.Names.Length; i++)
        {
            string? name = arguments.Names[i];
            var location = AttributeArguments.NameLocation(attribute, i, cancellation);
            if (name is null)
            {
                yield return Diagnostic.Create(Descriptors.NullParameterName, location, method.Name);
            }
            else if (!seen.Add(name))
            {
                yield return Diagnostic.Create(Descriptors.RepeatedParameterName, location, method.Name, name);
            }
            else if (method.Parameters.FirstOrDefault(p => p.Name == name) is not { } parameter)
            {
                yield return Diagnostic.Create(Descriptors.UnknownParameterName, location, method.Name, name);
            }
            else if (ParameterClassifier.Classify(parameter.Type) == ParameterKind.Other && !ParameterClassifier.HoldsNumbers(parameter.Type))
            {
                yield return Diagnostic.Create(
                    Descriptors.ParameterNotDifferentiable, location, method.Name, name, TypeText.Message(parameter.Type));
            }
        }
    }

    private static IEnumerable<Diagnostic> OfArgumentList(IMethodSymbol method)
    {
        if (method.IsVararg)
        {
            yield return Diagnostic.Create(
                Descriptors.PointerParameter, method.Locations.FirstOrDefault(), method.Name, "__arglist", "__arglist");
        }
    }

    private static Diagnostic? OfParameter(IParameterSymbol parameter, IMethodSymbol method, AttributeArguments arguments)
    {
        var location = parameter.Locations.FirstOrDefault();
        if (parameter.RefKind is RefKind.Ref or RefKind.Out)
        {
            string kind = TypeText.RefKindPrefix(parameter.RefKind).TrimEnd();
            return Diagnostic.Create(Descriptors.ByReferenceParameter, location, method.Name, parameter.Name, kind);
        }

        if (ParameterClassifier.NeedsUnsafe(parameter.Type))
        {
            return Diagnostic.Create(Descriptors.PointerParameter, location, method.Name, parameter.Name, TypeText.Message(parameter.Type));
        }

        bool isUnsupported = arguments.Differentiates(parameter.Name)
            && ParameterClassifier.Classify(parameter.Type) == ParameterKind.Other
            && ParameterClassifier.HoldsNumbers(parameter.Type);
        return isUnsupported
            ? Diagnostic.Create(Descriptors.ParameterTypeNotSupported, location, method.Name, parameter.Name, TypeText.Message(parameter.Type))
            : null;
    }
}
