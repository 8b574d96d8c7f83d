namespace Autodiff.Generator.Tests.EndToEnd;

/// <summary>The static members of <see cref="Math"/> and of <see langword="double"/>, composed.</summary>
public class MathMembers
{
    /// <summary>An expression in x, y and z, a point, and the gradient there.</summary>
    public static TheoryData<string, double[], double[]> Expressions => new()
    {
        { "Math.Exp(x) * Math.Exp(y)", [0.3, -1.1], [0.44932896411722156, 0.44932896411722156] },
        { "Math.Log(x) + Math.Log(x, 3) + Math.Log(2, x)", [1.7], [-0.32442069469315593] },
        { "Math.Log2(x) * Math.Log10(x)", [2.6], [0.4605230701681456] },
        { "Math.Sqrt(x) * Math.Cbrt(y)", [2.6, -1.9], [-0.3840618745696749, 0.350372236449528] },
        { "Math.Pow(x, 5) + Math.Pow(x, -2) + Math.Pow(x, 2.5)", [1.4], [22.620392874408793] },
        { "Math.Pow(2, x) + Math.Pow(x, y)", [1.4, 0.8], [2.577162277076327, 0.44040441450502427] },
        { "Math.Sin(x) * Math.Cos(y) * Math.Tan(z)", [0.4, 1.3, 0.9], [0.31048123067743005, -0.47284567895005336, 0.2695891117125179] },
        { "Math.Asin(x) * Math.Acos(y) * Math.Atan(z)", [0.4, -0.3, 1.9], [2.2229618453318523, -0.46862349320207514, 0.1674176377911887] },
        { "Math.Sinh(x) * Math.Cosh(y) * Math.Tanh(z)", [0.4, -0.3, 0.9], [0.8094786152963932, -0.08959627017687863, 0.20907025195215703] },
        { "Math.Asinh(x) * Math.Acosh(y) * Math.Atanh(z)", [0.4, 1.8, -0.6], [-0.7677227526556578, -0.1806364494872722, 0.7269958100324869] },
        { "Math.Atan2(x, y)", [-1.4, -0.5], [-0.22624434389140274, 0.6334841628959277] },
        { "Math.Max(x, y) * Math.Min(x, y) + Math.Abs(x)", [-1.4, 0.5], [-0.5, -1.4] },
        { "Math.MaxMagnitude(x, y) + Math.MinMagnitude(x, y) * 3", [-1.4, 0.5], [1, 3] },
        { "Math.Clamp(x, -1, 1) * Math.Clamp(y, -1, 1)", [0.4, 2.5], [1, 0] },
        { "Math.FusedMultiplyAdd(x, y, z)", [0.4, 2.5, 1], [2.5, 0.4, 1] },
        { "Math.ScaleB(x, 3) + Math.CopySign(x, -1)", [0.4], [7] },
        { "Math.IEEERemainder(x, y) + x % y", [7.3, 2.1], [2, -6] },
        { "Math.Floor(x) * x + Math.Ceiling(x) + Math.Round(x) * Math.Truncate(x) + Math.Sign(x) * x", [2.6], [3] },
        { "Math.BigMul(3, 4) * x + Math.DivRem(7, 2).Quotient * x", [2.6], [15] },
        { "double.Exp2(x) + double.Exp10(x) + double.ExpM1(x) + double.Exp2M1(x) + double.Exp10M1(x)", [0.35], [13.495675601227612] },
        { "double.LogP1(x) + double.Log2P1(x) + double.Log10P1(x)", [0.35], [2.131103350216456] },
        { "double.SinPi(x) * double.CosPi(y) * double.TanPi(z)", [0.35, 1.2, 0.15], [-0.5879226107469897, 0.8383306080343293, -2.8525064375626386] },
        { "double.AsinPi(x) * double.AcosPi(y) * double.AtanPi(z)", [0.35, 0.2, 0.15], [0.007019961009645566, -0.0017524375785874546, 0.015445144782027295] },
        { "double.Atan2Pi(x, y) * double.Hypot(x, y)", [0.35, 1.2], [0.33087114250492433, -0.002405676353797615] },
        { "double.RootN(x, 3) * double.RootN(y, 4)", [-0.35, 1.2], [0.7024714753116712, -0.15366563522442805] },
        { "double.Lerp(x, y, z)", [0.35, 1.2, 0.3], [0.7, 0.3, 0.85] },
        { "double.DegreesToRadians(x) * double.RadiansToDegrees(y)", [35, 1.2], [1.2, 35] },
        { "double.MaxNumber(x, y) + double.MinNumber(x, y) * 2", [0.35, 1.2], [2, 1] },
        { "double.Pow(x, 3) + double.Sqrt(x) + double.Max(x, 1) + double.Abs(-x)", [1.3], [7.508529009653515] },
        { "double.MultiplyAddEstimate(x, y, x)", [1.3, 0.5], [1.5, 1.3] },
        { "(Math.SinCos(x).Sin + Math.SinCos(x).Cos) * double.SinCosPi(y).SinPi", [1.3, 0.3], [-0.563123848738913, 2.273247514427387] },
        { "(double.IsNegative(x) ? -x : x) + (double.IsNaN(x) ? 0 : x * x)", [-1.3], [-3.6] },
        { "double.Ieee754Remainder(x, y)", [7.3, 2.1], [1, -3] },
        { "double.ClampNative(x, -1, 1) + double.MaxNative(x, y)", [0.5, 0.25], [2, 0] },
    };

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Gradient_has_the_known_digits(string expression, double[] point, double[] gradient) =>
        ScalarMethod.OfExpression(expression, point, gradient).Check();
}
