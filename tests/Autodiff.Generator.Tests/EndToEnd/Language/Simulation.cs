using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Differential equations, particles, chains.</summary>
internal static class Simulation
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "Runge-Kutta of the predator and its prey",
            """
            [Differentiable]
            public static double Evaluate(double[] y0, double[] p, double h, int steps)
            {
                double[] y = [y0[0], y0[1]];
                double[] k1 = new double[2], k2 = new double[2], k3 = new double[2], k4 = new double[2], t = new double[2];
                for (int s = 0; s < steps; s++)
                {
                    Slope(y, p, k1);
                    for (int i = 0; i < 2; i++) t[i] = y[i] + h / 2 * k1[i];
                    Slope(t, p, k2);
                    for (int i = 0; i < 2; i++) t[i] = y[i] + h / 2 * k2[i];
                    Slope(t, p, k3);
                    for (int i = 0; i < 2; i++) t[i] = y[i] + h * k3[i];
                    Slope(t, p, k4);
                    for (int i = 0; i < 2; i++) y[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
                }

                return y[0] * y[1];
            }

            private static void Slope(double[] y, double[] p, double[] dy)
            {
                dy[0] = p[0] * y[0] - p[1] * y[0] * y[1];
                dy[1] = p[2] * y[0] * y[1] - p[3] * y[1];
            }
            """,
            With(V(1, 0.5), V(1.1, 0.4, 0.1, 0.4), 0.1, 5)),
        new(
            "Euler's method, all states kept",
            """
            [Differentiable]
            public static double Evaluate(double angle, double length, double damping, int steps)
            {
                double[] theta = new double[steps + 1];
                double[] omega = new double[steps + 1];
                theta[0] = angle;
                for (int i = 0; i < steps; i++)
                {
                    omega[i + 1] = omega[i] + 0.05 * (-9.81 / length * Math.Sin(theta[i]) - damping * omega[i]);
                    theta[i + 1] = theta[i] + 0.05 * omega[i + 1];
                }

                double loss = 0;
                for (int i = 0; i <= steps; i++) loss += theta[i] * theta[i];
                return loss;
            }
            """,
            With(0.7, 1.3, 0.2, 10)),
        new(
            "energy of a chain of springs",
            """
            [Differentiable]
            public static double Evaluate(double[,] position, double stiffness, double rest)
            {
                double energy = 0;
                for (int i = 0; i + 1 < position.GetLength(0); i++)
                {
                    double dx = position[i + 1, 0] - position[i, 0];
                    double dy = position[i + 1, 1] - position[i, 1];
                    double stretch = Math.Sqrt(dx * dx + dy * dy) - rest;
                    energy += 0.5 * stiffness * stretch * stretch;
                    energy += 9.81 * position[i, 1];
                }

                return energy;
            }
            """,
            With(M(2, 0, 0, 1, 0.5, 2.1, 0.2), 3.0, 0.8)),
        new(
            "Lennard-Jones cluster",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> x, double epsilon, double sigma)
            {
                int n = x.Length / 3;
                double energy = 0;
                for (int i = 0; i < n; i++)
                {
                    for (int j = i + 1; j < n; j++)
                    {
                        double r2 = 0;
                        for (int k = 0; k < 3; k++)
                        {
                            double d = x[3 * i + k] - x[3 * j + k];
                            r2 += d * d;
                        }

                        if (r2 > 9) continue;
                        double s2 = sigma * sigma / r2, s6 = s2 * s2 * s2;
                        energy += 4 * epsilon * (s6 * s6 - s6);
                    }
                }

                return energy;
            }
            """,
            With(V(0, 0, 0, 1.1, 0.1, 0, 0.2, 1.2, 0.1, 8, 8, 8), 1.3, 0.9)),
        new(
            "steps of a system of bodies",
            """
            [Differentiable]
            public static double Evaluate(double[] m, double[] x, double[] v, double h, int steps)
            {
                int n = m.Length;
                Span<double> a = stackalloc double[2 * n];
                for (int s = 0; s < steps; s++)
                {
                    a.Clear();
                    for (int i = 0; i < n; i++)
                    {
                        for (int j = 0; j < i; j++)
                        {
                            double dx = x[2 * j] - x[2 * i], dy = x[2 * j + 1] - x[2 * i + 1];
                            double r2 = dx * dx + dy * dy + 0.01;
                            double f = 1 / (r2 * Math.Sqrt(r2));
                            a[2 * i] += m[j] * f * dx;
                            a[2 * i + 1] += m[j] * f * dy;
                            a[2 * j] -= m[i] * f * dx;
                            a[2 * j + 1] -= m[i] * f * dy;
                        }
                    }

                    for (int k = 0; k < 2 * n; k++)
                    {
                        v[k] += h * a[k];
                        x[k] += h * v[k];
                    }
                }

                double kinetic = 0;
                for (int i = 0; i < n; i++) kinetic += 0.5 * m[i] * (v[2 * i] * v[2 * i] + v[2 * i + 1] * v[2 * i + 1]);
                return kinetic;
            }
            """,
            With(V(1, 0.5, 0.2), V(0, 0, 1, 0.2, -0.3, 1), V(0, 0.1, 0.5, 0, -0.2, 0.3), 0.05, 3)),
        new(
            "the logistic map, transient dropped",
            """
            [Differentiable]
            public static double Evaluate(double r, double x)
            {
                int kept = 0;
                double mean = 0;
                for (int i = 0; i < 20; i++)
                {
                    x = r * x * (1 - x);
                    if (i < 10) continue;
                    kept++;
                    mean += (x - mean) / kept;
                }

                return mean;
            }
            """,
            With(2.7, 0.2)),
        new(
            "waves on a ring, three time levels",
            """
            [Differentiable]
            public static double Evaluate(double[] u0, double c, int steps)
            {
                int n = u0.Length;
                double[] before = new double[n], now = new double[n], after = new double[n];
                for (int i = 0; i < n; i++) before[i] = now[i] = u0[i];
                for (int t = 0; t < steps; t++)
                {
                    for (int i = 0; i < n; i++)
                    {
                        int left = (i + n - 1) % n, right = (i + 1) % n;
                        after[i] = 2 * now[i] - before[i] + c * c * (now[left] - 2 * now[i] + now[right]);
                    }

                    double[] spare = before;
                    before = now;
                    now = after;
                    after = spare;
                }

                double s = 0;
                for (int i = 0; i < n; i++) s += now[i] * now[i] * (i + 1);
                return s;
            }
            """,
            With(V(1, 0.5, -0.3, 0.2), 0.4, 4)),
        new(
            "an epidemic in compartments until it ebbs",
            """
            [Differentiable]
            public static double Evaluate(double beta, double gamma, double infected)
            {
                double s = 1 - infected, i = infected, peak = 0;
                for (int day = 0; day < 500; day++)
                {
                    double caught = beta * s * i, healed = gamma * i;
                    s -= caught;
                    i += caught - healed;
                    if (i > peak) peak = i;
                    else if (i < 0.5 * peak) return peak + s;
                }

                throw new InvalidOperationException("no end");
            }
            """,
            With(0.5, 0.2, 0.01))
        {
            Throws = [With(0.0001, 0.0001, 0.01)],
        },
    ];
}
