using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Tuples and records taken apart, indices and ranges as values, list patterns, and copies that throw.</summary>
internal static class TakenApart
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "a record in a field",
            """
            private sealed record Line(double Slope, double Intercept);

            private static readonly Line line = new(1.5, 2);

            [Differentiable]
            public static double Evaluate(double x)
            {
                var (slope, intercept) = line;
                return slope * x * x + intercept;
            }
            """,
            With(0.7)),
        new(
            "foreach takes the tuples of a table apart",
            """
            [Differentiable]
            public static double Evaluate(double a, double b)
            {
                double s = 0;
                foreach (var (x, w) in Rule) s += w * Math.Exp(a * x + b);
                foreach ((double x, _) in Rule) s += x * b;
                return s;
            }
            private static readonly (double X, double W)[] Rule = [(-0.57735, 1), (0.57735, 1)];
            """,
            With(1.2, 0.5)),
        new(
            "a table of tuples by their members",
            """
            [Differentiable]
            public static double Evaluate(double a, double b)
            {
                double s = 0;
                foreach (var node in Rule) s += node.W * Math.Exp(a * node.X + b);
                for (int i = 0; i < Rule.Length; i++) s += Rule[i].X * a;
                return s;
            }
            private static readonly (double X, double W)[] Rule = [(-0.57735, 1), (0.57735, 1)];
            """,
            With(1.2, 0.5)),
        new(
            "edges of a graph as pairs",
            """
            [Differentiable]
            public static double Evaluate(double[] x, (int From, int To)[] edges)
            {
                double s = 0;
                foreach (var (from, to) in edges)
                {
                    double d = x[from] - x[to];
                    if (d < 0) continue;
                    s += d * d * (from + 1);
                }
                return s;
            }
            """,
            With(V(1, 2, 3), new (int, int)[] { (0, 1), (1, 2), (2, 0) })),
        new(
            "a local table of tuples",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double k)
            {
                (int Index, int Power)[] terms = [(0, 1), (1, 2), (2, 3)];
                double s = 0;
                foreach (var (i, p) in terms)
                {
                    s += Math.Pow(x[i], p) * k;
                }

                return s;
            }
            """,
            With(V(1.5, -2, 3), 2.0)),
        new(
            "an index and a range in variables",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                Index last = ^1;
                Range middle = 1..^1;
                double s = x[last] * x[0];
                foreach (double v in x[middle]) s += v * v;
                return s;
            }
            """,
            With(V(1.5, -2, 3, 4))),
        new(
            "a switch expression on list patterns",
            """
            [Differentiable]
            public static double Evaluate(double[] x) => x switch
            {
                [] => 0,
                [var only] => only * only,
                [var first, .., var last] => first * last + x.Length,
            };
            """,
            With(V(1, 2, 3)),
            With(V(1)),
            With(V())),
        new(
            "three elements by a list pattern",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double k)
            {
                if (x is not [var a, var b, var c]) throw new ArgumentException("three", nameof(x));
                return a * b + c * k;
            }
            """,
            With(V(1, 2, 3), 2.0)),
        new(
            "goto case and goto default",
            """
            [Differentiable]
            public static double Evaluate(double x, int mode)
            {
                double s = 0;
                switch (mode)
                {
                    case 0:
                        s += x;
                        goto case 1;
                    case 1:
                        s += x * x;
                        goto default;
                    default:
                        s += Math.Sin(x);
                        break;
                }

                return s;
            }
            """,
            With(1.2, 0),
            With(1.2, 1),
            With(1.2, 2)),
        new(
            "goto default in a switch in an endless loop",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int budget)
            {
                double s = 0;
                int i = 0;
                while (true)
                {
                    switch (i % 3)
                    {
                        case 0:
                            s += x[i % x.Length];
                            if (s > budget) return s * s;
                            break;
                        case 1 when s > 10:
                            s *= 0.5 * x[1];
                            goto default;
                        default:
                            s += x[0] * x[i % x.Length] * 0.1;
                            break;
                    }
                    if (++i >= 12) break;
                }
                return s;
            }
            """,
            With(V(5, 3, 8, 1), 20)),
        new(
            "Array.Copy of a part that may be too long",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n)
            {
                double[] y = new double[x.Length];
                Array.Copy(x, y, n);
                double s = 0;
                for (int i = 0; i < y.Length; i++) s += y[i] * y[i] * i;
                return s;
            }
            """,
            With(V(1.5, -2, 3, 4), 3))
        {
            Throws = [With(V(1.5, -2, 3, 4), 5), With(V(1.5, -2, 3, 4), -1)],
        },
        new(
            "Array.Copy within and between arrays, and out of range",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int from, int n)
            {
                double[] y = new double[x.Length];
                Array.Copy(x, from, y, 0, n);
                Array.Copy(y, 0, y, 1, y.Length - 1);
                double s = 0;
                for (int i = 0; i < y.Length; i++) s += y[i] * y[i] * i;
                return s;
            }
            """,
            With(V(1.5, -2, 3, 4), 1, 2))
        {
            Throws = [With(V(1.5, -2, 3, 4), 3, 2), With(V(1.5, -2, 3, 4), -1, 2), With(V(1.5, -2, 3, 4), 1, -2)],
        },
        new(
            "CopyTo at an offset that may be too far",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n)
            {
                double[] y = new double[9];
                x.CopyTo(y, n);
                double s = 0;
                for (int i = 0; i < y.Length; i++) s += y[i] * y[i] * i;
                return s;
            }
            """,
            With(V(1.5, -2, 3, 4), 3))
        {
            Throws = [With(V(1.5, -2, 3, 4), -1), With(V(1.5, -2, 3, 4), 12)],
        },
        new(
            "goto case among break, continue and return in a loop",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int[] ops)
            {
                double s = 1;
                for (int i = 0; i < ops.Length; i++)
                {
                    switch (ops[i])
                    {
                        case 0: s += x[0]; if (s > 100) return s; goto case 2;
                        case 1: s *= x[1]; if (s > 50) break; goto default;
                        case 2: s = Math.Sin(s) + x[2]; continue;
                        default: s += x[3]; break;
                    }
                    s *= 1.01;
                }
                return s;
            }
            """,
            With(V(1, 2, 3, 0.5), N(0, 1, 2, 3, 1, 0))),
        new(
            "an index and a range chosen by a condition, and handed on",
            """
            [Differentiable]
            public static double Evaluate(double[] x, bool last)
            {
                Index i = last ? ^1 : 0;
                Index j = 2;
                double s = 0;
                Range r = last ? ..2 : 2..;
                foreach (double v in x.AsSpan()[r]) s += v * v;
                foreach (double v in x.AsSpan(1..^1)) s += v * x[i];
                return s * Pick(x, ^2) + x[j] + x[j.Value] * r.Start.Value + Sum(x[r]);
            }
            private static double Pick(ReadOnlySpan<double> x, Index at) => x[at];
            private static double Sum(double[] x) { double s = 0; foreach (var v in x) s += v; return s; }
            """,
            With(V(1, 2, 3, 4), true),
            With(V(1, 2, 3, 4), false)),
        new(
            "list patterns with what is left, of an array and of a span",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double s = 0;
                if (x is [var head, .. var tail]) s += head * Math.Exp(-head) + tail.Length;
                ReadOnlySpan<double> rest = x;
                while (rest is [var first, .. var next])
                {
                    s = s * 0.5 + first * first;
                    rest = next;
                }
                return x is [_, var second, ..] ? s * second : s;
            }
            """,
            With(V(1, 2, 3, 4)),
            With(V(-1, 2)),
            With(V(5))),
        new(
            "a lambda that is replaced by another",
            """
            [Differentiable]
            public static double Evaluate(double x)
            {
                Func<double, double> f = t => t * t;
                double a = f(x);
                f = t => Math.Sin(t);
                return a + f(2 * x);
            }
            """,
            With(1.2)),
    ];
}
