namespace Autodiff.Generator.Tests.EndToEnd.Regressions;

/// <summary>Parameters by reference: each is the caller's variable itself, however many names that has.</summary>
internal static class References
{
    public static IReadOnlyList<ScalarMethod> All { get; } =
    [
        ScalarMethod.InModel(
            "two ref parameters that are one variable",
            """
            [Differentiable]
            public static double F(double x)
            {
                double t = x;
                Mix(ref t, ref t);
                return t;
            }

            private static void Mix(ref double a, ref double b)
            {
                a += b;
                b += a;
                a *= 2;
            }
            """,
            at: [3.0],
            value: 24,
            gradient: [8]),
        ScalarMethod.InModel(
            "an in parameter sees what a ref parameter of the same variable is given",
            """
            [Differentiable]
            public static double F(double x)
            {
                double t = x;
                Grow(in t, ref t);
                return t;
            }

            private static void Grow(in double step, ref double sum)
            {
                sum *= 2;
                sum += step;
            }
            """,
            at: [1.5],
            value: 6,
            gradient: [4]),
        ScalarMethod.InModel(
            "ref, out and in of one call and of the next",
            """
            [Differentiable]
            public static double F(double x, double y)
            {
                double t = 2 * x;
                Step(ref t, out double u, y);
                Step(ref u, out t, in t);
                return t * u;
            }

            private static void Step(ref double a, out double b, in double c)
            {
                b = a * c;
                a = b + c;
            }
            """,
            at: [2.0, 3.0],
            value: 64800,
            gradient: [116640, 86400]),
        ScalarMethod.InModel(
            "a local function that changes a captured variable and gets it by reference",
            """
            [Differentiable]
            public static double F(double x)
            {
                double t = x;
                void Twice(ref double v)
                {
                    v += t;
                    t *= v;
                }

                Twice(ref t);
                return t;
            }
            """,
            at: [3.0],
            value: 36,
            gradient: [24]),
        ScalarMethod.InModel(
            "out in the second operand of a conjunction",
            """
            [Differentiable]
            public static double F(double x, double y) =>
                TryHalve(x, out var h) && TryHalve(y * h, out var g) ? g * h : x;

            private static bool TryHalve(double v, out double half)
            {
                half = v / 2;
                return v > 0;
            }
            """,
            at: [2.0, 3.0],
            value: 1.5,
            gradient: [1.5, 0.5]),
        ScalarMethod.InModel(
            "an element of a tuple by reference",
            """
            [Differentiable]
            public static double F(double x)
            {
                var t = (a: x, b: 1.0);
                Double(ref t.a);
                Double(ref t.b);
                return t.a * t.a * t.b;
            }

            private static void Double(ref double v) => v *= 2;
            """,
            at: [1.5],
            value: 18,
            gradient: [24]),
    ];
}
