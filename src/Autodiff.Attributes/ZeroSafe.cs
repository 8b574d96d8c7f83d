using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Autodiff;

/// <summary>
/// Products of an adjoint and a partial derivative that are zero where the adjoint is zero, whatever the partial: an
/// infinite or undefined partial of something that does not influence the result must not turn a gradient into NaN.
/// Generated code calls these where a partial may be singular.
/// </summary>
/// <remarks>
/// The adjoint is compared by its bits: one integer test, that the processor predicts, where a comparison of
/// floating-point numbers takes two branches.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ZeroSafe
{
    /// <summary>The adjoint times the partial; 0 where the adjoint is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Multiply(double adjoint, double partial)
    {
        double product = adjoint * partial;
        return BitConverter.DoubleToInt64Bits(adjoint) << 1 == 0 ? 0 : product;
    }

    /// <inheritdoc cref="Multiply(double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float adjoint, float partial)
    {
        float product = adjoint * partial;
        return BitConverter.SingleToInt32Bits(adjoint) << 1 == 0 ? 0 : product;
    }

    /// <summary>A product of which the adjoint is a factor; 0 where the adjoint is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Where(double adjoint, double product) =>
        BitConverter.DoubleToInt64Bits(adjoint) << 1 == 0 ? 0 : product;

    /// <inheritdoc cref="Where(double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Where(float adjoint, float product) =>
        BitConverter.SingleToInt32Bits(adjoint) << 1 == 0 ? 0 : product;

    /// <summary>The adjoint divided by the divisor; 0 where the adjoint is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Divide(double adjoint, double divisor)
    {
        double quotient = adjoint / divisor;
        return BitConverter.DoubleToInt64Bits(adjoint) << 1 == 0 ? 0 : quotient;
    }

    /// <summary>The adjoint divided by the divisor, whose inverse is known: a product where that is finite; 0 where the adjoint is 0.</summary>
    /// <remarks>The inverse of a subnormal number may be infinite, and the quotient by it finite.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Divide(double adjoint, double divisor, double inverse)
    {
        double product = adjoint * inverse;
        return double.IsFinite(product) ? product : Divide(adjoint, divisor);
    }

    /// <inheritdoc cref="Divide(double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float adjoint, float divisor)
    {
        float quotient = adjoint / divisor;
        return BitConverter.SingleToInt32Bits(adjoint) << 1 == 0 ? 0 : quotient;
    }

    /// <inheritdoc cref="Divide(double, double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float adjoint, float divisor, float inverse)
    {
        float product = adjoint * inverse;
        return float.IsFinite(product) ? product : Divide(adjoint, divisor);
    }
}
