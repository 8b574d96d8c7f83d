namespace Autodiff.Generator.Tests.EndToEnd.Regressions;

/// <summary>Loops and arrays that the result does not depend on, or only on some ways.</summary>
internal static class Inert
{
    public static IReadOnlyList<ScalarMethod> All { get; } =
    [
        ScalarMethod.InModel(
            "an array that is filled in a loop and not read",
            """
            [Differentiable]
            public double F(double x)
            {
                double[,] unused = new double[3, 2];
                for (int j = 0; j < 2; j++)
                {
                    unused[1, j] += x;
                }

                return x * x;
            }
            """,
            at: [3.0],
            value: 9,
            gradient: [6]),
        ScalarMethod.InModel(
            "rows that are not read",
            """
            [Differentiable]
            public double F(double x)
            {
                double[][] unused = [[1.0], [x]];
                return x * x;
            }
            """,
            at: [3.0],
            value: 9,
            gradient: [6]),
        ScalarMethod.InModel(
            "an array that a helper returns from within a loop",
            """
            [Differentiable]
            public double F(double x)
            {
                double[] t = Pick(x);
                return t[0] * t[1];
            }

            private static double[] Pick(double x)
            {
                for (int i = 0; i < 4; i++)
                {
                    if (x < i)
                    {
                        return new double[] { x, 2 * x };
                    }
                }

                return new double[] { x, x * x };
            }
            """,
            at: [2.5],
            value: 12.5,
            gradient: [10]),
        ScalarMethod.InModel(
            "constants that a helper is given by reference or in an array",
            """
            private readonly double rate = 0.5;

            [Differentiable]
            public double F(double x)
            {
                double product = rate;
                double halved = rate;
                for (int i = 0; i < 2; i++)
                {
                    product *= Last([rate]);
                    Halve(ref halved);
                }

                return x * x * product + halved;
            }

            private static double Last(ReadOnlySpan<double> values)
            {
                double last = 0;
                for (int i = 0; i < values.Length; i++)
                {
                    last = values[i];
                }

                return last;
            }

            private static void Halve(ref double value)
            {
                for (int i = 0; i < 2; i++)
                {
                    value -= 0.5 * value;
                }
            }
            """,
            at: [4.0],
            value: 2.03125,
            gradient: [1]),
        ScalarMethod.InModel(
            "a row that is not read beside one that is",
            """
            [Differentiable]
            public double F(double x, double y)
            {
                double[] row = [x];
                for (int i = 0; i < 2; i++)
                {
                    double[][] rows = [[y], row];
                    rows[1][0] *= x;
                }

                return row[0];
            }
            """,
            at: [3.0, 4.0],
            value: 27,
            gradient: [27, 0]),
        ScalarMethod.InModel(
            "a local that is not read in a loop that is left early",
            """
            [Differentiable]
            public double F(double x)
            {
                int count = 0;
                while (true)
                {
                    count++;
                    if (count < 3)
                    {
                        break;
                    }

                    double unused = Math.Abs(x);
                }

                for (double t = 0; t < 1; t += 0.3)
                {
                    double unused = Math.Abs(x);
                }

                return x * x;
            }
            """,
            at: [3.0],
            value: 9,
            gradient: [6]),
    ];
}
