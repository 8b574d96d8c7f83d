using Autodiff;

namespace GradBench.Objectives;

/// <summary>The eval <c>ba</c>: how far a point is seen from where a camera model puts it.</summary>
/// <remarks>
/// A camera has 11 parameters: an axis of rotation times the angle (3), its centre (3), the focal length, the principal point
/// (2) and two coefficients of radial distortion.
/// </remarks>
internal static partial class BundleAdjustment
{
    /// <summary>How many parameters a camera has.</summary>
    public const int CameraParameters = 11;

    /// <summary>The weighted distances, horizontal and vertical, between the projection of a point and where it was seen.</summary>
    /// <param name="camera">The camera's parameters.</param>
    /// <param name="point">The point in space.</param>
    /// <param name="weight">The weight of the observation.</param>
    /// <param name="feature">Where the point was seen.</param>
    [Differentiable(nameof(camera), nameof(point), nameof(weight), Jacobian = true)]
    public static (double X, double Y) Errors(
        ReadOnlySpan<double> camera, ReadOnlySpan<double> point, double weight, ReadOnlySpan<double> feature)
    {
        (double x, double y) = Project(camera, point);
        return (weight * (x - feature[0]), weight * (y - feature[1]));
    }

    /// <summary>What keeps a weight near one.</summary>
    [Differentiable]
    public static double WeightError(double weight) => 1 - weight * weight;

    private static (double X, double Y) Project(ReadOnlySpan<double> camera, ReadOnlySpan<double> point)
    {
        (double x, double y, double z) = Rotate(
            camera[0], camera[1], camera[2], point[0] - camera[3], point[1] - camera[4], point[2] - camera[5]);
        double u = x / z;
        double v = y / z;
        double square = u * u + v * v;
        double distortion = 1 + camera[9] * square + camera[10] * square * square;
        return (u * distortion * camera[6] + camera[7], v * distortion * camera[6] + camera[8]);
    }

    /// <summary>Rodrigues' formula: (x, y, z) turned around the axis (a, b, c) by the axis' length.</summary>
    private static (double X, double Y, double Z) Rotate(double a, double b, double c, double x, double y, double z)
    {
        double squaredAngle = a * a + b * b + c * c;
        if (squaredAngle == 0)
        {
            return (x + b * z - c * y, y + c * x - a * z, z + a * y - b * x);
        }

        double angle = Math.Sqrt(squaredAngle);
        double cos = Math.Cos(angle);
        double sin = Math.Sin(angle);
        a /= angle;
        b /= angle;
        c /= angle;
        double along = (a * x + b * y + c * z) * (1 - cos);
        return (
            x * cos + (b * z - c * y) * sin + a * along,
            y * cos + (c * x - a * z) * sin + b * along,
            z * cos + (a * y - b * x) * sin + c * along);
    }
}
