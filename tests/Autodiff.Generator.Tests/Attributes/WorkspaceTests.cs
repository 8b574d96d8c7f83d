using Autodiff.Runtime;

namespace Autodiff.Generator.Tests.Attributes;

public class WorkspaceTests
{
    [Fact]
    public void What_was_handed_out_stays_where_it_is()
    {
        var workspace = new Workspace<int>();
        var first = workspace.Take(10);
        first.Fill(1);
        var second = workspace.Take(10_000);
        second.Fill(2);
        var third = workspace.Take(100_000);
        third.Fill(3);

        Assert.True(first.Length == 10 && second.Length == 10_000 && third.Length == 100_000);
        Assert.Equal(-1, first.IndexOfAnyExcept(1));
        Assert.Equal(-1, second.IndexOfAnyExcept(2));
        Assert.False(first.Overlaps(second) || second.Overlaps(third) || first.Overlaps(third));
        workspace.Return();
    }

    [Fact]
    public void It_hands_out_zeros()
    {
        var workspace = new Workspace<double>();
        long mark = workspace.Mark;
        workspace.Take(100).Fill(1);
        workspace.Release(mark);

        Assert.Equal(-1, workspace.Take(100).IndexOfAnyExcept(0));
        workspace.Return();
    }

    [Fact]
    public void What_is_released_is_handed_out_again()
    {
        var workspace = new Workspace<float>();
        var kept = workspace.Take(3);
        long mark = workspace.Mark;
        var first = workspace.Take(5);
        workspace.Release(mark);
        var second = workspace.Take(5);

        Assert.True(first == second);
        Assert.False(kept.Overlaps(second));
        workspace.Return();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(300)]
    public void A_mark_holds_across_growth(int length)
    {
        var workspace = new Workspace<long>();
        var kept = workspace.Take(length);
        kept.Fill(7);
        long mark = workspace.Mark;
        for (int i = 0; i < 3; i++)
        {
            workspace.Release(mark);
            workspace.Take(200).Fill(i);
            long inner = workspace.Mark;
            for (int j = 1; j < 5_000; j *= 3)
            {
                workspace.Release(inner);
                workspace.Take(j).Fill(j);
                workspace.Take(j).Fill(j);
            }

            workspace.Release(inner);
        }

        workspace.Release(mark);
        Assert.Equal(mark, workspace.Mark);
        Assert.Equal(-1, kept.IndexOfAnyExcept(7));
        workspace.Return();
    }

    [Fact]
    public void It_keeps_many_arrays()
    {
        var workspace = new Workspace<byte>();
        for (int i = 0; i < 20; i++)
        {
            workspace.Take(1 << i).Fill((byte)i);
        }

        Assert.True(workspace.Mark >= (1 << 20) - 1);
        workspace.Return();
        Assert.Equal(0, workspace.Mark);
    }

    [Fact]
    public void A_negative_length_overflows() => Assert.Throws<OverflowException>(() => new Workspace<double>().Take(-1));

    [Fact]
    public void Nothing_is_an_array_without_elements() => Assert.Equal(0, new Workspace<double>().Take(0).Length);

    [Fact]
    public void The_second_time_it_allocates_nothing()
    {
        Use();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Use();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Use()
        {
            var workspace = new Workspace<double>();
            workspace.Take(100);
            workspace.Take(1_000);
            workspace.Take(10_000);
            workspace.Return();
        }
    }
}
