namespace Autodiff.Benchmarks;

/// <content>Lennard-Jones: one division more than the energy, the opposite force by Newton's third law.</content>
public static partial class HandWritten
{
    /// <summary>The energy of one pair of atoms and its gradient.</summary>
    public static double PairEnergyGradient(
        double x1,
        double y1,
        double z1,
        double x2,
        double y2,
        double z2,
        double epsilon,
        double sigma,
        out double x1Gradient,
        out double y1Gradient,
        out double z1Gradient,
        out double x2Gradient,
        out double y2Gradient,
        out double z2Gradient,
        out double epsilonGradient,
        out double sigmaGradient)
    {
        double dx = x1 - x2;
        double dy = y1 - y2;
        double dz = z1 - z2;
        double squaredDistance = dx * dx + dy * dy + dz * dz;
        double s2 = sigma * sigma / squaredDistance;
        double s4 = s2 * s2;
        double s6 = s4 * s2;
        double well = s6 * s6 - s6;
        double depth = 4 * epsilon;

        double dQuotient = 3 * s4 * depth * (2 * s6 - 1) / squaredDistance;
        double twice = 2 * dQuotient;
        double force = -twice * s2;
        double forceX = force * dx;
        double forceY = force * dy;
        double forceZ = force * dz;
        x1Gradient = forceX;
        y1Gradient = forceY;
        z1Gradient = forceZ;
        x2Gradient = -forceX;
        y2Gradient = -forceY;
        z2Gradient = -forceZ;
        epsilonGradient = 4 * well;
        sigmaGradient = twice * sigma;
        return depth * well;
    }
}
