using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Cameras, arms, curves.</summary>
internal static class Geometry
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "reprojection error of bundle adjustment",
            """
            [Differentiable(nameof(cameras), nameof(points), nameof(weights))]
            public static double Evaluate(double[][] cameras, double[][] points, double[] weights, int[] camera, int[] point, double[] observed)
            {
                Span<double> p = stackalloc double[3];
                double total = 0;
                for (int k = 0; k < camera.Length; k++)
                {
                    double[] c = cameras[camera[k]];
                    Rotate(c, points[point[k]], p);
                    double x = (p[0] + c[3]) / (p[2] + c[5]), y = (p[1] + c[4]) / (p[2] + c[5]);
                    double r2 = x * x + y * y;
                    double distortion = c[6] * (1 + c[7] * r2 + c[8] * r2 * r2);
                    double ex = distortion * x - observed[2 * k], ey = distortion * y - observed[2 * k + 1];
                    total += weights[k] * weights[k] * (ex * ex + ey * ey);
                }

                return total;
            }

            private static void Rotate(ReadOnlySpan<double> r, ReadOnlySpan<double> x, Span<double> result)
            {
                double square = 0;
                for (int i = 0; i < 3; i++) square += r[i] * r[i];
                if (square == 0)
                {
                    for (int i = 0; i < 3; i++) result[i] = x[i] + r[(i + 1) % 3] * x[(i + 2) % 3] - r[(i + 2) % 3] * x[(i + 1) % 3];
                    return;
                }

                double theta = Math.Sqrt(square), cosine = Math.Cos(theta), sine = Math.Sin(theta), dot = 0;
                for (int i = 0; i < 3; i++) dot += r[i] / theta * x[i];
                for (int i = 0; i < 3; i++)
                {
                    int j = (i + 1) % 3, k = (i + 2) % 3;
                    double cross = (r[j] * x[k] - r[k] * x[j]) / theta;
                    result[i] = x[i] * cosine + cross * sine + r[i] / theta * dot * (1 - cosine);
                }
            }
            """,
            With(Rows([0.1, -0.2, 0.3, 0.5, 0.2, 4, 1.2, 0.1, -0.05], [0.4, 0.2, -0.1, 0.1, 0.3, 5, 1.1, 0.2, 0.1]), Rows([1, 0.5, 2], [-0.3, 0.8, 1.5]), V(1, 0.8, 1.2), N(0, 1, 0), N(0, 1, 1), V(0.1, 0.2, 0.3, 0.1, -0.2, 0.4))),
        new(
            "an arm of links",
            """
            [Differentiable]
            public static double Evaluate(double[] angles, double[] lengths, double tx, double ty)
            {
                double x = 0, y = 0, total = 0;
                for (int i = 0; i < angles.Length; i++)
                {
                    total += angles[i];
                    x += lengths[i] * Math.Cos(total);
                    y += lengths[i] * Math.Sin(total);
                }

                return (x - tx) * (x - tx) + (y - ty) * (y - ty);
            }
            """,
            With(V(0.3, 0.9), V(1, 0.7), 0.4, 1.2),
            With(V(), V(), 0.4, 1.2)),
        new(
            "area and perimeter of a polygon",
            """
            [Differentiable]
            public static double Evaluate(double[,] p)
            {
                int n = p.GetLength(0);
                double area = 0, perimeter = 0;
                for (int i = 0, j = n - 1; i < n; j = i++)
                {
                    area += p[j, 0] * p[i, 1] - p[i, 0] * p[j, 1];
                    double dx = p[i, 0] - p[j, 0], dy = p[i, 1] - p[j, 1];
                    perimeter += Math.Sqrt(dx * dx + dy * dy);
                }

                return Math.Abs(area) / 2 / (perimeter * perimeter);
            }
            """,
            With(M(2, 0, 0, 1, 0.1, 1.2, 1.3, -0.1, 0.9))),
        new(
            "matrices of rotation multiplied along a chain",
            """
            [Differentiable]
            public static double Evaluate(double[] angles)
            {
                double[,] r = { { 1, 0 }, { 0, 1 } };
                double x = 0;
                foreach (double a in angles)
                {
                    double[,] step = { { Math.Cos(a), -Math.Sin(a) }, { Math.Sin(a), Math.Cos(a) } };
                    double[,] product = new double[2, 2];
                    for (int i = 0; i < 2; i++)
                        for (int j = 0; j < 2; j++)
                            for (int k = 0; k < 2; k++)
                                product[i, j] += r[i, k] * step[k, j];
                    r = product;
                    x += r[0, 0] + 2 * r[1, 0];
                }

                return x * x;
            }
            """,
            With(V(0.3, 0.9, -0.4)),
            With(V())),
        new(
            "nearest point of a line of segments",
            """
            [Differentiable]
            public static double Evaluate(double[] xs, double[] ys, double px, double py)
            {
                double best = double.PositiveInfinity;
                for (int i = 1; i < xs.Length; i++)
                {
                    double dx = xs[i] - xs[i - 1], dy = ys[i] - ys[i - 1];
                    double t = ((px - xs[i - 1]) * dx + (py - ys[i - 1]) * dy) / (dx * dx + dy * dy);
                    t = Math.Clamp(t, 0, 1);
                    double ex = xs[i - 1] + t * dx - px, ey = ys[i - 1] + t * dy - py;
                    double distance = ex * ex + ey * ey;
                    if (distance < best) best = distance;
                }

                return Math.Sqrt(best);
            }
            """,
            With(V(0, 1, 3), V(0, 2, 1), 1.7, 0.3),
            With(V(0, 1, 3), V(0, 2, 1), 4.0, 1.5)),
        new(
            "a homogeneous transformation of many points",
            """
            [Differentiable]
            public static double Evaluate(double[,] h, ReadOnlySpan<double> points)
            {
                double sum = 0;
                for (int k = 0; k + 1 < points.Length; k += 2)
                {
                    var (x, y) = Project(h, points[k], points[k + 1]);
                    sum += x * y + x;
                }

                return sum;
            }

            private static (double X, double Y) Project(double[,] h, double x, double y)
            {
                double w = h[2, 0] * x + h[2, 1] * y + h[2, 2];
                return ((h[0, 0] * x + h[0, 1] * y + h[0, 2]) / w, (h[1, 0] * x + h[1, 1] * y + h[1, 2]) / w);
            }
            """,
            With(M(3, 1, 0.1, 2, -0.1, 0.9, 1, 0.05, 0.02, 1), V(1, 2, -0.5, 0.7, 9))),
    ];
}
