using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Spans that are rows, or parts of rows, which only an iteration knows; matrices and rows that every iteration or call makes.</summary>
internal static class RowsAsSpans
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "a row of one of two jagged arrays, as an array",
            """
            [Differentiable]
            public static double Evaluate(double[][] a, double[][] b, int[] pick)
            {
                double s = 0;
                for (int i = 0; i < pick.Length; i++)
                {
                    double[] row = pick[i] == 0 ? a[i % 2] : b[i % 2];
                    double d = 0;
                    for (int j = 0; j < row.Length; j++) d += row[j] * row[j] * (j + 1);
                    s += Math.Sqrt(d);
                }

                return s;
            }
            """,
            With(Rows([1,2,3], [-1,0.5,2]), Rows([1.5,2,-3], [-1,0.25,2]), N(0,1,1,0))),
        new(
            "a row or a part of another, changed in place",
            """
            [Differentiable]
            public static double Evaluate(double[][] a, int[] pick)
            {
                double s = 0;
                for (int i = 0; i < pick.Length; i++)
                {
                    Span<double> row = a[0];
                    if (pick[i] == 1) row = a[1].AsSpan(1);
                    for (int j = 0; j < row.Length; j++) row[j] *= 1.1 + s * 0.01;
                    for (int j = 0; j < row.Length; j++) s += row[j];
                }

                return s;
            }
            """,
            With(Rows([1,2,3], [-1,0.5,2]), N(0,1,1,0))),
        new(
            "a row or a part of another, read in a nest",
            """
            [Differentiable]
            public static double Evaluate(double[][] a, double[][] b, int[] pick)
            {
                double s = 0;
                for (int i = 0; i < pick.Length; i++)
                {
                    ReadOnlySpan<double> row = pick[i] == 0 ? a[i % 2] : b[i % 2].AsSpan(1);
                    double d = 1;
                    for (int j = 0; j < row.Length; j++) d = Math.Sin(d * row[j]) + row[j];
                    s += Math.Sqrt(1 + d * d);
                }

                return s;
            }
            """,
            With(Rows([1,2,3], [-1,0.5,2]), Rows([1.5,2,-3], [-1,0.25,2]), N(0,1,1,0))),
        new(
            "a window on a row that is halved in every step",
            """
            [Differentiable]
            public static double Evaluate(double[][] a, double k)
            {
                double s = 1;
                foreach (double[] full in a)
                {
                    Span<double> part = full;
                    while (part.Length > 1)
                    {
                        double middle = part[part.Length / 2];
                        s = s * k + middle * part[0];
                        part = middle > 1 ? part[(part.Length / 2)..] : part[..(part.Length / 2)];
                    }

                    s *= part[0] + 2;
                }

                return s;
            }
            """,
            With(Rows([1,2,3,0.5], [-1,0.5,2,1.5]), 1.1)),
        new(
            "parts of local rows by what the data says",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double[][] rows = [[x[0], x[1]], [x[2], x[3], x[0]]];
                double s = 0;
                for (int i = 0; i < 4; i++)
                {
                    Span<double> row = s > 3 ? rows[1].AsSpan(1, 2) : rows[0];
                    row[0] = row[0] * row[1] + 0.1 * s;
                    for (int j = 0; j < row.Length; j++) s += row[j] * row[j] * 0.5;
                }

                return s;
            }
            """,
            With(V(1, 2, 3, 4))),
        new(
            "a matrix and a jagged array of every iteration",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n)
            {
                double total = 0;
                for (int k = 0; k < n; k++)
                {
                    double[,] m = new double[2, 2];
                    double[][] tri = [new double[1], new double[2]];
                    m[0, 0] = x[k % 3] * k; m[1, 1] = x[(k + 1) % 3]; m[0, 1] = m[0, 0] * m[1, 1];
                    tri[0][0] = m[0, 1]; tri[1][1] = tri[0][0] * tri[0][0];
                    total += Math.Sin(m[0, 1]) * m[1, 1] + tri[1][1];
                }
                return total;
            }
            """,
            With(V(0.3, 0.2, 0.6), 4)),
        new(
            "a matrix of every recursive call",
            """
            [Differentiable]
            public static double Evaluate(double[,] a, int n) => Power(a, n);
            private static double Power(double[,] a, int n)
            {
                double[,] sq = new double[2, 2];
                for (int i = 0; i < 2; i++) for (int j = 0; j < 2; j++) for (int k = 0; k < 2; k++) sq[i, j] += a[i, k] * a[k, j];
                return n == 0 ? a[0, 0] + a[1, 0] * a[0, 1] : Power(sq, n - 1) * 0.5 + sq[0, 1];
            }
            """,
            With(M(2, 1.1, 0.3, 0.2, 0.9), 3)),
    ];
}
