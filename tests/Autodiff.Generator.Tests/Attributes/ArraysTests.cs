using Autodiff.Runtime;

namespace Autodiff.Generator.Tests.Attributes;

/// <summary>Parts of arrays that loops of the forward pass take.</summary>
public class ArraysTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 3)]
    [InlineData(4, 0)]
    [InlineData(2, 1)]
    public void A_row_is_the_part_that_is_asked_for(int start, int count)
    {
        double[] array = [1, 2, 3, 4];

        Assert.True(Arrays.Row<double>(array, start, count) == array.AsSpan(start, count));
        Assert.True(Arrays.WrittenRow<double>(array, start, count) == array.AsSpan(start, count));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 4)]
    [InlineData(5, 0)]
    [InlineData(-1, 1)]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    [InlineData(2, -1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(int.MinValue, int.MinValue)]
    [InlineData(int.MinValue, int.MaxValue)]
    public void One_that_is_not_there_throws_what_an_index_does(int start, int count)
    {
        double[] array = [1, 2, 3, 4];
        string message = Assert.Throws<IndexOutOfRangeException>(() => array[array.Length]).Message;

        Assert.Equal(message, Assert.Throws<IndexOutOfRangeException>(() => { Arrays.Row<double>(array, start, count); }).Message);
        Assert.Equal(message, Assert.Throws<IndexOutOfRangeException>(() => { Arrays.WrittenRow<double>(array, start, count); }).Message);
    }
}
