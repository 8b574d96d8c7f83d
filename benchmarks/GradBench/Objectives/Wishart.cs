namespace GradBench.Objectives;

/// <summary>What the Wishart distribution needs and the framework does not have.</summary>
internal static class Wishart
{
    /// <summary>
    /// The logarithm of the part of the density of a precision matrix that does not depend on the matrix.
    /// </summary>
    public static double LogNormaliser(int dimension, double gamma, int degrees)
    {
        int n = dimension + degrees + 1;
        return n * dimension * (Math.Log(gamma) - 0.5 * Math.Log(2)) - LogGamma(0.5 * n, dimension);
    }

    /// <summary>The logarithm of the multivariate gamma function.</summary>
    private static double LogGamma(double a, int dimension)
    {
        double result = 0.25 * dimension * (dimension - 1) * Math.Log(Math.PI);
        for (int j = 0; j < dimension; j++)
        {
            result += LogGamma(a - 0.5 * j);
        }

        return result;
    }

    /// <summary>log Γ(z) for z > 0: Stirling's series, where z is large enough for five terms of it to do.</summary>
    private static double LogGamma(double z)
    {
        double shift = 0;
        while (z < 10)
        {
            shift += Math.Log(z);
            z++;
        }

        double inverse = 1 / z;
        double square = inverse * inverse;
        double series = inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188))));
        return (z - 0.5) * Math.Log(z) - z + 0.5 * Math.Log(2 * Math.PI) + series - shift;
    }
}
