using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.EndToEnd;

/// <summary>What a gradient method requires of its arrays, for all that a method may read arrays from.</summary>
public class ArrayContractTests
{
    private const string Model = """
        using System;
        using System.Collections.Generic;
        using Autodiff;

        public struct Pair { public double[] P; }
        public sealed class Inner { public double[] W = { 1, 2, 3 }; }
        public sealed class Box
        {
            private readonly double[] own = { 1, 2, 3 };
            public double[] T = { 0.1, 0.2, 0.3 };
            public double[][] R = { new[] { 1.0, 2, 3 } };
            public Inner I { get; } = new();
            public double[] Trivial => own;
            public double[] Computed => own.Length > 2 ? own : T;
            public Pair Q = new Pair { P = new[] { 1.0, 2, 3 } };
        }

        public partial class Model
        {
            private readonly Box own = new();
            private readonly Box[] boxes = { new(), new() };

            public static string Refused(Action call)
            {
                try { call(); } catch (ArgumentException e) { return e.ParamName!; }
                return "accepted";
            }
        """;

    [Theory]
    [InlineData("b.T[i]", "b.T")]
    [InlineData("b.R[0][i]", "b.R[0]")]
    [InlineData("b.I.W[i]", "b.I.W")]
    [InlineData("b.Trivial[i]", "b.Trivial")]
    [InlineData("b.Q.P[i]", "b.Q.P")]
    [InlineData("own.T[i]", "own.T")]
    [InlineData("b.Computed[i]", "b.Computed")]
    [InlineData("boxes[1].T[i]", "boxes[1].T")]
    public void A_destination_that_the_method_reads_as_a_constant_is_refused(string read, string destination)
    {
        Assert.Equal("xGradient", Run($$"""
                [Differentiable]
                public double F(Box b, double[] x)
                {
                    double sum = 0;
                    for (int i = 0; i < x.Length; i++) sum += x[i] * x[i] * {{read}};
                    return sum;
                }

                public static string Check()
                {
                    var model = new Model();
                    var own = model.own;
                    var boxes = model.boxes;
                    var b = new Box();
                    return Refused(() => model.FGradient(b, new double[] { 1, 2, 3 }, {{destination}}));
                }
            }
            """));
    }

    [Fact]
    public void A_destination_that_a_recursive_method_reads_as_a_constant_is_refused() => Assert.Equal("xGradient", Run("""
            [Differentiable]
            public static double F(Box b, double[] x, int i) => i < 0 ? 0 : x[i] * x[i] * b.T[i] + F(b, x, i - 1);

            public static string Check()
            {
                var b = new Box();
                return Refused(() => FGradient(b, new double[] { 1, 2, 3 }, 2, b.T));
            }
        }
        """));

    [Fact]
    public void An_object_that_is_not_read_may_be_null() => Assert.Equal("accepted", Run("""
            [Differentiable]
            public static double F(Box? b, double[] x)
            {
                double sum = 0;
                foreach (double e in x) sum += e * e;
                return b is null ? sum : sum * b.T[0] * b.I.W[0];
            }

            public static string Check() => Refused(() => FGradient(null, new double[] { 1, 2, 3 }, new double[3]));
        }
        """));

    /// <summary>No check could tell: a number's address is in no array's range but the compiler's.</summary>
    [Theory]
    [InlineData("double y = 1; foreach (double e in x) y *= e; return y * Math.Sin(w);")]
    [InlineData("double y = 0; foreach (double e in x) y = Math.Tanh(y + e * e); return y * Math.Sin(w);")]
    [InlineData("double y = 0; foreach (double e in x) y = Math.Tanh(y * own.T[1] + e); return y * Math.Sin(w);")]
    [InlineData("double s = w * x[0]; double y = Math.Exp(s) * w; return y + x[1] * x[1] * y;")]
    public void A_number_may_be_received_in_an_element_of_an_input(string body) => Assert.Equal("same", Run($$"""
            [Differentiable]
            public double F(double w, double[] x) { {{body}} }

            public static string Check()
            {
                for (int k = 0; k < 6; k++)
                {
                    var (model, other) = (new Model(), new Model());
                    double[] x = { 0.5, 1.25, 2 }, again = { 0.5, 1.25, 2 };
                    double[] apart = new double[3], aliased = new double[3];
                    double value = model.FGradient(0.75, x, out double w, apart);
                    ref double place = ref k < 3 ? ref again[k] : ref other.own.T[k - 3];
                    double valueAgain = other.FGradient(0.75, again, out place, aliased);
                    if (value != valueAgain || w != place || apart[0] != aliased[0] || apart[1] != aliased[1] || apart[2] != aliased[2])
                        return $"{k}: {value} {valueAgain}, {w} {place}, {string.Join(" ", apart)}, {string.Join(" ", aliased)}";
                }

                return "same";
            }
        }
        """));

    private static string Run(string members)
    {
        using var program = GeneratorHost.Run(Model + "\n" + members).Load();
        return (string)program.Assembly.GetType("Model")!.GetMethod("Check")!.Invoke(null, null)!;
    }
}
