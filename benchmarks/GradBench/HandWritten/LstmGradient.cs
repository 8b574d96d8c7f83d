using System.Buffers;

namespace GradBench.HandWritten;

/// <summary>
/// The gradient of <see cref="Objectives.Lstm"/>. Each cell keeps eight numbers a step; exponentials and hyperbolic tangents are not
/// evaluated again, since their derivatives are polynomials in them.
/// </summary>
internal static class LstmGradient
{
    /// <summary>How many numbers a cell keeps.</summary>
    private const int Kept = 8;

    /// <inheritdoc cref="Objectives.Lstm.Loss"/>
    public static double Loss(
        ReadOnlySpan<double> main,
        ReadOnlySpan<double> extra,
        ReadOnlySpan<double> state,
        ReadOnlySpan<double> sequence,
        Span<double> mainGradient,
        Span<double> extraGradient)
    {
        Destinations.Check(main, mainGradient);
        Destinations.CheckApart(mainGradient, extra);
        Destinations.CheckApart(mainGradient, state);
        Destinations.CheckApart(mainGradient, sequence);
        Destinations.Check(extra, extraGradient);
        Destinations.CheckApart(extraGradient, main);
        Destinations.CheckApart(extraGradient, state);
        Destinations.CheckApart(extraGradient, sequence);
        Destinations.CheckApart(extraGradient, mainGradient);

        int size = extra.Length / 3;
        int length = sequence.Length / size;
        int layers = main.Length / (8 * size);
        int perStep = (Kept * layers + 2) * size;
        double[] kept = ArrayPool<double>.Shared.Rent(perStep * Math.Max(length - 1, 0));
        double[] rented = ArrayPool<double>.Shared.Rent(2 * state.Length + size);
        var current = rented.AsSpan(0, state.Length);
        var dCurrent = rented.AsSpan(state.Length, state.Length);
        var signal = rented.AsSpan(2 * state.Length, size);
        state.CopyTo(current);

        double total = 0;
        for (int t = 0; t < length - 1; t++)
        {
            var step = kept.AsSpan(t * perStep, perStep);
            var input = sequence.Slice(t * size, size);
            for (int i = 0; i < size; i++)
            {
                signal[i] = input[i] * extra[i];
            }

            for (int layer = 0; layer < layers; layer++)
            {
                Update(
                    main.Slice(8 * layer * size, 8 * size),
                    current.Slice(2 * layer * size, size),
                    current.Slice((2 * layer + 1) * size, size),
                    signal,
                    step.Slice(Kept * layer * size, Kept * size));
            }

            total = Score(
                extra[size..],
                signal,
                sequence.Slice((t + 1) * size, size),
                step.Slice(Kept * layers * size, size),
                step.Slice((Kept * layers + 1) * size, size),
                total);
        }

        double predictions = size * (length - 1);
        double dTotal = -1 / predictions;
        mainGradient.Clear();
        extraGradient.Clear();
        dCurrent.Clear();
        for (int t = length - 2; t >= 0; t--)
        {
            var step = kept.AsSpan(t * perStep, perStep);
            ReverseScore(
                dTotal,
                extra[size..],
                sequence.Slice((t + 1) * size, size),
                step.Slice(Kept * layers * size, size),
                step.Slice((Kept * layers + 1) * size, size),
                signal,
                extraGradient[size..]);
            for (int layer = layers - 1; layer >= 0; layer--)
            {
                ReverseUpdate(
                    main.Slice(8 * layer * size, 4 * size),
                    step.Slice(Kept * layer * size, Kept * size),
                    dCurrent.Slice(2 * layer * size, size),
                    dCurrent.Slice((2 * layer + 1) * size, size),
                    signal,
                    mainGradient.Slice(8 * layer * size, 8 * size));
            }

            var input = sequence.Slice(t * size, size);
            for (int i = 0; i < size; i++)
            {
                extraGradient[i] += signal[i] * input[i];
            }
        }

        ArrayPool<double>.Shared.Return(kept);
        ArrayPool<double>.Shared.Return(rented);
        return -total / predictions;
    }

    private static void Update(
        ReadOnlySpan<double> parameters, Span<double> hidden, Span<double> cell, Span<double> signal, Span<double> kept)
    {
        int size = signal.Length;
        for (int i = 0; i < size; i++)
        {
            double forget = Sigmoid(signal[i] * parameters[i] + parameters[4 * size + i]);
            double ingate = Sigmoid(hidden[i] * parameters[size + i] + parameters[5 * size + i]);
            double outgate = Sigmoid(signal[i] * parameters[2 * size + i] + parameters[6 * size + i]);
            double change = Math.Tanh(hidden[i] * parameters[3 * size + i] + parameters[7 * size + i]);
            double updated = cell[i] * forget + ingate * change;
            double tanh = Math.Tanh(updated);
            var own = kept.Slice(Kept * i, Kept);
            own[0] = signal[i];
            own[1] = hidden[i];
            own[2] = cell[i];
            own[3] = forget;
            own[4] = ingate;
            own[5] = outgate;
            own[6] = change;
            own[7] = tanh;
            cell[i] = updated;
            double shown = outgate * tanh;
            hidden[i] = shown;
            signal[i] = shown;
        }
    }

    private static void ReverseUpdate(
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> kept,
        Span<double> dHidden,
        Span<double> dCell,
        Span<double> dSignal,
        Span<double> dParameters)
    {
        int size = dSignal.Length;
        for (int i = 0; i < size; i++)
        {
            var own = kept.Slice(Kept * i, Kept);
            double signal = own[0];
            double hidden = own[1];
            double forget = own[3];
            double ingate = own[4];
            double outgate = own[5];
            double change = own[6];
            double tanh = own[7];

            double dShown = dHidden[i] + dSignal[i];
            double dUpdated = dCell[i] + dShown * outgate * (1 - tanh * tanh);
            double dForget = dUpdated * own[2] * forget * (1 - forget);
            double dIngate = dUpdated * change * ingate * (1 - ingate);
            double dOutgate = dShown * tanh * outgate * (1 - outgate);
            double dChange = dUpdated * ingate * (1 - change * change);

            dCell[i] = dUpdated * forget;
            dSignal[i] = dForget * weights[i] + dOutgate * weights[2 * size + i];
            dHidden[i] = dIngate * weights[size + i] + dChange * weights[3 * size + i];
            dParameters[i] += dForget * signal;
            dParameters[size + i] += dIngate * hidden;
            dParameters[2 * size + i] += dOutgate * signal;
            dParameters[3 * size + i] += dChange * hidden;
            dParameters[4 * size + i] += dForget;
            dParameters[5 * size + i] += dIngate;
            dParameters[6 * size + i] += dOutgate;
            dParameters[7 * size + i] += dChange;
        }
    }

    /// <summary>The total with what a prediction adds to it; the last layer's signal and the softmax are kept.</summary>
    private static double Score(
        ReadOnlySpan<double> parameters,
        Span<double> signal,
        ReadOnlySpan<double> next,
        Span<double> keptSignal,
        Span<double> softmax,
        double total)
    {
        int size = signal.Length;
        double sum = 2;
        for (int i = 0; i < size; i++)
        {
            keptSignal[i] = signal[i];
            double output = signal[i] * parameters[i] + parameters[size + i];
            signal[i] = output;
            double exp = Math.Exp(output);
            softmax[i] = exp;
            sum += exp;
        }

        double normaliser = Math.Log(sum);
        double scale = 1 / sum;
        for (int i = 0; i < size; i++)
        {
            total += next[i] * (signal[i] - normaliser);
            softmax[i] *= scale;
        }

        return total;
    }

    private static void ReverseScore(
        double dTotal,
        ReadOnlySpan<double> parameters,
        ReadOnlySpan<double> next,
        ReadOnlySpan<double> keptSignal,
        ReadOnlySpan<double> softmax,
        Span<double> dSignal,
        Span<double> dParameters)
    {
        int size = dSignal.Length;
        double sum = 0;
        for (int i = 0; i < size; i++)
        {
            sum += next[i];
        }

        for (int i = 0; i < size; i++)
        {
            double dOutput = dTotal * (next[i] - sum * softmax[i]);
            dParameters[i] += dOutput * keptSignal[i];
            dParameters[size + i] += dOutput;
            dSignal[i] = dOutput * parameters[i];
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
