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
        Clock.Time(run);
        var timings = new List<Timing>();
        double elapsed = 0;
        do
        {
            double time = Clock.Time(run);
            timings.Add(new Timing("evaluate", (long)time));
            elapsed += time;
        }
        while (timings.Count < runs.MinRuns || elapsed < runs.MinSeconds * 1e9);

        return new Evaluation(Read(output), timings);
    }

    private static JsonElement Read(Func<JsonElement> output)
    {
        try
        {
            return output();
        }
        catch (ArgumentException)
        {
            throw new InvalidInputException("A number of the output is not finite, which JSON cannot express.");
        }
    }
}
