namespace Autodiff.Benchmarks;

/// <content>The rotation, by the triple-product rule: the adjoint of a × b is b × g for a and g × a for b.</content>
public static partial class HandWritten
{
    /// <summary>The squared distance of a rotated point from its target and its gradient.</summary>
    public static double SquaredErrorGradient(
        double qw,
        double qx,
        double qy,
        double qz,
        double pointX,
        double pointY,
        double pointZ,
        double targetX,
        double targetY,
        double targetZ,
        out double qwGradient,
        out double qxGradient,
        out double qyGradient,
        out double qzGradient,
        out double pointXGradient,
        out double pointYGradient,
        out double pointZGradient,
        out double targetXGradient,
        out double targetYGradient,
        out double targetZGradient)
    {
        double tx = 2 * (qy * pointZ - qz * pointY);
        double ty = 2 * (qz * pointX - qx * pointZ);
        double tz = 2 * (qx * pointY - qy * pointX);
        double errorX = pointX + qw * tx + (qy * tz - qz * ty) - targetX;
        double errorY = pointY + qw * ty + (qz * tx - qx * tz) - targetY;
        double errorZ = pointZ + qw * tz + (qx * ty - qy * tx) - targetZ;

        double gx = 2 * errorX;
        double gy = 2 * errorY;
        double gz = 2 * errorZ;

        // Through t: 2 (w g + g × q)
        double hx = 2 * (qw * gx + (gy * qz - gz * qy));
        double hy = 2 * (qw * gy + (gz * qx - gx * qz));
        double hz = 2 * (qw * gz + (gx * qy - gy * qx));
        qwGradient = tx * gx + ty * gy + tz * gz;
        qxGradient = ty * gz - tz * gy + (pointY * hz - pointZ * hy);
        qyGradient = tz * gx - tx * gz + (pointZ * hx - pointX * hz);
        qzGradient = tx * gy - ty * gx + (pointX * hy - pointY * hx);
        pointXGradient = gx + (hy * qz - hz * qy);
        pointYGradient = gy + (hz * qx - hx * qz);
        pointZGradient = gz + (hx * qy - hy * qx);
        targetXGradient = -gx;
        targetYGradient = -gy;
        targetZGradient = -gz;
        return errorX * errorX + errorY * errorY + errorZ * errorZ;
    }
}
