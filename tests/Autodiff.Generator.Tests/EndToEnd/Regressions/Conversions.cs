namespace Autodiff.Generator.Tests.EndToEnd.Regressions;

/// <summary>Conversions of integers, and generic maths on the way to <see langword="double"/>.</summary>
internal static class Conversions
{
    public static IReadOnlyList<ScalarMethod> All { get; } =
    [
        ScalarMethod.InModel(
            "narrow integers that wrap",
            """
            [Differentiable]
            public static double F(double x, byte n, short k, char c)
            {
                n += 5;
                k -= 3;
                c++;
                byte q = n;
                q *= 100;
                return x * n + k * x + c + q * x * x;
            }
            """,
            at: [2.0, 250, 10, 'a'],
            value: 1246,
            gradient: [886]),
        ScalarMethod.InModel(
            "checked casts",
            """
            [Differentiable]
            public static double F(double x, long n) => checked((int)n) * x + checked((uint)(n + 1)) * x * x;
            """,
            at: [2.0, 7],
            value: 46,
            gradient: [39]),
        ScalarMethod.InModel(
            "numbers made in generic maths",
            """
            [Differentiable]
            public static double F(double x) => Scaled(x) + Scaled((float)x);

            private static T Scaled<T>(T v)
                where T : System.Numerics.IFloatingPointIeee754<T> => v * v * T.CreateChecked(2) + v / T.CreateTruncating(4.0) + T.One;
            """,
            at: [2.0],
            value: 19,
            gradient: [16.5]),
        ScalarMethod.InFile(
            "a static abstract property of a type argument",
            """
            public interface IUnit
            {
                static abstract double Size { get; }
            }

            public readonly struct Inch : IUnit
            {
                public static double Size => 2.5;
            }

            public static partial class Model
            {
                [Differentiable]
                public static double F(double x) => Area<Inch>(x);

                private static double Area<T>(double x)
                    where T : IUnit => x * x * T.Size;
            }
            """,
            at: [3.0],
            value: 22.5,
            gradient: [15]),
    ];
}
