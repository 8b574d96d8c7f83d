using Autodiff.Generator.Benchmarks;

switch (args)
{
    case ["--help"]:
        Console.Error.WriteLine(
            """
            Autodiff.Generator.Benchmarks [--processor-time] [FILTER]

            Times the generator over projects whose names contain a text: "methods", "loops", "10000".
            --processor-time counts the time of all processors that this process ran on: for a busy machine.
            """);
        return 1;

    case ["--processor-time", .. var filter]:
        Clock.CountsProcessors = true;
        return ScaleTable.Print(filter.FirstOrDefault(""));

    default:
        return ScaleTable.Print(args.FirstOrDefault(""));
}
