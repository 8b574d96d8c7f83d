using System.Globalization;

namespace Autodiff.Generator.Ir;

/// <summary>The C# text of numbers, the same on every host, and their bits.</summary>
internal static class Literal
{
    private static readonly string[] Digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>The shortest text that reads back as <paramref name="value"/>, without a type suffix.</summary>
    public static string Text(double value)
    {
        if (double.IsNaN(value))
        {
            return "double.NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        }

        if (value is >= 1 and <= 9 && value == Math.Floor(value))
        {
            return Digits[(int)value];
        }

        if (value == Math.Floor(value) && Math.Abs(value) < 1e15)
        {
            string integer = value.ToString("F0", CultureInfo.InvariantCulture);
            return IsNegativeZero(value) ? "-0.0" : integer;
        }

        return Shortest(value, text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) == value, 15, 17);
    }

    /// <summary>The shortest text that reads back as <paramref name="value"/>, with its <c>f</c> where one is needed.</summary>
    public static string Text(float value)
    {
        if (float.IsNaN(value))
        {
            return "float.NaN";
        }

        if (float.IsInfinity(value))
        {
            return value > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
        }

        if (value == Math.Floor(value) && Math.Abs(value) < 1e7f)
        {
            string integer = value.ToString("F0", CultureInfo.InvariantCulture);
            return IsNegativeZero(value) ? "-0.0f" : integer;
        }

        return Shortest(value, text => float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) == value, 6, 9) + "f";
    }

    /// <summary>The number that the bits of a floating-point constant stand for. A <c>float</c> is kept as its double.</summary>
    public static double Number(long bits) => BitConverter.Int64BitsToDouble(bits);

    /// <summary>The bits under which a floating-point constant is kept.</summary>
    public static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);

    private static bool IsNegativeZero(double value) => value == 0 && Bits(value) < 0;

    private static string Shortest<T>(T value, Func<string, bool> readsBack, int from, int to)
        where T : IFormattable
    {
        for (int digits = from; digits < to; digits++)
        {
            string text = value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (readsBack(text))
            {
                return text;
            }
        }

        return value.ToString("G" + to.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
