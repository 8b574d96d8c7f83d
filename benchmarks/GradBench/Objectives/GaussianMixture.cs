using Autodiff;

namespace GradBench.Objectives;

/// <summary>The eval <c>gmm</c>: the posterior of a mixture of Gaussians with a Wishart prior.</summary>
internal static partial class GaussianMixture
{
    /// <summary>The logarithm of the posterior, up to what depends on neither the data nor the parameters.</summary>
    /// <param name="alpha">The logarithms of the weights of the components, up to a common number.</param>
    /// <param name="mu">The mean of each component, one after the other.</param>
    /// <param name="q">For each component the logarithms of the diagonal of Q, where QᵀQ is the inverse covariance.</param>
    /// <param name="l">For each component what lies under the diagonal of Q, column by column.</param>
    /// <param name="x">The points, one after the other.</param>
    /// <param name="dimension">How many coordinates a point has.</param>
    /// <param name="gamma">The precision of the prior.</param>
    /// <param name="degrees">The additional degrees of freedom of the prior.</param>
    [Differentiable(nameof(alpha), nameof(mu), nameof(q), nameof(l))]
    public static double LogPosterior(
        ReadOnlySpan<double> alpha,
        ReadOnlySpan<double> mu,
        ReadOnlySpan<double> q,
        ReadOnlySpan<double> l,
        ReadOnlySpan<double> x,
        int dimension,
        double gamma,
        int degrees)
    {
        int components = alpha.Length;
        int points = x.Length / dimension;
        int triangle = dimension * (dimension - 1) / 2;

        double[] diagonals = new double[q.Length];
        for (int i = 0; i < q.Length; i++)
        {
            diagonals[i] = Math.Exp(q[i]);
        }

        double[] logDeterminants = new double[components];
        for (int k = 0; k < components; k++)
        {
            logDeterminants[k] = Sum(q.Slice(k * dimension, dimension));
        }

        double[] centered = new double[dimension];
        double[] whitened = new double[dimension];
        double[] terms = new double[components];
        double logLikelihood = 0;
        for (int n = 0; n < points; n++)
        {
            var point = x.Slice(n * dimension, dimension);
            for (int k = 0; k < components; k++)
            {
                Subtract(point, mu.Slice(k * dimension, dimension), centered);
                Multiply(
                    diagonals.AsSpan(k * dimension, dimension), l.Slice(k * triangle, triangle), centered, whitened);
                terms[k] = alpha[k] + logDeterminants[k] - 0.5 * SumOfSquares(whitened);
            }

            logLikelihood += LogSumExp.Value(terms);
        }

        logLikelihood -= points * (dimension * 0.5 * Math.Log(2 * Math.PI) + LogSumExp.Value(alpha));

        double logPrior = components * Wishart.LogNormaliser(dimension, gamma, degrees);
        for (int k = 0; k < components; k++)
        {
            double frobenius = SumOfSquares(diagonals.AsSpan(k * dimension, dimension))
                + SumOfSquares(l.Slice(k * triangle, triangle));
            logPrior -= 0.5 * gamma * gamma * frobenius - degrees * logDeterminants[k];
        }

        return logLikelihood + logPrior;
    }

    private static void Subtract(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> difference)
    {
        for (int i = 0; i < a.Length; i++)
        {
            difference[i] = a[i] - b[i];
        }
    }

    /// <summary>A lower triangular matrix times a vector.</summary>
    private static void Multiply(
        ReadOnlySpan<double> diagonal, ReadOnlySpan<double> triangle, ReadOnlySpan<double> vector, Span<double> product)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            product[i] = diagonal[i] * vector[i];
        }

        int index = 0;
        for (int i = 0; i < vector.Length; i++)
        {
            for (int j = i + 1; j < vector.Length; j++)
            {
                product[j] += triangle[index] * vector[i];
                index++;
            }
        }
    }

    private static double Sum(ReadOnlySpan<double> numbers)
    {
        double sum = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            sum += numbers[i];
        }

        return sum;
    }

    private static double SumOfSquares(ReadOnlySpan<double> numbers)
    {
        double sum = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            sum += numbers[i] * numbers[i];
        }

        return sum;
    }
}
