using GradBench.HandWritten;
using GradBench.Objectives;

namespace GradBench.Evals;

/// <summary>
/// The Jacobian of <c>ba</c>, whose columns are the cameras' parameters, the points' coordinates and the weights: for each
/// observation two rows, then a row for each weight. Compressed by rows.
/// </summary>
internal sealed class SparseRows(int cameras, int points, int observations)
{
    private const int Row = BundleAdjustmentJacobian.RowLength;
    private int rows;
    private int count;

    /// <summary>Where each row starts in the other arrays, and where the last one ends.</summary>
    public int[] Starts { get; } = new int[checked(3 * observations + 1)];

    /// <summary>The column of each value.</summary>
    public int[] Columns { get; } = new int[checked((2 * Row + 1) * observations)];

    /// <summary>The values.</summary>
    public double[] Values { get; } = new double[checked((2 * Row + 1) * observations)];

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        rows = 0;
        count = 0;
    }

    /// <summary>Adds the two rows of an observation, whose values the caller fills in.</summary>
    public Pair AddObservation(int index, int camera, int point) =>
        new(AddRow(index, camera, point), AddRow(index, camera, point));

    /// <summary>Adds the row of a weight, whose value the caller fills in.</summary>
    public ref double AddWeight(int index)
    {
        Columns[count] = BundleAdjustment.CameraParameters * cameras + 3 * points + index;
        ref double value = ref Values[count++];
        Starts[++rows] = count;
        return ref value;
    }

    private Span<double> AddRow(int index, int camera, int point)
    {
        var columns = Columns.AsSpan(count, Row);
        for (int i = 0; i < BundleAdjustment.CameraParameters; i++)
        {
            columns[i] = BundleAdjustment.CameraParameters * camera + i;
        }

        int firstPoint = BundleAdjustment.CameraParameters * cameras;
        for (int i = 0; i < 3; i++)
        {
            columns[BundleAdjustment.CameraParameters + i] = firstPoint + 3 * point + i;
        }

        columns[Row - 1] = firstPoint + 3 * points + index;
        var values = Values.AsSpan(count, Row);
        count += Row;
        Starts[++rows] = count;
        return values;
    }

    /// <summary>The values of two rows.</summary>
    public readonly ref struct Pair(Span<double> horizontal, Span<double> vertical)
    {
        private readonly Span<double> horizontal = horizontal;
        private readonly Span<double> vertical = vertical;

        /// <summary>Both.</summary>
        public void Deconstruct(out Span<double> first, out Span<double> second)
        {
            first = horizontal;
            second = vertical;
        }
    }
}
