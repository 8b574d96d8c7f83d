using System.Globalization;
using Consumer;

double value = Losses.LogisticGradient(0, 0, 2, 1, out double wGradient, out double bGradient);
var gradient = Losses.LogisticGradient(0, 0, 2, 1);
var graph = Losses.LogisticGraph(0, 0, 2, 1);

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value} {wGradient} {bGradient}"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{gradient.w} {gradient.b}"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{graph["w"].Gradient} {graph["b"].Gradient}"));

double[] factorsGradient = new double[3];
double products = Series.ProductsGradient([2, 3, 0.5], 1, factorsGradient, out double scaleGradient);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{products} {string.Join(' ', factorsGradient)} {scaleGradient}"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Series.PowerGradient(2, 5, out double xGradient)} {xGradient}"));
