using Autodiff.Generator.Tests.Infrastructure;
using Xunit;

namespace Autodiff.Generator.Tests.Snapshots;

/// <summary>Whole generated files, few and chosen to be read: each shows what the one before does not.</summary>
public sealed class GeneratedFiles
{
    [Fact]
    public void Straight_line() => Verify("""
        public static partial class Losses
        {
            [Differentiable]
            public static double SquaredError(double w, double x, double y)
            {
                double prediction = w * x;
                double error = prediction - y;
                return error * error;
            }
        }
        """);

    [Fact]
    public void Reused_values_and_guards() => Verify("""
        public static partial class Networks
        {
            [Differentiable]
            public static double Neuron(double w0, double x0, double w1, double x1, double bias)
            {
                double activation = w0 * x0 + w1 * x1 + bias;
                return 1 / (1 + Exp(-activation));
            }
        }
        """);

    [Fact]
    public void Jacobian_of_a_projection() => Verify("""
        public static partial class Cameras
        {
            [Differentiable(nameof(pose), nameof(point), Jacobian = true)]
            public static (double U, double V) Project(double[] pose, double[] point, double focalLength)
            {
                (double x, double z) = Turn(pose[0], point[0] - pose[1], point[2] - pose[3]);
                return (focalLength * x / z, focalLength * (point[1] - pose[2]) / z);
            }

            private static (double X, double Z) Turn(double angle, double x, double z)
            {
                double cos = Cos(angle);
                double sin = Sin(angle);
                return (cos * x - sin * z, sin * x + cos * z);
            }
        }
        """);

    [Fact]
    public void Jacobian_of_a_simulation() => Verify("""
        public static partial class Oscillators
        {
            [Differentiable(nameof(stiffness), nameof(damping), Jacobian = true)]
            public static (double Position, double Energy) Damped(double stiffness, double damping, double start, double[] push)
            {
                double position = start, velocity = 0, energy = 0;
                for (int i = 0; i < push.Length; i++)
                {
                    double force = push[i] - stiffness * position - damping * velocity * Abs(velocity);
                    velocity += 0.1 * force;
                    position += 0.1 * velocity;
                    energy += velocity * velocity;
                }

                return (position, energy);
            }
        }
        """);

    [Fact]
    public void Local_arrays_on_the_stack_and_in_a_workspace() => Verify("""
        public static partial class Networks
        {
            [Differentiable(nameof(weights))]
            public static double Loss(double[] weights, double[] samples, int hiddenCount)
            {
                double loss = 0;
                for (int s = 0; s < samples.Length; s++)
                {
                    double[] ends = new double[2];
                    double[] hidden = new double[hiddenCount];
                    for (int j = 0; j < hiddenCount; j++)
                    {
                        hidden[j] = Tanh(weights[j] * samples[s]);
                        ends[j % 2] += hidden[j];
                    }

                    loss += ends[0] * ends[1];
                }

                return loss;
            }
        }
        """);

    [Fact]
    public void Helpers_in_place() => Verify("""
        public static partial class Options
        {
            [Differentiable]
            public static double Call(double spot, double strike, double rate, double volatility, double maturity)
            {
                double deviation = volatility * Sqrt(maturity);
                double d1 = (Log(spot / strike) + (rate + 0.5 * volatility * volatility) * maturity) / deviation;
                double d2 = d1 - deviation;
                return spot * NormalCdf(d1) - strike * Exp(-rate * maturity) * NormalCdf(d2);
            }

            private static double NormalCdf(double x)
            {
                double k = 1 / (1 + 0.2316419 * Abs(x));
                double polynomial = k * (0.319381530 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
                double tail = 0.3989422804014327 * Exp(-0.5 * x * x) * polynomial;
                return x >= 0 ? 1 - tail : tail;
            }
        }
        """);

    [Fact]
    public void Branch_shared_by_both_passes() => Verify("""
        public static partial class Losses
        {
            [Differentiable]
            public static double Huber(double residual, double delta)
            {
                double size = Abs(residual);
                return size <= delta ? 0.5 * residual * residual : delta * (size - 0.5 * delta);
            }
        }
        """);

    [Fact]
    public void Branch_whose_arm_saves_for_the_backward_pass() => Verify("""
        public static partial class Physics
        {
            [Differentiable]
            public static double Potential(double x, double depth)
            {
                double shape;
                if (x > 0)
                {
                    double decay = Exp(-x);
                    shape = decay * Sin(x);
                }
                else
                {
                    shape = x * x;
                }

                return Log(1 + depth * shape * shape);
            }
        }
        """);

    [Fact]
    public void Guards_early_returns_and_constants_to_differentiation() => Verify("""
        public sealed partial class Curve(double scale)
        {
            private readonly double shift = 0.25;

            public int Degree { get; init; } = 2;

            [Differentiable]
            public double Evaluate(double x, int order, string label)
            {
                ArgumentNullException.ThrowIfNull(label);
                if (order < 0)
                {
                    throw new ArgumentOutOfRangeException(nameof(order), $"{label}: {order} is negative");
                }

                if (x < shift)
                {
                    return scale * x;
                }

                return scale * Pow(x - shift, Degree + order);
            }
        }
        """);

    [Fact]
    public void Reassigned_locals_and_tuples() => Verify("""
        public static partial class Recurrences
        {
            [Differentiable]
            public static double ThreeSteps(double x, double y)
            {
                (double a, double b) = (x, y);
                (a, b) = (b, a + b);
                (a, b) = (b, a * b);
                double sum = a;
                sum += b;
                sum *= sum;
                return sum;
            }
        }
        """);

    [Fact]
    public void Both_precisions_by_reference_in_a_generic_struct() => Verify("""
        public readonly partial struct Sensor<T>(float gain)
            where T : struct
        {
            private readonly float gain = gain;

            [Differentiable(nameof(time), nameof(phase))]
            public float Signal(in double time, float phase, T tag, float offset = 1.5f) => gain * (float)Sin(2 * PI * time + phase) + offset;
        }
        """);

    [Fact]
    public void Declared_by_the_user() => Verify("""
        public static partial class Declared
        {
            [Differentiable]
            public static double Area(double width, double height) => width * height;

            /// <summary>The area and its slopes.</summary>
            public static partial double AreaGradient(double width, double height, out double dw, out double dh);
        }
        """);

    [Fact]
    public void Explained() => Verify("""
        public static partial class Examples
        {
            [Differentiable(Explain = true)]
            public static double Product(double x, double y, double z)
            {
                double q = x + y;
                return q > 0 ? q * z : z;
            }
        }
        """);

    [Fact]
    public void Loop_with_a_tape() => Verify("""
        public static partial class Physics
        {
            [Differentiable(nameof(frequency), nameof(step))]
            public static double Pendulum(double frequency, double step, int steps)
            {
                double angle = 1;
                double velocity = 0;
                for (int i = 0; i < steps; i++)
                {
                    velocity -= step * frequency * frequency * Sin(angle);
                    angle += step * velocity;
                }

                return angle;
            }
        }
        """);

    [Fact]
    public void Independent_iterations_reversed_in_place() => Verify("""
        public static partial class Losses
        {
            [Differentiable(nameof(slope), nameof(offset))]
            public static double Huber(double slope, double offset, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
            {
                double loss = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    double residual = slope * x[i] + offset - y[i];
                    loss += Abs(residual) <= 1 ? 0.5 * residual * residual : Abs(residual) - 0.5;
                }

                return loss / x.Length;
            }
        }
        """);

    [Fact]
    public void While_until_convergence() => Verify("""
        public static partial class Roots
        {
            [Differentiable]
            public static double Newton(double a, double start)
            {
                double x = start;
                double next = 0.5 * (x + a / x);
                while (Abs(next - x) > 1e-12 * next)
                {
                    x = next;
                    next = 0.5 * (x + a / x);
                }

                return next;
            }
        }
        """);

    [Fact]
    public void Matrix_helpers_and_local_arrays() => Verify("""
        public static partial class Networks
        {
            [Differentiable(nameof(first), nameof(second))]
            public static double Error(double[,] first, double[] second, double[] input, double target)
            {
                Span<double> hidden = new double[second.Length];
                Multiply(first, input, hidden);
                for (int i = 0; i < hidden.Length; i++)
                {
                    hidden[i] = Tanh(hidden[i]);
                }

                double error = Dot(second, hidden) - target;
                return error * error;
            }

            private static void Multiply(double[,] matrix, ReadOnlySpan<double> vector, Span<double> result)
            {
                for (int i = 0; i < result.Length; i++)
                {
                    for (int j = 0; j < vector.Length; j++)
                    {
                        result[i] += matrix[i, j] * vector[j];
                    }
                }
            }

            private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
            {
                double sum = 0;
                for (int i = 0; i < a.Length; i++)
                {
                    sum += a[i] * b[i];
                }

                return sum;
            }
        }
        """);

    [Fact]
    public void Break_and_return_in_a_loop() => Verify("""
        public static partial class Projects
        {
            [Differentiable]
            public static double Worth(double[] payments, double rate, double limit)
            {
                double worth = 0;
                double discount = 1;
                foreach (double payment in payments)
                {
                    if (payment == 0)
                    {
                        break;
                    }

                    worth += payment * discount;
                    if (worth > limit)
                    {
                        return limit + Sqrt(worth - limit);
                    }

                    discount /= 1 + rate;
                }

                return worth;
            }
        }
        """);

    [Fact]
    public void Swapped_buffers() => Verify("""
        public static partial class Heat
        {
            [Differentiable(nameof(rod), nameof(conductivity))]
            public static double Middle(double[] rod, double conductivity, int steps)
            {
                double[] now = (double[])rod.Clone();
                double[] next = (double[])rod.Clone();
                for (int step = 0; step < steps; step++)
                {
                    for (int i = 1; i < now.Length - 1; i++)
                    {
                        next[i] = now[i] + conductivity * (now[i - 1] - 2 * now[i] + now[i + 1]);
                    }

                    (now, next) = (next, now);
                }

                return now[now.Length / 2];
            }
        }
        """);

    [Fact]
    public void Recursive_method() => Verify("""
        public static partial class Quadrature
        {
            [Differentiable(nameof(rate))]
            public static double Integral(double rate, double from, double to, double tolerance)
            {
                double middle = 0.5 * (from + to);
                double coarse = Density(rate, middle) * (to - from);
                double fine = 0.5 * (to - from) * (Density(rate, 0.5 * (from + middle)) + Density(rate, 0.5 * (middle + to)));
                return Abs(fine - coarse) <= tolerance
                    ? fine
                    : Integral(rate, from, middle, 0.5 * tolerance) + Integral(rate, middle, to, 0.5 * tolerance);
            }

            private static double Density(double rate, double x) => rate * Exp(-rate * x);
        }
        """);

    [Fact]
    public void Recursive_method_that_multiplies_its_calls() => Verify("""
        public static partial class Trees
        {
            [Differentiable]
            public static double Likelihood(ReadOnlySpan<double> x, double rate)
            {
                if (x.Length == 1)
                {
                    return Exp(-rate * x[0]);
                }

                int half = x.Length / 2;
                double product = 1;
                for (int i = 0; i < 2; i++)
                {
                    var part = i == 0 ? x[..half] : x[half..];
                    product *= 1 + Likelihood(part, 0.5 * rate);
                }

                return product;
            }
        }
        """);

    [Fact]
    public void Spans_and_slices() => Verify("""
        public static partial class Models
        {
            [Differentiable(nameof(parameters))]
            public static double Energy(ReadOnlySpan<double> parameters, int count)
            {
                var positions = parameters[..count];
                var charges = parameters[count..];
                double energy = 0;
                for (int i = 0; i < count; i++)
                {
                    for (int j = 0; j < i; j++)
                    {
                        energy += charges[i] * charges[j] / Abs(positions[i] - positions[j]);
                    }
                }

                return energy + parameters[^1];
            }
        }
        """);

    private static void Verify(string source, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var run = GeneratorHost.Run($"""
            using System;
            using Autodiff;
            using static System.Math;

            namespace Demo;

            {source}
            """);
        Assert.Empty(run.Faults());
        Snapshot.Verify(run.OnlyFile, test: test);
    }
}
