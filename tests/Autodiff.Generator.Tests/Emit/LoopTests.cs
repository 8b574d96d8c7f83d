using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Tests.Emit;

/// <summary>How loops are written: what they carry in as few variables as a person would take.</summary>
public class LoopTests
{
    private readonly EmittedBody body = new();

    [Fact]
    public void Sum()
    {
        int x = body.Parameter("x", EmittedBody.Doubles);
        int sum = body.Count("i", body.Length(x), [("total", body.Number(0))], (i, carried) => [body.Local(body.Add(carried[0], body.Load(x, i)), "total")])[0];

        AssertText(
            body.Write(sum, 6, new[] { 1.0, 2, 3 }),
            """
            double total = 0;
            for (int i = 0; i < x.Length; i++)
            {
                total += x[i];
            }

            return total;
            """);
    }

    [Fact]
    public void The_next_index_is_read_in_the_body()
    {
        int x = body.Parameter("x", EmittedBody.Doubles);
        int last = body.Subtract(body.Length(x), body.Integer(1));
        int sum = body.Count("i", last, [("total", body.Number(0))], (i, carried) =>
        {
            int rise = body.Subtract(body.Load(x, body.Add(i, body.Integer(1))), body.Load(x, i));
            return [body.Local(body.Add(carried[0], rise), "total")];
        })[0];

        AssertText(
            body.Write(sum, 2, new[] { 1.0, 2, 3 }),
            """
            int t = x.Length - 1;
            double total = 0;
            for (int i = 0; i < t; i++)
            {
                total += x[i + 1] - x[i];
            }

            return total;
            """);
    }

    [Fact]
    public void Nested_loops_over_a_matrix()
    {
        var matrix = IrType.ArrayOf(IrType.Double, ArrayShape.Array, 2);
        int a = body.Parameter("a", matrix);
        int rows = body.Builder.Add(new Instruction { Op = Op.Length, Results = default, Operands = ImmutableArray.Create(a) }, IrType.Int32);
        int sum = body.Count("i", rows, [("total", body.Number(0))], (i, outer) => [body.Count(
            "j",
            body.Builder.Add(new Instruction { Op = Op.Length, Results = default, Operands = ImmutableArray.Create(a), Bits = 1 }, IrType.Int32),
            [("total", outer[0])],
            (j, inner) => [body.Local(body.Add(inner[0], body.Multiply(body.Load(a, i, j), body.Load(a, i, j))), "total")])[0]])[0];

        AssertText(
            body.Write(sum, 30, new double[,] { { 1, 2 }, { 3, 4 } }),
            """
            double total = 0;
            for (int i = 0; i < a.GetLength(0); i++)
            {
                for (int j = 0; j < a.GetLength(1); j++)
                {
                    total += a[i, j] * a[i, j];
                }
            }

            return total;
            """);
    }

    [Fact]
    public void While_until_it_converges()
    {
        int x = body.Parameter("x", IrType.Double);
        int root = body.Loop(
            "while",
            [("y", x)],
            carried => body.Compare(Op.Greater, body.Subtract(body.Multiply(carried[0], carried[0]), x), body.Number(1e-9)),
            carried => [body.Truth(true), body.Local(body.Multiply(body.Number(0.5), body.Add(carried[0], body.Builder.Add(Op.Divide, IrType.Double, x, carried[0]))), "y")])[0];

        AssertText(
            body.Write(root),
            """
            double y = x;
            while (y * y - x > 1E-09)
            {
                y = 0.5 * (y + x / y);
            }

            return y;
            """);
    }

    [Fact]
    public void Do_while()
    {
        int x = body.Parameter("x", IrType.Double);
        int y = body.Loop(
            "do",
            [("y", x)],
            _ => body.Truth(true),
            carried =>
            {
                int next = body.Local(body.Multiply(carried[0], body.Number(2)), "y");
                return [body.Compare(Op.Less, next, body.Number(100)), next];
            })[0];

        AssertText(
            body.Write(y, 192, 3.0),
            """
            double y = x;
            do
            {
                y *= 2;
            }
            while (y < 100);

            return y;
            """);
    }

    [Fact]
    public void A_test_of_what_the_iteration_overwrites()
    {
        int x = body.Parameter("x", IrType.Double);
        int y = body.Loop(
            "do",
            [("y", x)],
            _ => body.Truth(true),
            carried =>
            {
                int next = body.Builder.Add(Op.Divide, IrType.Double, carried[0], body.Number(2));
                return [body.Compare(Op.Greater, body.Subtract(carried[0], next), body.Number(1)), next];
            })[0];

        body.Write(y, 0.625, 10.0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Break_with_a_result(bool isCounterInArms)
    {
        int a = body.Parameter("x", EmittedBody.Doubles);
        int sum = body.Loop(
            "for",
            [("i", body.Integer(0)), ("total", body.Number(0))],
            carried => body.Compare(Op.Less, carried[0], body.Length(a)),
            carried =>
            {
                int v = body.Local(body.Load(a, carried[0]), "v");
                var ends = body.If(
                    body.Compare(Op.Less, v, body.Number(0)),
                    () => [body.Truth(false), body.Local(body.Subtract(carried[1], body.Number(1)), "total"), carried[0]],
                    () => [body.Truth(true), body.Local(body.Add(carried[1], v), "total"), isCounterInArms ? body.Local(body.Add(carried[0], body.Integer(1)), "i") : carried[0]],
                    IrType.Boolean,
                    IrType.Double,
                    IrType.Int32);
                return [ends[0], isCounterInArms ? ends[2] : body.Add(carried[0], body.Integer(1)), ends[1]];
            })[1];

        AssertText(
            body.Write(sum, 2, new[] { 1.0, 2, -3, 4 }),
            """
            double total = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double v = x[i];
                if (v < 0)
                {
                    total -= 1;
                    break;
                }

                total += v;
            }

            return total;
            """);
    }

    [Fact]
    public void Continue_in_front_of_a_rest()
    {
        int x = body.Parameter("x", EmittedBody.Doubles);
        int sum = body.Count("i", body.Length(x), [("total", body.Number(0))], (i, carried) =>
        [
            body.If(
                body.Compare(Op.Less, body.Local(body.Load(x, i), "v"), body.Number(0)),
                () => [carried[0]],
                () => [body.Local(body.Add(carried[0], body.Load(x, i)), "total")],
                IrType.Double)[0],
        ])[0];

        AssertText(
            body.Write(sum, 7, new[] { 1.0, 2, -3, 4 }),
            """
            double total = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double v = x[i];
                if (v < 0)
                {
                    continue;
                }

                total += x[i];
            }

            return total;
            """);
    }

    [Fact]
    public void Swap_of_two_numbers()
    {
        int n = body.Parameter("n", IrType.Int32);
        var ends = body.Count("i", n, [("a", body.Number(1)), ("b", body.Number(2))], (_, carried) => [carried[1], carried[0]]);

        AssertText(
            body.Write(body.Subtract(ends[0], ends[1]), 1, 3),
            """
            double a = 1;
            double b = 2;
            for (int i = 0; i < n; i++)
            {
                (a, b) = (b, a);
            }

            double value = a - b;
            return value;
            """);
    }

    [Fact]
    public void Fibonacci()
    {
        int n = body.Parameter("n", IrType.Int32);
        int a = body.Count("i", n, [("a", body.Number(0)), ("b", body.Number(1))], (_, carried) => [carried[1], body.Add(carried[0], carried[1])])[0];

        AssertText(
            body.Write(a, 55, 10),
            """
            double a = 0;
            double b = 1;
            for (int i = 0; i < n; i++)
            {
                (a, b) = (b, a + b);
            }

            return a;
            """);
    }

    [Fact]
    public void Fibonacci_with_a_local()
    {
        int n = body.Parameter("n", IrType.Int32);
        int a = body.Count("i", n, [("a", body.Number(0)), ("b", body.Number(1))], (_, carried) =>
        {
            int next = body.Local(body.Add(carried[0], carried[1]), "next");
            return [carried[1], next];
        })[0];

        AssertText(
            body.Write(a, 55, 10),
            """
            double a = 0;
            double b = 1;
            for (int i = 0; i < n; i++)
            {
                double next = a + b;
                a = b;
                b = next;
            }

            return a;
            """);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Swapped_buffers(bool isSpan)
    {
        var type = isSpan ? EmittedBody.Span : EmittedBody.Doubles;
        int n = body.Parameter("n", IrType.Int32);
        int current = body.Make(Op.Allocate, type, Effects.Reads, n);
        int next = body.Make(Op.Allocate, type, Effects.Reads, n);
        body.Act(Op.Fill, current, body.Number(1));
        body.Act(Op.Fill, next, body.Number(0));
        var ends = body.Count("step", n, [("current", current), ("next", next)], (_, carried) =>
        {
            body.Count("i", n, [], (i, _) =>
            {
                body.Act(Op.Store, carried[1], i, body.Multiply(body.Number(2), body.Load(carried[0], i)));
                return [];
            });
            return [carried[1], carried[0]];
        });

        AssertText(
            body.Write(body.Load(ends[0], body.Integer(0)), 8, 3),
            isSpan
                ? """
                global::System.Span<double> current = new double[n];
                global::System.Span<double> next = new double[n];
                current.Fill(1.0);
                next.Clear();
                for (int step = 0; step < n; step++)
                {
                    for (int i = 0; i < n; i++)
                    {
                        next[i] = 2 * current[i];
                    }

                    global::System.Span<double> t = next;
                    next = current;
                    current = t;
                }

                double value = current[0];
                return value;
                """
                : """
                double[] current = new double[n];
                double[] next = new double[n];
                global::System.Array.Fill(current, 1.0);
                global::System.Array.Clear(next);
                for (int step = 0; step < n; step++)
                {
                    for (int i = 0; i < n; i++)
                    {
                        next[i] = 2 * current[i];
                    }

                    (current, next) = (next, current);
                }

                double value = current[0];
                return value;
                """);
    }

    [Fact]
    public void Old_value_that_is_read_after_the_new_one_is_made()
    {
        int n = body.Parameter("n", IrType.Int32);
        var ends = body.Count("i", n, [("y", body.Number(1)), ("change", body.Number(0))], (_, carried) =>
        {
            int next = body.Local(body.Multiply(body.Number(3), carried[0]), "y");
            int change = body.Local(body.Multiply(next, body.Subtract(next, carried[0])), "change");
            return [next, change];
        });

        AssertText(
            body.Write(body.Add(ends[0], ends[1]), 9 + (9 * 6), 2),
            """
            double y = 1;
            double change = 0;
            for (int i = 0; i < n; i++)
            {
                double y2 = 3 * y;
                change = y2 * (y2 - y);
                y = y2;
            }

            double value = y + change;
            return value;
            """);
    }

    [Fact]
    public void Counting_down_and_accumulating()
    {
        int x = body.Parameter("x", EmittedBody.Doubles);
        int dx = body.Parameter("xGradient", EmittedBody.Doubles);
        body.Builder.IsPrimal = false;
        body.Loop(
            "for",
            [("i", body.Subtract(body.Length(x), body.Integer(1)))],
            carried => body.Compare(Op.GreaterOrEqual, carried[0], body.Integer(0)),
            carried =>
            {
                body.Act(Op.Accumulate, dx, carried[0], body.Multiply(body.Number(2), body.Load(x, carried[0])));
                body.Act(Op.Accumulate, dx, carried[0], body.Builder.Add(Op.Negate, IrType.Double, body.Load(x, carried[0])));
                return [body.Truth(true), body.Subtract(carried[0], body.Integer(1))];
            });

        AssertText(
            body.Write(body.Load(dx, body.Integer(1)), 12, new[] { 1.0, 2 }, new[] { 0.0, 10 }),
            """
            for (int i = x.Length - 1; i >= 0; i--)
            {
                double t = x[i];
                xGradient[i] += 2 * t;
                xGradient[i] -= t;
            }

            double value = xGradient[1];
            return value;
            """);
    }

    [Fact]
    public void Values_on_the_tape()
    {
        int n = body.Parameter("n", IrType.Int32);
        body.Act(Op.Reserve, "double", n);
        int y = body.Count("i", n, [("y", body.Number(1))], (_, carried) =>
        {
            body.Act(Op.Push, carried[0]);
            return [body.Local(body.Multiply(carried[0], body.Number(2)), "y")];
        })[0];
        int d = body.Count("i", n, [("d", y)], (_, carried) =>
        {
            int saved = body.Local(body.Make(Op.Pop, IrType.Double, Effects.Acts), "y");
            return [body.Local(body.Add(carried[0], saved), "d")];
        })[0];

        body.Write(d);
    }

    private static void AssertText(string actual, string expected) => Assert.Equal(expected, actual.Trim(), ignoreLineEndingDifferences: true);
}
