using System.Text;
using Backpropagation;

Console.OutputEncoding = Encoding.UTF8;

double product = Examples.ProductGradient(-2, 5, -4, out double dx, out double dy, out double dz);
Blackboard.Show(
    "f(x, y, z) = (x + y) z at x = -2, y = 5, z = -4",
    Examples.ProductGraph(-2, 5, -4),
    product,
    ("x", dx),
    ("y", dy),
    ("z", dz));

double neuron = Examples.NeuronGradient(
    2, -1, -3, -2, -3, out double dw0, out double dx0, out double dw1, out double dx1, out double dw2);
Blackboard.Show(
    "1 / (1 + e^-(w0 x0 + w1 x1 + w2)) at w = (2, -3, -3), x = (-1, -2)",
    Examples.NeuronGraph(2, -1, -3, -2, -3),
    neuron,
    ("w0", dw0),
    ("x0", dx0),
    ("w1", dw1),
    ("x1", dx1),
    ("w2", dw2));

double loss = Examples.LossGradient(1, 1, 2, out double dw);
Blackboard.Show(
    "loss = (w x - y)^2 at x = 1, y = 2, w = 1",
    Examples.LossGraph(1, 1, 2),
    loss,
    ("w", dw));

double[,] w =
{
    { 0.14, 0.15, 0.10 },
    { 1.16, 1.10, 1.60 },
};
double[] x = [1, 2, 3];
double[,] dW = new double[2, 3];
double[] dX = new double[3];
double energy = Vectorised.EnergyGradient(w, x, dW, dX);
double[] q = Vectorised.Product(w, x);
double[] dQ = Vectorised.SquaredLengthGradient(q);
Tableau.Show(
    "f(x, W) = ‖W x‖² at x = (1, 2, 3)",
    new("W", "input", w, dW),
    new("x", "input", Tableau.Row(x), Tableau.Row(dX)),
    new("q", "= W x", Tableau.Row(q), Tableau.Row(dQ)),
    new("value", "= ‖q‖²", Tableau.Row(energy), Tableau.Row(1)));
