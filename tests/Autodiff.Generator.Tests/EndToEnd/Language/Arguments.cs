namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Arguments of methods: short ways to write them, and what is done with them whatever their type.</summary>
internal static class Arguments
{
    /// <summary>The arguments of one call.</summary>
    public static object[] With(params object[] arguments) => arguments;

    /// <summary>An array of doubles.</summary>
    public static object V(params double[] values) => values;

    /// <summary>An array of floats.</summary>
    public static object F(params float[] values) => values;

    /// <summary>An array of integers.</summary>
    public static object N(params int[] values) => values;

    /// <summary>A jagged array. (It is an object, since an array of arrays would be taken for the list of arguments.)</summary>
    public static object Rows(params double[][] rows) => rows;

    /// <summary>A matrix, row by row.</summary>
    public static object M(int columns, params double[] values)
    {
        double[,] matrix = new double[values.Length / columns, columns];
        for (int i = 0; i < values.Length; i++)
        {
            matrix[i / columns, i % columns] = values[i];
        }

        return matrix;
    }

    /// <summary>A fixed sequence of numbers in (-1, 1) that follow no simple law.</summary>
    public static double[] Noise(int count, int seed = 1) =>
        [.. Enumerable.Range(1, count).Select(i => Math.Sin(12.9898 * (i + (1.7 * seed))) * 0.99)];

    /// <summary>The numbers of an argument, in order; none in one of another type.</summary>
    public static IEnumerable<double> Numbers(object? value) => value switch
    {
        double number => [number],
        float number => [number],
        Array array when ScalarOf(array.GetType()) is not null => array.Cast<object?>().SelectMany(Numbers),
        _ => [],
    };

    /// <summary>A deep copy in which each number is replaced.</summary>
    public static object Map(object value, Func<double, double> replacement) => Convert<double, float>(
        value, x => replacement(x), x => (float)replacement(x));

    /// <summary>A deep copy.</summary>
    public static object Copy(object value) => Map(value, x => x);

    /// <summary>A deep copy of a list of arguments.</summary>
    public static object[] Copy(object[] values) => [.. values.Select(Copy)];

    /// <summary>A deep copy in which doubles and floats are of other types.</summary>
    public static object Convert<TDouble, TSingle>(object value, Func<double, TDouble> ofDouble, Func<float, TSingle> ofSingle)
    {
        switch (value)
        {
            case double number:
                return ofDouble(number)!;
            case float number:
                return ofSingle(number)!;
            case Array array when ScalarOf(array.GetType()) is { } scalar:
                var target = scalar == typeof(double) ? typeof(TDouble) : typeof(TSingle);
                int[] lengths = [.. Enumerable.Range(0, array.Rank).Select(array.GetLength)];
                var copy = Array.CreateInstance(ElementType(array.GetType(), target), lengths);
                foreach (int[] index in Indices(lengths))
                {
                    copy.SetValue(Convert(array.GetValue(index)!, ofDouble, ofSingle), index);
                }

                return copy;
            case Array array:
                return array.Clone();
            default:
                return value;
        }
    }

    private static Type? ScalarOf(Type type) =>
        type == typeof(double) || type == typeof(float) ? type : type.IsArray ? ScalarOf(type.GetElementType()!) : null;

    private static Type ElementType(Type array, Type scalar) =>
        array.GetElementType()! is { IsArray: true } inner ? ElementType(inner, scalar).MakeArrayType() : scalar;

    private static IEnumerable<int[]> Indices(int[] lengths) => lengths.Length == 1
        ? Enumerable.Range(0, lengths[0]).Select(i => new[] { i })
        : Enumerable.Range(0, lengths[0]).SelectMany(i => Enumerable.Range(0, lengths[1]).Select(j => new[] { i, j }));
}
