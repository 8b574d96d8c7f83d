using System.Text.Json;
using System.Text.Json.Serialization;

namespace GradBench.Protocol;

/// <summary>What an eval sends: the fields of all kinds of messages, but for the id that the response repeats.</summary>
/// <param name="Kind"><c>start</c>, <c>define</c>, <c>evaluate</c> or <c>analysis</c>.</param>
/// <param name="Module">The eval whose functions are asked for.</param>
/// <param name="Function">The function that is to be evaluated.</param>
/// <param name="Input">The function's input.</param>
internal sealed record Message(
    string? Kind = null, string? Module = null, string? Function = null, JsonElement? Input = null);

/// <summary>What a tool answers; what is null is left out, but for the id of what is no message.</summary>
internal sealed record Response(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonElement? Id,
    string? Tool = null,
    Configuration? Config = null,
    bool? Success = null,
    JsonElement? Output = null,
    IReadOnlyList<Timing>? Timings = null,
    string? Error = null);

/// <summary>What the figures depend on.</summary>
internal sealed record Configuration(string Runtime, string Machine, string WarmUp);

/// <summary>How long one run took.</summary>
internal sealed record Timing(string Name, long Nanoseconds);

/// <summary>How often a function is to be run at least, and for how long: fields of most inputs.</summary>
internal sealed record Runs(int MinRuns = 1, double MinSeconds = 0);

/// <summary>The forms of messages.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(Response))]
[JsonSerializable(typeof(Runs))]
[JsonSerializable(typeof(Timing))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ProtocolJson : JsonSerializerContext;
