using System.Runtime.CompilerServices;
using Autodiff.Benchmarks.Harness;
using Autodiff.Benchmarks.Objectives;

namespace Autodiff.Benchmarks.Cases;

/// <inheritdoc cref="SigmoidNeuron.Activation"/>
public readonly struct SigmoidNeuronCase : IGradientCase
{
    /// <inheritdoc/>
    public static string Name => "Sigmoid neuron";

    /// <inheritdoc/>
    public static int Arity => 5;

    /// <inheritdoc/>
    public static void Draw(Random random, Span<double> point) =>
        random.Fill(point, -2, 2);

    /// <inheritdoc/>
    public static double Value(ReadOnlySpan<double> point) =>
        SigmoidNeuron.Activation(point[0], point[1], point[2], point[3], point[4]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double HandWrittenGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        HandWritten.ActivationGradient(
            point[0], point[1], point[2], point[3], point[4],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3], out gradient[4]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double GeneratedGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        SigmoidNeuron.ActivationGradient(
            point[0], point[1], point[2], point[3], point[4],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3], out gradient[4]);
}
