using System.Globalization;

namespace Autodiff.Generator.Tests.Oracle;

/// <summary>
/// A <see langword="double"/> with its derivative in one direction. Every value is computed by the operation that C# would run
/// on the plain number, so that it is the same bit for bit. It takes the place of <see langword="double"/> in a method's
/// source (see <see cref="DualRewriter"/>), and is public because what is compiled from that source uses it.
/// </summary>
/// <param name="value">The value.</param>
/// <param name="derivative">The derivative, in double whatever the type of the value.</param>
public readonly struct DualDouble(double value, double derivative = 0) : IComparable<DualDouble>
{
    /// <summary>The value.</summary>
    public double Value { get; } = value;

    /// <summary>The derivative.</summary>
    public double Derivative { get; } = derivative;

    public static implicit operator DualDouble(double value) => new(value);

    public static implicit operator DualDouble(DualSingle x) => new(x.Value, x.Derivative);

    public static explicit operator int(DualDouble x) => (int)x.Value;

    public static explicit operator long(DualDouble x) => (long)x.Value;

    public static DualDouble operator +(DualDouble x) => x;

    public static DualDouble operator -(DualDouble x) => new(-x.Value, -x.Derivative);

    public static DualDouble operator +(DualDouble x, DualDouble y) => new(x.Value + y.Value, x.Derivative + y.Derivative);

    public static DualDouble operator -(DualDouble x, DualDouble y) => new(x.Value - y.Value, x.Derivative - y.Derivative);

    public static DualDouble operator *(DualDouble x, DualDouble y) =>
        new(x.Value * y.Value, (x.Derivative * y.Value) + (x.Value * y.Derivative));

    public static DualDouble operator /(DualDouble x, DualDouble y)
    {
        double quotient = x.Value / y.Value;
        return new(quotient, (x.Derivative - (quotient * y.Derivative)) / y.Value);
    }

    public static DualDouble operator %(DualDouble x, DualDouble y)
    {
        double remainder = x.Value % y.Value;
        return new(remainder, x.Derivative - (Math.Round((x.Value - remainder) / y.Value) * y.Derivative));
    }

    public static DualDouble operator ++(DualDouble x) => x + 1;

    public static DualDouble operator --(DualDouble x) => x - 1;

    public static bool operator <(DualDouble x, DualDouble y) => x.Value < y.Value;

    public static bool operator >(DualDouble x, DualDouble y) => x.Value > y.Value;

    public static bool operator <=(DualDouble x, DualDouble y) => x.Value <= y.Value;

    public static bool operator >=(DualDouble x, DualDouble y) => x.Value >= y.Value;

    public static bool operator ==(DualDouble x, DualDouble y) => x.Value == y.Value;

    public static bool operator !=(DualDouble x, DualDouble y) => x.Value != y.Value;

    public int CompareTo(DualDouble other) => Value.CompareTo(other.Value);

    public bool Equals(DualDouble other) => Value.Equals(other.Value);

    public override bool Equals(object? obj) => obj is DualDouble other && Equals(other);

    public override int GetHashCode() => Value.GetHashCode();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:R} ({Derivative:R})");
}
