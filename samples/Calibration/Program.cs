using Calibration;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

// An example: an inverted curve, years and percent.
double[] maturities = [0.25, 0.5, 1, 2, 3, 5, 7, 10, 20, 30];
double[] yields = [5.40, 5.26, 4.79, 4.23, 4.01, 3.84, 3.88, 3.88, 4.20, 4.03];

var objective = ObjectiveFunction.Gradient(point =>
{
    double[] gradient = new double[point.Count];
    double misfit = Curve.MisfitGradient(point.ToArray(), maturities, yields, gradient);
    return (misfit, Vector<double>.Build.Dense(gradient));
});
var minimiser = new BfgsMinimizer(
    gradientTolerance: 1e-9, parameterTolerance: 1e-12, functionProgressTolerance: 1e-14, maximumIterations: 1000);
var start = Vector<double>.Build.Dense([4, 1.5, 1, 1, 1, 10]);
double[] parameters = minimiser.FindMinimum(objective, start).MinimizingPoint.ToArray();

string[] names = ["level", "slope", "curvature", "second curvature", "time", "second time"];
Console.WriteLine("parameter          start   fitted");
Console.WriteLine("----------------  ------  -------");
for (int i = 0; i < names.Length; i++)
{
    Console.WriteLine($"{names[i],-16}  {start[i],6:F2}  {parameters[i],7:F3}");
}

Console.WriteLine();
Console.WriteLine("years  yield %  curve %  residual, basis points");
Console.WriteLine("-----  -------  -------  ----------------------");
for (int i = 0; i < maturities.Length; i++)
{
    double fitted = Curve.Yield(parameters, maturities[i]);
    double residual = 100 * (fitted - yields[i]);
    string bar = new('#', (int)Math.Round(Math.Abs(residual)));
    string bars = residual < 0 ? bar.PadLeft(8) + "|" : new string(' ', 8) + "|" + bar;
    Console.WriteLine($"{maturities[i],5:0.##}  {yields[i],7:F2}  {fitted,7:F3}  {residual,4:F1}  {bars}");
}

Console.WriteLine();
Console.WriteLine($"Root mean square: {100 * Math.Sqrt(Curve.Misfit(parameters, maturities, yields) / yields.Length):F2} basis points");
