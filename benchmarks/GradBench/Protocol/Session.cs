using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using GradBench.Evals;

namespace GradBench.Protocol;

/// <summary>A session of GradBench's protocol: one response for each message, each a line of JSON.</summary>
internal static class Session
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Answers the messages on standard input until it ends.</summary>
    public static void Run()
    {
        using var input = new StreamReader(Console.OpenStandardInput(), Utf8);
        using var output = new StreamWriter(Console.OpenStandardOutput(), Utf8) { AutoFlush = true, NewLine = "\n" };
        while (input.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                output.WriteLine(Respond(line));
            }
        }
    }

    /// <summary>The response to a line, as a line.</summary>
    private static string Respond(string line)
    {
        try
        {
            return JsonSerializer.Serialize(Answer(line), ProtocolJson.Default.Response);
        }
        catch (JsonException)
        {
            // JSON may escape half of a surrogate pair, which is no text that could be repeated.
            return JsonSerializer.Serialize(new Response(null, Success: false, Error: "The message's id is no valid text."), ProtocolJson.Default.Response);
        }
    }

    private static Response Answer(string line)
    {
        JsonElement? id = null;
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new InvalidInputException("The message is not an object.");
            }

            id = document.RootElement.TryGetProperty("id", out var found) ? found.Clone() : null;
            var message = document.RootElement.Deserialize(ProtocolJson.Default.Message)!;
            return message.Kind switch
            {
                "start" => new Response(id, Tool: "autodiff", Config: Configuration()),
                "define" => Define(id, message),
                "evaluate" => Evaluate(id, message),
                _ => new Response(id),
            };
        }
        catch (Exception exception)
        {
            // Whatever a message brings about is the answer to it, and the session goes on.
            return new Response(id, Success: false, Error: exception.Message);
        }
    }

    private static Configuration Configuration() => new(
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSDescription} {RuntimeInformation.ProcessArchitecture}",
        "one untimed run, which compiles the function");

    private static Response Define(JsonElement? id, Message message)
    {
        EvalTable.Find(Require(message.Module, "module"));
        return new Response(id, Success: true);
    }

    private static Response Evaluate(JsonElement? id, Message message)
    {
        var evaluation = Evaluation.Run(
            Require(message.Module, "module"),
            Require(message.Function, "function"),
            message.Input ?? throw new InvalidInputException("The message has no 'input'."));
        return new Response(id, Success: true, Output: evaluation.Output, Timings: evaluation.Timings);
    }

    private static string Require(string? field, string name) =>
        field ?? throw new InvalidInputException($"The message has no '{name}'.");
}
