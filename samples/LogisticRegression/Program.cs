using LogisticRegression;

// Does a car of 1974 have a manual transmission? Its power and its weight tell.
var cars = Cars.Read();
var standardisation = new Standardisation(cars.Features);
double[][] features = standardisation.Apply(cars.Features);

double[] weights = new double[3];
double[] gradient = new double[3];
double[] velocity = new double[3];

Console.WriteLine("  step  deviance  gradient");
Console.WriteLine("------  --------  --------");
double deviance, slope;
int step = 0;
do
{
    deviance = 2 * Model.NegativeLogLikelihoodGradient(weights, features, cars.Manual, gradient);
    slope = gradient.Max(Math.Abs);
    if (step is 0 or 1 or 10 or 100)
    {
        Console.WriteLine($"{step,6}  {deviance,8:F3}  {slope,8:F4}");
    }

    // Gradient descent with momentum.
    for (int j = 0; j < weights.Length; j++)
    {
        velocity[j] = 0.9 * velocity[j] - 0.05 * gradient[j];
        weights[j] += velocity[j];
    }

    step++;
}
while (slope > 1e-10);

Console.WriteLine();

// What R prints for glm(am ~ hp + wt, binomial).
double[] expected = [18.8663, 0.03626, -8.0835, 10.059];
double[] found = [.. standardisation.Undo(weights), deviance];
string[] names = ["intercept", "horsepower", "weight", "deviance"];
Console.WriteLine("            converged to         R");
Console.WriteLine("----------  ------------  --------");
for (int i = 0; i < names.Length; i++)
{
    Console.WriteLine($"{names[i],-10}  {found[i],12:F5}  {expected[i],8:0.000##}");
}

Console.WriteLine();
Console.WriteLine("The cars in doubt     hp   1000 lb  P(manual)  is");
Console.WriteLine("-------------------  ---  --------  ---------  ---------");
var doubtful =
    from i in Enumerable.Range(0, cars.Models.Length)
    let probability = Model.Probability(weights, features[i])
    where probability is > 0.05 and < 0.95
    orderby probability descending
    let kind = cars.Manual[i] ? "manual" : "automatic"
    select $"{cars.Models[i],-19}  {cars.Features[i][0],3}  {cars.Features[i][1],8:F3}  {probability,9:P1}  {kind}";
foreach (string line in doubtful)
{
    Console.WriteLine(line);
}

int right = features.Index().Count(car => Model.Probability(weights, car.Item) > 0.5 == cars.Manual[car.Index]);
Console.WriteLine();
Console.WriteLine($"{right} of {cars.Models.Length} cars are told rightly.");
