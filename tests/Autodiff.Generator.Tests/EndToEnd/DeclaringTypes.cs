namespace Autodiff.Generator.Tests.EndToEnd;

/// <summary>Where a marked method may stand and how its parameters may be named.</summary>
internal static class DeclaringTypes
{
    public static IReadOnlyList<ScalarMethod> All { get; } =
    [
        ScalarMethod.InFile(
            "a nested generic type",
            """
            public partial class Outer<T>
            {
                internal partial struct Inner<U>
                    where U : class
                {
                    [Differentiable]
                    private static double F(double x, T? ignored = default) => x * x * x;
                }
            }

            public partial class Model : Outer<int>
            {
                [Differentiable]
                protected internal double F(double x, double y) => x * y * y;
            }
            """,
            at: [1.5, 2.0],
            value: 6,
            gradient: [4, 6]) with
        {
            Method = "Model.F",
        },
        ScalarMethod.InFile(
            "a record struct",
            """
            public readonly partial record struct Model(double Scale)
            {
                public Model()
                    : this(1.5)
                {
                }

                [Differentiable]
                public double F(double x) => Scale * x * x;
            }
            """,
            at: [2.5],
            value: 9.375,
            gradient: [7.5]),
        ScalarMethod.InModel(
            "a generic method",
            """
            [Differentiable]
            public static double F(double x, double y) => Generic(x, y, "label");

            [Differentiable(nameof(x))]
            private static double Generic<T>(double x, double y, T label)
                where T : class, IComparable<T> => x * x * y;
            """,
            at: [1.5, 2.0],
            value: 4.5,
            gradient: [6, 2.25]) with
        {
            Method = "Model.F",
        },
        ScalarMethod.InModel(
            "parameters chosen by name",
            """
            [Differentiable(nameof(b), nameof(w))]
            public static double F(double w, double x, double b) => Math.Tanh(w * x + b) * x;
            """,
            at: [0.4, 1.2, -0.3],
            value: 0.21369704174079626,
            gradient: [1.3943335743512322, 1.1619446452926936]),
        ScalarMethod.InModel(
            "names that are keywords or taken",
            """
            [Differentiable]
            public static double F(double @in, double @double, double inGradient, double value)
            {
                double dValue = @in * @double;
                double valueGradient = dValue * inGradient;
                return valueGradient * value;
            }
            """,
            at: [1.5, 0.5, 2.0, 3.0],
            value: 4.5,
            gradient: [3, 9, 2.25, 1.5]),
        ScalarMethod.InModel(
            "tuple elements that the language forbids",
            """
            [Differentiable]
            public static double F(double Rest, double ToString, double Item2, double CompareTo) => Rest * ToString - Item2 / CompareTo;
            """,
            at: [1.5, 0.5, 2.0, 4.0],
            value: 0.25,
            gradient: [0.5, 1.5, -0.25, 0.125]),
        ScalarMethod.InModel(
            "a method named like its parameter",
            """
            [Differentiable]
            public static double loss(double loss) => loss * loss;
            """,
            at: [1.5],
            value: 2.25,
            gradient: [3]),
        ScalarMethod.InModel(
            "a field that a destination's name hides",
            """
            private static readonly double xGradient = 3;

            [Differentiable]
            public static double F(double x) => xGradient * x * x;
            """,
            at: [1.5],
            value: 6.75,
            gradient: [9]),
        ScalarMethod.InModel(
            "optional parameters",
            """
            [Differentiable]
            public static double F(double x, double y = 2.5, int n = 3) => x * y * n;
            """,
            at: [1.5, 2.0, 4],
            value: 12,
            gradient: [8, 6]),
        ScalarMethod.InFile(
            "a gradient method that the user declares",
            """
            /// <summary>The squared distance.</summary>
            public static partial class Model
            {
                [Differentiable]
                public static double F(double x, double y) => x * x + y;

                /// <summary>The value of F and its gradient.</summary>
                public static partial double FGradient(double a, double b, out double forA, out double forB);
            }
            """,
            at: [1.5, 2.0],
            value: 4.25,
            gradient: [3, 1]),
        ScalarMethod.InFile(
            "static members of Math without its name",
            """
            using static System.Math;

            public static partial class Model
            {
                [Differentiable]
                public static double F(double x) => Exp(Sin(x)) * Sqrt(Max(x, 2)) + PI * E;
            }
            """,
            at: [2.75],
            value: 10.968690010105911,
            gradient: [-1.8034612869291051]),
        ScalarMethod.InFile(
            "a static class in a namespace with an escaped name",
            """
            namespace @event.Inner
            {
                public static partial class Losses
                {
                    [Differentiable]
                    public static double @class(double x) => x * x * x;
                }
            }
            """,
            at: [1.5],
            value: 3.375,
            gradient: [6.75]),
    ];
}
