using System.Text.Json;

namespace GradBench.Evals;

/// <summary>
/// An eval at one input: the objective, its generated and its hand-written gradient, each to be run as often as wanted. Inputs and
/// destinations stay where they are from run to run.
/// </summary>
internal abstract class Problem
{
    /// <summary>Where both gradients go.</summary>
    public abstract IReadOnlyList<double[]> Destinations { get; }

    /// <summary>Runs the objective.</summary>
    /// <returns>Its value; of an objective with several results, one.</returns>
    public abstract double Objective();

    /// <summary>Runs the generated gradient.</summary>
    /// <returns>What <see cref="Objective"/> returns.</returns>
    public abstract double Gradient();

    /// <summary>Runs the hand-written gradient.</summary>
    /// <returns>What <see cref="Objective"/> returns.</returns>
    public abstract double HandWrittenGradient();

    /// <summary>What the eval expects of its objective, after <see cref="Objective"/>.</summary>
    public abstract JsonElement ObjectiveOutput();

    /// <summary>What the eval expects of its gradient, after <see cref="Gradient"/>.</summary>
    public abstract JsonElement GradientOutput();
}
