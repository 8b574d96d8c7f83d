using System.Globalization;

namespace Autodiff.Generator.Tests.Oracle;

/// <summary>
/// A <see langword="float"/> with its derivative in one direction. Every value is computed by the operation that C# would run
/// on the plain number, so that it is the same bit for bit. It takes the place of <see langword="float"/> in a method's
/// source (see <see cref="DualRewriter"/>), and is public because what is compiled from that source uses it.
/// </summary>
/// <param name="value">The value.</param>
/// <param name="derivative">The derivative, in double whatever the type of the value.</param>
public readonly struct DualSingle(float value, double derivative = 0) : IComparable<DualSingle>
{
    /// <summary>The value.</summary>
    public float Value { get; } = value;

    /// <summary>The derivative.</summary>
    public double Derivative { get; } = derivative;

    public static implicit operator DualSingle(float value) => new(value);

    public static explicit operator DualSingle(DualDouble x) => new((float)x.Value, x.Derivative);

    public static explicit operator int(DualSingle x) => (int)x.Value;

    public static explicit operator long(DualSingle x) => (long)x.Value;

    public static DualSingle operator +(DualSingle x) => x;

    public static DualSingle operator -(DualSingle x) => new(-x.Value, -x.Derivative);

    public static DualSingle operator +(DualSingle x, DualSingle y) => new(x.Value + y.Value, x.Derivative + y.Derivative);

    public static DualSingle operator -(DualSingle x, DualSingle y) => new(x.Value - y.Value, x.Derivative - y.Derivative);

    public static DualSingle operator *(DualSingle x, DualSingle y) =>
        new(x.Value * y.Value, (x.Derivative * y.Value) + (x.Value * y.Derivative));

    public static DualSingle operator /(DualSingle x, DualSingle y)
    {
        float quotient = x.Value / y.Value;
        return new(quotient, (x.Derivative - (quotient * y.Derivative)) / y.Value);
    }

    public static DualSingle operator %(DualSingle x, DualSingle y)
    {
        float remainder = x.Value % y.Value;
        return new(remainder, x.Derivative - (Math.Round((x.Value - remainder) / y.Value) * y.Derivative));
    }

    public static DualSingle operator ++(DualSingle x) => x + 1;

    public static DualSingle operator --(DualSingle x) => x - 1;

    public static bool operator <(DualSingle x, DualSingle y) => x.Value < y.Value;

    public static bool operator >(DualSingle x, DualSingle y) => x.Value > y.Value;

    public static bool operator <=(DualSingle x, DualSingle y) => x.Value <= y.Value;

    public static bool operator >=(DualSingle x, DualSingle y) => x.Value >= y.Value;

    public static bool operator ==(DualSingle x, DualSingle y) => x.Value == y.Value;

    public static bool operator !=(DualSingle x, DualSingle y) => x.Value != y.Value;

    public int CompareTo(DualSingle other) => Value.CompareTo(other.Value);

    public bool Equals(DualSingle other) => Value.Equals(other.Value);

    public override bool Equals(object? obj) => obj is DualSingle other && Equals(other);

    public override int GetHashCode() => Value.GetHashCode();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:R} ({Derivative:R})");
}
