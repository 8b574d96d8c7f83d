using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autodiff.Generator.Discovery;

/// <summary>
/// Reads the declaration of a marked method: refuses it with located errors, or returns how its gradient is declared. Code
/// that the compiler itself rejects is refused without a word, since the user is told already.
/// </summary>
internal static class MethodReader
{
    /// <summary>Reads one marked method.</summary>
    public static ReadResult Read(IMethodSymbol method, AttributeData attribute, Compilation compilation, CancellationToken cancellation)
    {
        method = method.PartialDefinitionPart ?? method;
        if (MarkedKind.Refusal(method, cancellation) is { } refusal)
        {
            return Refused([refusal]);
        }

        if (BrokenCode.Contains(method, cancellation) || AttributeArguments.Read(attribute) is not { } arguments)
        {
            return Refused([]);
        }

        var refusals = ContainingTypes.Refusals(method, cancellation)
            .Concat(ResultReader.Refusals(method, arguments, cancellation))
            .Concat(BodyRefusals(method))
            .Concat(ParameterRefusals.Of(method, attribute, arguments, cancellation))
            .ToImmutableArray();
        if (!refusals.IsEmpty)
        {
            return Refused(refusals);
        }

        var marked = Describe(method, arguments, compilation, cancellation);
        var signatures = GeneratedSignature.Of(method, arguments);
        var declarations = signatures.Select((_, i) => Declaration(marked, method, i)).ToImmutableArray();
        refusals = DeclaredMembers.Refusals(method, signatures, declarations).ToImmutableArray();
        if (MarkedSiblings.Collision(method, signatures) is { } collision)
        {
            refusals = refusals.Add(collision);
        }

        return refusals.IsEmpty ? new ReadResult(marked, []) : Refused(refusals);
    }

    /// <summary>
    /// The error for a local function or a lambda that is marked, neither of which is a member; null for one that is not
    /// marked and for every other node.
    /// </summary>
    public static Diagnostic? ReadNested(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        var method = node switch
        {
            LocalFunctionStatementSyntax { AttributeLists.Count: > 0 } function => model.GetDeclaredSymbol(function, cancellation) as IMethodSymbol,
            LambdaExpressionSyntax { AttributeLists.Count: > 0 } lambda => model.GetSymbolInfo(lambda, cancellation).Symbol as IMethodSymbol,
            _ => null,
        };
        return method is not null && AttributeArguments.Of(method).Any() ? MarkedKind.Refusal(method, cancellation) : null;
    }

    private static ReadResult Refused(ImmutableArray<Diagnostic> diagnostics) => new(null, diagnostics);

    private static IEnumerable<Diagnostic> BodyRefusals(IMethodSymbol method)
    {
        string? why = method switch
        {
            { IsAbstract: true } => "abstract",
            { IsExtern: true } => "extern",
            { IsPartialDefinition: true, PartialImplementationPart: null } => "a partial method without an implementing part",
            _ => null,
        };
        if (why is not null)
        {
            string hint = method.IsAbstract ? ", such as an override" : "";
            yield return Diagnostic.Create(Descriptors.NoBody, method.Locations.FirstOrDefault(), method.Name, why, hint);
        }
    }

    private static MarkedMethod Describe(IMethodSymbol method, AttributeArguments arguments, Compilation compilation, CancellationToken cancellation)
    {
        var rows = ResultReader.Rows(method, arguments);
        var parameters = ParameterReader.Read(method, arguments.Differentiates, rows);
        var signatures = GeneratedSignature.Of(method, arguments);
        var declared = signatures.Select(signature => DeclaredMembers.PartialDeclaration(method, signature)).ToList();
        var gradient = parameters.Where(p => p.IsDifferentiated).Select(p => p.Destinations[0]).ToList();
        string row = gradient.Count == 1
            ? gradient[0].ConvenienceType
            : $"({string.Join(", ", gradient.Select(d => $"{d.ConvenienceType} {d.ElementName}"))})";
        string result = rows.Length == 0 ? row : $"({string.Join(", ", ResultReader.ElementNames(method).Select(name => $"{row} {name}".TrimEnd()))})";
        var destinations = Enumerable.Range(0, Math.Max(1, rows.Length)).SelectMany(i => parameters.Where(p => p.IsDifferentiated).Select(p => p.Destinations[i]));
        var inDestination = parameters.Select(p => ($"{p.Modifiers}{p.Type} {p.Name}", p.Name))
            .Concat(destinations.Select(d => ($"{d.Declaration} {d.Name}", d.Name)));
        var inConvenience = parameters.Select(p => ($"{p.ConvenienceModifiers}{p.Type} {p.Name}{p.Default}", p.Name));

        return new MarkedMethod
        {
            HintName = HintName.Of(method),
            Namespace = TypeText.Of(method.ContainingNamespace),
            ContainingTypes = ContainingTypes.Of(method)
                .Select(type => new ContainingType(TypeText.Keywords(type), TypeText.DeclarationName(type)))
                .ToEquatableArray(),
            QualifiedType = TypeText.Of(method.ContainingType),
            Name = Identifiers.Escape(method.Name),
            GradientName = method.Name + arguments.Suffix,
            GraphName = arguments.Explain ? method.Name + Identifiers.Graph : null,
            Cref = TypeText.Cref(method),
            TypeParameters = TypeText.TypeParameters(method),
            Constraints = TypeText.Constraints(method).ToEquatableArray(),
            NamesObsolete = Obsolescence.IsNamedBy(method, declared[0], declared[1]),
            IsStatic = method.IsStatic,
            Rows = rows,
            Parameters = parameters,
            Destination = Overload(0, TypeText.Of(method.ReturnType), inDestination),
            Convenience = Overload(1, result, inConvenience),
            Graph = arguments.Explain ? Overload(2, "global::Autodiff.ComputationGraph", inConvenience) : null,
        };

        GradientOverload Overload(int index, string returnType, IEnumerable<(string Declaration, string Name)> list) =>
            declared[index] is { } partial
                ? OverloadReader.Implement(partial, cancellation)
                : OverloadReader.New(method, signatures[index], compilation, returnType, list);
    }

    /// <summary>The generated method as a partial declaration, for a message that says what to write.</summary>
    private static string Declaration(MarkedMethod marked, IMethodSymbol method, int index)
    {
        var parameters = index == 0
            ? marked.Parameters.Select(p => $"{p.Modifiers}{p.Type} {p.Name}")
                .Concat(marked.Destinations.Select(d => $"{d.Destination.Declaration} {d.Destination.Name}"))
            : marked.Parameters.Select(p => $"{p.ConvenienceModifiers}{p.Type} {p.Name}");
        var overload = index switch { 0 => marked.Destination, 1 => marked.Convenience, _ => marked.Graph! };
        string name = index == 2 ? marked.GraphName! : marked.GradientName;
        string constraints = string.Concat(marked.Constraints.Select(c => " " + c));
        string declaration = $"{OverloadReader.Modifiers(method)}partial {overload.ReturnType} {name}{marked.TypeParameters}({string.Join(", ", parameters)}){constraints};";
        return declaration.Replace("global::System.", "").Replace("global::", "");
    }
}
