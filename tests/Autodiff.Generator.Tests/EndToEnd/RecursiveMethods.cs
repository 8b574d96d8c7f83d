namespace Autodiff.Generator.Tests.EndToEnd;

/// <summary>Recursive methods of objects and of generic types, and names that emitted local functions could be confused with.</summary>
internal static class RecursiveMethods
{
    public static IReadOnlyList<ScalarMethod> All { get; } =
    [
        ScalarMethod.InFile(
            "recursion of an object's method",
            """
            public partial class Model
            {
                private readonly double k = 2;

                [Differentiable]
                public double F(double x) => H(x, 3);

                private double H(double t, int n) => n == 0 ? k : t * H(t, n - 1);
            }
            """,
            at: [1.5],
            value: 6.75,
            gradient: [13.5]),
        ScalarMethod.InFile(
            "recursion that reads a parameter of a primary constructor",
            """
            public partial class Model(double scale)
            {
                public Model()
                    : this(2)
                {
                }

                [Differentiable]
                public double F(double x) => H(x, 3);

                private double H(double t, int n) => n == 0 ? scale : t * H(t, n - 1);
            }
            """,
            at: [1.5],
            value: 6.75,
            gradient: [13.5]),
        ScalarMethod.InModel(
            "a recursive method of generic maths, on two types",
            """
            [Differentiable]
            public static double F(double x, float y) => P(x, 3) + P(y, 2);

            private static T P<T>(T x, int n) where T : System.Numerics.INumber<T> => n == 0 ? T.One : x * P(x, n - 1);
            """,
            at: [1.5, 2f],
            value: 7.375,
            gradient: [6.75, 4]),
        ScalarMethod.InModel(
            "a recursive method with another type argument for each call",
            """
            [Differentiable]
            public static double F(double x) => G<int>(x, 2) + G<string>(x, 3);

            private static double G<U>(double t, int n) => n == 0 ? 2 : t * G<U>(t, n - 1);
            """,
            at: [1.5],
            value: 11.25,
            gradient: [19.5]),
        ScalarMethod.InModel(
            "a recursive method with the names of the tape",
            """
            [Differentiable]
            public static double F(double x, double y) => saved(x, 3) * savedForward(y, 2);

            private static double saved(double top, int n) => n == 0 ? 1 : saved(top, n - 1) * top;

            private static double savedForward(double top, int @int) => @int == 0 ? 1 : savedForward(top, @int - 1) * top;
            """,
            at: [1.5, 2.0],
            value: 13.5,
            gradient: [27, 13.5]),
        ScalarMethod.InModel(
            "a recursive method with the names of adjoints",
            """
            [Differentiable]
            public static double F(double x) => H(x, x, x, 2);

            private static double H(double x, double dX, double dResult, int n) => n == 0 ? x : H(x * dX, dX, dResult, n - 1) * dResult;
            """,
            at: [2.0],
            value: 32,
            gradient: [80]),
        ScalarMethod.InModel(
            "an adjoint of zero that reaches a pole by recursion",
            """
            [Differentiable]
            public static double F(double x, double y) => H(x, y, 2);

            private static double H(double x, double y, int n) => n == 0 ? System.Math.Sqrt(y) : x * H(x, y, n - 1) + H(x, y * y + 1, n - 1);
            """,
            at: [0.0, 0.0],
            value: 1.4142135623730951,
            gradient: [2, 0]),
        ScalarMethod.InModel(
            "recursion to which nothing differentiated is given",
            """
            [Differentiable]
            public static double F(double x) => x * x * Factorial(4);

            private static double Factorial(int n) => n == 0 ? 1 : n * Factorial(n - 1);
            """,
            at: [1.5],
            value: 54,
            gradient: [72]),
    ];
}
