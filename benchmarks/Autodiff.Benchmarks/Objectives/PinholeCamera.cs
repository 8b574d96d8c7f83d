namespace Autodiff.Benchmarks.Objectives;

/// <summary>A pinhole camera with radial distortion: one residual of bundle adjustment.</summary>
public static partial class PinholeCamera
{
    /// <summary>The squared distance, in pixels, of a projected point from where it was observed.</summary>
    [Differentiable]
    public static double ReprojectionError(
        double x,
        double y,
        double z,
        double focalLength,
        double k1,
        double k2,
        double observedX,
        double observedY)
    {
        double u = x / z;
        double v = y / z;
        double r2 = u * u + v * v;
        double distortion = 1 + r2 * (k1 + r2 * k2);
        double errorX = focalLength * distortion * u - observedX;
        double errorY = focalLength * distortion * v - observedY;
        return errorX * errorX + errorY * errorY;
    }
}
