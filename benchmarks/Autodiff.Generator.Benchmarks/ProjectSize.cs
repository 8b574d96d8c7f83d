namespace Autodiff.Generator.Benchmarks;

/// <summary>A size to measure at.</summary>
/// <param name="Series">What grows; sizes of one series are compared.</param>
/// <param name="Shape">What the methods consist of.</param>
/// <param name="Methods">How many methods are marked.</param>
/// <param name="Statements">How many statements each has.</param>
internal sealed record ProjectSize(string Series, MethodShape Shape, int Methods, int Statements)
{
    private static readonly int[] MethodCounts = [10, 100, 1000];
    private static readonly int[] StatementCounts = [300, 3000, 10000];

    /// <summary>All sizes, in the order of the table.</summary>
    public static IReadOnlyList<ProjectSize> All { get; } =
    [
        .. MethodCounts.Select(count => new ProjectSize("methods of 30 statements", MethodShape.Mixed, count, 30)),
        .. Enum.GetValues<MethodShape>().SelectMany(shape =>
            StatementCounts.Select(count => new ProjectSize($"one method: {NameOf(shape)}", shape, 1, count))),
    ];

    /// <summary>What is counted.</summary>
    public int Size => Methods == 1 ? Statements : Methods;

    /// <summary>The name in the table.</summary>
    public string Name => Methods == 1 ? $"{Series}, {Statements} statements" : $"{Methods} {Series}";

    private static string NameOf(MethodShape shape) => shape switch
    {
        MethodShape.Mixed => "a bit of everything",
        MethodShape.StraightLine => "straight-line code",
        MethodShape.LoopBody => "the body of a loop",
        MethodShape.Loops => "small loops",
        MethodShape.Branches => "branches",
        MethodShape.Elements => "elements of arrays",
        _ => "terms of a sum",
    };
}
