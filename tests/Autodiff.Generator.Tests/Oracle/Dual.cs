namespace Autodiff.Generator.Tests.Oracle;

/// <summary>
/// A dual number over several inputs at once: a value as C# computes it, in its own type, and its derivatives with
/// respect to each input, in double. This is forward mode: it has nothing in common with a backward pass.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="Magnitude"/> goes through the same chain rule with every partial replaced by its absolute value. It is
/// the sum of |products| over all paths from an input to this value, and so, times the unit roundoff and the number of
/// operations, the error bound of any order in which a correct implementation may multiply and add these products.
/// That makes the comparison strict where nothing cancels and lenient exactly where something does.
/// </para>
/// <para>A null tangent is zero: the value is a constant to differentiation.</para>
/// </remarks>
internal readonly struct Dual
{
    private Dual(ScalarType type, double value, double[]? tangent, double[]? magnitude)
    {
        Type = type;
        Value = value;
        Tangent = tangent;
        Magnitude = magnitude;
    }

    public ScalarType Type { get; }

    /// <summary>The value; an integer, a float or a truth value (0, 1) is represented exactly.</summary>
    public double Value { get; }

    public double[]? Tangent { get; }

    public double[]? Magnitude { get; }

    public float Single => (float)Value;

    public int Integer => (int)Value;

    public bool IsTrue => Value != 0;

    public static Dual Constant(ScalarType type, double value) => new(type, value, null, null);

    public static Dual Boolean(bool value) => Constant(ScalarType.Boolean, value ? 1 : 0);

    /// <summary>Input number <paramref name="index"/> of <paramref name="count"/>.</summary>
    public static Dual Input(ScalarType type, double value, int index, int count)
    {
        double[] unit = new double[count];
        unit[index] = 1;
        return new(type, value, unit, unit);
    }

    /// <summary>The result of an operation on two operands.</summary>
    public static Dual From(ScalarType type, double value, Dual left, double leftSlope, Dual right, double rightSlope) =>
        Constant(type, value).With(left, leftSlope).With(right, rightSlope);

    /// <summary>The same value with one operand's part added to its derivatives.</summary>
    /// <param name="operand">The operand.</param>
    /// <param name="slope">The partial derivative with respect to it.</param>
    /// <param name="slack">
    /// The scale of the partial's own rounding errors where that is larger than the partial: 1 for <c>1 - tanh²</c>.
    /// </param>
    public Dual With(Dual operand, double slope, double slack = 0) =>
        new(
            Type,
            Value,
            Add(Tangent, operand.Tangent, slope),
            Add(Magnitude, operand.Magnitude, Math.Max(Math.Abs(slope), slack)));

    /// <summary>C#'s conversion, implicit or explicit, in an unchecked context.</summary>
    public Dual ConvertTo(ScalarType type) => type == Type
        ? this
        : type switch
        {
            ScalarType.Double => new(type, Value, Tangent, Magnitude),
            ScalarType.Single => new(type, Type == ScalarType.Integer ? Integer : (float)Value, Tangent, Magnitude),
            ScalarType.Integer => Constant(type, Type == ScalarType.Single ? unchecked((int)Single) : unchecked((int)Value)),
            _ => throw new InvalidOperationException($"no conversion from {Type} to {type}"),
        };

    /// <summary>A vector with a multiple of another added to it; null is zero.</summary>
    private static double[]? Add(double[]? left, double[]? right, double factor)
    {
        if (right is null)
        {
            return left;
        }

        double[] sum = new double[right.Length];
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] = left is null ? factor * right[i] : left[i] + (factor * right[i]);
        }

        return sum;
    }
}
