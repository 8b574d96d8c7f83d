namespace Autodiff.Benchmarks.Objectives;

/// <summary>A robot arm with three joints in a plane: the objective of inverse kinematics.</summary>
public static partial class PlanarArm
{
    /// <summary>The squared distance of the hand from a target; each angle is measured from the link before.</summary>
    [Differentiable]
    public static double SquaredDistance(
        double angle1,
        double angle2,
        double angle3,
        double length1,
        double length2,
        double length3,
        double targetX,
        double targetY)
    {
        double heading2 = angle1 + angle2;
        double heading3 = heading2 + angle3;
        double handX = length1 * Math.Cos(angle1) + length2 * Math.Cos(heading2) + length3 * Math.Cos(heading3);
        double handY = length1 * Math.Sin(angle1) + length2 * Math.Sin(heading2) + length3 * Math.Sin(heading3);
        double missX = handX - targetX;
        double missY = handY - targetY;
        return missX * missX + missY * missY;
    }
}
