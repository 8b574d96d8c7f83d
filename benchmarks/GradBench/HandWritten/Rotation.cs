namespace GradBench.HandWritten;

/// <summary>A point turned by Rodrigues' formula, and what its derivatives need.</summary>
internal readonly struct Rotation
{
    private readonly double x, y, z;
    private readonly double a, b, c;
    private readonly double angle, cos, sin, along;

    /// <summary>Turns (x, y, z) around (a, b, c) by the length of (a, b, c).</summary>
    public Rotation(double a, double b, double c, double x, double y, double z)
    {
        (this.x, this.y, this.z) = (x, y, z);
        double squaredAngle = a * a + b * b + c * c;
        if (squaredAngle == 0)
        {
            (this.a, this.b, this.c) = (a, b, c);
            X = x + b * z - c * y;
            Y = y + c * x - a * z;
            Z = z + a * y - b * x;
            return;
        }

        angle = Math.Sqrt(squaredAngle);
        (sin, cos) = Math.SinCos(angle);
        double inverse = 1 / angle;
        a *= inverse;
        b *= inverse;
        c *= inverse;
        (this.a, this.b, this.c) = (a, b, c);
        along = a * x + b * y + c * z;
        double axial = along * (1 - cos);
        X = x * cos + (b * z - c * y) * sin + a * axial;
        Y = y * cos + (c * x - a * z) * sin + b * axial;
        Z = z * cos + (a * y - b * x) * sin + c * axial;
    }

    /// <summary>The turned point.</summary>
    public double X { get; }

    /// <inheritdoc cref="X"/>
    public double Y { get; }

    /// <inheritdoc cref="X"/>
    public double Z { get; }

    /// <summary>From an adjoint of the turned point those of the axis times the angle and of the point.</summary>
    public void Reverse(double dX, double dY, double dZ, Span<double> dAxis, Span<double> dPoint)
    {
        // The point's cross product with the adjoint, and the adjoint's with the axis.
        double crossX = y * dZ - z * dY, crossY = z * dX - x * dZ, crossZ = x * dY - y * dX;
        double turnX = dY * c - dZ * b, turnY = dZ * a - dX * c, turnZ = dX * b - dY * a;
        if (angle == 0)
        {
            (dAxis[0], dAxis[1], dAxis[2]) = (crossX, crossY, crossZ);
            (dPoint[0], dPoint[1], dPoint[2]) = (dX + turnX, dY + turnY, dZ + turnZ);
            return;
        }

        double rest = 1 - cos;
        double dAlong = a * dX + b * dY + c * dZ;
        dPoint[0] = dX * cos + turnX * sin + a * rest * dAlong;
        dPoint[1] = dY * cos + turnY * sin + b * rest * dAlong;
        dPoint[2] = dZ * cos + turnZ * sin + c * rest * dAlong;

        double dUnitX = crossX * sin + rest * (dX * along + x * dAlong);
        double dUnitY = crossY * sin + rest * (dY * along + y * dAlong);
        double dUnitZ = crossZ * sin + rest * (dZ * along + z * dAlong);
        double dCos = dX * x + dY * y + dZ * z - along * dAlong;
        double dSin = a * crossX + b * crossY + c * crossZ;
        double inverse = 1 / angle;
        double dAngle = dSin * cos - dCos * sin - (a * dUnitX + b * dUnitY + c * dUnitZ) * inverse;
        dAxis[0] = dUnitX * inverse + a * dAngle;
        dAxis[1] = dUnitY * inverse + b * dAngle;
        dAxis[2] = dUnitZ * inverse + c * dAngle;
    }
}
