using Autodiff.Generator.Discovery;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator;

/// <summary>
/// The cache boundary: all that the stages after lowering know of a marked method. Where two runs of the pipeline give
/// equal models, nothing is derived again; so it holds no symbol, syntax or location.
/// </summary>
/// <param name="Declaration">How the method and what is generated for it are declared.</param>
/// <param name="Function">What it computes.</param>
internal sealed record MethodModel(MarkedMethod Declaration, Function Function);
