namespace LogisticRegression;

/// <summary>The road tests of 1974 in <c>cars.csv</c>: what is learnt from, and what is learnt.</summary>
internal sealed class Cars
{
    private Cars(string[] models, double[][] features, bool[] manual)
    {
        Models = models;
        Features = features;
        Manual = manual;
    }

    public string[] Models { get; }

    /// <summary>For each car its horsepower and its weight in thousands of pounds.</summary>
    public double[][] Features { get; }

    /// <summary>For each car whether its gears are changed by hand.</summary>
    public bool[] Manual { get; }

    public static Cars Read()
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "cars.csv"));
        string[] columns = lines[0].Split(',');
        int horsepower = Array.IndexOf(columns, "hp");
        int weight = Array.IndexOf(columns, "wt");
        int manual = Array.IndexOf(columns, "am");
        string[][] rows = [.. lines.Skip(1).Select(line => line.Split(','))];
        return new Cars(
            [.. rows.Select(row => row[0])],
            [.. rows.Select(row => (double[])[double.Parse(row[horsepower]), double.Parse(row[weight])])],
            [.. rows.Select(row => row[manual] == "1")]);
    }
}
