using System.Text.Json.Serialization;

namespace GradBench.Evals;

/// <summary>The forms of inputs and outputs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(double[]))]
[JsonSerializable(typeof(BundleAdjustmentInput))]
[JsonSerializable(typeof(BundleAdjustmentErrors))]
[JsonSerializable(typeof(BundleAdjustmentOutput))]
[JsonSerializable(typeof(DeterminantInput))]
[JsonSerializable(typeof(GaussianMixtureInput))]
[JsonSerializable(typeof(GaussianMixtureOutput))]
[JsonSerializable(typeof(LeastSquaresInput))]
[JsonSerializable(typeof(LogSumExpInput))]
[JsonSerializable(typeof(LstmInput))]
[JsonSerializable(typeof(OdeInput))]
internal sealed partial class EvalJson : JsonSerializerContext;
