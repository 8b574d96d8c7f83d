namespace Autodiff.Generator.Tests.EndToEnd;

/// <summary>Locals, assignments and tuples.</summary>
internal static class Locals
{
    public static IReadOnlyList<ScalarMethod> All { get; } =
    [
        ScalarMethod.InModel(
            "every compound operator",
            """
            [Differentiable]
            public static double F(double x, double y)
            {
                double s = x;
                s += y;
                s *= x;
                s -= 3;
                s /= y;
                s %= 2.5;
                return s * s;
            }
            """,
            at: [2.2, 1.7],
            value: 0.6120761245674751,
            gradient: [5.614532871972323, -0.9962141257887251]),
        ScalarMethod.InModel(
            "a local that is assigned again and again",
            """
            [Differentiable]
            public static double F(double x)
            {
                var a = x * x;
                var b = a + 1;
                a = Math.Sin(b);
                b = a * b;
                a = a + b * x;
                return a;
            }
            """,
            at: [0.8],
            value: 2.3064659536099295,
            gradient: [2.6572166921908806]),
        ScalarMethod.InModel(
            "increments within expressions",
            """
            [Differentiable]
            public static double F(double x, double y)
            {
                double a = x;
                double r = a++ * y + --a * a-- - ++a;
                return r * a;
            }
            """,
            at: [1.5, -0.75],
            value: -0.5625,
            gradient: [1.5, 2.25]),
        ScalarMethod.InModel(
            "assignments as values",
            """
            [Differentiable]
            public static double F(double x, double y)
            {
                double a, b;
                a = b = x * y;
                double c = (a += x) * a + (b = 2 * b);
                return c - a * b;
            }
            """,
            at: [1.25, 0.6],
            value: 2.5,
            gradient: [2.8, 0.6250000000000001]),
        ScalarMethod.InModel(
            "a parameter that is assigned",
            """
            [Differentiable]
            public static double F(double x, double y)
            {
                x = x * x + y;
                y *= x;
                x++;
                return x / y;
            }
            """,
            at: [1.5, 2.0],
            value: 0.6176470588235294,
            gradient: [-0.08304498269896193, -0.3365051903114187]),
        ScalarMethod.InModel(
            "a swap by deconstruction",
            """
            [Differentiable]
            public static double F(double x, double y)
            {
                (x, y) = (y * y, x + y);
                (x, y) = (y, x);
                return x * x - 3 * y;
            }
            """,
            at: [1.1, -0.4],
            value: 0.01000000000000004,
            gradient: [1.4000000000000001, 3.8000000000000003]),
        ScalarMethod.InModel(
            "tuples named and unnamed",
            """
            [Differentiable]
            public static double F(double x, double y)
            {
                var pair = (sum: x + y, product: x * y);
                (double, double) other = (pair.product, 2);
                pair.sum -= 1;
                return pair.sum * other.Item1 + other.Item2 * pair.Item2;
            }
            """,
            at: [0.9, 2.1],
            value: 7.5600000000000005,
            gradient: [10.290000000000001, 5.49]),
        ScalarMethod.InModel(
            "nested deconstruction and discards",
            """
            [Differentiable]
            public static double F(double x, double y)
            {
                var (a, (b, _)) = (x * y, (Math.Cos(x), y));
                (_, double c) = (a, b - a);
                return a * b * c;
            }
            """,
            at: [0.7, 1.3],
            value: -0.1010307652706752,
            gradient: [-1.4124205597179098, -0.5649204465853539]),
        ScalarMethod.InModel(
            "a tuple with a loss of precision",
            """
            [Differentiable]
            public static double F(double x)
            {
                (float a, double b) = ((float)x, x);
                return a * b;
            }
            """,
            at: [0.5],
            value: 0.25,
            gradient: [1]) with
        {
            Tolerance = ScalarMethod.SingleTolerance,
        },
        ScalarMethod.InModel(
            "sine and cosine at once",
            """
            [Differentiable]
            public static double F(double angle, double r)
            {
                var (s, c) = Math.SinCos(angle);
                return r * r * s * c + s;
            }
            """,
            at: [0.6, 1.7],
            value: 1.9114389526176774,
            gradient: [1.872549525347265, 1.5844664461442848]),
    ];
}
