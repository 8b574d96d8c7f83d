using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Methods that call themselves or each other.</summary>
internal static class Recursion
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "a power by squaring",
            """
            [Differentiable]
            public static double Evaluate(double x, int n) => Power(x, n) + Power(x + 1, n / 2);

            private static double Power(double x, int n)
            {
                if (n == 0) return 1;
                if (n % 2 == 1) return x * Power(x, n - 1);
                double half = Power(x, n / 2);
                return half * half;
            }
            """,
            With(1.3, 13),
            With(0.4, 0)),
        new(
            "the marked method calls itself",
            """
            [Differentiable]
            public static double Evaluate(double x, int n) => n <= 0 ? x : Math.Sin(x + n) * Evaluate(x * 0.9, n - 1);
            """,
            With(1.3, 5),
            With(0.4, 0)),
        new(
            "a sum by halves of a span",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> x) => Sum(x);

            private static double Sum(ReadOnlySpan<double> x)
            {
                if (x.Length == 0) return 0;
                if (x.Length == 1) return x[0] * x[0];
                int half = x.Length / 2;
                double left = Sum(x[..half]), right = Sum(x[half..]);
                return left + right + 0.1 * left * right;
            }
            """,
            With(V(0.3, 1.9, -0.4, 2, 1)),
            With(V())),
        new(
            "a falling factorial",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, int n) => Falling(x, n) / Falling(y, n);

            private static double Falling(double x, int n) => n == 0 ? 1 : x * Falling(x - 1, n - 1);
            """,
            With(4.3, 2.6, 3)),
        new(
            "a tree of calls",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, int depth) => Node(x, y, depth);

            private static double Node(double x, double y, int depth)
            {
                if (depth == 0)
                {
                    return x * y;
                }

                double left = Node(x * 0.7, y + x, depth - 1);
                double right = Node(y, x * 0.5, depth - 1);
                return left > right ? left + 0.3 * right * right : Math.Sin(right) - left;
            }
            """,
            With(0.7, 1.2, 4)),
        new(
            "two methods that call each other",
            """
            [Differentiable]
            public static double Evaluate(double x, int n) => Even(x, n);

            private static double Even(double x, int n) => n == 0 ? x : Odd(x * x - 0.3, n - 1) + x;

            private static double Odd(double x, int n)
            {
                if (n == 0) return Math.Cos(x);
                double r = Even(x + 0.2, n - 1);
                return r * x;
            }
            """,
            With(0.7, 5),
            With(0.7, 0)),
        new(
            "a determinant by Laplace expansion",
            """
            [Differentiable]
            public static double Evaluate(double[] a, int n) => Determinant(a, n);

            private static double Determinant(ReadOnlySpan<double> a, int n)
            {
                if (n == 1)
                {
                    return a[0];
                }

                double sum = 0, sign = 1;
                double[] minor = new double[(n - 1) * (n - 1)];
                for (int column = 0; column < n; column++)
                {
                    int k = 0;
                    for (int i = 1; i < n; i++)
                    {
                        for (int j = 0; j < n; j++)
                        {
                            if (j != column) minor[k++] = a[i * n + j];
                        }
                    }

                    sum += sign * a[column] * Determinant(minor, n - 1);
                    sign = -sign;
                }

                return sum;
            }
            """,
            With(V(1, 2, 3, -1, 0.5, 4, 2, 1, 0.3), 3),
            With(V(2, 1, 0.5, 3, -1, 2, 1, 0.2, 0.4, 1, 3, 2, 1, -2, 0.7, 1), 4)),
        new(
            "a Walsh-Hadamard transform that splits",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] w)
            {
                double[] y = new double[x.Length];
                x.CopyTo(y, 0);
                Transform(y);
                double s = 0;
                for (int i = 0; i < y.Length; i++) s += w[i] * y[i] * y[i];
                return s;
            }

            private static void Transform(Span<double> x)
            {
                if (x.Length == 1) return;
                int half = x.Length / 2;
                for (int i = 0; i < half; i++)
                {
                    double a = x[i], b = x[i + half];
                    x[i] = a + b;
                    x[i + half] = (a - b) * 0.5;
                }

                Transform(x[..half]);
                Transform(x.Slice(half));
            }
            """,
            With(V(0.3, 1.9, -0.4, 2), V(1, -1, 0.5, 2))),
        new(
            "a Fourier transform that splits, real and imaginary parts apart",
            """
            [Differentiable]
            public static double Evaluate(double[] re, double[] im, int bin)
            {
                var (r, i) = (new double[re.Length], new double[re.Length]);
                Fft(re, im, r, i, re.Length, 1, 0);
                return r[bin] * r[bin] + i[bin] * i[bin];
            }

            private static void Fft(double[] re, double[] im, Span<double> r, Span<double> i, int n, int stride, int offset)
            {
                if (n == 1)
                {
                    r[0] = re[offset];
                    i[0] = im[offset];
                    return;
                }

                int half = n / 2;
                Fft(re, im, r[..half], i[..half], half, 2 * stride, offset);
                Fft(re, im, r[half..], i[half..], half, 2 * stride, offset + stride);
                for (int k = 0; k < half; k++)
                {
                    double c = Math.Cos(2 * Math.PI * k / n), s = -Math.Sin(2 * Math.PI * k / n);
                    double tr = c * r[half + k] - s * i[half + k], ti = c * i[half + k] + s * r[half + k];
                    (r[half + k], i[half + k]) = (r[k] - tr, i[k] - ti);
                    r[k] += tr;
                    i[k] += ti;
                }
            }
            """,
            With(V(0.3, 1.9, -0.4, 2), V(1, -1, 0.5, 0), 1),
            With(V(1), V(2), 0)),
        new(
            "adaptive Simpson quadrature",
            """
            [Differentiable]
            public static double Evaluate(double a, double b)
            {
                return Simpson(a, 0, 1, F(a, 0), F(a, 0.5), F(a, 1), 4) * b;
            }

            private static double F(double a, double t) => Math.Exp(-a * t) * Math.Cos(3 * t);

            private static double Simpson(double a, double from, double to, double f0, double f1, double f2, int depth)
            {
                double middle = (from + to) / 2;
                double q1 = F(a, (from + middle) / 2), q3 = F(a, (middle + to) / 2);
                double coarse = (to - from) / 6 * (f0 + 4 * f1 + f2);
                double fine = (to - from) / 12 * (f0 + 4 * q1 + 2 * f1 + 4 * q3 + f2);
                if (depth == 0 || Math.Abs(fine - coarse) < 1e-5)
                {
                    return fine + (fine - coarse) / 15;
                }

                return Simpson(a, from, middle, f0, q1, f1, depth - 1) + Simpson(a, middle, to, f1, q3, f2, depth - 1);
            }
            """,
            With(0.7, 1.2)),
        new(
            "the numbers of Fibonacci with weights",
            """
            [Differentiable]
            public static double Evaluate(double a, double b, int n)
            {
                return F(n);

                double F(int k) => k < 2 ? k + a : b * F(k - 1) + a * F(k - 2);
            }
            """,
            With(0.7, 1.2, 6)),
        new(
            "quicksort of a local copy",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double p)
            {
                double[] y = new double[x.Length];
                Array.Copy(x, y, x.Length);
                Sort(y, 0, y.Length - 1);
                double position = p * (y.Length - 1);
                int k = (int)position;
                return y[k] + (position - k) * (y[k + 1] - y[k]);
            }

            private static void Sort(double[] y, int low, int high)
            {
                if (low >= high) return;
                double pivot = y[(low + high) / 2];
                int i = low, j = high;
                while (i <= j)
                {
                    while (y[i] < pivot) i++;
                    while (y[j] > pivot) j--;
                    if (i > j) break;
                    (y[i], y[j]) = (y[j], y[i]);
                    i++;
                    j--;
                }

                Sort(y, low, j);
                Sort(y, i, high);
            }
            """,
            With(V(0.3, 1.9, -0.4, 2, 1.1), 0.4)),
    ];
}
