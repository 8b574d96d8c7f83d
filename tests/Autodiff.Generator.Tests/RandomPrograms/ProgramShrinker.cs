using System.Diagnostics;
using Autodiff.Generator.Tests.Infrastructure;
using Autodiff.Generator.Tests.Oracle;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>Makes a failing program smaller as long as it fails in the same way.</summary>
internal static class ProgramShrinker
{
    /// <summary>The smallest failure found within the time.</summary>
    public static ProgramFailure Shrink(ProgramFailure failure, int pointCount, TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < limit)
        {
            var smaller = Candidates(failure.Program)
                .TakeWhile(_ => clock.Elapsed < limit)
                .Where(candidate => IsWellFormed(candidate, pointCount))
                .Select(candidate => ProgramBatch.Check([candidate], pointCount).Failures.FirstOrDefault())
                .FirstOrDefault(other => other?.Kind == failure.Kind && other.Signature == failure.Signature);
            if (smaller is null)
            {
                break;
            }

            failure = smaller;
        }

        return failure;
    }

    /// <summary>The failure with the smaller program's source and the code generated for it.</summary>
    public static string Describe(ProgramFailure failure)
    {
        var run = GeneratorHost.Run(failure.Program.Text());
        return $"{failure.Kind}: {failure.Message}\n\n{run.Dump()}";
    }

    /// <summary>Whether the oracle can run it, which has a limit of iterations where the compiled program has none.</summary>
    private static bool IsWellFormed(TestProgram candidate, int pointCount)
    {
        try
        {
            return ProgramGenerator.Points(candidate, pointCount, pointCount).All(point => candidate.Evaluate(point) is not null);
        }
        catch (Exception exception) when (exception
            is MalformedProgramException or ArithmeticException or ArgumentException or IndexOutOfRangeException or InvalidOperationException
            or NullReferenceException or InvalidCastException)
        {
            return false;
        }
    }

    private static IEnumerable<TestProgram> Candidates(TestProgram program) =>
        [
            .. Removals(program.Body).Select(body => program with { Body = body }),
            .. Removals(program.Functions).Select(functions => program with { Functions = functions }),
            .. Removals(program.Members).Select(members => program with { Members = members }),
            .. Removals(program.Parameters).Where(parameters => parameters.Any(parameter => parameter.Type.IsReal()))
                .Select(parameters => program with { Parameters = parameters, Differentiated = [] }),
            .. Replacements(program.Parameters, Smaller).Select(parameters => program with { Parameters = parameters }),
            .. Variants(program.Body).Select(body => program with { Body = body }),
            .. Replacements(program.Functions, Variants).Select(functions => program with { Functions = functions }),
        ];

    /// <summary>The parameter with shorter arrays.</summary>
    private static IEnumerable<Parameter> Smaller(Parameter parameter) =>
        Replacements(parameter.Sizes, size => size > 2 ? [2, size - 1] : size > 1 ? [1] : []).Select(sizes => parameter with { Sizes = sizes });

    /// <summary>The block with a variant of one statement, or with the statements of its blocks in its place.</summary>
    private static IEnumerable<IReadOnlyList<Statement>> Variants(IReadOnlyList<Statement> block) =>
    [
        .. Enumerable.Range(0, block.Count).SelectMany(i => Unnested(block[i])
            .Select(inner => (IReadOnlyList<Statement>)[.. block.Take(i), .. inner, .. block.Skip(i + 1)])),
        .. Replacements(block, Variants),
    ];

    /// <summary>What may stand in the place of a statement with blocks: a loop that runs once is its body.</summary>
    private static IEnumerable<IEnumerable<Statement>> Unnested(Statement statement)
    {
        var starts = statement is For loop
            ? loop.Counters.Zip(loop.Starts, (counter, start) => new Declaration(counter.Type.Keyword(), counter, start)).ToList<Statement>()
            : [];
        return statement.Blocks.Where(inner => inner.Count > 0).Select(inner => starts.Concat(inner));
    }

    private static IEnumerable<Statement> Variants(Statement statement)
    {
        if (statement is FunctionDeclaration declaration)
        {
            return Variants(declaration.Function).Select(function => new FunctionDeclaration(function));
        }

        return
        [
            .. Replacements(statement.Blocks, block => Removals(block).Concat(Variants(block))).Select(statement.WithBlocks),
            .. Replacements(statement.Expressions, Variants).Select(statement.WithExpressions),
        ];
    }

    private static IEnumerable<Function> Variants(Function function) =>
    [
        .. Removals(function.Body).Concat(Variants(function.Body)).Select(body => function with { Body = body }),
        .. function.IsMarked ? [function with { IsMarked = false }] : (Function[])[],
    ];

    /// <summary>The expression's operands, simple literals, and the expression with a variant of one operand.</summary>
    private static IEnumerable<Expression> Variants(Expression expression)
    {
        if (expression is Literal or Variable or ArrayVariable)
        {
            return [];
        }

        if (expression is ArrayExpression array)
        {
            return
            [
                .. array.Children.Where(child => child is ArrayExpression inner && inner.Shape == array.Shape && inner.Type == array.Type),
                .. array is ArrayLiteral or RowsLiteral && array.Children.Count > 1 ? [array.WithChildren([.. array.Children.SkipLast(1)])] : (Expression[])[],
                .. Replacements(array.Children, Variants).Select(array.WithChildren),
            ];
        }

        if (expression is RefArgument)
        {
            return Replacements(expression.Children, Places).Select(expression.WithChildren);
        }

        return
        [
            .. expression.Children.Where(child => child.Type == expression.Type && child is not (ArrayExpression or RefArgument)),
            .. expression.Children.Where(child => child is not (ArrayExpression or RefArgument) && child.Type.IsReal() && child.Type != expression.Type && expression.Type.IsReal() && expression is not Cast)
                .Select(child => new Cast(expression.Type, child)),
            Literal.Of(expression.Type, 1),
            .. Replacements(expression.Children, Variants).Select(expression.WithChildren),
            .. expression is Assignment assignment ? Places(assignment.Target).Select(Expression (target) => assignment with { Target = target }) : [],
        ];
    }

    /// <summary>The element with simpler indices.</summary>
    private static IEnumerable<Expression> Places(Expression place) =>
        place is Element or GridElement ? Replacements(place.Children, Variants).Select(place.WithChildren) : [];

    private static IEnumerable<IReadOnlyList<T>> Removals<T>(IReadOnlyList<T> items) =>
        Enumerable.Range(0, items.Count).Reverse()
            .Where(i => items[i] is not Return || i < items.Count - 1)
            .Select(i => (IReadOnlyList<T>)[.. items.Take(i), .. items.Skip(i + 1)]);

    private static IEnumerable<IReadOnlyList<T>> Replacements<T>(IReadOnlyList<T> items, Func<T, IEnumerable<T>> variants) =>
        Enumerable.Range(0, items.Count).SelectMany(i => variants(items[i])
            .Select(variant => (IReadOnlyList<T>)[.. items.Take(i), variant, .. items.Skip(i + 1)]));
}
