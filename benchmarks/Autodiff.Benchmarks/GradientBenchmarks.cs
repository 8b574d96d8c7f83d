using Autodiff.Benchmarks.Cases;
using Autodiff.Benchmarks.Harness;
using BenchmarkDotNet.Attributes;

namespace Autodiff.Benchmarks;

/// <summary>
/// The same pairs under BenchmarkDotNet, which runs each side in a process of its own: absolute times, without the
/// pairing that the ratios have.
/// </summary>
[MemoryDiagnoser]
[GenericTypeArguments(typeof(BlackScholesCase))]
[GenericTypeArguments(typeof(SigmoidNeuronCase))]
[GenericTypeArguments(typeof(RosenbrockCase))]
[GenericTypeArguments(typeof(LennardJonesCase))]
[GenericTypeArguments(typeof(PlanarArmCase))]
[GenericTypeArguments(typeof(GaussianCase))]
[GenericTypeArguments(typeof(HuberRegressionCase))]
[GenericTypeArguments(typeof(QuaternionRotationCase))]
[GenericTypeArguments(typeof(PinholeCameraCase))]
[GenericTypeArguments(typeof(LogSumExpCase))]
[GenericTypeArguments(typeof(HillKineticsCase))]
[GenericTypeArguments(typeof(NelsonSiegelCase))]
public class GradientBenchmarks<TCase>
    where TCase : struct, IGradientCase
{
    private readonly double[] points = PairedComparison.DrawPoints<TCase>();
    private readonly double[] gradient = new double[TCase.Arity];

    /// <summary>The hand-written gradient at every point.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = PairedComparison.Points)]
    public double HandWritten() => PairedComparison.EvaluateAll<HandWrittenMethod<TCase>>(points, gradient, 1);

    /// <summary>The generated gradient at every point.</summary>
    [Benchmark(OperationsPerInvoke = PairedComparison.Points)]
    public double Generated() => PairedComparison.EvaluateAll<GeneratedMethod<TCase>>(points, gradient, 1);
}
