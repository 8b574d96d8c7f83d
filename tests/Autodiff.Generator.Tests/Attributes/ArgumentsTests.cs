using System.Reflection;
using Autodiff.Runtime;

namespace Autodiff.Generator.Tests.Attributes;

/// <summary>What the head of a generated gradient requires of its arrays.</summary>
public class ArgumentsTests
{
    [Fact]
    public void A_destination_has_the_length_of_its_input()
    {
        double[] x = [1, 2, 3];
        double[] xGradient = new double[2];

        var error = Assert.Throws<ArgumentException>(() => Arguments.CheckDestination<double>(x, xGradient));
        Assert.Equal("xGradient", error.ParamName);
        Assert.StartsWith("The length of 'xGradient' is 2, and that of 'x' is 3.", error.Message, StringComparison.Ordinal);
        Arguments.CheckDestination<double>(x, new double[3]);
    }

    [Fact]
    public void An_input_is_not_null()
    {
        double[]? x = null;
        double[,]? m = null;
        double[][]? @params = null;

        Assert.Equal("x", Assert.Throws<ArgumentNullException>(() => Arguments.CheckDestination<double>(x, [])).ParamName);
        Assert.Equal("m", Assert.Throws<ArgumentNullException>(() => Arguments.CheckDestination<double>(m, new double[0, 0])).ParamName);
        Assert.Equal("params", Assert.Throws<ArgumentNullException>(() => Arguments.CheckDestination<double>(@params, [])).ParamName);
    }

    [Fact]
    public void A_destination_does_not_overlap_its_input()
    {
        double[] x = [1, 2, 3, 4];

        Assert.Throws<ArgumentException>(() => Arguments.CheckDestination<double>(x, x));
        Assert.Throws<ArgumentException>(() => Arguments.CheckDestination<double>(x.AsSpan(0, 3), x.AsSpan(1, 3)));
        Arguments.CheckDestination<double>(x.AsSpan(0, 2), x.AsSpan(2, 2));
    }

    [Fact]
    public void Checks_of_many_rows_allocate_nothing()
    {
        double[][] x = Rows(40);
        double[][] y = Rows(50);
        double[][] xGradient = Rows(40);
        Check();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Check();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        xGradient[39] = y[7];
        Assert.Throws<ArgumentException>(() => Check());
        xGradient[39] = xGradient[3];
        Assert.Throws<ArgumentException>(() => Check());

        void Check()
        {
            Arguments.CheckDestination<double>(x, xGradient);
            Arguments.CheckOverlap<double>(xGradient, y);
        }

        static double[][] Rows(int count) => [.. Enumerable.Range(0, count).Select(_ => new double[2])];
    }

    [Fact]
    public void A_matrix_has_the_dimensions_of_its_input()
    {
        double[,] m = new double[2, 3];
        double[,] mGradient = new double[3, 2];
        double[,]? none = null;

        Assert.Equal("mGradient", Assert.Throws<ArgumentException>(() => Arguments.CheckDestination<double>(m, mGradient)).ParamName);
        Assert.Equal("none", Assert.Throws<ArgumentNullException>(() => Arguments.CheckDestination<double>(m, none)).ParamName);
        Assert.Throws<ArgumentException>(() => Arguments.CheckDestination<double>(m, m));
        Arguments.CheckDestination<double>(m, new double[2, 3]);
    }

    [Fact]
    public void A_jagged_destination_has_rows_of_the_lengths_of_its_inputs()
    {
        double[][] w = [[1, 2], [3]];
        double[] row = [0];

        Arguments.CheckDestination<double>(w, [[0, 0], row]);
        Arguments.CheckDestination<double>([null, row], [[], [0]]);
        Arguments.CheckDestination<double>([null, row], [null, [0]]);
        Assert.Throws<ArgumentException>(() => Arguments.CheckDestination<double>(w, [[0, 0]]));
        Assert.Throws<ArgumentException>(() => Arguments.CheckDestination<double>(w, [[0, 0], null]));
        Assert.Throws<ArgumentException>(() => Arguments.CheckDestination<double>(w, [[0], row]));
        Assert.Throws<ArgumentException>(() => Arguments.CheckDestination<double>(w, [w[0], row]));
        Assert.Throws<ArgumentException>(() => Arguments.CheckDestination<double>([[1], [2]], [row, row]));
    }

    [Fact]
    public void What_is_written_overlaps_nothing_else()
    {
        double[] a = [1, 2, 3];
        double[,] m = new double[2, 2];
        double[][] w = [a];
        double[]? none = null;

        Assert.Equal("a", Assert.Throws<ArgumentException>(() => Arguments.CheckOverlap<double>(a, new double[1], a.AsSpan(2))).ParamName);
        Assert.Throws<ArgumentException>(() => Arguments.CheckOverlap<double>(a, w));
        Assert.Throws<ArgumentException>(() => Arguments.CheckOverlap<double>(w, a.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => Arguments.CheckOverlap<double>(w, new double[][] { [], a }));
        Assert.Throws<ArgumentException>(() => Arguments.CheckOverlap<double>(m, m));
        Assert.Throws<ArgumentException>(() => Arguments.CheckOverlap<double>(a, new ReadOnlySpan<double>(in a[1])));
        Arguments.CheckOverlap<double>(a, m, none, new double[][] { [1] }, default(Span<double>));
    }

    [Fact]
    public void Windows_on_one_array_overlap_where_they_have_a_common_element()
    {
        float[] a = new float[6];
        float[] apart = new float[2];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = i; j <= a.Length; j++)
            {
                for (int k = 0; k <= a.Length; k++)
                {
                    for (int l = k; l <= a.Length; l++)
                    {
                        bool overlap = Math.Max(i, k) < Math.Min(j, l);
                        Assert.Equal(overlap, Complains(() => Arguments.CheckOverlap<float>(a.AsSpan(i..j), a.AsSpan(k..l))));
                        Assert.Equal(overlap, Complains(() => Arguments.CheckOverlap<float>(a.AsSpan(i..j), apart, a.AsSpan(k..l))));
                        Assert.Equal(overlap, Complains(() => Arguments.CheckOverlap<float>(a.AsSpan(i..j), apart, apart, a.AsSpan(k..l))));
                        Assert.Equal(overlap, Complains(() => Arguments.CheckOverlap<float>(a.AsSpan(i..j), apart, apart, apart, a.AsSpan(k..l))));
                        Assert.Equal(overlap, Complains(() => Arguments.CheckOverlap<float>(a.AsSpan(i..j), apart, [], apart, apart, a.AsSpan(k..l))));
                        Assert.Equal(overlap, Complains(() => Arguments.CheckOverlap<float>(a.AsSpan(i..j), apart, apart, null, apart, apart, a.AsSpan(k..l))));
                        Assert.Equal(overlap || j - i != l - k, Complains(() => Arguments.CheckDestination<float>(a.AsSpan(i..j), a.AsSpan(k..l))));
                    }
                }
            }
        }

        static bool Complains(Action check)
        {
            try
            {
                check();
                return false;
            }
            catch (ArgumentException)
            {
                return true;
            }
        }
    }

    [Fact]
    public void No_row_that_is_written_stands_twice()
    {
        double[] row = [1];

        Assert.Throws<ArgumentException>(() => Arguments.CheckRows<double>([row, [2], row]));
        Assert.Throws<ArgumentException>(() => Arguments.CheckRows<double>([.. Enumerable.Range(0, 40).Select(_ => new double[1]), row, row]));
        Arguments.CheckRows<double>([row, [1], null, null]);
    }

    [Theory]
    [InlineData(3, 0, 2)]
    [InlineData(40, 20, 3)]
    public void The_reverse_of_a_copy_moves_adjoints_back(int length, int from, int to)
    {
        // a[to..] = a[from..] on one array, both windows of length n.
        int n = length - Math.Max(from, to);
        double[] adjoints = [.. Enumerable.Range(1, length).Select(i => (double)i)];
        double[] expected = [.. adjoints];
        double[] moved = adjoints[to..(to + n)];
        expected.AsSpan(to, n).Clear();
        for (int i = 0; i < n; i++)
        {
            expected[from + i] += moved[i];
        }

        Arrays.ReverseCopy(adjoints.AsSpan(to, n), adjoints.AsSpan(from, n));

        Assert.Equal(expected, adjoints);
    }

    [Fact]
    public void Sums_of_arrays()
    {
        double[] a = [.. Enumerable.Range(0, 11).Select(i => (double)i)];
        double[] b = new double[12];

        Arrays.Add(a, b);
        Arrays.Add(a, b);

        Assert.Equal([.. a.Select(v => 2 * v), 0], b);
        Assert.Equal(55, Arrays.Sum(a));
        Assert.Equal([2, 0], Arrays.ZerosLike<double>([[1, 2], null]).Select(r => r.Length));
    }

    /// <summary>Inlined, the checks of many arrays make so many locals that the loops of the method run out of registers.</summary>
    [Fact]
    public void Many_arrays_are_compared_in_a_call()
    {
        var checks = typeof(Arguments).GetMethods().Where(m => m.Name == nameof(Arguments.CheckOverlap) && m.GetParameters()[0].ParameterType.Name.StartsWith("ReadOnlySpan", StringComparison.Ordinal)).ToList();
        Assert.Equal(6, checks.Count);
        Assert.All(checks, m => Assert.Equal(
            m.GetParameters().Length - 2 < 4 ? MethodImplAttributes.AggressiveInlining : MethodImplAttributes.NoInlining,
            m.MethodImplementationFlags));
    }
}
