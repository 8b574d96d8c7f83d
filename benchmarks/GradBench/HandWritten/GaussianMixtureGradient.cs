using System.Buffers;
using GradBench.Objectives;

namespace GradBench.HandWritten;

/// <summary>
/// The gradient of <see cref="GaussianMixture"/>. A point is differentiated as soon as its likelihood is known, so that one point's
/// values are kept, whatever the number of points.
/// </summary>
internal static class GaussianMixtureGradient
{
    /// <inheritdoc cref="GaussianMixture.LogPosterior"/>
    public static double LogPosterior(
        ReadOnlySpan<double> alpha,
        ReadOnlySpan<double> mu,
        ReadOnlySpan<double> q,
        ReadOnlySpan<double> l,
        ReadOnlySpan<double> x,
        int dimension,
        double gamma,
        int degrees,
        Span<double> alphaGradient,
        Span<double> muGradient,
        Span<double> qGradient,
        Span<double> lGradient)
    {
        Destinations.Check(alpha, alphaGradient);
        Destinations.CheckApart(alphaGradient, mu);
        Destinations.CheckApart(alphaGradient, q);
        Destinations.CheckApart(alphaGradient, l);
        Destinations.CheckApart(alphaGradient, x);
        Destinations.Check(mu, muGradient);
        Destinations.CheckApart(muGradient, alpha);
        Destinations.CheckApart(muGradient, q);
        Destinations.CheckApart(muGradient, l);
        Destinations.CheckApart(muGradient, x);
        Destinations.CheckApart(muGradient, alphaGradient);
        Destinations.Check(q, qGradient);
        Destinations.CheckApart(qGradient, alpha);
        Destinations.CheckApart(qGradient, mu);
        Destinations.CheckApart(qGradient, l);
        Destinations.CheckApart(qGradient, x);
        Destinations.CheckApart(qGradient, alphaGradient);
        Destinations.CheckApart(qGradient, muGradient);
        Destinations.Check(l, lGradient);
        Destinations.CheckApart(lGradient, alpha);
        Destinations.CheckApart(lGradient, mu);
        Destinations.CheckApart(lGradient, q);
        Destinations.CheckApart(lGradient, x);
        Destinations.CheckApart(lGradient, alphaGradient);
        Destinations.CheckApart(lGradient, muGradient);
        Destinations.CheckApart(lGradient, qGradient);

        int components = alpha.Length;
        int points = x.Length / dimension;
        int triangle = dimension * (dimension - 1) / 2;

        // One rented array, cut into what the computation keeps.
        double[] rented = ArrayPool<double>.Shared.Rent(4 * q.Length + 4 * components + dimension);
        var rest = rented.AsSpan();
        var diagonals = Take(ref rest, q.Length);
        var dDiagonals = Take(ref rest, q.Length);
        var centered = Take(ref rest, q.Length);
        var whitened = Take(ref rest, q.Length);
        var logDeterminants = Take(ref rest, components);
        var dLogDeterminants = Take(ref rest, components);
        var terms = Take(ref rest, components);
        var weights = Take(ref rest, components);
        var dWhitened = Take(ref rest, dimension);

        for (int i = 0; i < q.Length; i++)
        {
            diagonals[i] = Math.Exp(q[i]);
        }

        for (int k = 0; k < components; k++)
        {
            double sum = 0;
            foreach (double logarithm in q.Slice(k * dimension, dimension))
            {
                sum += logarithm;
            }

            logDeterminants[k] = sum;
        }

        muGradient.Clear();
        lGradient.Clear();
        dDiagonals.Clear();
        dLogDeterminants.Clear();
        double logLikelihood = 0;
        for (int n = 0; n < points; n++)
        {
            var point = x.Slice(n * dimension, dimension);
            for (int k = 0; k < components; k++)
            {
                double squares = Whiten(
                    point,
                    mu.Slice(k * dimension, dimension),
                    diagonals.Slice(k * dimension, dimension),
                    l.Slice(k * triangle, triangle),
                    centered.Slice(k * dimension, dimension),
                    whitened.Slice(k * dimension, dimension));
                terms[k] = alpha[k] + logDeterminants[k] - 0.5 * squares;
            }

            logLikelihood += LogSumExpGradient.Softmax(terms, weights);
            for (int k = 0; k < components; k++)
            {
                dLogDeterminants[k] += weights[k];
                ReverseWhiten(
                    weights[k],
                    diagonals.Slice(k * dimension, dimension),
                    l.Slice(k * triangle, triangle),
                    centered.Slice(k * dimension, dimension),
                    whitened.Slice(k * dimension, dimension),
                    dWhitened,
                    muGradient.Slice(k * dimension, dimension),
                    dDiagonals.Slice(k * dimension, dimension),
                    lGradient.Slice(k * triangle, triangle));
            }
        }

        logLikelihood -= points * (dimension * 0.5 * Math.Log(2 * Math.PI) + LogSumExpGradient.Softmax(alpha, weights));
        for (int k = 0; k < components; k++)
        {
            alphaGradient[k] = dLogDeterminants[k] - points * weights[k];
        }

        double logPrior = components * Wishart.LogNormaliser(dimension, gamma, degrees);
        double precision = gamma * gamma;
        for (int k = 0; k < components; k++)
        {
            double frobenius = Shrink(precision, diagonals.Slice(k * dimension, dimension), dDiagonals.Slice(k * dimension, dimension))
                + Shrink(precision, l.Slice(k * triangle, triangle), lGradient.Slice(k * triangle, triangle));
            logPrior -= 0.5 * gamma * gamma * frobenius - degrees * logDeterminants[k];

            double dSum = dLogDeterminants[k] + degrees;
            for (int i = k * dimension; i < (k + 1) * dimension; i++)
            {
                qGradient[i] = dSum + dDiagonals[i] * diagonals[i];
            }
        }

        ArrayPool<double>.Shared.Return(rented);
        return logLikelihood + logPrior;
    }

    private static Span<double> Take(ref Span<double> rest, int count)
    {
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    /// <summary>The squared distance of a point from a mean; its two vectors are kept.</summary>
    private static double Whiten(
        ReadOnlySpan<double> point,
        ReadOnlySpan<double> mean,
        ReadOnlySpan<double> diagonal,
        ReadOnlySpan<double> triangle,
        Span<double> centered,
        Span<double> whitened)
    {
        point = point[..mean.Length];
        diagonal = diagonal[..mean.Length];
        centered = centered[..mean.Length];
        whitened = whitened[..mean.Length];
        for (int i = 0; i < mean.Length; i++)
        {
            double difference = point[i] - mean[i];
            centered[i] = difference;
            whitened[i] = diagonal[i] * difference;
        }

        for (int i = 0; i < centered.Length; i++)
        {
            double factor = centered[i];
            var targets = whitened[(i + 1)..];
            var column = triangle[..targets.Length];
            for (int j = 0; j < targets.Length; j++)
            {
                targets[j] += column[j] * factor;
            }

            triangle = triangle[targets.Length..];
        }

        double squares = 0;
        for (int i = 0; i < whitened.Length; i++)
        {
            squares += whitened[i] * whitened[i];
        }

        return squares;
    }

    /// <summary>The reverse of <see cref="Whiten"/> for an adjoint of −½ <paramref name="weight"/>.</summary>
    private static void ReverseWhiten(
        double weight,
        ReadOnlySpan<double> diagonal,
        ReadOnlySpan<double> triangle,
        ReadOnlySpan<double> centered,
        ReadOnlySpan<double> whitened,
        Span<double> dWhitened,
        Span<double> dMean,
        Span<double> dDiagonal,
        Span<double> dTriangle)
    {
        whitened = whitened[..centered.Length];
        dWhitened = dWhitened[..centered.Length];
        diagonal = diagonal[..centered.Length];
        dMean = dMean[..centered.Length];
        dDiagonal = dDiagonal[..centered.Length];
        for (int i = 0; i < centered.Length; i++)
        {
            dWhitened[i] = -weight * whitened[i];
        }

        for (int i = 0; i < centered.Length; i++)
        {
            double factor = centered[i];
            double dCentered = dWhitened[i] * diagonal[i];
            dDiagonal[i] += dWhitened[i] * factor;
            var dTargets = dWhitened[(i + 1)..];
            var column = triangle[..dTargets.Length];
            var dColumn = dTriangle[..dTargets.Length];
            for (int j = 0; j < dTargets.Length; j++)
            {
                dCentered += dTargets[j] * column[j];
                dColumn[j] += dTargets[j] * factor;
            }

            dMean[i] -= dCentered;
            triangle = triangle[dTargets.Length..];
            dTriangle = dTriangle[dTargets.Length..];
        }
    }

    /// <summary>The sum of the squares of numbers, whose multiples the gradient loses.</summary>
    private static double Shrink(double precision, ReadOnlySpan<double> numbers, Span<double> gradient)
    {
        double squares = 0;
        gradient = gradient[..numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            squares += numbers[i] * numbers[i];
            gradient[i] -= precision * numbers[i];
        }

        return squares;
    }
}
