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
                .Where(IsWellFormed)
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

    private static bool IsWellFormed(TestProgram candidate)
    {
        try
        {
            candidate.Evaluate([.. candidate.Parameters.Select(_ => 1.0)]);
            return true;
        }
        catch (Exception exception) when (exception is MalformedProgramException or DivideByZeroException or ArgumentException)
        {
            return false;
        }
    }

    private static IEnumerable<TestProgram> Candidates(TestProgram program) =>
        [
            .. Removals(program.Body).Select(body => program with { Body = body }),
            .. Removals(program.Functions).Select(functions => program with { Functions = functions }),
            .. Removals(program.Members).Select(members => program with { Members = members }),
            .. Variants(program.Body).Select(body => program with { Body = body }),
            .. Replacements(program.Functions, Variants).Select(functions => program with { Functions = functions }),
        ];

    private static IEnumerable<IReadOnlyList<Statement>> Variants(IReadOnlyList<Statement> block) =>
        Replacements(block, Variants);

    private static IEnumerable<Statement> Variants(Statement statement) => statement is FunctionDeclaration declaration
        ? Variants(declaration.Function).Select(function => new FunctionDeclaration(function))
        : Replacements(statement.Expressions, Variants).Select(statement.WithExpressions);

    private static IEnumerable<Function> Variants(Function function) =>
        Removals(function.Body).Concat(Variants(function.Body)).Select(body => function with { Body = body });

    /// <summary>The expression's operands, simple literals, and the expression with a variant of one operand.</summary>
    private static IEnumerable<Expression> Variants(Expression expression)
    {
        if (expression is Literal or Variable)
        {
            return [];
        }

        return
        [
            .. expression.Children.Where(child => child.Type == expression.Type),
            .. expression.Children.Where(child => child.Type.IsReal() && child.Type != expression.Type && expression.Type.IsReal() && expression is not Cast)
                .Select(child => new Cast(expression.Type, child)),
            Literal.Of(expression.Type, 1),
            .. Replacements(expression.Children, Variants).Select(expression.WithChildren),
        ];
    }

    private static IEnumerable<IReadOnlyList<T>> Removals<T>(IReadOnlyList<T> items) =>
        Enumerable.Range(0, items.Count).Reverse()
            .Where(i => items[i] is not Return)
            .Select(i => (IReadOnlyList<T>)[.. items.Take(i), .. items.Skip(i + 1)]);

    private static IEnumerable<IReadOnlyList<T>> Replacements<T>(IReadOnlyList<T> items, Func<T, IEnumerable<T>> variants) =>
        Enumerable.Range(0, items.Count).SelectMany(i => variants(items[i])
            .Select(variant => (IReadOnlyList<T>)[.. items.Take(i), variant, .. items.Skip(i + 1)]));
}
