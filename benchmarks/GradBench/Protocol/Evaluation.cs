using System.Diagnostics;
using System.Text.Json;
using GradBench.Evals;

namespace GradBench.Protocol;

/// <summary>A function evaluated as often as its input asks, each run timed.</summary>
internal sealed record Evaluation(JsonElement Output, IReadOnlyList<Timing> Timings)
{
    /// <summary>
    /// Evaluates a function. The first run is not timed: the runtime compiles it, and a program that calls a gradient calls it
    /// more than once.
    /// </summary>
    /// <exception cref="JsonException">The input is not of the eval's form.</exception>
    /// <exception cref="InvalidInputException">There is no such eval or function, or the input means nothing.</exception>
    public static Evaluation Run(string eval, string function, JsonElement input)
    {
        var found = EvalTable.Find(eval);
        var (run, output) = found.Bind(function, found.Prepare(input));
        var runs = input.ValueKind == JsonValueKind.Object ? input.Deserialize(ProtocolJson.Default.Runs)! : new Runs();
        run();
        var timings = new List<Timing>();
        var elapsed = TimeSpan.Zero;
        do
        {
            long start = Stopwatch.GetTimestamp();
            run();
            var time = Stopwatch.GetElapsedTime(start);
            timings.Add(new Timing("evaluate", (long)time.TotalNanoseconds));
            elapsed += time;
        }
        while (timings.Count < runs.MinRuns || elapsed.TotalSeconds < runs.MinSeconds);

        return new Evaluation(output(), timings);
    }
}
