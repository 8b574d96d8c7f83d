using Autodiff;

namespace GradBench.Objectives;

/// <summary>The eval <c>lstm</c>: a network of long short-term memories with diagonal weights, which predicts a sequence.</summary>
internal static partial class Lstm
{
    /// <summary>The mean of −log p over what the network predicts.</summary>
    /// <param name="main">For each layer the weights of the gates forget, in, out and of the change; then their biases.</param>
    /// <param name="extra">The weights of the input; the weights and the biases of the output.</param>
    /// <param name="state">For each layer what is hidden, and its cells.</param>
    /// <param name="sequence">The vectors of the sequence, one after the other.</param>
    [Differentiable(nameof(main), nameof(extra))]
    public static double Loss(
        ReadOnlySpan<double> main, ReadOnlySpan<double> extra, ReadOnlySpan<double> state, ReadOnlySpan<double> sequence)
    {
        int size = extra.Length / 3;
        int length = sequence.Length / size;
        double[] current = state.ToArray();
        double[] output = new double[size];
        double total = 0;
        for (int t = 0; t < length - 1; t++)
        {
            Predict(main, extra, current, sequence.Slice(t * size, size), output);
            double normaliser = LogSum(output);
            var next = sequence.Slice((t + 1) * size, size);
            for (int i = 0; i < size; i++)
            {
                total += next[i] * (output[i] - normaliser);
            }
        }

        return -total / (size * (length - 1));
    }

    /// <summary>One step of the network: what it predicts to come after <paramref name="input"/>.</summary>
    private static void Predict(
        ReadOnlySpan<double> main, ReadOnlySpan<double> extra, Span<double> state, ReadOnlySpan<double> input, Span<double> output)
    {
        int size = input.Length;
        for (int i = 0; i < size; i++)
        {
            output[i] = input[i] * extra[i];
        }

        int layers = main.Length / (8 * size);
        for (int layer = 0; layer < layers; layer++)
        {
            Update(
                main.Slice(8 * layer * size, 4 * size),
                main.Slice((8 * layer + 4) * size, 4 * size),
                state.Slice(2 * layer * size, size),
                state.Slice((2 * layer + 1) * size, size),
                output);
        }

        for (int i = 0; i < size; i++)
        {
            output[i] = output[i] * extra[size + i] + extra[2 * size + i];
        }
    }

    /// <summary>One layer: its new cells, and what it shows of them to itself and to the next layer.</summary>
    private static void Update(
        ReadOnlySpan<double> weights, ReadOnlySpan<double> biases, Span<double> hidden, Span<double> cell, Span<double> signal)
    {
        int size = signal.Length;
        for (int i = 0; i < size; i++)
        {
            double forget = Sigmoid(signal[i] * weights[i] + biases[i]);
            double ingate = Sigmoid(hidden[i] * weights[size + i] + biases[size + i]);
            double outgate = Sigmoid(signal[i] * weights[2 * size + i] + biases[2 * size + i]);
            double change = Math.Tanh(hidden[i] * weights[3 * size + i] + biases[3 * size + i]);
            cell[i] = cell[i] * forget + ingate * change;
            hidden[i] = outgate * Math.Tanh(cell[i]);
            signal[i] = hidden[i];
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>log(2 + Σ exp(xᵢ)).</summary>
    private static double LogSum(ReadOnlySpan<double> x)
    {
        double sum = 2;
        for (int i = 0; i < x.Length; i++)
        {
            sum += Math.Exp(x[i]);
        }

        return Math.Log(sum);
    }
}
