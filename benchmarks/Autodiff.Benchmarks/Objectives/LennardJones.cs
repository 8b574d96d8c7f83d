namespace Autodiff.Benchmarks.Objectives;

/// <summary>The Lennard-Jones potential of molecular dynamics; its gradient by position is minus the force.</summary>
public static partial class LennardJones
{
    /// <summary>The energy of one pair of atoms: 4ε((σ/r)¹² − (σ/r)⁶).</summary>
    [Differentiable]
    public static double PairEnergy(
        double x1, double y1, double z1, double x2, double y2, double z2, double epsilon, double sigma)
    {
        double dx = x1 - x2;
        double dy = y1 - y2;
        double dz = z1 - z2;
        double squaredDistance = dx * dx + dy * dy + dz * dz;
        double s2 = sigma * sigma / squaredDistance;
        double s6 = s2 * s2 * s2;
        return 4 * epsilon * (s6 * s6 - s6);
    }
}
