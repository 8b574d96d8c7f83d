namespace Autodiff.Generator.Tests.Lowering;

/// <summary>Arrays and spans as the operations of the intermediate representation.</summary>
public class ArrayLoweringTests
{
    [Fact]
    public void Elements_of_every_shape() => Expect(
        "[Differentiable] public static double F(double[] x, double[,] m, double[][] j, ReadOnlySpan<double> s) => x[0] * m[1, 0] + j[1][0] * s[^1];",
        """
        %4 = int constant 0
        %5 = double load %0.x, %4
        %6 = int constant 1
        %7 = double load %1.m, %6, %4
        %8 = double multiply %5, %7
        %9 = double[] load %2.j, %6
        %10 = double load %9, %4
        %11 = int length %3.s
        %12 = int subtract %11, %6
        %13 = double load %3.s, %12
        %14 = double multiply %10, %13
        %15.value = double add %8, %14
        yield %15.value
        """);

    [Fact]
    public void A_target_is_evaluated_once_and_before_the_value() => Expect(
        "[Differentiable] public static double F(double[] x, int i) { x[i++] += x[i]; return x[0]; }",
        """
        %2 = int constant 1
        %3.i = int add %1.i, %2
        %4 = double load %0.x, %1.i
        %5 = double load %0.x, %3.i
        %6 = double add %4, %5
        store %0.x, %1.i, %6
        %7 = int constant 0
        %8.value = double load %0.x, %7
        yield %8.value
        """);

    [Fact]
    public void Elements_are_swapped_through_both_values() => Expect(
        "[Differentiable] public static double F(double[] x) { (x[0], x[1]) = (x[1], x[0]); return x[0]; }",
        """
        %1 = int constant 0
        %2 = int constant 1
        %3 = double load %0.x, %2
        %4 = double load %0.x, %1
        store %0.x, %1, %3
        store %0.x, %2, %4
        %5.value = double load %0.x, %1
        yield %5.value
        """);

    [Fact]
    public void A_reference_is_another_name_of_the_element() => Expect(
        "static void Twice(ref double r) => r *= 2; [Differentiable] public static double F(double[] x) { ref double r = ref x[0]; r = 3; Twice(ref x[0]); return r; }",
        """
        %1 = int constant 0
        %2 = double load %0.x, %1
        %3 = double constant 3
        store %0.x, %1, %3
        %4 = double load %0.x, %1
        %5 = double load %0.x, %1
        %6 = double constant 2
        %7 = double multiply %5, %6
        store %0.x, %1, %7
        %8.value = double load %0.x, %1
        yield %8.value
        """);

    [Theory]
    [InlineData("double[] a = { x, 2 };")]
    [InlineData("var a = new[] { x, 2 };")]
    [InlineData("var a = new double[2]; a[0] = x; a[1] = 2;")]
    public void Arrays_are_made_of_zeros_and_filled(string declaration) => Expect(
        "[Differentiable] public static double F(double x) { " + declaration + " return a[0]; }",
        """
        %1 = int constant 2
        %2.a = double[] allocate %1
        %3 = int constant 0
        store %2.a, %3, %0.x
        %4 = int constant 1
        %5 = double constant 2
        store %2.a, %4, %5
        %6.value = double load %2.a, %3
        yield %6.value
        """);

    [Fact]
    public void A_collection_expression_evaluates_its_elements_first() => Expect(
        "[Differentiable] public static double F(double[] x) { double[] a = [2, ..x]; return a[0]; }",
        """
        %1 = double constant 2
        %2 = int constant 1
        %3 = int length %0.x
        %4 = int add %2, %3
        %5.a = double[] allocate %4
        %6 = int constant 0
        store %5.a, %6, %1
        %7 = global::System.Span<double> slice %5.a, %2, %3
        copy %0.x, %7
        %8.value = double load %5.a, %6
        yield %8.value
        """);

    [Theory]
    [InlineData("Span<double> a = stackalloc double[2]; a[0] = x;")]
    [InlineData("Span<double> a = stackalloc[] { x, 0.0 };")]
    public void Stack_allocation(string declaration) =>
        Assert.Contains("%2.a = global::System.Span<double> allocate %1\n", LoweredCode.Of("[Differentiable] public static double F(double x) { " + declaration + " return a[0]; }"), StringComparison.Ordinal);

    [Theory]
    [InlineData("x.AsSpan(1)")]
    [InlineData("x.AsSpan()[1..]")]
    [InlineData("x.AsSpan().Slice(1)")]
    [InlineData("x.AsSpan(1, x.Length - 1)")]
    [InlineData("new Span<double>(x, 1, x.Length - 1)")]
    public void Windows(string window)
    {
        string lowered = LoweredCode.Of($"[Differentiable] public static double F(double[] x) {{ var s = {window}; return s[0]; }}");
        Assert.Matches(@"%\d = int subtract %\d, %\d\n%\d\.s = global::System\.Span<double> slice %0\.x, %\d, %\d\n", lowered);
        Assert.DoesNotContain("copy", lowered, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x[1..]")]
    [InlineData("x.AsSpan(1).ToArray()")]
    [InlineData("(double[])x.Clone()")]
    public void Copies(string copy)
    {
        string lowered = LoweredCode.Of($"[Differentiable] public static double F(double[] x) {{ var s = {copy}; return s[0]; }}");
        Assert.Matches(@"%\d+\.s = double\[\] allocate %\d\ncopy %[\w.]+, %\d+\.s\n", lowered);
    }

    [Fact]
    public void A_copy_within_one_array_goes_by_way_of_another() =>
        Assert.Matches(@"copy %(\d+), %(\d+)\ncopy %\2, %\d+\n", LoweredCode.Of("[Differentiable] public static double F(double[] x) { Array.Copy(x, 0, x, 1, 2); return x[0]; }"));

    [Fact]
    public void A_constant_array_that_receives_what_varies_is_read_as_such() =>
        Assert.Contains("double multiply", LoweredCode.Of("static double Sq(double[] w) => w[0] * w[0]; [Differentiable(\"x\")] public static double F(double x, double[] w) { w[0] = x; return Sq(w); }"), StringComparison.Ordinal);

    [Fact]
    public void A_field_is_read_once_and_its_elements_are_constants() => Expect(
        "static readonly double[] w = { 1, 2 }; [Differentiable] public static double F(double x) { var v = w; return v[0] * x + v[1]; }",
        """
        %1.v = double[] `global::C.w`
        %2 = int constant 0
        %3 = double load %1.v, %2
        %4 = double multiply %3, %0.x
        %5 = int constant 1
        %6 = double load %1.v, %5
        %7.value = double add %4, %6
        yield %7.value
        """);

    private static void Expect(string members, string expected) => Assert.Equal(expected.Split('\n'), LoweredCode.Of(members).Split('\n'));
}
