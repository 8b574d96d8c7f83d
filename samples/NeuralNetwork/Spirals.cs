namespace NeuralNetwork;

/// <summary>Two spirals that wind about each other: the classic task that no straight line can do.</summary>
internal sealed class Spirals
{
    private const int PointsOfEach = 80;

    public Spirals()
    {
        for (int i = 0; i < 2 * PointsOfEach; i++)
        {
            // The arms are each other's mirror image in the origin.
            Classes[i] = i % 2 == 1;
            double t = (i / 2 + 0.5) / PointsOfEach;
            double radius = Classes[i] ? -(0.1 + t) : 0.1 + t;
            double angle = 1.25 * 2 * Math.PI * t;
            Points[i, 0] = radius * Math.Cos(angle);
            Points[i, 1] = radius * Math.Sin(angle);
        }
    }

    /// <summary>A row (x, y) for each point.</summary>
    public double[,] Points { get; } = new double[2 * PointsOfEach, 2];

    /// <summary>For each point the spiral that it lies on.</summary>
    public bool[] Classes { get; } = new bool[2 * PointsOfEach];
}
