using GradBench.Objectives;

namespace GradBench.HandWritten;

/// <summary>
/// Both rows of the Jacobian of <see cref="BundleAdjustment"/> for one observation. The two share everything up to the
/// derivatives by the rotated point.
/// </summary>
internal static class BundleAdjustmentJacobian
{
    /// <summary>How many derivatives a row has: by the camera, the point and the weight.</summary>
    public const int RowLength = BundleAdjustment.CameraParameters + 3 + 1;

    /// <inheritdoc cref="BundleAdjustment.Errors"/>
    public static void Rows(
        ReadOnlySpan<double> camera,
        ReadOnlySpan<double> point,
        double weight,
        ReadOnlySpan<double> feature,
        Span<double> horizontal,
        Span<double> vertical)
    {
        Destinations.CheckApart(horizontal, camera);
        Destinations.CheckApart(horizontal, point);
        Destinations.CheckApart(horizontal, feature);
        Destinations.CheckApart(horizontal, vertical);
        Destinations.CheckApart(vertical, camera);
        Destinations.CheckApart(vertical, point);
        Destinations.CheckApart(vertical, feature);
        if (horizontal.Length != RowLength)
        {
            Destinations.ThrowLength(nameof(horizontal));
        }

        if (vertical.Length != RowLength)
        {
            Destinations.ThrowLength(nameof(vertical));
        }

        var rotation = new Rotation(
            camera[0], camera[1], camera[2], point[0] - camera[3], point[1] - camera[4], point[2] - camera[5]);
        double inverse = 1 / rotation.Z;
        double u = rotation.X * inverse;
        double v = rotation.Y * inverse;
        double square = u * u + v * v;
        double distortion = 1 + camera[9] * square + camera[10] * square * square;
        double slope = 2 * (camera[9] + 2 * camera[10] * square);
        double scale = weight * camera[6];
        double mixed = scale * u * v * slope;

        Row(rotation, inverse, u, v, scale * (distortion + u * u * slope), mixed, horizontal);
        horizontal[6] = weight * u * distortion;
        horizontal[7] = weight;
        horizontal[8] = 0;
        horizontal[9] = scale * u * square;
        horizontal[10] = scale * u * square * square;
        horizontal[14] = u * distortion * camera[6] + camera[7] - feature[0];

        Row(rotation, inverse, u, v, mixed, scale * (distortion + v * v * slope), vertical);
        vertical[6] = weight * v * distortion;
        vertical[7] = 0;
        vertical[8] = weight;
        vertical[9] = scale * v * square;
        vertical[10] = scale * v * square * square;
        vertical[14] = v * distortion * camera[6] + camera[8] - feature[1];
    }

    /// <summary>The derivatives by the rotation, the centre and the point, from those by u and v.</summary>
    private static void Row(
        in Rotation rotation, double inverse, double u, double v, double dU, double dV, Span<double> row)
    {
        double dX = dU * inverse;
        double dY = dV * inverse;
        rotation.Reverse(dX, dY, -(dX * u + dY * v), row[..3], row.Slice(11, 3));
        row[3] = -row[11];
        row[4] = -row[12];
        row[5] = -row[13];
    }
}
