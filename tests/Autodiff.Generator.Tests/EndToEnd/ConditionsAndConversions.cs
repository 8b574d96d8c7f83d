namespace Autodiff.Generator.Tests.EndToEnd;

/// <summary>Conditional expressions, the numeric types and the conversions between them, constants and guards.</summary>
internal static class ConditionsAndConversions
{
    public static IReadOnlyList<ScalarMethod> All { get; } =
    [
        ScalarMethod.InModel(
            "nested conditionals",
            """
            [Differentiable]
            public static double Relu6(double x, double y) => x < 0 ? 0.01 * x * y : x > 6 ? 6 * y : x * x * y;
            """,
            at: [2.5, 0.8],
            value: 5,
            gradient: [4, 6.25]),
        ScalarMethod.InModel(
            "short-circuit conditions that guard a division",
            """
            [Differentiable]
            public static double F(double x, double y) => y != 0 && x / y > 1 || x < -5 ? x / y : x * y;
            """,
            at: [3.0, 2.0],
            value: 1.5,
            gradient: [0.5, -0.75]),
        ScalarMethod.InModel(
            "the branch not taken has a pole",
            """
            [Differentiable]
            public static double F(double x) => x > 0 ? Math.Log(x) * Math.Sqrt(x) : x * x;
            """,
            at: [-1.5],
            value: 2.25,
            gradient: [-3]),
        ScalarMethod.InModel(
            "a conditional on a truth value kept in a local",
            """
            [Differentiable]
            public static double F(double x, bool flag)
            {
                bool positive = x > 0;
                bool both = positive & flag | !positive ^ flag;
                double y = both ? x * x : -x;
                return positive == flag ? y * y : y;
            }
            """,
            at: [1.3, true],
            value: 2.8561000000000005,
            gradient: [8.788]),
        ScalarMethod.InModel(
            "integers among the numbers",
            """
            [Differentiable]
            public static double F(double x, int n, long m, byte k)
            {
                int half = n / 2;
                long product = half * m;
                uint bits = 1u << k;
                return x * half + x * x * product / bits - n % 3 + x * (n & 6);
            }
            """,
            at: [1.5, 7, 5, 3],
            value: 16.71875,
            gradient: [14.625]),
        ScalarMethod.InModel(
            "whole and fractional part",
            """
            [Differentiable]
            public static double F(double x, double y)
            {
                int whole = (int)x;
                double fraction = x - whole;
                return whole * y + fraction * fraction;
            }
            """,
            at: [3.7, 0.5],
            value: 1.9900000000000002,
            gradient: [1.4000000000000004, 3]),
        ScalarMethod.InModel(
            "float and double mixed as the language mixes them",
            """
            [Differentiable]
            public static double F(float x, double y)
            {
                float half = x / 2;
                double product = half * y;
                float rounded = (float)product;
                return rounded * x + half * 3 + product;
            }
            """,
            at: [1.5, 0.25],
            value: 2.71875,
            gradient: [2, 1.875]) with
        {
            Tolerance = ScalarMethod.SingleTolerance,
        },
        ScalarMethod.InModel(
            "a float result",
            """
            [Differentiable]
            public static float Norm(float x, float y) => MathF.Sqrt(x * x + y * y) + MathF.Exp(-x) * 0.5f;
            """,
            at: [0.6, 0.8],
            value: 1.2744058180470133,
            gradient: [0.3255941819529867, 0.8]) with
        {
            Tolerance = ScalarMethod.SingleTolerance,
        },
        ScalarMethod.InModel(
            "literals in all spellings",
            """
            [Differentiable]
            public static double F(double x) => x * 0x10 + x * x * 1_000.5 + .5 * x + 1e-3 * x * 0b101 + 2d * x - 3f * x + 4L * x + 7U + 'A';
            """,
            at: [0.3],
            value: 167.8965,
            gradient: [619.805]),
        ScalarMethod.InModel(
            "constants of the class and of the method",
            """
            private const double Gain = 2 * Math.PI;
            private const int Order = 3;
            private static readonly double Offset = 0.125;
            private static double Bias { get; } = -0.5;
            private static double Twice => 2 * Offset;

            [Differentiable]
            public static double F(double x)
            {
                const double Scale = Gain / Order;
                return Scale * x * x + Offset * x + Bias + Twice * Math.Cos(x);
            }
            """,
            at: [0.4],
            value: 0.11536846488363259,
            gradient: [1.7031614963373938]),
        ScalarMethod.InModel(
            "checked conversion and arithmetic",
            """
            [Differentiable]
            public static double F(double x, int n)
            {
                checked
                {
                    int index = (int)x + n * 2;
                    return index * x * x;
                }
            }
            """,
            at: [2.6, 3],
            value: 54.080000000000005,
            gradient: [41.6]),
        ScalarMethod.InModel(
            "guards",
            """
            [Differentiable]
            public static double F(double x, double y, string name)
            {
                ArgumentNullException.ThrowIfNull(name);
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(x);
                System.Diagnostics.Debug.Assert(x > 0);
                double logarithm = x > 0 ? Math.Log(x) : throw new ArgumentOutOfRangeException(nameof(x));
                return logarithm * y;
            }
            """,
            at: [2.5, 1.5, "name"],
            value: 1.3744360978112327,
            gradient: [0.6, 0.9162907318741551]),
        ScalarMethod.InModel(
            "an enumeration selects",
            """
            public enum Mode { Linear, Square }

            [Differentiable]
            public static double F(double x, bool square)
            {
                Mode mode = square ? Mode.Square : Mode.Linear;
                return mode == Mode.Square ? x * x : x;
            }
            """,
            at: [1.75, true],
            value: 3.0625,
            gradient: [3.5]),
        ScalarMethod.InModel(
            "unary signs and parentheses",
            """
            [Differentiable]
            public static double F(double x, double y) => -(-(+x)) - -y * (-(x)) + (-x * -x);
            """,
            at: [1.4, 0.3],
            value: 2.9399999999999995,
            gradient: [3.5, -1.4]),
        ScalarMethod.InModel(
            "a value used many times",
            """
            [Differentiable]
            public static double F(double x)
            {
                double a = x * x;
                double b = a * a;
                double c = b * b + a * b - a;
                return c * c / (b + 1) + c * a;
            }
            """,
            at: [0.9],
            value: 0.13697965424552522,
            gradient: [5.781752875355496]),
        ScalarMethod.InModel(
            "a function not monotone in its operands' order",
            """
            [Differentiable]
            public static double F(double x, double y) => x - y - x / y / 2 - (x - (y - x));
            """,
            at: [1.9, 0.7],
            value: -3.257142857142857,
            gradient: [-1.7142857142857144, 1.9387755102040818]),
        ScalarMethod.InModel(
            "a tuple chosen by a condition",
            """
            [Differentiable]
            public static double F(double x, double y)
            {
                var (larger, smaller) = x > y ? (x, y) : (y, x);
                var nested = ((x, y), 2.0);
                return larger * larger / smaller + nested.Item1.y * nested.Item2;
            }
            """,
            at: [0.5, 1.25],
            value: 5.625,
            gradient: [-6.25, 7]),
        ScalarMethod.InModel(
            "patterns",
            """
            [Differentiable]
            public static double F(double x, double y, DayOfWeek day) => x switch
            {
                < 0 => -x,
                >= 0 and < 1 when y > 2 => x * x,
                _ => x is > 0 and not 0.5 && day is DayOfWeek.Friday or DayOfWeek.Monday ? x * y : y,
            };
            """,
            at: [0.75, 1.25, 0],
            value: 1.25,
            gradient: [0, 1]),
        ScalarMethod.InModel(
            "throw statements as guards",
            """
            [Differentiable]
            public static double F(double x, string name)
            {
                _ = name ?? throw new ArgumentNullException(nameof(name));
                if (x < 0)
                {
                    throw new ArgumentOutOfRangeException(nameof(x), x, "negative");
                }

                if (name.Length == 0) throw new ArgumentException("empty", nameof(name));
                return x * x * name.Length;
            }
            """,
            at: [0.75, "abc"],
            value: 1.6875,
            gradient: [4.5]),
        ScalarMethod.InModel(
            "a guard whose message has a format with an escape",
            """
            [Differentiable]
            public static double F(double x)
            {
                if (x < 0)
                {
                    throw new ArgumentException($"{x:0\\.0} is \"negative\"", nameof(x));
                }

                return x * x;
            }
            """,
            at: [0.75],
            value: 0.5625,
            gradient: [1.5]),
    ];
}
