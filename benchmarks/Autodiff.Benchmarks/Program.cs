using Autodiff.Benchmarks.Cases;
using Autodiff.Benchmarks.Harness;
using BenchmarkDotNet.Running;

switch (args)
{
    case ["check-handwritten"]:
        var handWritten = new HandWrittenCheck();
        AllCases.Accept(handWritten);
        return handWritten.Failures;

    case ["check"]:
        var generated = new GeneratedCheck();
        AllCases.Accept(generated);
        return generated.Failures;

    case ["ratios", .. var filter]:
        return RatioTable.Print(filter.FirstOrDefault(""));

    // What the processes that "ratios" starts are asked for.
    case ["ratios-once", var seed, var filter]:
        var run = new RatioRun(int.Parse(seed), filter);
        run.MeasureControl();
        AllCases.Accept(run);
        return 0;

    default:
        // Everything else is BenchmarkDotNet's, which asks what to run where nothing is said.
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
