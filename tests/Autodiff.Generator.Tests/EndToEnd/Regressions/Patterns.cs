namespace Autodiff.Generator.Tests.EndToEnd.Regressions;

/// <summary>Patterns on values that are constants to differentiation, and switch expressions on tuples.</summary>
internal static class Patterns
{
    public static IReadOnlyList<ScalarMethod> All { get; } =
    [
        ScalarMethod.InModel(
            "a switch on what the compiler could compute",
            """
            [Differentiable]
            public static double F(double x) => x * Curve(5).Item2;

            private static (float, double) Curve(double error)
            {
                _ = (1f + ((float)error)) switch { < 0f => --error, >= 0f and < 1f => error, _ => error };
                return (1.42f, error);
            }
            """,
            at: [2.0],
            value: 10,
            gradient: [5]),
        ScalarMethod.InModel(
            "type patterns",
            """
            private readonly object shape = "abc";
            private readonly object count = 4;

            [Differentiable]
            public double F(double x) => (shape is string s ? s.Length * x : x) + (count switch { string => 1, int n when n > 9 => 2, int n => n * x * x, _ => 3 });
            """,
            at: [2.0],
            value: 22,
            gradient: [19]),
        ScalarMethod.InModel(
            "property patterns",
            """
            private readonly string? name = "abc";

            [Differentiable]
            public double F(double x) => name switch { null => 1, { Length: > 5 } => x, { Length: var n } => n * x * x };
            """,
            at: [2.0],
            value: 12,
            gradient: [12]),
        ScalarMethod.InModel(
            "patterns on nullable integers",
            """
            private readonly int? none;
            private readonly int? some = 3;

            [Differentiable]
            public double F(double x) => (none is { } n ? n * x : x) + (some is int k ? k * x * x : x) + some.GetValueOrDefault() * x + (none ?? 2) * x;
            """,
            at: [2.0],
            value: 24,
            gradient: [18]),
        ScalarMethod.InModel(
            "a switch on two Booleans that covers all cases",
            """
            [Differentiable]
            public static double F(double x, double y) => (x > 0, y > 0) switch
            {
                (true, true) => x * y,
                (true, false) => x,
                (false, true) => y,
                (false, false) => x * x,
            };
            """,
            at: [-3.0, -1.0],
            value: 9,
            gradient: [-6, 0]),
        ScalarMethod.InModel(
            "two throwing arms at the end",
            """
            [Differentiable]
            public static double F(double x, double y) => y switch
            {
                0 => x,
                1 => x * x,
                < 0 => throw new ArgumentException($"negative {{{y}}}"),
                _ => throw new NotSupportedException(),
            };
            """,
            at: [3.0, 1.0],
            value: 9,
            gradient: [6, 0]),
        ScalarMethod.InModel(
            "an assignment in the second operand of a conjunction that is not reached",
            """
            [Differentiable]
            public static double F(double x, double y)
            {
                double z = 1;
                return x > 0 && (z = y * x) > 0.5 ? z * x : z + y;
            }
            """,
            at: [-1.0, -3.0],
            value: -2,
            gradient: [0, 1]),
        ScalarMethod.InModel(
            "patterns on objects, and on what a pattern before has found them to be",
            """
            private static readonly object? box = 4;
            private static readonly object? name = "abcd";
            private static readonly int? none;

            [Differentiable]
            public static double F(double x)
            {
                double s = x;
                if (box is int k and > 2) s *= k;
                if (box is 3 or long or >= 5) s += 100;
                if (box is int and not 3 and < 10) s *= 0.5;
                if (box is (int or long) and not 4) s += 100;
                if (name is string and { Length: > 3 } and not "abc") s *= x;
                if (name is 4 or null) s += 100;
                if (none is int and 3) s += 100;
                return s * name switch { null => 1, "abc" => 2, string t and { Length: > 3 } => t.Length, _ => 7 };
            }
            """,
            at: [3.0],
            value: 72,
            gradient: [48]),
    ];
}
