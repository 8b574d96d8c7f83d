using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Autodiff;

/// <summary>
/// The partial derivatives of <c>Pow(x, y)</c> where both may vary. Generated code calls these.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PowerRule
{
    /// <summary>∂xʸ/∂x = y · xʸ⁻¹, and 0 where y is 0.</summary>
    /// <param name="x">The base.</param>
    /// <param name="y">The exponent.</param>
    /// <param name="power">xʸ: where it is an ordinary number, xʸ⁻¹ is taken from it without a second power.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double PartialBase(double x, double y, double power) =>
        double.IsNormal(power) && double.IsNormal(x) ? y * (power / x) : SingularPartialBase(x, y);

    /// <inheritdoc cref="PartialBase(double, double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float PartialBase(float x, float y, float power) =>
        float.IsNormal(power) && float.IsNormal(x) ? y * (power / x) : SingularPartialBase(x, y);

    /// <summary>log x, by which xʸ is multiplied for ∂xʸ/∂y; 0 where x is 0 and y positive, NaN where x is negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LogBase(double x, double y) => x == 0 && y > 0 ? 0 : Math.Log(x);

    /// <inheritdoc cref="LogBase(double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LogBase(float x, float y) => x == 0 && y > 0 ? 0 : MathF.Log(x);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double SingularPartialBase(double x, double y) => y == 0 ? 0 : y * Math.Pow(x, y - 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float SingularPartialBase(float x, float y) => y == 0 ? 0 : y * MathF.Pow(x, y - 1);
}
