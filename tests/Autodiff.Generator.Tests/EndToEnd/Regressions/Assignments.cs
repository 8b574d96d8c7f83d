namespace Autodiff.Generator.Tests.EndToEnd.Regressions;

/// <summary>What variables hold where branches join.</summary>
internal static class Assignments
{
    public static IReadOnlyList<ScalarMethod> All { get; } =
    [
        ScalarMethod.InModel(
            "both arms assign the same value",
            """
            [Differentiable]
            public static double F(double a, double b)
            {
                double x = a;
                if (a > 0)
                {
                    x = b;
                }
                else
                {
                    x = b;
                }

                return x * x;
            }
            """,
            at: [3.0, 5.0],
            value: 25,
            gradient: [0, 10]),
        ScalarMethod.InModel(
            "an assignment before a break and the same at the end of the iteration",
            """
            [Differentiable]
            public static double F(double a)
            {
                double x = a;
                for (int i = 0; i < 20; i++)
                {
                    double next = 0.5 * x;
                    if (next < 1)
                    {
                        x = next;
                        break;
                    }

                    x = next;
                }

                return x;
            }
            """,
            at: [12.0],
            value: 0.75,
            gradient: [0.0625]),
    ];
}
