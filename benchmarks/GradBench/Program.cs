using GradBench.Commands;
using GradBench.Protocol;

switch (args)
{
    case []:
        Session.Run();
        return 0;

    case ["check", var directory]:
        return CheckCases.Run(directory);

    case ["check-handwritten", .. var filter] when filter.Length <= 1:
        return CheckHandWritten.Run(filter.FirstOrDefault(""));

    case ["ratios", "--processes", var count, .. var filter] when filter.Length <= 1 && int.TryParse(count, out int processes) && processes > 0:
        return Ratios.Print(processes, filter.FirstOrDefault(""));

    // What the processes that "ratios --processes" starts are asked for.
    case ["ratios-once", var seed, var filter]:
        RatioRun.PrintLines(int.Parse(seed), filter);
        return 0;

    case ["ratios", .. var filter] when filter.Length <= 1 && filter is not ["--processes"]:
        return Ratios.Print(filter.FirstOrDefault(""));

    case ["peers", var directory, .. var filter] when filter.Length <= 1:
        return Peers.Print(directory, filter.FirstOrDefault(""));

    case [var eval, var file, var function]:
        return EvaluateFile.Run(eval, file, function);

    default:
        Console.Error.WriteLine(
            """
            GradBench                             answers GradBench's protocol on standard input and output
            GradBench EVAL FILE FUNCTION          evaluates a function at the input in a file
            GradBench check DIRECTORY             compares outputs with the expected ones of a directory's cases
            GradBench check-handwritten [FILTER]  compares generated gradients with hand-written ones
            GradBench ratios [--processes COUNT] [FILTER]
                                                  times both, and the objectives, in this process or in several of other layouts
            GradBench peers DIRECTORY [FILTER]    times another tool's programs, DIRECTORY/EVAL FILE FUNCTION, beside this one
            """);
        return 1;
}
