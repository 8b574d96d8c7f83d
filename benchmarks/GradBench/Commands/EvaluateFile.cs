using System.Text.Json;
using GradBench.Protocol;

namespace GradBench.Commands;

/// <summary>Evaluates a function at the input in a file, as GradBench's programs in C++ do.</summary>
internal static class EvaluateFile
{
    /// <summary>Prints the output and a timing for each run, a line each; returns 1 where that is not possible.</summary>
    public static int Run(string eval, string file, string function)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var input = JsonDocument.Parse(stream);
            var evaluation = Evaluation.Run(eval, function, input.RootElement);
            Console.WriteLine(evaluation.Output.GetRawText());
            foreach (var timing in evaluation.Timings)
            {
                Console.WriteLine($$"""{"name": "{{timing.Name}}", "nanoseconds": {{timing.Nanoseconds}}}""");
            }

            return 0;
        }
        catch (Exception exception)
        {
            // Whatever a file brings about is told.
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }
}
