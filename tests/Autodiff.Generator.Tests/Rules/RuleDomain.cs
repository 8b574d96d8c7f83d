namespace Autodiff.Generator.Tests.Rules;

/// <summary>Where a line of the rule table is tested.</summary>
/// <param name="Points">Operands at which the primitive is smooth, on every piece of it.</param>
/// <param name="Singular">
/// Operands at which a partial is infinite, undefined, or huge: finite ones, unless there are none. Empty for a line
/// that is not guarded.
/// </param>
/// <param name="Exact">
/// What a primitive that has steps follows, as a function to take differences of; null where that is the primitive itself.
/// </param>
internal sealed record RuleDomain(double[][] Points, double[][] Singular, Func<double[], double>? Exact = null)
{
    private const double Infinity = double.PositiveInfinity;

    private static readonly double[][] None = [];

    /// <summary>The domain of each line, by its name. A new line needs an entry here.</summary>
    public static IReadOnlyDictionary<string, RuleDomain> ByName { get; } = new Dictionary<string, RuleDomain>
    {
        // Arithmetic
        ["Add"] = new([[1.5, -0.75]], None),
        ["Subtract"] = new([[1.5, -0.75]], None),
        ["Multiply"] = new([[1.5, -0.75]], None),
        ["Divide"] = new([[1.5, -0.75], [-0.25, 3]], [[1, 0], [0, 0]]),
        ["Remainder"] = new([[7.25, 2], [-7.25, 2], [7.25, -2]], [[1, 0]]),
        ["IEEERemainder"] = new([[7.25, 2], [-7.25, 2], [6.5, 2]], [[1, 0]]),
        ["Negate"] = new([[1.5]], None),
        ["Convert"] = new([[1.5]], None, o => o[0]),
        ["Select"] = new([[1, 0.5, 2], [0, 0.5, 2]], None),
        ["FusedMultiplyAdd"] = new([[1.5, -0.75, 2]], None),
        ["Lerp"] = new([[0.5, 2.25, 0.25], [0.5, 2.25, 1.5]], None),
        ["ScaleB"] = new([[0.75, 3], [-0.75, -2]], [[0, 5000]]),
        ["ZeroSafeProduct"] = new([[1.5, -0.75]], [[0, Infinity]]),
        ["ZeroSafeQuotient"] = new([[1.5, -0.75]], [[0, 0], [1, 0]]),

        // Powers and roots
        ["Pow"] = new([[1.75, 2.5], [0.5, -1.25], [3, 0.5], [2, 3]], [[0, 0.5], [0, -1], [-2, 0.5]]),
        ["PowX"] = new([[1.75, 2.5], [0.5, -1.25]], [[0, 0.5]]),
        ["PowLog"] = new([[1.75, 2.5], [0.5, -1.25]], [[0, 2], [0, -1]]),
        ["Square"] = new([[1.5], [-0.75]], None),
        ["Sqrt"] = new([[2.25], [0.125]], [[0]]),
        ["Norm"] = new([[1.25], [-0.75]], None),
        ["Cbrt"] = new([[2.25], [-0.75]], [[0]]),
        ["RootN"] = new([[2.25, 3], [-0.75, 3], [2.25, -2], [2.25, 4]], [[0, 3], [0, -2]]),
        ["Hypot"] = new([[1.25, -0.75], [-3, 4]], [[Infinity, 1]]),
        ["ReciprocalEstimate"] = new([[2.25], [-0.75]], [[0]], o => 1 / o[0]),
        ["ReciprocalSqrtEstimate"] = new([[2.25]], [[0]], o => 1 / Math.Sqrt(o[0])),

        // Exponentials and logarithms
        ["Exp"] = new([[0.75], [-1.25]], [[1000]]),
        ["Exp2"] = new([[0.75], [-1.25]], [[2000]]),
        ["Exp10"] = new([[0.75], [-1.25]], [[1000]]),
        ["ExpM1"] = new([[0.75], [-1.25], [0]], [[1000]]),
        ["Exp2M1"] = new([[0.75], [-1.25], [0]], [[2000]]),
        ["Exp10M1"] = new([[0.75], [-1.25], [0]], [[1000]]),
        ["Log"] = new([[1.75], [0.25]], [[0]]),
        ["Log2"] = new([[1.75], [0.25]], [[0]]),
        ["Log10"] = new([[1.75], [0.25]], [[0]]),
        ["LogP1"] = new([[1.75], [-0.25], [0]], [[-1]]),
        ["Log2P1"] = new([[1.75], [-0.25], [0]], [[-1]]),
        ["Log10P1"] = new([[1.75], [-0.25], [0]], [[-1]]),
        ["LogBase"] = new([[1.75, 3], [0.625, 0.375]], [[0, 2], [2, 1], [2, 0]]),

        // Trigonometry
        ["Sin"] = new([[0.75], [-2.5]], None),
        ["Cos"] = new([[0.75], [-2.5]], None),
        ["Tan"] = new([[0.75], [-2.5]], [[Math.PI / 2]]),
        ["Asin"] = new([[0.75], [-0.25]], [[1], [-1]]),
        ["Acos"] = new([[0.75], [-0.25]], [[1], [-1]]),
        ["Atan"] = new([[0.75], [-2.5]], None),
        ["Atan2"] = new([[1.25, -0.75], [-1.25, -0.75], [0.5, 2]], [[0, 0]]),
        ["SinPi"] = new([[0.375], [-1.25]], None),
        ["CosPi"] = new([[0.375], [-1.25]], None),
        ["TanPi"] = new([[0.375], [-1.25]], [[0.5]]),
        ["AsinPi"] = new([[0.75], [-0.25]], [[1], [-1]]),
        ["AcosPi"] = new([[0.75], [-0.25]], [[1], [-1]]),
        ["AtanPi"] = new([[0.75], [-2.5]], None),
        ["Atan2Pi"] = new([[1.25, -0.75], [-1.25, -0.75], [0.5, 2]], [[0, 0]]),
        ["SinCos.Sin"] = new([[0, 0.75], [0, -2.5]], None),
        ["SinCos.Cos"] = new([[0, 0.75], [0, -2.5]], None),
        ["SinCosPi.SinPi"] = new([[0, 0.375], [0, -1.25]], None),
        ["SinCosPi.CosPi"] = new([[0, 0.375], [0, -1.25]], None),
        ["DegreesToRadians"] = new([[35]], None),
        ["RadiansToDegrees"] = new([[1.25]], None),

        // Hyperbolic functions
        ["Sinh"] = new([[0.75], [-2.5]], [[1000]]),
        ["Cosh"] = new([[0.75], [-2.5]], [[1000]]),
        ["Tanh"] = new([[0.75], [-2.5]], None),
        ["Asinh"] = new([[0.75], [-2.5]], None),
        ["Acosh"] = new([[1.75], [3.5]], [[1]]),
        ["Atanh"] = new([[0.75], [-0.25]], [[1], [-1]]),

        // Kinks
        ["Abs"] = new([[1.25], [-0.75]], None),
        ["CopySign"] = new([[1.25, -0.75], [-1.25, -0.75], [-1.25, 0.75], [1.25, 0.75]], None),
        ["Max"] = new([[1.25, -0.75], [-0.75, 1.25]], None),
        ["Min"] = new([[1.25, -0.75], [-0.75, 1.25]], None),
        ["MaxMagnitude"] = new([[1.25, -0.75], [0.75, -1.25]], None),
        ["MinMagnitude"] = new([[1.25, -0.75], [0.75, -1.25]], None),
        ["MaxNative"] = new([[1.25, -0.75], [-0.75, 1.25]], None),
        ["MinNative"] = new([[1.25, -0.75], [-0.75, 1.25]], None),
        ["MaxNumber"] = new([[1.25, -0.75], [-0.75, 1.25]], None),
        ["MinNumber"] = new([[1.25, -0.75], [-0.75, 1.25]], None),
        ["MaxMagnitudeNumber"] = new([[1.25, -0.75], [0.75, -1.25]], None),
        ["MinMagnitudeNumber"] = new([[1.25, -0.75], [0.75, -1.25]], None),
        ["Clamp"] = new([[0.5, -1, 2], [-3, -1, 2], [3, -1, 2]], None),
        ["BitIncrement"] = new([[1.25]], None, o => o[0]),
        ["BitDecrement"] = new([[1.25]], None, o => o[0]),

        // Piecewise constant
        ["Floor"] = new([[2.625]], None),
        ["Ceiling"] = new([[2.625]], None),
        ["Truncate"] = new([[-2.625]], None),
        ["Round"] = new([[2.625]], None),
    };
}
