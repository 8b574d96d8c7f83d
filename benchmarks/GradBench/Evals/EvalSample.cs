using System.Text.Json;

namespace GradBench.Evals;

/// <summary>A size of an eval that is measured.</summary>
/// <param name="Size">Its name.</param>
/// <param name="Draw">Makes the problem, always the same.</param>
/// <param name="Input">The input of that problem, as the eval would send it.</param>
internal readonly record struct EvalSample(string Size, Func<Problem> Draw, Func<JsonElement> Input);
