using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Integers, strings and flags that decide what the numbers do.</summary>
internal static class IntegerControl
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "merge sort by recursion on spans of a copy",
            """
            [Differentiable]
            public static double Evaluate(double[] v)
            {
                double[] work = [.. v];
                double[] scratch = new double[v.Length];
                MergeSort(work, scratch);
                double s = 0;
                for (int i = 0; i < work.Length; i++) s += work[i] * work[i] * i;
                return s;
            }
            private static void MergeSort(Span<double> a, Span<double> tmp)
            {
                if (a.Length < 2) return;
                int mid = a.Length / 2;
                MergeSort(a[..mid], tmp[..mid]);
                MergeSort(a[mid..], tmp[mid..]);
                int i = 0, j = mid, k = 0;
                while (i < mid && j < a.Length) tmp[k++] = a[i] <= a[j] ? a[i++] : a[j++];
                while (i < mid) tmp[k++] = a[i++];
                while (j < a.Length) tmp[k++] = a[j++];
                tmp.CopyTo(a);
            }
            """,
            With(V(3, 1, 2, -1, 0.5, 4, 2.5, 1.5))),
        new(
            "projection on the simplex by a sorted copy",
            """
            [Differentiable]
            public static double Evaluate(double[] v)
            {
                int n = v.Length;
                var u = new double[n];
                v.AsSpan().CopyTo(u);
                for (int i = 0; i < n - 1; i++)
                    for (int j = 0; j < n - 1 - i; j++)
                        if (u[j] < u[j + 1]) { double t = u[j]; u[j] = u[j + 1]; u[j + 1] = t; }
                double cum = 0, theta = 0; int rho = 0;
                for (int j = 0; j < n; j++)
                {
                    cum += u[j];
                    double t = (cum - 1) / (j + 1);
                    if (u[j] > t) { rho = j; theta = t; }
                }
                double s = 0;
                for (int i = 0; i < n; i++) { double w = Math.Max(v[i] - theta, 0); s += w * w * (i + 1); }
                return s + rho;
            }
            """,
            With(V(0.5, 0.8, -0.2, 0.3))),
        new(
            "an interpreter of a string with a stack of numbers",
            """
            [Differentiable]
            public static double Evaluate(string program, double x, double y)
            {
                Span<double> stack = stackalloc double[16];
                int top = 0;
                foreach (char c in program)
                {
                    switch (c)
                    {
                        case 'x': stack[top++] = x; break;
                        case 'y': stack[top++] = y; break;
                        case '+': { double b = stack[--top]; stack[top - 1] += b; break; }
                        case '*': { double b = stack[--top]; stack[top - 1] *= b; break; }
                        case 's': stack[top - 1] = Math.Sin(stack[top - 1]); break;
                        case >= '0' and <= '9': stack[top++] = c - '0'; break;
                        case var other when char.IsLetter(other): stack[top - 1] = Math.Cos(stack[top - 1]); break;
                        default: throw new FormatException($"'{c}'");
                    }
                }
                return stack[top - 1] + program.Length * 0.1 * x;
            }
            """,
            With("xx*y+s", 1.2, 0.7),
            With("xyy**c", 1.2, 0.7)),
        new(
            "integer control as Collatz, long and unsigned counters",
            """
            [Differentiable]
            public static double Evaluate(double x, int start)
            {
                long n = start;
                uint steps = 0;
                double acc = x;
                while (n != 1)
                {
                    if ((n & 1) == 0) { n >>= 1; acc = acc * 0.9 + x; }
                    else { n = checked(3 * n + 1); acc = Math.Sin(acc) + x / n; }
                    steps++;
                    if (steps > 1000u) break;
                }
                return acc * steps;
            }
            """,
            With(1.3, 7),
            With(-0.3, 27)),
        new(
            "all subsets by the bits of a counter",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double s = 0;
                for (uint mask = 0; mask < (1u << x.Length); mask++)
                {
                    double p = 1;
                    for (int bit = 0; bit < x.Length; bit++)
                        if ((mask >> bit & 1) != 0) p *= x[bit];
                    s += System.Numerics.BitOperations.PopCount(mask) % 2 == 0 ? p : -p * 0.5;
                }
                return s;
            }
            """,
            With(V(1, 2, 3, 4, 5))),
        new(
            "checked integers that may overflow",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n)
            {
                checked
                {
                    int m = n * 2;
                    long total = 0;
                    double s = 0;
                    for (long i = 0; i < x.LongLength; i++)
                    {
                        total += m;
                        s += x[i] * x[i] * total;
                    }
                    return s;
                }
            }
            """,
            With(V(1.5, -2, 3, 4), 3))
        {
            Throws = [With(V(1.5, -2, 3, 4), 2000000000)],
        },
        new(
            "counters of all kinds and steps",
            """
            [Differentiable]
            public static double Evaluate(double[] a)
            {
                double s = 0;
                for (int i = 0, j = a.Length - 1; i < j; i += 2, j--)
                {
                    s += a[i] * a[j];
                    for (int k = j; k > i; k -= 3) s += Math.Sin(a[k] * a[i]);
                }
                for (double h = 1; h > 0.1; h /= 2) s *= 1 + h * a[0] * 0.01;
                for (byte b = 0; b < 5; b++) s += b * a[b];
                for (char c = 'a'; c <= 'e'; c++) s += a[c - 'a'] * (c - 96);
                return s;
            }
            """,
            With(V(1, 2, 3, 4, 5, 6, 7, 8))),
        new(
            "compound assignment of everything",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[,] m, double[][] r)
            {
                int i = 0;
                x[i++] *= 2;
                x[i++] -= x[0];
                x[i] /= x[i - 1]++;
                --x[3];
                m[0, 1] %= 1.5;
                m[1, 0] += m[0, 0] *= 3;
                r[1][0] = r[0][1] += x[2];
                double s = -x[0];
                s += x[1]; s -= x[2]; s *= x[3]; s /= 1 + m[1, 0];
                var t = s++ + ++s - s-- * --s;
                return t + m[0, 1] * r[1][0] * r[0][1] + m[1, 1];
            }
            """,
            With(V(1.5, 2, 3, 4), M(2, 1, 2, 3, 4), Rows([1, 2], [3, 4]))),
        new(
            "the cheapest path through a grid, by a switch on a tuple",
            """
            [Differentiable]
            public static double Evaluate(double[,] grid)
            {
                int rows = grid.GetLength(0), cols = grid.GetLength(1);
                var cost = new double[rows, cols];
                for (int r = 0; r < rows; r++)
                    for (int c = 0; c < cols; c++)
                    {
                        double best = (r, c) switch
                        {
                            (0, 0) => 0,
                            (0, _) => cost[r, c - 1],
                            (_, 0) => cost[r - 1, c],
                            _ => Math.Min(cost[r - 1, c], cost[r, c - 1]),
                        };
                        cost[r, c] = best + grid[r, c] * grid[r, c];
                    }
                return cost[rows - 1, cols - 1];
            }
            """,
            With(M(3, 1, 3, 1, 1, 5, 1, 4, 2, 1.5))),
        new(
            "a ring buffer by remainders",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int window)
            {
                double[] ring = new double[window];
                double sum = 0, energy = 0;
                int head = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    sum -= ring[head];
                    ring[head] = x[i];
                    sum += x[i];
                    head = (head + 1) % window;
                    double mean = sum / Math.Min(i + 1, window);
                    energy += (x[i] - mean) * (x[i] - mean);
                }
                return energy;
            }
            """,
            With(V(1, 2, 4, 3, 5, 7, 6), 3)),
        new(
            "error function by a series times the logarithm of gamma",
            """
            [Differentiable]
            public static double Evaluate(double x, double a) => Erf(x) * LogGamma(a);
            private static double Erf(double x)
            {
                double sum = x, term = x;
                for (int n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
                {
                    term *= -x * x / n;
                    sum += term / (2 * n + 1);
                }
                return 2 / Math.Sqrt(Math.PI) * sum;
            }
            private static readonly double[] Lanczos = [76.18009172947146, -86.50532032941677, 24.01409824083091, -1.231739572450155, 0.1208650973866179e-2, -0.5395239384953e-5];
            private static double LogGamma(double xx)
            {
                double y = xx, tmp = xx + 5.5, ser = 1.000000000190015;
                tmp -= (xx + 0.5) * Math.Log(tmp);
                foreach (double c in Lanczos) ser += c / ++y;
                return -tmp + Math.Log(2.5066282746310005 * ser / xx);
            }
            """,
            With(0.7, 2.3)),
        new(
            "a loop whose condition never holds, as is known once its constants are",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                int k = 0;
                double rate = 0.5;
                while (!((k is >= -1 and < 1 ? rate : rate) > -1.4))
                {
                    k++;
                    double[] unread = [-1.0, x[3]];
                }

                return x[0] * x[1];
            }
            """,
            With(V(1.5, -2, 0.25))),
        new(
            "a number that a helper computes with an array of constants, assigned in a loop",
            """
            [Differentiable]
            public static double Evaluate(double x, int[] k)
            {
                double weight = 0.3;
                for (int i = 0; i < 2; i++)
                {
                    weight = Weight(k);
                }

                return weight * x * x;
            }
            private static double Weight(int[] k) => 2 * Sum(k);
            private static double Sum(int[] k)
            {
                double[] terms = new double[k.Length];
                for (int i = 0; i < k.Length; i++) { terms[i] = 0.5 * k[i]; }
                double sum = 0;
                for (int i = 1; i < k.Length; i++) { sum += terms[i]; }
                return sum;
            }
            """,
            With(1.5, N(1, 2, 3))),
    ];
}
