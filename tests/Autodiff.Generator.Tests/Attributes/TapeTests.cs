using Autodiff.Runtime;

namespace Autodiff.Generator.Tests.Attributes;

public class TapeTests
{
    [Fact]
    public void It_grows_and_keeps_what_is_on_it()
    {
        int[] saved = Tape<int>.Empty;
        int top = 0;
        for (int i = 0; i < 1_000; i++)
        {
            saved = Tape<int>.Reserve(saved, top, 1);
            saved[top++] = i;
        }

        for (int i = 999; i >= 0; i--)
        {
            Assert.Equal(i, saved[--top]);
        }

        Tape<int>.Return(saved);
    }

    [Fact]
    public void It_grows_at_least_twofold_and_to_what_is_asked()
    {
        double[] saved = Tape<double>.Grow(Tape<double>.Empty, 0, 100);
        int first = saved.Length;
        saved = Tape<double>.Grow(saved, 100, 1);

        Assert.True(first >= 100);
        Assert.True(saved.Length >= 2 * first);
        Assert.True(Tape<double>.Grow(saved, 0, 5_000).Length >= 5_000);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(50)]
    public void Where_there_is_room_the_storage_stays(int more)
    {
        double[] saved = Tape<double>.Reserve(Tape<double>.Empty, 0, 100);

        Assert.Same(saved, Tape<double>.Reserve(saved, saved.Length - 50, more));
        Assert.NotSame(saved, Tape<double>.Reserve(saved, saved.Length - 50, 51));
    }

    [Fact]
    public void A_negative_count_makes_no_room() => Assert.NotEmpty(Tape<double>.Grow(Tape<double>.Empty, 0, -5));

    [Fact]
    public void What_one_array_cannot_hold_is_refused() =>
        Assert.Throws<OutOfMemoryException>(() => Tape<byte>.Grow(Tape<byte>.Empty, 0, int.MaxValue));

    [Fact]
    public void References_are_cleared()
    {
        object[] saved = Tape<object>.Grow(Tape<object>.Empty, 0, 1);
        saved[0] = new object();

        Tape<object>.Return(saved);

        Assert.Null(saved[0]);
    }
}
