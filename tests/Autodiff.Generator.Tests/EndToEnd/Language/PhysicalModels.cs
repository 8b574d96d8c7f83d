using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Prices, pictures and bodies.</summary>
internal static class PhysicalModels
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "implied volatility by Newton",
            """
            [Differentiable]
            public static double Evaluate(double price, double s, double k, double t, double r)
            {
                double sigma = 0.3;
                for (int iter = 0; iter < 50; iter++)
                {
                    double d1 = (Math.Log(s / k) + (r + sigma * sigma / 2) * t) / (sigma * Math.Sqrt(t));
                    double d2 = d1 - sigma * Math.Sqrt(t);
                    double model = s * Cdf(d1) - k * Math.Exp(-r * t) * Cdf(d2);
                    double vega = s * Math.Sqrt(t) * Math.Exp(-0.5 * d1 * d1) / Math.Sqrt(2 * Math.PI);
                    double diff = model - price;
                    if (Math.Abs(diff) < 1e-12) break;
                    sigma -= diff / vega;
                }
                return sigma;
            }
            private static double Cdf(double x)
            {
                double a = Math.Abs(x), b = Math.Exp(-a * a / 2), t = 1 / (1 + 0.2316419 * a);
                double[] c = [0.319381530, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
                double poly = 0;
                for (int i = c.Length - 1; i >= 0; i--) poly = (poly + c[i]) * t;
                double cdf = 1 - b / Math.Sqrt(2 * Math.PI) * poly;
                return x < 0 ? 1 - cdf : cdf;
            }
            """,
            With(10.0, 100.0, 105.0, 0.5, 0.03)),
        new(
            "an American put on a binomial tree",
            """
            [Differentiable]
            public static double Evaluate(double s, double k, double r, double sigma, double t, int n)
            {
                double dt = t / n, u = Math.Exp(sigma * Math.Sqrt(dt)), d = 1 / u;
                double disc = Math.Exp(-r * dt), p = (Math.Exp(r * dt) - d) / (u - d);
                var v = new double[n + 1];
                for (int i = 0; i <= n; i++) v[i] = Math.Max(k - s * Math.Pow(u, 2 * i - n), 0);
                for (int step = n - 1; step >= 0; step--)
                    for (int i = 0; i <= step; i++)
                    {
                        double hold = disc * (p * v[i + 1] + (1 - p) * v[i]);
                        double exercise = k - s * Math.Pow(u, 2 * i - step);
                        v[i] = hold > exercise ? hold : exercise;
                    }
                return v[0];
            }
            """,
            With(100.0, 105.0, 0.05, 0.25, 1.0, 25)),
        new(
            "a picture sampled by bicubic weights with clamped indices",
            """
            [Differentiable]
            public static double Evaluate(double[,] img, double x, double y)
            {
                int h = img.GetLength(0), w = img.GetLength(1);
                int ix = (int)Math.Floor(x), iy = (int)Math.Floor(y);
                double fx = x - ix, fy = y - iy, result = 0;
                for (int m = -1; m <= 2; m++)
                {
                    double row = 0;
                    for (int n = -1; n <= 2; n++)
                        row += img[Math.Clamp(iy + m, 0, h - 1), Math.Clamp(ix + n, 0, w - 1)] * Cubic(n - fx);
                    result += row * Cubic(m - fy);
                }
                return result;
                static double Cubic(double t)
                {
                    t = Math.Abs(t);
                    return t <= 1 ? 1 - 2 * t * t + t * t * t : t < 2 ? 4 - 8 * t + 5 * t * t - t * t * t : 0;
                }
            }
            """,
            With(M(4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17), 1.3, 2.2)),
        new(
            "a ray marched through a distance field",
            """
            [Differentiable]
            public static double Evaluate(double[] origin, double[] dir, double radius)
            {
                double len = Math.Sqrt(dir[0] * dir[0] + dir[1] * dir[1] + dir[2] * dir[2]);
                double t = 0;
                for (int i = 0; i < 64; i++)
                {
                    double px = origin[0] + t * dir[0] / len, py = origin[1] + t * dir[1] / len, pz = origin[2] + t * dir[2] / len;
                    double d = SmoothUnion(Sphere(px, py, pz, radius), Sphere(px - 0.5, py, pz, radius * 0.5), 0.3);
                    if (d < 1e-9) return t;
                    t += d;
                    if (t > 100) return double.MaxValue;
                }
                return t;
            }
            private static double Sphere(double x, double y, double z, double r) => Math.Sqrt(x * x + y * y + z * z) - r;
            private static double SmoothUnion(double a, double b, double k)
            {
                double h = Math.Clamp(0.5 + 0.5 * (b - a) / k, 0.0, 1.0);
                return double.Lerp(b, a, h) - k * h * (1.0 - h);
            }
            """,
            With(V(0, 0, -3), V(0.1, 0.2, 1), 1.0)),
        new(
            "bodies in arrays of coordinates, overwritten",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] y, double[] vx, double[] vy, double[] m, int steps)
            {
                int n = m.Length;
                for (int s = 0; s < steps; s++)
                {
                    for (int i = 0; i < n; i++)
                    {
                        double ax = 0, ay = 0;
                        for (int j = 0; j < n; j++)
                        {
                            if (j == i) continue;
                            double dx = x[j] - x[i], dy = y[j] - y[i];
                            double r2 = dx * dx + dy * dy + 0.01;
                            double inv = m[j] / (r2 * Math.Sqrt(r2));
                            ax += dx * inv; ay += dy * inv;
                        }
                        vx[i] += 0.01 * ax; vy[i] += 0.01 * ay;
                    }
                    for (int i = 0; i < n; i++) { x[i] += 0.01 * vx[i]; y[i] += 0.01 * vy[i]; }
                }
                double e = 0;
                for (int i = 0; i < n; i++) e += 0.5 * m[i] * (vx[i] * vx[i] + vy[i] * vy[i]);
                return e;
            }
            """,
            With(V(0, 1, 0.2), V(0, 0.1, 1), V(0.1, 0, -0.1), V(0, 0.2, 0.1), V(1, 0.5, 0.3), 5)),
        new(
            "Runge-Kutta steps of a lambda that returns a tuple",
            """
            [Differentiable]
            public static double Evaluate(double y0, double v0, double mu, int steps)
            {
                double h = 0.05;
                double y = y0, v = v0;
                for (int i = 0; i < steps; i++)
                {
                    (y, v) = Step((p, q) => (q, mu * (1 - p * p) * q - p), y, v, h);
                }

                return y * y + v * v;
            }

            private static (double, double) Step(Func<double, double, (double, double)> f, double y, double v, double h)
            {
                var (k1y, k1v) = f(y, v);
                var (k2y, k2v) = f(y + h / 2 * k1y, v + h / 2 * k1v);
                var (k3y, k3v) = f(y + h / 2 * k2y, v + h / 2 * k2v);
                var (k4y, k4v) = f(y + h * k3y, v + h * k3v);
                return (y + h / 6 * (k1y + 2 * k2y + 2 * k3y + k4y), v + h / 6 * (k1v + 2 * k2v + 2 * k3v + k4v));
            }
            """,
            With(1.0, 0.5, 0.7, 20)),
        new(
            "a wave in three buffers that take turns",
            """
            [Differentiable]
            public static double Evaluate(double[] u0, double c, int steps)
            {
                int n = u0.Length;
                double[] previous = new double[n], current = new double[n], next = new double[n];
                Array.Copy(u0, previous, n);
                Array.Copy(u0, current, n);
                for (int t = 0; t < steps; t++)
                {
                    for (int i = 1; i < n - 1; i++)
                        next[i] = 2 * current[i] - previous[i] + c * c * (current[i + 1] - 2 * current[i] + current[i - 1]);
                    (previous, current, next) = (current, next, previous);
                    Array.Clear(next);
                }
                double e = 0;
                for (int i = 0; i < n; i++) e += current[i] * current[i] + previous[i];
                return e;
            }
            """,
            With(V(0, 0.3, 1, 0.4, 0), 0.5, 6)),
    ];
}
