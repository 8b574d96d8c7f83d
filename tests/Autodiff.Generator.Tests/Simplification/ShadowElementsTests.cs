using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Simplification;
using Autodiff.Generator.Tests.Analysis;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>What is known of elements, and which accesses to others leave it alone.</summary>
public class ShadowElementsTests
{
    private readonly IrProgram program = new();
    private readonly int shadow;
    private readonly int other;
    private readonly int window;
    private readonly int matrix;
    private readonly int i;
    private readonly int j;
    private readonly int next;

    public ShadowElementsTests()
    {
        shadow = program.ArrayParameter("d", isDifferentiated: false);
        other = program.ArrayParameter("e", isDifferentiated: false);
        matrix = program.ArrayParameter("m", isDifferentiated: false, type: IrType.ArrayOf(IrType.Double, ArrayShape.Array, 2));
        i = program.Count("i");
        j = program.Count("j");
        window = program.One(Op.Slice, IrProgram.Numbers, Effects.Acts, shadow, i, j);
        next = program.Add(i, program.Integer(1));
    }

    [Fact]
    public void An_element_is_found_by_its_array_and_indices_only()
    {
        var elements = Build();
        var element = elements.Add(shadow, [i]);

        Assert.Same(element, elements.Find(shadow, [i]));
        Assert.Null(elements.Find(shadow, [next]));
        Assert.Null(elements.Find(shadow, [j]));
        Assert.Null(elements.Find(other, [i]));
        Assert.Null(elements.Find(window, [i]));
    }

    [Theory]
    [InlineData("the same element", "d", "i", true)]
    [InlineData("the next element", "d", "i + 1", true)]
    [InlineData("an element that may be the same", "d", "j", false)]
    [InlineData("an element of another array", "e", "i", true)]
    [InlineData("an element of a window", "window", "j", false)]
    public void A_write_makes_unknown_what_may_be_the_same_element(string why, string array, string index, bool isKnown)
    {
        Assert.NotEmpty(why);
        var elements = Build();
        elements.Add(shadow, [i]).Value = j;
        elements.Touch(Array(array), [Index(index)], isWrite: true);

        Assert.Equal(isKnown, elements.Find(shadow, [i]) is not null);
    }

    [Theory]
    [InlineData("d", "i + 1", false)]
    [InlineData("d", "j", true)]
    [InlineData("e", "i", false)]
    [InlineData("window", "j", true)]
    public void A_read_shows_what_was_written_to_what_may_be_the_same_element(string array, string index, bool isRead)
    {
        var elements = Build();
        var element = elements.Add(shadow, [i]);
        (element.Value, element.Written, element.Added) = (j, 3, 4);
        elements.Touch(Array(array), [Index(index)], isWrite: false);

        Assert.Same(element, elements.Find(shadow, [i]));
        Assert.Equal(j, element.Value);
        Assert.Equal(isRead ? (-1, -1) : (3, 4), (element.Written, element.Added));
    }

    [Fact]
    public void Elements_of_a_matrix_differ_in_one_dimension_at_least()
    {
        var elements = Build();
        elements.Add(matrix, [i, j]);
        elements.Touch(matrix, [next, j], isWrite: true);

        Assert.NotNull(elements.Find(matrix, [i, j]));

        elements.Touch(matrix, [i, i], isWrite: true);

        Assert.Null(elements.Find(matrix, [i, j]));
    }

    [Fact]
    public void A_read_of_an_array_shows_all_that_was_written_to_it()
    {
        var elements = Build();
        var (element, apart) = (elements.Add(shadow, [i]), elements.Add(other, [i]));
        (element.Written, apart.Written) = (3, 4);
        elements.Read(window);

        Assert.Equal((-1, 4), (element.Written, apart.Written));
    }

    [Fact]
    public void What_an_instruction_may_write_to_is_forgotten()
    {
        var elements = Build();
        elements.Add(shadow, [i]);
        elements.Add(other, [i]);
        elements.Forget(new Instruction { Op = Op.Fill, Results = default, Operands = ImmutableArray.Create(window, j) });

        Assert.Null(elements.Find(shadow, [i]));
        Assert.NotNull(elements.Find(other, [i]));

        elements.Clear();

        Assert.Null(elements.Find(other, [i]));
    }

    private int Array(string name) => name switch
    {
        "d" => shadow,
        "e" => other,
        _ => window,
    };

    private int Index(string text) => text switch
    {
        "i" => i,
        "j" => j,
        _ => next,
    };

    private ShadowElements Build()
    {
        var function = program.Builder.Build();
        var definitions = Definitions.Of(function);
        return new ShadowElements(PointsTo.Of(function), v => definitions[v]);
    }
}
