using Autodiff.Generator.Tests.EndToEnd;
using Autodiff.Generator.Tests.EndToEnd.Language;

namespace Autodiff.Generator.Tests.Robustness;

/// <summary>Sources as users write them: what is supported, what is refused, and what is not supported yet.</summary>
internal static class Corpus
{
    private const string Usings = "using System;\nusing System.Collections.Generic;\nusing Autodiff;\n\n";

    private static readonly string[] Members =
    [
        """
        [Differentiable]
        public static double Mean(double[] values)
        {
            double total = 0;
            for (int i = 0; i < values.Length; i++)
            {
                total += values[i] * values[i];
            }

            return total / values.Length;
        }
        """,
        """
        [Differentiable(nameof(weights))]
        public static double Dot(ReadOnlySpan<double> weights, ReadOnlySpan<double> inputs, bool biased = true)
        {
            double sum = biased ? weights[^1] : 0;
            foreach (double input in inputs[1..])
            {
                if (input < 0) continue;
                sum += input * weights[0];
            }

            return Math.Tanh(sum);
        }
        """,
        """
        [Differentiable]
        public double Trace(double[,] matrix, float[][] rows)
        {
            double trace = 0;
            int n = matrix.GetLength(0);
            while (n-- > 0)
            {
                trace += matrix[n, n] * rows[n][0];
                if (trace > 100) break;
            }

            return trace;
        }
        """,
        """
        [Differentiable]
        public static double Newton(double x, int iterations)
        {
            double guess = x;
            do
            {
                guess = 0.5 * (guess + x / guess);
            }
            while (--iterations > 0);
            return guess;
        }
        """,
        """
        [Differentiable]
        public static double Area(double size, Shape shape)
        {
            switch (shape)
            {
                case Shape.Square: return size * size;
                case Shape.Circle when size > 0:
                {
                    double radius = size / 2;
                    return Math.PI * radius * radius;
                }

                default: throw new ArgumentOutOfRangeException(nameof(shape));
            }
        }

        public enum Shape { Square, Circle }
        """,
        """
        [Differentiable]
        public static double Piecewise(double x) => x switch
        {
            < 0 => -x,
            >= 0 and < 1 => x * x,
            double.NaN => 0,
            var large => Math.Log(large),
        };
        """,
        """
        [Differentiable]
        public static double Power(double x, int n) => n <= 0 ? 1 : x * Power(x, n - 1);
        """,
        """
        [Differentiable]
        public static double Window(Span<double> data, double scale)
        {
            Span<double> buffer = stackalloc double[3];
            double[] copy = [.. data];
            data.CopyTo(copy);
            buffer.Fill(scale);
            ref double first = ref buffer[0];
            first += copy[0];
            buffer[1] += data[^1];
            return buffer[0] * buffer[1] + buffer[2];
        }
        """,
        """
        private int counter;

        [Differentiable]
        public double Effect(double x)
        {
            counter++;
            return x * counter + new Random().NextDouble();
        }
        """,
        """
        [Differentiable]
        public static double Query(double x, List<double> list)
        {
            var text = $"{x:F2}";
            double? maybe = x > 0 ? x : null;
            object boxed = x;
            dynamic late = x;
            foreach (var item in list)
            {
                using var stream = new System.IO.MemoryStream();
                try { x += item; } finally { x *= 2; }
            }

            return maybe ?? (double)boxed + late + text.Length + list[0];
        }
        """,
        """
        [Differentiable]
        public static T Generic<T>(T x) where T : System.Numerics.IFloatingPointIeee754<T> => x * x;
        """,
        """
        [Differentiable("x", "y")]
        public static void Nothing(ref double x, out double y) => y = x;
        """,
        """
        [Differentiable]
        public static double Delegates(double x, Func<double, double> f)
        {
            Func<double, double> g = f;
            g += z => z * x;
            double Local(double z) => z > 10 ? z : Local(z * 2);
            return g(x) + f(Local(x)) + ((Func<double, double>)Math.Sin)(x);
        }
        """,
        """
        [Differentiable]
        public static double operator +(Model left, double right) => right;

        [Differentiable]
        public double Property { [Differentiable] get => 1; }

        public static void Host()
        {
            [Differentiable]
            static double Inner(double x) => x;
            Inner(1);
        }
        """,
        """
        public sealed record Point(double X, double Y)
        {
            public double Length => Math.Sqrt(X * X + Y * Y);
        }

        [Differentiable]
        public static double Distance(double x, double y)
        {
            var point = new Point(x, y) with { X = 2 * x };
            if (point is { X: > 0, Y: var height }) return point.Length * height;
            goto end;
            end:
            return point.Length;
        }
        """,
    ];

    private static readonly string[] Files =
    [
        """
        public abstract partial class Shape
        {
            public abstract double Size(double x);

            [Differentiable]
            public double Scaled(double x) => Size(x) * x;
        }

        public partial class Circle : Shape
        {
            public override double Size(double x) => x * x;

            [Differentiable]
            public new double Scaled(double x) => base.Scaled(x) + base.ToString()!.Length;
        }

        public interface IModel
        {
            [Differentiable]
            double Loss(double x) => x;
        }

        file partial class Hidden
        {
            [Differentiable]
            public static double F(double x) => x;
        }

        public class NotPartial
        {
            [Differentiable]
            public static double F(double x) => x;
        }
        """,
        """
        public static partial class Several
        {
            private static readonly (double, double) None = (1, 2);

            [Differentiable(nameof(x), nameof(rate), Jacobian = true)]
            public static (double Last, float, double Sum) F(double[] x, in double rate, int n)
            {
                double[] now = [.. x];
                (double a, double b) state = None;
                for (int i = 1; i < n; i++)
                {
                    now[i] += rate * now[i - 1];
                    state = (state.b, state.a + now[i]);
                    if (now[i] > 10)
                    {
                        return (now[i], 1, rate);
                    }
                }

                return n switch { 0 => (x[0], (float)rate, 1), _ => Swap((state.a, 2, now[^1])) };
            }

            private static (double, float, double) Swap((double A, float B, double C) t) => (t.C, t.B * (float)t.A, t.A);
        }
        """,
        """
        public static partial class Declared
        {
            [Differentiable]
            public static double F(in double x, params double[] rest) => x * rest[0];

            /// <summary>Documented.</summary>
            public static partial double FGradient(in double x, double[] rest, out double xGradient, Span<double> restGradient);

            public static partial (double x, double[] rest) FGradient(in double x, params double[] rest);
        }
        """,
        """
        #nullable enable
        namespace Deep.Inside
        {
            partial struct Outer<T> where T : unmanaged
            {
                internal partial record class Inner<U>(U? Value) where U : class, new()
                {
                    [Differentiable(nameof(@double), Explain = true)]
                    private protected float Method<V>(float @double, V? value, string text = "a\"b") where V : struct => @double * text.Length;
                }
            }
        }
        """,
        """
        public static class Extensions
        {
            extension(double x)
            {
                [Differentiable]
                public double Squared() => x * x;
            }
        }

        public partial class Fields
        {
            private readonly double[] weights = [1, 2, 3];

            [Differentiable]
            public double Loss(double x, double target)
            {
                var (a, b) = (weights[0] * x, weights[1]);
                weights[2] = a;
                (double error, _) = (a + b - target, 0);
                return error * error;
            }
        }
        """,
    ];

    /// <summary>All sources.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Members.Select(InModel),
        .. Files.Select(types => Usings + types),
        .. TextbookMethods.All.Concat(Locals.All).Concat(ConditionsAndConversions.All).Concat(Calls.All).Concat(DeclaringTypes.All)
            .Select(method => "using System;\nusing Autodiff;\n\n" + method.Source + method.Others),
    ];
    /// <summary>Sources with loops, arrays, switches and recursion, which are tested as they are elsewhere.</summary>
    public static IReadOnlyList<string> Language { get; } = [.. LanguageCorpus.Cases.Select(one => InModel(one.Members))];

    private static string InModel(string members) => $"{Usings}public partial class Model\n{{\n{members}\n}}\n";
}
