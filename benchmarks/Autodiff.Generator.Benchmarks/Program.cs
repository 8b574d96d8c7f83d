using Autodiff.Generator.Benchmarks;

switch (args)
{
    case [] or [not "--help"]:
        return ScaleTable.Print(args.FirstOrDefault(""));

    default:
        Console.Error.WriteLine("Autodiff.Generator.Benchmarks [FILTER]  times the generator over projects whose names contain a text: 'methods', 'loops', '10000'");
        return 1;
}
