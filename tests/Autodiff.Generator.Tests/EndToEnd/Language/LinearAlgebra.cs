using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Matrices.</summary>
internal static class LinearAlgebra
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "LU determinant with pivoting by row swaps",
            """
            [Differentiable]
            public static double Evaluate(double[,] a)
            {
                int n = a.GetLength(0);
                double[,] m = new double[n, n];
                for (int i = 0; i < n; i++)
                    for (int j = 0; j < n; j++)
                        m[i, j] = a[i, j];

                double det = 1;
                for (int k = 0; k < n; k++)
                {
                    int pivot = k;
                    for (int i = k + 1; i < n; i++)
                    {
                        if (Math.Abs(m[i, k]) > Math.Abs(m[pivot, k])) pivot = i;
                    }

                    if (m[pivot, k] == 0) return 0;
                    if (pivot != k)
                    {
                        for (int j = 0; j < n; j++)
                        {
                            double t = m[k, j];
                            m[k, j] = m[pivot, j];
                            m[pivot, j] = t;
                        }

                        det = -det;
                    }

                    det *= m[k, k];
                    for (int i = k + 1; i < n; i++)
                    {
                        double f = m[i, k] / m[k, k];
                        for (int j = k + 1; j < n; j++) m[i, j] -= f * m[k, j];
                    }
                }

                return det;
            }
            """,
            With(M(3, 1, 2, 3, 4, -1, 2, 0.5, 3, 1)),
            With(M(1, 2.5))),
        new(
            "Gauss elimination and back substitution",
            """
            [Differentiable]
            public static double Evaluate(double[][] a, double[] b)
            {
                int n = b.Length;
                var m = new double[n][];
                var x = new double[n];
                for (int i = 0; i < n; i++)
                {
                    m[i] = new double[n + 1];
                    for (int j = 0; j < n; j++) m[i][j] = a[i][j];
                    m[i][n] = b[i];
                }

                for (int k = 0; k < n; k++)
                {
                    int best = k;
                    for (int i = k + 1; i < n; i++)
                        if (Math.Abs(m[i][k]) > Math.Abs(m[best][k])) best = i;
                    (m[k], m[best]) = (m[best], m[k]);
                    for (int i = k + 1; i < n; i++)
                    {
                        double f = m[i][k] / m[k][k];
                        for (int j = k; j <= n; j++) m[i][j] -= f * m[k][j];
                    }
                }

                for (int i = n - 1; i >= 0; i--)
                {
                    double s = m[i][n];
                    for (int j = i + 1; j < n; j++) s -= m[i][j] * x[j];
                    x[i] = s / m[i][i];
                }

                double norm = 0;
                foreach (double v in x) norm += v * v;
                return norm;
            }
            """,
            With(Rows([1, 2, 3], [4, -1, 2], [0.5, 3, 1]), V(1, -2, 0.5))),
        new(
            "Cholesky log-likelihood of a Gaussian",
            """
            [Differentiable]
            public static double Evaluate(double[,] covariance, double[] x, double[] mean)
            {
                int n = x.Length;
                double[,] l = new double[n, n];
                double logDeterminant = 0;
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j <= i; j++)
                    {
                        double s = covariance[i, j];
                        for (int k = 0; k < j; k++) s -= l[i, k] * l[j, k];
                        if (i == j)
                        {
                            if (s <= 0) throw new ArithmeticException("not positive definite");
                            l[i, i] = Math.Sqrt(s);
                            logDeterminant += Math.Log(s);
                        }
                        else
                        {
                            l[i, j] = s / l[j, j];
                        }
                    }
                }

                double square = 0;
                double[] z = new double[n];
                for (int i = 0; i < n; i++)
                {
                    double s = x[i] - mean[i];
                    for (int k = 0; k < i; k++) s -= l[i, k] * z[k];
                    z[i] = s / l[i, i];
                    square += z[i] * z[i];
                }

                return -0.5 * (square + logDeterminant + n * Math.Log(2 * Math.PI));
            }
            """,
            With(M(3, 4, 1, 0.5, 1, 3, -0.4, 0.5, -0.4, 2), V(1, -2, 0.5), V(0.3, 0.1, 1)))
        {
            Throws = [With(M(2, 1, 2, 2, 1), V(1, 1), V(0, 0))],
        },
        new(
            "a product with a transposed matrix",
            """
            [Differentiable]
            public static double Evaluate(double[,] a, double[,] b)
            {
                double[,] c = Multiply(a, Transpose(b));
                double s = 0;
                for (int i = 0; i < c.GetLength(0); i++)
                    for (int j = 0; j < c.GetLength(1); j++)
                        s += c[i, j] * c[i, j] / (1 + i + j);
                return s;
            }

            private static double[,] Transpose(double[,] m)
            {
                double[,] t = new double[m.GetLength(1), m.GetLength(0)];
                for (int i = 0; i < m.GetLength(0); i++)
                    for (int j = 0; j < m.GetLength(1); j++)
                        t[j, i] = m[i, j];
                return t;
            }

            private static double[,] Multiply(double[,] a, double[,] b)
            {
                double[,] c = new double[a.GetLength(0), b.GetLength(1)];
                for (int i = 0; i < c.GetLength(0); i++)
                    for (int j = 0; j < c.GetLength(1); j++)
                        for (int k = 0; k < b.GetLength(0); k++)
                            c[i, j] += a[i, k] * b[k, j];
                return c;
            }
            """,
            With(M(3, 1, 2, 3, 4, -1, 2), M(3, 0.5, 3, 1, -1, 0.2, 0.7))),
        new(
            "a matrix power by repeated squaring",
            """
            [Differentiable]
            public static double Evaluate(double a, double b, double c, double d, int n)
            {
                double[] result = [1, 0, 0, 1], factor = [a, b, c, d];
                while (n > 0)
                {
                    if ((n & 1) != 0) result = Times(result, factor);
                    factor = Times(factor, factor);
                    n >>= 1;
                }

                return result[0] + 2 * result[1] - result[3];
            }

            private static double[] Times(double[] x, double[] y) =>
            [
                x[0] * y[0] + x[1] * y[2], x[0] * y[1] + x[1] * y[3],
                x[2] * y[0] + x[3] * y[2], x[2] * y[1] + x[3] * y[3],
            ];
            """,
            With(0.5, 0.7, -0.3, 0.9, 6),
            With(1, 2, 3, 4, 0)),
        new(
            "the power method",
            """
            [Differentiable]
            public static double Evaluate(double[,] a, int iterations)
            {
                int n = a.GetLength(0);
                double[] v = new double[n], w = new double[n];
                v.AsSpan().Fill(1);
                double eigenvalue = 0;
                for (int t = 0; t < iterations; t++)
                {
                    double norm = 0;
                    for (int i = 0; i < n; i++)
                    {
                        w[i] = 0;
                        for (int j = 0; j < n; j++) w[i] += a[i, j] * v[j];
                        norm += w[i] * w[i];
                    }

                    eigenvalue = Math.Sqrt(norm);
                    for (int i = 0; i < n; i++) w[i] /= eigenvalue;
                    (v, w) = (w, v);
                }

                return eigenvalue;
            }
            """,
            With(M(2, 2, 1, 1, 3), 5)),
        new(
            "a tridiagonal system",
            """
            [Differentiable]
            public static double Evaluate(double[] lower, double[] diagonal, double[] upper, double[] right)
            {
                int n = diagonal.Length;
                double[] c = new double[n], d = new double[n];
                c[0] = upper[0] / diagonal[0];
                d[0] = right[0] / diagonal[0];
                for (int i = 1; i < n; i++)
                {
                    double m = diagonal[i] - lower[i] * c[i - 1];
                    c[i] = upper[i] / m;
                    d[i] = (right[i] - lower[i] * d[i - 1]) / m;
                }

                for (int i = n - 2; i >= 0; i--) d[i] -= c[i] * d[i + 1];
                return d[0] * d[n - 1];
            }
            """,
            With(V(0, 1, 0.5, 0.3), V(4, 3, 5, 2), V(1, -1, 0.2, 0), V(1, 2, 3, 4))),
        new(
            "Gram-Schmidt in place on rows",
            """
            [Differentiable]
            public static double Evaluate(double[] rows, int n)
            {
                int count = rows.Length / n;
                double volume = 1;
                for (int i = 0; i < count; i++)
                {
                    Span<double> row = rows.AsSpan(i * n, n);
                    for (int k = 0; k < i; k++)
                    {
                        ReadOnlySpan<double> other = rows.AsSpan(k * n, n);
                        double dot = Dot(row, other);
                        for (int j = 0; j < n; j++) row[j] -= dot * other[j];
                    }

                    double norm = Math.Sqrt(Dot(row, row));
                    volume *= norm;
                    for (int j = 0; j < n; j++) row[j] /= norm;
                }

                return volume;
            }

            private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
            {
                double s = 0;
                for (int i = 0; i < a.Length; i++) s += a[i] * b[i];
                return s;
            }
            """,
            With(V(1, 2, 3, -1, 0.5, 4), 3)),
    ];
}
