using Autodiff.Generator.Tests.Oracle;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>The arrays that compiled programs are called with.</summary>
internal static class TestArrays
{
    /// <summary>A number in a type.</summary>
    public static object Convert(ScalarType type, double value) => type switch
    {
        ScalarType.Integer => (object)(int)value,
        ScalarType.Single => (float)value,
        _ => value,
    };

    /// <summary>An array for a parameter, with these numbers in it.</summary>
    public static Array Create(Parameter parameter, IReadOnlyList<double> numbers)
    {
        var element = parameter.Type switch
        {
            ScalarType.Integer => typeof(int),
            ScalarType.Single => typeof(float),
            _ => typeof(double),
        };
        if (parameter.Shape == ArrayShape.Jagged)
        {
            int width = parameter.Sizes[1];
            var rows = Array.CreateInstance(element.MakeArrayType(), parameter.Sizes[0]);
            for (int i = 0; i < rows.Length; i++)
            {
                rows.SetValue(Create(new Parameter("", parameter.Type, Shape: ArrayShape.Array) { Sizes = [width] }, [.. numbers.Skip(i * width).Take(width)]), i);
            }

            return rows;
        }

        var array = Array.CreateInstance(element, [.. parameter.Sizes]);
        for (int i = 0; i < numbers.Count; i++)
        {
            object number = Convert(parameter.Type, numbers[i]);
            if (array.Rank == 2)
            {
                array.SetValue(number, i / parameter.Sizes[1], i % parameter.Sizes[1]);
            }
            else
            {
                array.SetValue(number, i);
            }
        }

        return array;
    }

    /// <summary>A destination for the derivatives of a parameter, with something in it that must not matter.</summary>
    public static Array Garbage(Parameter parameter, double garbage) =>
        Create(parameter, [.. Enumerable.Repeat(garbage, parameter.Count)]);

    /// <summary>The numbers in arguments or results, one after the other.</summary>
    public static IEnumerable<object> Numbers(object value) => value switch
    {
        Array { Rank: 1 } rows when rows.GetType().GetElementType()!.IsArray => rows.Cast<object>().SelectMany(Numbers),
        Array array => array.Cast<object>(),
        System.Runtime.CompilerServices.ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(i => Numbers(tuple[i]!)),
        _ => [value],
    };
}
