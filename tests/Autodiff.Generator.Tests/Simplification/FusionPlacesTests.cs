using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Simplification;
using Autodiff.Generator.Tests.Analysis;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>Where instructions of a block are while pairs of its loops are made one.</summary>
public class FusionPlacesTests
{
    private readonly IrProgram program = new();
    private readonly int n;
    private readonly int shadow;
    private readonly int other;

    public FusionPlacesTests()
    {
        n = program.Count("n");
        shadow = program.ArrayParameter("d", isDifferentiated: false);
        other = program.ArrayParameter("e", isDifferentiated: false);
    }

    [Fact]
    public void A_loop_has_the_reverse_of_its_region_that_follows_it_as_its_partner()
    {
        Loop(reverseOf: 2);
        Loop(region: 1);
        Loop(region: 2);
        Loop(reverseOf: 1);
        var block = new Code(this);

        Assert.Equal(block.Loops[3], block.Places.Partner(block.Loops[1]));
        Assert.Null(block.Places.Partner(block.Loops[2]));
    }

    [Fact]
    public void What_stands_between_two_loops_is_found_and_what_has_moved_is_not()
    {
        Loop(region: 1);
        int sum = program.Add(n, n);
        Loop(reverseOf: 1);
        var block = new Code(this);
        var (first, second) = (block.Loops[0], block.Loops[1]);
        int place = Assert.NotNull(block.Find(sum, first, second));

        Assert.Null(block.Find(sum, first, place));
        Assert.Null(block.Find(sum, place, second));

        block.Places.Fuse(first, second, [place], block.Places[first]);

        Assert.Null(block.Find(sum, first, second));
        Assert.Null(block.Places.Partner(first));
    }

    [Fact]
    public void What_moves_stands_before_the_one_loop_in_the_order_in_which_it_stood()
    {
        Loop(region: 1);
        int sum = program.Add(n, n);
        int stays = program.Multiply(sum, n);
        int product = program.Multiply(sum, sum);
        Loop(reverseOf: 1);
        var block = new Code(this);
        var (first, second) = (block.Loops[0], block.Loops[1]);
        var one = block.Places[first] with { Text = "one" };
        block.Places.Fuse(first, second, [block.Find(product, first, second)!.Value, block.Find(sum, first, second)!.Value], one);
        var instructions = block.Places.Instructions();
        int start = instructions.IndexOf(one);

        Assert.Equal([sum, product], new[] { instructions[start - 2].Result, instructions[start - 1].Result });
        Assert.Equal(stays, instructions[start + 1].Result);
        Assert.Equal(start + 2, instructions.Length);
    }

    [Theory]
    [InlineData("nothing is done to it", "", true, 0)]
    [InlineData("it is added to", "add", true, 0)]
    [InlineData("it is cleared, which is to move", "clear", true, 1)]
    [InlineData("it is read", "read", false, 0)]
    [InlineData("it is cleared and read", "clear read", false, 0)]
    [InlineData("it is read in a loop", "read in a loop", false, 0)]
    [InlineData("another is read", "read another", true, 0)]
    public void Shadows_are_left_alone_between_the_loops_but_for_additions_and_clearing(string why, string between, bool may, int movedCount)
    {
        Assert.NotEmpty(why);
        program.Builder.IsPrimal = false;
        program.Load(shadow, n);
        Loop(region: 1);
        if (between.Contains("clear", StringComparison.Ordinal))
        {
            program.None(Op.Fill, shadow, program.Number(0));
        }

        switch (between)
        {
            case "add":
                program.Accumulate(shadow, n, program.Number(1));
                break;
            case "read" or "clear read":
                program.Load(shadow, n);
                break;
            case "read in a loop":
                program.For(n, [], (i, _) =>
                {
                    program.Load(shadow, i);
                    return [];
                });
                break;
            case "read another":
                program.Load(other, n);
                break;
        }

        Loop(reverseOf: 1);
        program.Load(shadow, n);
        var block = new Code(this);
        var moved = new HashSet<int>();

        Assert.Equal(may, block.Places.MayMoveShadows(block.Loops[0], block.Loops[^1], [.. block.Memory.RootsOf(shadow)], moved));
        Assert.Equal(movedCount, moved.Count);
    }

    [Fact]
    public void A_shadow_that_an_earlier_pair_has_taken_with_it_is_not_between_a_later_one()
    {
        program.Builder.IsPrimal = false;
        Loop(region: 1);
        Loop(region: 2);
        program.None(Op.Fill, shadow, program.Number(0));
        Loop(reverseOf: 2);
        Loop(reverseOf: 1);
        var block = new Code(this);
        var shadows = new HashSet<int>(block.Memory.RootsOf(shadow));
        var moved = new HashSet<int>();

        Assert.True(block.Places.MayMoveShadows(block.Loops[0], block.Loops[3], shadows, moved));

        block.Places.Fuse(block.Loops[0], block.Loops[3], moved, block.Places[block.Loops[0]]);
        var later = new HashSet<int>();

        Assert.True(block.Places.MayMoveShadows(block.Loops[1], block.Loops[2], shadows, later));
        Assert.Empty(later);
    }

    private void Loop(int region = 0, int reverseOf = 0)
    {
        var arguments = program.Builder.OpenLoop([IrType.Int32]);
        int condition = program.Less(arguments[0], n);
        program.Builder.Open();
        var body = program.Builder.Close([program.Truth(true), program.Add(arguments[0], program.Integer(1))]);
        var header = program.Builder.Close([condition]);
        program.Builder.AddMany(
            new Instruction { Op = Op.Loop, Operands = ImmutableArray.Create(program.Integer(0)), Blocks = ImmutableArray.Create(header, body), Results = default, Region = region, ReverseOf = reverseOf },
            [IrType.Int32]);
    }

    /// <summary>The body of a function.</summary>
    private sealed class Code
    {
        private readonly Definitions definitions;

        public Code(FusionPlacesTests test)
        {
            var function = test.program.Builder.Build();
            definitions = Definitions.Of(function);
            Memory = PointsTo.Of(function);
            Places = new FusionPlaces(function.Body.Instructions, Memory, Disturbances.IsClear, i => Disturbances.MayDisturb(function, i));
            Loops = [.. Enumerable.Range(0, function.Body.Instructions.Length).Where(i => function.Body.Instructions[i] is { Op: Op.Loop } loop && loop.Region + loop.ReverseOf > 0)];
        }

        public PointsTo Memory { get; }

        public FusionPlaces Places { get; }

        /// <summary>The places of the loops that have a region.</summary>
        public int[] Loops { get; }

        public int? Find(int value, int first, int second) => Places.Find(definitions[value], first, second);
    }
}
