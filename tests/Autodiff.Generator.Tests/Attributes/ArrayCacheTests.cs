using Autodiff.Runtime;

namespace Autodiff.Generator.Tests.Attributes;

/// <summary>The storage of local arrays that have to be arrays.</summary>
public class ArrayCacheTests
{
    [Fact]
    public void The_same_arrays_come_back_in_the_same_order_and_cleared()
    {
        var cache = ArrayCache<short>.Rent();
        short[] vector = cache.Take(3);
        short[,] matrix = cache.Take(2, 4);
        short[][] rows = cache.TakeRows(2);
        vector[1] = 7;
        matrix[1, 3] = 8;
        rows[0] = vector;
        cache.Return();

        var again = ArrayCache<short>.Rent();

        Assert.Same(cache, again);
        Assert.Same(vector, again.Take(3));
        Assert.Same(matrix, again.Take(2, 4));
        Assert.Same(rows, again.TakeRows(2));
        Assert.Equal([0, 0, 0], vector);
        Assert.Equal(0, matrix[1, 3]);
        Assert.Null(rows[0]);
    }

    [Fact]
    public void Arrays_have_the_lengths_that_were_asked_for()
    {
        var cache = ArrayCache<byte>.Rent();
        cache.Take(2, 3);
        cache.Take(6);
        cache.Return();
        cache = ArrayCache<byte>.Rent();

        Assert.Equal((3, 2), (cache.Take(3, 2).GetLength(0), cache.Take(3, 2).GetLength(1)));
        Assert.Equal(5, cache.Take(5).Length);
        Assert.Empty(cache.Take(0));
        Assert.Equal(6, cache.TakeRows(6).Length);
    }

    [Fact]
    public void What_was_released_is_handed_out_again_and_nothing_else()
    {
        var cache = ArrayCache<int>.Rent();
        int[] first = cache.Take(3);
        long mark = cache.Mark;
        int[] second = cache.Take(3);
        cache.Release(mark);

        Assert.Same(second, cache.Take(3));
        Assert.NotSame(first, cache.Take(3));
    }

    [Fact]
    public void One_that_is_in_use_is_not_handed_out_twice()
    {
        var cache = ArrayCache<uint>.Rent();

        var other = ArrayCache<uint>.Rent();

        Assert.NotSame(cache, other);
        Assert.NotSame(cache.Take(1), other.Take(1));
    }

    [Fact]
    public void The_rows_of_a_jagged_array_are_forgotten()
    {
        var cache = ArrayCache<ulong>.Rent();
        long mark = cache.Mark;
        ulong[][] rows = cache.TakeRows(1);
        rows[0] = [1];
        cache.Release(mark);
        cache.Take(1);
        cache.Return();

        Assert.Null(rows[0]);
    }

    [Fact]
    public void Large_arrays_are_not_kept()
    {
        var cache = ArrayCache<sbyte>.Rent();
        sbyte[] large = cache.Take(1 << 20);
        sbyte[] small = cache.Take(10);
        cache.Return();
        cache = ArrayCache<sbyte>.Rent();

        Assert.NotSame(large, cache.Take(1 << 20));
        Assert.Same(small, cache.Take(10));
    }

    [Fact]
    public void Free_arrays_make_room_for_others()
    {
        for (int length = 50_000; length < 50_010; length++)
        {
            var cache = ArrayCache<ushort>.Rent();
            ushort[] array = cache.Take(length);
            cache.Return();
            cache = ArrayCache<ushort>.Rent();
            Assert.Same(array, cache.Take(length));
            cache.Return();
        }
    }

    [Fact]
    public void Zeros_like_others()
    {
        var cache = ArrayCache<nint>.Rent();

        Assert.Equal([0, 0, 0], cache.TakeLike([1, 2, 3]));
        Assert.Equal(new nint[2, 3], cache.TakeLike(new nint[2, 3]));
        Assert.Equal([[0], [], [0, 0]], cache.TakeLike([[1], null, [2, 3]]));
        Assert.Null(cache.TakeLike((nint[,])null!));
        Assert.Null(cache.TakeLike((nint[][])null!));
    }

    [Fact]
    public void A_negative_length_is_an_overflow() => Assert.Throws<OverflowException>(() => ArrayCache<double>.Rent().Take(-1));
}
