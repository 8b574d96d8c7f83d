namespace Autodiff.Generator.Tests.EndToEnd.Regressions;

/// <summary>What a method reads besides its parameters.</summary>
internal static class Reads
{
    public static IReadOnlyList<ScalarMethod> All { get; } =
    [
        ScalarMethod.InFile(
            "parameters of a primary constructor",
            """
            public partial class Model(double scale, int power)
            {
                public Model()
                    : this(2.5, 3)
                {
                }

                [Differentiable]
                public double F(double x) => scale * x * x + Shift(x) * power;

                private double Shift(double v) => v + scale;
            }
            """,
            at: [2.0],
            value: 23.5,
            gradient: [13]),
        ScalarMethod.InModel(
            "reads through a reference that may be null",
            """
            private readonly Model? next = null;
            private readonly double weight = 1.5;
            private readonly string? name = "abc";

            [Differentiable]
            public double F(double x) => (next?.weight ?? 2) * x + (name?.Length ?? 9) * x * x;
            """,
            at: [2.0],
            value: 16,
            gradient: [14]),
        ScalarMethod.InFile(
            "a protected member through a base whose other members are hidden",
            """
            public class Base
            {
                protected double k = 2;

                public double Quadratic(double x) => x * x * k;

                public double Hidden() => 1;
            }

            public partial class Model : Base
            {
                [Differentiable]
                public double F(double x) => base.Quadratic(x) + Quadratic(2 * x) + k;

                public new double Hidden() => 2;
            }
            """,
            at: [3.0],
            value: 92,
            gradient: [60]),
        ScalarMethod.InModel(
            "an element counted from the end",
            """
            private readonly int[] counts = [1, 2, 3];

            [Differentiable]
            public double F(double x) => counts[^1] * x + "abc"[^3] * 0;
            """,
            at: [2.0],
            value: 6,
            gradient: [3]),
    ];
}
