namespace Autodiff.Benchmarks.Objectives;

/// <summary>Rotation by a unit quaternion, as pose estimation aligns points with it.</summary>
public static partial class QuaternionRotation
{
    /// <summary>The squared distance of a rotated point from its target.</summary>
    [Differentiable]
    public static double SquaredError(
        double qw,
        double qx,
        double qy,
        double qz,
        double pointX,
        double pointY,
        double pointZ,
        double targetX,
        double targetY,
        double targetZ)
    {
        // p' = p + w t + q × t, where t = 2 q × p
        double tx = 2 * (qy * pointZ - qz * pointY);
        double ty = 2 * (qz * pointX - qx * pointZ);
        double tz = 2 * (qx * pointY - qy * pointX);
        double errorX = pointX + qw * tx + (qy * tz - qz * ty) - targetX;
        double errorY = pointY + qw * ty + (qz * tx - qx * tz) - targetY;
        double errorZ = pointZ + qw * tz + (qx * ty - qy * tx) - targetZ;
        return errorX * errorX + errorY * errorY + errorZ * errorZ;
    }
}
