using System.Text;
using NeuralNetwork;

Console.OutputEncoding = Encoding.UTF8;

var spirals = new Spirals();
double[] parameters = new double[Network.Parameters];
double[] gradient = new double[Network.Parameters];

// The multiples of the golden ratio, modulo 1, are spread evenly: as good a beginning as random numbers, and the same always.
for (int i = 0; i < 3 * Network.Units; i++)
{
    parameters[i] = 6 * (i * 0.618033988749895 % 1) - 3;
}

Console.WriteLine("step    loss");
Console.WriteLine("----  ------");
var optimiser = new Adam(Network.Parameters, rate: 0.02);
for (int step = 0; step <= 1000; step++)
{
    double loss = Network.LossGradient(parameters, spirals.Points, spirals.Classes, gradient);
    if (step % 100 == 0)
    {
        Console.WriteLine($"{step,4}  {loss,6:F4}");
    }

    optimiser.Step(parameters, gradient);
}

Console.WriteLine();
Console.Write(Picture.Draw(parameters, spirals));
