using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Switches and conditions, in and around loops.</summary>
internal static class Branches
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "switch statement on an integer",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, int op)
            {
                double r;
                switch (op)
                {
                    case 0:
                        r = x + y;
                        break;
                    case 1:
                    case 2:
                        r = x * y * op;
                        break;
                    case 3 when x > y:
                        return x / y;
                    default:
                        r = Math.Sin(x);
                        break;
                }

                return r * r;
            }
            """,
            With(1.5, 0.5, 0),
            With(1.5, 0.5, 2),
            With(1.5, 0.5, 3),
            With(0.5, 1.5, 3),
            With(1.0, 2.0, 9)),
        new(
            "arrays and rows compared with null",
            """
            [Differentiable]
            public static double Evaluate(double[][] m, double[]? w, double a, object? o)
            {
                double sum = a;
                for (int i = 0; i < m.Length; i++)
                {
                    if (m[i] == null || null == w)
                    {
                        continue;
                    }

                    if (m[i] is { Length: > 1 } row && w != null)
                    {
                        sum += row[0] * row[1] * w[0];
                    }

                    double[] copy = new double[1];
                    if (copy is not null && o is not string && o is not null)
                    {
                        sum *= m[i][0] * a;
                    }
                }

                return sum;
            }
            """,
            With(Rows([1.5, 2], [3], [-0.5, 0.25]), V(2, 3), 0.75, 1),
            With(Rows([1.5, 2], [3]), V(2), 0.75, "text")),
        new(
            "switch statement with relational patterns",
            """
            [Differentiable]
            public static double Evaluate(double income)
            {
                switch (income)
                {
                    case < 10:
                        return 0.1 * income * income;
                    case >= 10 and < 20:
                        return 1 + 0.2 * income;
                    case double.NaN:
                        throw new ArgumentException("not a number");
                    default:
                        return Math.Log(income);
                }
            }
            """,
            With(5),
            With(15),
            With(25))
        {
            Throws = [With(double.NaN)],
        },
        new(
            "switch expression on a tuple",
            """
            [Differentiable]
            public static double Evaluate(double x, double y)
            {
                double s = (x, y) switch
                {
                    (> 0, > 0) => x * y,
                    (> 0, _) => x - y * y,
                    (_, > 0) => y / (1 + x * x),
                    _ => Math.Exp(x + y),
                };
                return s * (x + 2);
            }
            """,
            With(1, 2),
            With(1, -2),
            With(-1, 2),
            With(-1, -2)),
        new(
            "a switch in a loop over opcodes",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int[] program)
            {
                double a = 1;
                for (int i = 0; i < program.Length; i++)
                {
                    switch (program[i] % 4)
                    {
                        case 0:
                            a += x[i % x.Length];
                            break;
                        case 1:
                            a *= x[i % x.Length];
                            break;
                        case 2:
                            a = Math.Tanh(a);
                            break;
                        default:
                            continue;
                    }

                    a += 0.1;
                }

                return a;
            }
            """,
            With(V(0.5, 1.5, -0.7), N(0, 1, 2, 3, 1, 0, 2))),
        new(
            "a stack machine that stops",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, string program)
            {
                double[] stack = new double[8];
                int top = 0;
                foreach (char c in program)
                {
                    switch (c)
                    {
                        case 'x': stack[top++] = x; break;
                        case 'y': stack[top++] = y; break;
                        case '+': top--; stack[top - 1] += stack[top]; break;
                        case '*': top--; stack[top - 1] *= stack[top]; break;
                        case '.': return stack[top - 1];
                        default: throw new FormatException("unknown");
                    }
                }

                return stack[0];
            }
            """,
            With(1.5, -0.5, "xy*x+"),
            With(1.5, -0.5, "xx*y*.+"))
        {
            Throws = [With(1.0, 2.0, "x?")],
        },
        new(
            "an enum chooses the activation",
            """
            public enum Activation { Identity, Relu, Tanh, Softplus }

            [Differentiable]
            public static double Evaluate(double[] x, double[] w, int kind)
            {
                double s = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    s += w[i] * Activate(x[i], (Activation)kind);
                }

                return s;
            }

            private static double Activate(double z, Activation kind) => kind switch
            {
                Activation.Identity => z,
                Activation.Relu => z > 0 ? z : 0,
                Activation.Tanh => Math.Tanh(z),
                Activation.Softplus => Math.Log(1 + Math.Exp(z)),
                _ => throw new ArgumentOutOfRangeException(nameof(kind)),
            };
            """,
            With(V(1, -2, 0.5), V(0.3, 0.6, -1), 0),
            With(V(1, -2, 0.5), V(0.3, 0.6, -1), 1),
            With(V(1, -2, 0.5), V(0.3, 0.6, -1), 2),
            With(V(1, -2, 0.5), V(0.3, 0.6, -1), 3))
        {
            Throws = [With(V(1), V(1), 7)],
        },
        new(
            "running maximum and minimum",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double max = double.NegativeInfinity, min = double.PositiveInfinity;
                foreach (double v in x)
                {
                    if (v > max) max = v;
                    if (v < min) min = v;
                }

                return (max - min) * (max + min);
            }
            """,
            With(V(0.5, 2, -1, 1.5))),
        new(
            "the largest product so far, by Math.Max",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double best = x[0], high = x[0], low = x[0];
                for (int i = 1; i < x.Length; i++)
                {
                    double a = high * x[i], b = low * x[i];
                    high = Math.Max(x[i], Math.Max(a, b));
                    low = Math.Min(x[i], Math.Min(a, b));
                    best = Math.Max(best, high);
                }

                return best;
            }
            """,
            With(V(0.5, -2, 1.7, -3, 0.2))),
        new(
            "what is assigned differs by branch and iteration",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, int n)
            {
                double a = x, b = y, last = 0;
                for (int i = 0; i < n; i++)
                {
                    if (i % 3 == 0)
                    {
                        last = a;
                        a = a * b;
                    }
                    else if (a > b)
                    {
                        double t = a;
                        a = b + 0.1;
                        b = t * 0.9;
                    }
                    else
                    {
                        b += last;
                    }
                }

                return a + 2 * b - last;
            }
            """,
            With(0.7, 1.3, 8)),
    ];
}
