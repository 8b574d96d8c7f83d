using System.Text.RegularExpressions;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>What can be wrong with the generator's output for a valid program.</summary>
internal enum FailureKind
{
    /// <summary>The generator threw.</summary>
    Exception,

    /// <summary>The analyzer refuses the program.</summary>
    Refused,

    /// <summary>The emitted code has errors or warnings.</summary>
    EmittedCode,

    /// <summary>An overload is missing, the overloads differ, or the value is not the method's own.</summary>
    Contract,

    /// <summary>A derivative is wrong.</summary>
    Gradient,

    /// <summary>The program itself is not valid C#, or the oracle computes another value: a fault of the test.</summary>
    Test,
}

/// <summary>A program that the generator fails on.</summary>
/// <param name="Program">The program.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Message">The details.</param>
internal sealed partial record ProgramFailure(TestProgram Program, FailureKind Kind, string Message)
{
    /// <summary>What failures of the same cause are likely to share: the id of a diagnostic, the place of an exception.</summary>
    public string Signature => Kind switch
    {
        FailureKind.Exception => string.Join('\n', Message.Split('\n').SkipWhile(line => !line.TrimStart().StartsWith("at Autodiff", StringComparison.Ordinal)).Take(1)),
        FailureKind.Refused or FailureKind.EmittedCode => Quoted().Replace(Message.Split('\n')[0], "'…'"),
        _ => Kind.ToString(),
    };

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Quoted();
}

/// <summary>The outcome of checking some programs.</summary>
/// <param name="Failures">The programs that failed.</param>
/// <param name="Compared">How many derivatives were compared.</param>
/// <param name="Skipped">How many were not, since the oracle's is not finite or is ill-conditioned.</param>
internal sealed record BatchResult(IReadOnlyList<ProgramFailure> Failures, int Compared, int Skipped);
