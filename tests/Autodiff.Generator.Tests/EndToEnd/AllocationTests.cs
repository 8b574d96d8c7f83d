using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.EndToEnd;

/// <summary>The overload with destinations allocates nothing, once the pools are filled.</summary>
public class AllocationTests
{
    [Fact]
    public void Short_arrays_of_every_step() => AssertAllocatesNothing(
        """
        [Differentiable]
        public static double F(double[] x)
        {
            double[] y = [x[0], x[1]];
            for (int s = 0; s < 20; s++)
            {
                double[] k1 = new double[2];
                double[] k2 = new double[2];
                double[] middle = new double[2];
                Slope(y, k1);
                for (int i = 0; i < 2; i++)
                {
                    middle[i] = y[i] + 0.05 * k1[i];
                }

                Slope(middle, k2);
                for (int i = 0; i < 2; i++)
                {
                    y[i] += 0.1 * k2[i];
                }
            }

            return y[0];
        }

        private static void Slope(double[] y, double[] slope)
        {
            slope[0] = y[1];
            slope[1] = -Sin(y[0]);
        }
        """);

    [Fact]
    public void An_array_of_every_sample() => AssertAllocatesNothing(
        """
        [Differentiable]
        public static double F(double[] x)
        {
            double loss = 0;
            for (int s = 0; s < 5; s++)
            {
                double[] hidden = new double[x.Length];
                for (int j = 0; j < hidden.Length; j++)
                {
                    hidden[j] = Tanh(x[j] * s);
                }

                double output = 0;
                for (int j = 0; j < hidden.Length; j++)
                {
                    output += hidden[j] * hidden[j];
                }

                loss += output * output;
            }

            return loss;
        }
        """);

    [Fact]
    public void An_array_on_the_stack_of_a_helper() => AssertAllocatesNothing(
        """
        [Differentiable]
        public static double F(double[] x)
        {
            double total = 0;
            for (int i = 0; i + 1 < x.Length; i++)
            {
                total += LogSumExp(x[i], x[i + 1]);
            }

            return total;
        }

        private static double LogSumExp(double a, double b)
        {
            Span<double> e = stackalloc double[2];
            e[0] = Exp(a);
            e[1] = Exp(b);
            double sum = 0;
            foreach (double v in e)
            {
                sum += v;
            }

            return Log(sum);
        }
        """);

    [Fact]
    public void A_copy_that_is_overwritten() => AssertAllocatesNothing(
        """
        [Differentiable]
        public static double F(double[] x)
        {
            double[] copy = new double[x.Length];
            x.CopyTo(copy, 0);
            for (int i = 1; i < copy.Length; i++)
            {
                copy[i] = Sin(copy[i] + copy[i - 1]);
            }

            Span<double> rest = copy.AsSpan(1);
            double total = 0;
            for (int i = 0; i < rest.Length; i++)
            {
                total += rest[i];
            }

            return total;
        }
        """);

    [Fact]
    public void Arrays_that_an_iteration_makes_before_it_leaves() => AssertAllocatesNothing(
        """
        [Differentiable]
        public static double F(double[] x)
        {
            double total = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double[] powers = new double[i + 1];
                float[] rounded = new float[i + 1];
                powers[0] = x[i];
                rounded[0] = 1;
                if (i == 1)
                {
                    continue;
                }

                for (int j = 1; j <= i; j++)
                {
                    bool[] odd = new bool[j];
                    powers[j] = powers[j - 1] * x[i];
                    rounded[j] = odd[0] ? 0 : rounded[j - 1] * 2;
                }

                total += powers[i] * rounded[i];
                if (i == 3)
                {
                    break;
                }
            }

            return total;
        }
        """);

    [Fact]
    public void Matrices_and_rows() => AssertAllocatesNothing(
        """
        [Differentiable]
        public static double F(double[] x)
        {
            int n = x.Length;
            double[,] a = new double[n, n];
            double[][] rows = new double[n][];
            for (int i = 0; i < n; i++)
            {
                rows[i] = new double[i + 1];
                for (int j = 0; j <= i; j++)
                {
                    a[i, j] = x[i] * x[j];
                    rows[i][j] = Sin(a[i, j]);
                }
            }

            double total = 0;
            for (int s = 0; s < 3; s++)
            {
                double[,] square = new double[2, 2];
                square[0, 0] = rows[s][0] * a[s, 0];
                square[1, 1] = square[0, 0] * square[0, 0];
                total += square[1, 1];
            }

            return total;
        }
        """);

    [Fact]
    public void Arrays_that_a_loop_hands_on() => AssertAllocatesNothing(
        """
        [Differentiable]
        public static double F(double[] x)
        {
            double[] alpha = [.. x];
            for (int t = 0; t < 4; t++)
            {
                double[] next = new double[x.Length];
                for (int i = 0; i < next.Length; i++)
                {
                    next[i] = Tanh(alpha[i] + alpha[(i + 1) % alpha.Length]);
                }

                alpha = next;
            }

            return alpha[0] * alpha[^1];
        }
        """);

    [Fact]
    public void A_buffer_on_the_stack_or_not() => AssertAllocatesNothing(
        """
        [Differentiable]
        public static double F(double[] x)
        {
            Span<double> y = x.Length <= 64 ? stackalloc double[x.Length] : new double[x.Length];
            for (int i = 0; i < y.Length; i++)
            {
                y[i] = x[i] * x[i];
            }

            return y[0] * y[1];
        }
        """);

    [Fact]
    public void Arrays_of_a_recursive_function() => AssertAllocatesNothing(
        """
        [Differentiable]
        public static double F(double[] x) => Tree(x, 3);

        private static double Tree(double[] x, int depth)
        {
            if (depth == 0)
            {
                return x[0] * x[1];
            }

            double[] left = new double[x.Length];
            for (int i = 0; i < left.Length; i++)
            {
                left[i] = x[i] * 0.5 + x[^(i + 1)];
            }

            return Tree(left, depth - 1) + Sin(Tree(x, depth - 1));
        }
        """);

    [Fact]
    public void The_rows_of_a_Jacobian() => AssertAllocatesNothing(
        """
        [Differentiable(Jacobian = true)]
        public static (double Last, double Energy, double First) F(double[] x)
        {
            double[] now = [.. x];
            double[] next = new double[x.Length];
            double energy = 0;
            for (int t = 0; t < 4; t++)
            {
                double[] slope = new double[x.Length];
                for (int i = 0; i < slope.Length; i++)
                {
                    slope[i] = Tanh(now[i] + now[(i + 1) % now.Length]);
                    energy += slope[i] * slope[i];
                }

                for (int i = 0; i < next.Length; i++)
                {
                    next[i] = now[i] * (1 - 0.1 * slope[i]);
                }

                (now, next) = (next, now);
            }

            return (now[^1], energy, now[0] * now[1]);
        }

        private static double FGradient(double[] x, double[] gradient)
        {
            int n = x.Length;
            var (last, energy, first) = FJacobian(x, gradient.AsSpan(0, n), gradient.AsSpan(n, n), gradient.AsSpan(2 * n, n));
            return last + energy + first;
        }
        """,
        value: "F(x).Last + F(x).Energy + F(x).First",
        rows: 3);

    private static void AssertAllocatesNothing(string members, string value = "F(x)", int rows = 1)
    {
        var run = GeneratorHost.Run(
            $$"""
            using System;
            using Autodiff;
            using static System.Math;

            public static partial class Model
            {
                {{members}}

                public static long Measure()
                {
                    double[] x = [0.5, -1, 2, 0.25, 1.5];
                    double[] gradient = new double[5 * {{rows}}];
                    double first = FGradient(x, gradient);
                    double[] expected = [.. gradient];
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    double second = FGradient(x, gradient);
                    long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
                    return first == second && first == {{value}} && gradient.AsSpan().SequenceEqual(expected) ? bytes : -1;
                }
            }
            """);
        using var program = run.Load();
        object? bytes = program.Assembly.GetType("Model")!.GetMethod("Measure")!.Invoke(null, null);
        Assert.True(bytes is 0L, $"{bytes} bytes\n{run.Dump()}");
    }
}
