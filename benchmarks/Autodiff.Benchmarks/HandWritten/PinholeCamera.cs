namespace Autodiff.Benchmarks;

/// <content>The camera: one division more than the error itself.</content>
public static partial class HandWritten
{
    /// <summary>The squared reprojection error and its gradient.</summary>
    public static double ReprojectionErrorGradient(
        double x,
        double y,
        double z,
        double focalLength,
        double k1,
        double k2,
        double observedX,
        double observedY,
        out double xGradient,
        out double yGradient,
        out double zGradient,
        out double focalLengthGradient,
        out double k1Gradient,
        out double k2Gradient,
        out double observedXGradient,
        out double observedYGradient)
    {
        double u = x / z;
        double v = y / z;
        double r2 = u * u + v * v;
        double bent = r2 * k2;
        double radial = k1 + bent;
        double distortion = 1 + r2 * radial;
        double scale = focalLength * distortion;
        double errorX = scale * u - observedX;
        double errorY = scale * v - observedY;

        double gx = 2 * errorX;
        double gy = 2 * errorY;
        double dScale = gx * u + gy * v;
        double dDistortion = dScale * focalLength;
        double twice = 2 * dDistortion * (radial + bent);
        double inverse = 1 / z;
        double dX = (gx * scale + twice * u) * inverse;
        double dY = (gy * scale + twice * v) * inverse;
        double dK1 = dDistortion * r2;
        xGradient = dX;
        yGradient = dY;
        zGradient = -(dX * u + dY * v);
        focalLengthGradient = dScale * distortion;
        k1Gradient = dK1;
        k2Gradient = dK1 * r2;
        observedXGradient = -gx;
        observedYGradient = -gy;
        return errorX * errorX + errorY * errorY;
    }
}
