using System.Diagnostics;
using OptionPricing;

const double Spot = 100, Strike = 105, Rate = 0.03, Volatility = 0.25, Maturity = 1;
double[] market = [Spot, Strike, Rate, Volatility, Maturity];
string[] greeks = ["delta", "dual delta", "rho", "vega", "-theta"];

double price = BlackScholes.CallGradient(
    Spot, Strike, Rate, Volatility, Maturity,
    out double delta, out double dualDelta, out double rho, out double vega, out double minusTheta);
var exact = BlackScholes.ClosedForm(Spot, Strike, Rate, Volatility, Maturity);
Table(
    $"A European call: {price:F4}",
    "closed form",
    [delta, dualDelta, rho, vega, minusTheta],
    [exact.Spot, exact.Strike, exact.Rate, exact.Volatility, exact.Maturity]);

double[,] normals = Normal.Draws(rows: 2_000, columns: 12);
price = AsianOption.CallGradient(
    Spot, Strike, Rate, Volatility, Maturity, normals,
    out delta, out dualDelta, out rho, out vega, out minusTheta);
Table(
    $"An Asian call on the mean of 12 fixings, 2,000 simulated paths: {price:F4}",
    "differences",
    [delta, dualDelta, rho, vega, minusTheta],
    [.. market.Index().Select(input => CentralDifference(AsianCall, market, input.Index))]);

if (args is ["--time"])
{
    double gradient = Milliseconds(() => AsianOption.CallGradient(
        Spot, Strike, Rate, Volatility, Maturity, normals, out _, out _, out _, out _, out _));
    double value = Milliseconds(() => AsianCall(market));
    Console.WriteLine($"The price takes {value:F2} ms; with all Greeks it is {gradient:F2} ms, {gradient / value:F2} times as long.");
}
else
{
    Console.WriteLine("One call computed the price and all Greeks; the differences took ten. --time shows what each costs.");
}

double AsianCall(double[] point) => AsianOption.Call(point[0], point[1], point[2], point[3], point[4], normals);

void Table(string title, string reference, double[] gradient, double[] expected)
{
    Console.WriteLine(title);
    Console.WriteLine();
    Console.WriteLine($"              gradient  {reference}");
    Console.WriteLine("----------  ----------  -----------");
    for (int i = 0; i < greeks.Length; i++)
    {
        Console.WriteLine($"{greeks[i],-10}  {gradient[i],10:F5}  {expected[i],11:F5}");
    }

    Console.WriteLine();
}

static double CentralDifference(Func<double[], double> function, double[] point, int index)
{
    double width = 1e-6 * point[index];
    double[] up = [.. point], down = [.. point];
    up[index] += width;
    down[index] -= width;
    return (function(up) - function(down)) / (up[index] - down[index]);
}

static double Milliseconds(Action action)
{
    double best = double.PositiveInfinity;
    for (int run = 0; run < 200; run++)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    return best;
}
