using Autodiff.Generator.Tests.EndToEnd.Language;
using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Jacobians;

/// <summary>Tuples that come from elsewhere, are kept in variables, or are handed on whole.</summary>
internal static class TuplesPassedAround
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "a field, or a tuple made here",
            """
            private static readonly (double P, double Q) Default = (1.5, 2.5);

            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y)
            {
                if (x > y)
                {
                    return Default;
                }

                return (x * Default.P, y * x);
            }
            """,
            With(1.3, 2.1),
            With(3.3, 2.1)),
        new(
            "a field of floats, chosen by a condition",
            """
            private static readonly (float, float) Default = (1.5f, 2.5f);

            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y) => x > y ? Default : (x, y * x);
            """,
            With(1.3, 2.1),
            With(3.3, 2.1)),
        new(
            "a property, chosen by a switch expression",
            """
            private static (double P, double Q) Default => (1.5, 2.5);

            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y, int n) => n switch
            {
                0 => (x, y * x),
                1 => Default,
                _ => (y, x),
            };
            """,
            With(1.3, 2.1, 0),
            With(1.3, 2.1, 1),
            With(1.3, 2.1, 2)),
        new(
            "a variable that a field starts, and one that a field replaces",
            """
            private static readonly (double P, double Q) Default = (1.5, 2.5);

            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y)
            {
                var s = Default;
                s.P += x;
                var t = (x, y);
                if (x > y)
                {
                    t = Default;
                }

                return (s.P * t.Item1, s.Q * t.Item2);
            }
            """,
            With(1.3, 2.1),
            With(3.3, 2.1)),
        new(
            "a field returned by a helper on one way",
            """
            private static readonly (double P, double Q) Default = (1.5, 2.5);

            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y)
            {
                var (p, q) = Clamped(x);
                return (p * y, q);
            }

            private static (double, double) Clamped(double x) => x > 1 ? Default : (x, x * x);
            """,
            With(1.3, 2.1),
            With(0.3, 2.1)),
        new(
            "a generic helper, a lambda and an out parameter",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y)
            {
                Split(x, out (double, double) t);
                Func<(double, double)> kept = () => (t.Item1 * y, t.Item2);
                return Same(kept());
            }

            private static T Same<T>(T value) => value;

            private static void Split(double x, out (double, double) parts) => parts = (x, x * x);
            """,
            With(1.3, 2.1)),
        new(
            "a tuple that a loop carries",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y, int n)
            {
                (double a, double b) s = (x, y);
                for (int i = 0; i < n; i++)
                {
                    s = (s.b, s.a * s.b);
                }

                return s;
            }
            """,
            With(1.3, 2.1, 0),
            With(1.3, 0.9, 4)),
        new(
            "a tuple that a loop starts from a field",
            """
            private static readonly (double, double) Start = (0.5, 1.5);

            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, int n)
            {
                (double a, double b) s = Start;
                for (int i = 0; i < n; i++)
                {
                    s = (s.b * x, s.a + s.b);
                }

                return s;
            }
            """,
            With(1.3, 3)),
        new(
            "an exchange as the result",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y) => (x, y) = (y, x * y);
            """,
            With(1.3, 2.1)),
        new(
            "an element of a tuple of tuples",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y)
            {
                ((double, double) Inner, double Outer) t = ((x, y * x), x);
                return t.Outer > y ? t.Inner : (t.Outer, t.Inner.Item2);
            }
            """,
            With(1.3, 2.1),
            With(3.3, 2.1)),
        new(
            "an exception in place of an element, or of all",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y) => x > 0
                ? (x, y > 0 ? y * x : throw new InvalidOperationException("no y"))
                : throw new ArithmeticException("no x");
            """,
            With(1.3, 2.1))
        {
            Throws = [With(1, -1), With(-1, -1)],
        },
        new(
            "default, or a tuple",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y)
            {
                (double a, double b) t = default;
                if (x > y)
                {
                    t = new(x * y, y);
                }

                t.a -= y;
                return t;
            }
            """,
            With(1.3, 2.1),
            With(3.3, 2.1)),
    ];
}
