using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Tests.Analysis;

/// <summary>Which loops may run as one: they count alike, need nothing that the earlier leaves, and reach elements in their order.</summary>
public class JoinableLoopsTests
{
    private readonly IrProgram program = new();
    private readonly int n;
    private readonly int a;

    public JoinableLoopsTests()
    {
        n = program.Count("n");
        a = program.ArrayParameter("a");
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(1, -1, true)]
    [InlineData(1, 1, false)]
    [InlineData(-1, 0, true)]
    [InlineData(-1, 1, true)]
    [InlineData(-1, -1, false)]
    public void An_element_that_a_later_iteration_writes_cannot_be_read_yet(int step, int offset, bool isInOrder)
    {
        Count(step, i => program.Store(a, i, program.Number(1)));
        Count(step, i => program.Load(a, Plus(i, offset)));

        Assert.Equal(isInOrder, Build().StayInOrder());
    }

    [Theory]
    [InlineData("all write it before", 1, -1, 0, true)]
    [InlineData("the first iteration writes it", 1, -1, 1, true)]
    [InlineData("a later one writes it", 1, -1, 2, false)]
    [InlineData("no iteration reads it", 1, 0, -1, true)]
    [InlineData("an iteration reads it before all have written", 1, 1, -1, false)]
    [InlineData("downwards, the first iteration writes it", -1, -1, 1, true)]
    [InlineData("downwards, a later one writes it", -1, -1, 0, false)]
    public void An_element_of_a_constant_index_is_reached_when_the_loops_start(string why, int step, int written, int read, bool isInOrder)
    {
        Assert.NotEmpty(why);
        Count(step, i => program.Store(a, written < 0 ? i : program.Integer(written), program.Number(1)), program.Integer(1));
        Count(step, i => program.Load(a, read < 0 ? i : program.Integer(read)), program.Integer(1));

        Assert.Equal(isInOrder, Build().StayInOrder());
    }

    [Fact]
    public void An_element_of_a_constant_index_stands_in_the_way_where_the_start_is_not_known()
    {
        int start = program.Count("start");
        Count(1, i => program.Store(a, i, program.Number(1)), start);
        Count(1, _ => program.Load(a, program.Integer(0)), start);

        Assert.False(Build().StayInOrder());
    }

    [Theory]
    [InlineData(nameof(Op.Load), nameof(Op.Load), true)]
    [InlineData(nameof(Op.Accumulate), nameof(Op.Accumulate), true)]
    [InlineData(nameof(Op.Store), nameof(Op.Store), false)]
    [InlineData(nameof(Op.Accumulate), nameof(Op.Load), false)]
    [InlineData(nameof(Op.Load), nameof(Op.Accumulate), false)]
    [InlineData(nameof(Op.Accumulate), nameof(Op.Store), false)]
    public void Reads_may_change_places_and_additions_may(string first, string second, bool isInOrder)
    {
        Count(1, i => Access(Enum.Parse<Op>(first), a, i));
        Count(1, i => Access(Enum.Parse<Op>(second), a, Plus(i, 1)));

        Assert.Equal(isInOrder, Build().StayInOrder());
    }

    [Fact]
    public void Another_array_is_not_in_the_way_and_another_window_on_the_same_is()
    {
        int b = program.ArrayParameter("b");
        int window = program.One(Op.Slice, IrProgram.Numbers, Effects.Acts, a, program.Integer(0), n);
        Count(1, i => program.Store(a, i, program.Number(1)));
        Count(1, i => program.Load(b, Plus(i, 1)));
        Count(1, i => program.Load(window, i));
        var loops = Build();

        Assert.True(loops.StayInOrder());
        Assert.False(loops.StayInOrder(second: 2));
    }

    [Fact]
    public void What_is_not_by_the_counters_is_not_in_order()
    {
        Count(1, i => program.Store(a, i, program.Number(1)));
        Count(1, _ => program.For(n, [], (j, _) =>
        {
            program.Load(a, j);
            return [];
        }));
        Count(1, _ => program.None(Op.Fill, a, program.Number(2)));
        var loops = Build();

        Assert.False(loops.StayInOrder());
        Assert.False(loops.StayInOrder(second: 2));
    }

    [Theory]
    [InlineData("the same", "n", 1, nameof(Op.Less), true)]
    [InlineData("a length that the array was made with", "length", 1, nameof(Op.Less), true)]
    [InlineData("another bound", "m", 1, nameof(Op.Less), false)]
    [InlineData("a bound that is less", "n - 1", 1, nameof(Op.Less), false)]
    [InlineData("the last index, too", "n", 1, nameof(Op.LessOrEqual), false)]
    [InlineData("downwards", "n", -1, nameof(Op.GreaterOrEqual), false)]
    public void Loops_count_alike_by_step_comparison_and_bound(string why, string bound, int step, string comparison, bool isAlike)
    {
        Assert.NotEmpty(why);
        int m = program.Count("m");
        int made = program.Allocate(n);
        int other = bound switch
        {
            "m" => m,
            "n - 1" => Plus(n, -1),
            "length" => program.One(Op.Length, IrType.Int32, Effects.None, made),
            _ => n,
        };
        Loop(program.Integer(0), n, 1, Op.Less, _ => { });
        Loop(program.Integer(0), other, step, Enum.Parse<Op>(comparison), _ => { });

        Assert.Equal(isAlike, Build().CountAlike());
    }

    [Fact]
    public void Bounds_that_are_one_less_than_one_length_are_equal()
    {
        int made = program.Allocate(n);
        Loop(program.Integer(0), Plus(n, -1), 1, Op.Less, _ => { });
        Loop(program.Integer(0), Plus(program.One(Op.Length, IrType.Int32, Effects.None, made), -1), 1, Op.Less, _ => { });

        Assert.True(Build().CountAlike());
    }

    [Fact]
    public void A_loop_counts_by_ones_in_a_header_that_only_computes()
    {
        int bounds = program.ArrayParameter("bounds", type: IrType.ArrayOf(IrType.Int32));
        Loop(program.Integer(0), n, 2, Op.Less, _ => { });
        program.Loop(
            [program.Integer(0)],
            c => program.Less(c[0], program.Load(bounds, program.Integer(0))),
            c => [program.Truth(true), Plus(c[0], 1)]);
        Loop(program.Integer(0), n, 1, Op.Less, _ => { });
        var loops = Build();

        Assert.Equal([true, true, false], loops.All.Select(l => loops.Rule.CounterOf(l) is null));
    }

    [Fact]
    public void What_the_earlier_loop_leaves_may_not_be_needed()
    {
        int sum = program.For(n, [program.Number(0)], (i, c) => [program.Add(c[0], program.Load(a, i))])[0];
        int between = program.Multiply(sum, sum);
        Count(1, i => program.Store(a, i, program.Number(1)));
        program.For(n, [], (_, _) =>
        {
            Count(1, i => program.Store(a, i, sum));
            return [];
        });
        program.For(n, [sum], (_, c) => [c[0]]);
        program.For(n, [program.Number(0)], (_, _) => [sum]);
        var loops = Build(between);
        var results = new HashSet<int>(loops.All[0].Results);
        var square = loops.Function.Body.Instructions.Single(i => i.Result == between);

        Assert.True(JoinableLoops.Needs(results, [square], loops.All[1]));
        Assert.Equal([false, true, true, true], loops.All.Skip(1).Select(l => JoinableLoops.Needs(results, [], l)));
    }

    [Theory]
    [InlineData("an iteration before the place", 0, true)]
    [InlineData("an iteration from the place on", 1, false)]
    public void What_stands_after_a_loop_is_apart_from_its_iterations_from_a_place_on(string why, int index, bool isApart)
    {
        Assert.NotEmpty(why);
        Count(1, i => program.Store(a, i, program.Number(1)));
        program.Load(a, program.Integer(index));
        var loops = Build();
        var after = loops.Accesses([loops.Function.Body.Instructions.Items.Last()], runsOnce: true)!;

        Assert.Equal(isApart, loops.Rule.AreApart(loops.Body(0)!, loops.Counter(0), after, start: 1));
    }

    [Fact]
    public void What_acts_on_the_world_or_is_allocated_in_each_iteration_is_not_known()
    {
        Count(1, _ => program.None(Op.Effect));
        Count(1, _ => program.Allocate(n));
        Count(1, _ => program.One(Op.Pop, IrType.Double, Effects.Acts));
        var loops = Build();

        Assert.Null(loops.Body(0));
        Assert.Null(loops.Body(1));
        Assert.True(loops.Body(2)!.Pops);
        Assert.True(loops.Accesses([loops.All[1].Blocks[1].Instructions[0]], runsOnce: true)!.Throws);
    }

    private int Plus(int value, int constant) => constant == 0 ? value : program.Add(value, program.Integer(constant));

    private void Access(Op op, int array, int index)
    {
        if (op == Op.Load)
        {
            program.Load(array, index);
        }
        else
        {
            program.None(op, array, index, program.Number(1));
        }
    }

    private void Count(int step, Action<int> body, int? start = null) =>
        Loop(start ?? (step > 0 ? program.Integer(0) : Plus(n, -1)), step > 0 ? n : program.Integer(0), step, step > 0 ? Op.Less : Op.GreaterOrEqual, body);

    private void Loop(int start, int bound, int step, Op comparison, Action<int> body) => program.Loop(
        [start],
        c => program.Builder.Add(comparison, IrType.Boolean, c[0], bound),
        c =>
        {
            body(c[0]);
            return [program.Truth(true), Plus(c[0], step)];
        });

    private Loops Build(params int[] results) => new(program.Builder.Build(results));

    /// <summary>The loops of a function, in order, and the rule for them.</summary>
    private sealed class Loops
    {
        private readonly PointsTo memory;

        public Loops(Function function)
        {
            Function = function;
            memory = PointsTo.Of(function);
            Rule = new JoinableLoops(function, Definitions.Of(function), new KnownIndices(function, Definitions.Of(function), memory, isGradient: false));
            All = function.Body.Instructions.Where(i => i.Op == Op.Loop).ToImmutableArray();
        }

        public Function Function { get; }

        public JoinableLoops Rule { get; }

        public ImmutableArray<Instruction> All { get; }

        public CountedLoop Counter(int loop) => Rule.CounterOf(All[loop])!;

        public bool CountAlike() => Rule.CountAlike(Counter(0), Counter(1));

        public bool StayInOrder(int second = 1) => Rule.StayInOrder(Body(0)!, Counter(0), Body(second)!, Counter(second));

        public Accesses? Body(int loop) => Accesses(All[loop].Blocks[1].Instructions, runsOnce: false);

        public Accesses? Accesses(IEnumerable<Instruction> instructions, bool runsOnce)
        {
            var accesses = new Accesses(memory, _ => true, runsOnce);
            return instructions.All(accesses.Add) ? accesses : null;
        }
    }
}
