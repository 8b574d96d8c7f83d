namespace Autodiff.Generator.Tests.Oracle;

/// <summary>Where an argument must lie so that the function is smooth and well conditioned there.</summary>
internal enum Domain
{
    Any,

    /// <summary>Within about [−3, 3], so that exponentials stay small.</summary>
    Moderate,

    /// <summary>Above 0, by a margin.</summary>
    Positive,

    /// <summary>Within (−1, 1), by a margin.</summary>
    Unit,

    /// <summary>Above 1, by a margin.</summary>
    AboveOne,

    /// <summary>An upper bound for the argument before it.</summary>
    AbovePrevious,

    /// <summary>A small positive integer.</summary>
    SmallInteger,
}

/// <summary>An elementary function of real numbers: how C# spells it, its value and its derivatives.</summary>
internal sealed record ElementaryFunction
{
    public required string Name { get; init; }

    /// <summary>The types whose static member it is: <c>Math</c>, <c>double</c>, ….</summary>
    public required IReadOnlyList<string> DoubleHolders { get; init; }

    public required IReadOnlyList<string> SingleHolders { get; init; }

    public required IReadOnlyList<Domain> Domains { get; init; }

    public required Func<double[], double> Double { get; init; }

    public required Func<float[], float> Single { get; init; }

    /// <summary>The partial derivatives, from the arguments and the result.</summary>
    public required Func<double[], double, double[]> Slopes { get; init; }

    /// <summary>The scale of the rounding errors of the partials where that exceeds the partials themselves.</summary>
    public Func<double[], double, double[]>? Slack { get; init; }

    /// <summary>Every way to write the function for arguments of a type.</summary>
    public IEnumerable<string> Spellings(ScalarType type) =>
        (type == ScalarType.Single ? SingleHolders : DoubleHolders).Select(holder => $"{holder}.{Name}");

    /// <summary>Whether it returns one of two operands.</summary>
    public bool IsSelection { get; init; }

    public Dual Evaluate(ScalarType type, IReadOnlyList<Dual> arguments)
    {
        var operands = arguments.Zip(Domains, (argument, domain) => domain == Domain.SmallInteger ? argument : argument.ConvertTo(type)).ToArray();
        double[] values = [.. operands.Select(operand => operand.Value)];
        double value = type == ScalarType.Single
            ? Single([.. operands.Select(operand => operand.Single)])
            : Double(values);
        double[] slopes = Slopes(values, value);
        double[]? slack = Slack?.Invoke(values, value);

        if (IsSelection && operands[0].Tangent is null && values[0].Equals(values[1]))
        {
            // A compile-time constant wins a tie, any other value loses it to the second operand: which of them the first
            // one is, its value does not tell. The derivative is marked as one not to compare.
            slack = [0, double.NaN];
        }

        var result = Dual.Constant(type, value);
        for (int i = 0; i < operands.Length; i++)
        {
            if (operands[i].Tangent is not null)
            {
                result = result.With(operands[i], slopes[i], slack?[i] ?? 0);
            }
        }

        return result;
    }
}
