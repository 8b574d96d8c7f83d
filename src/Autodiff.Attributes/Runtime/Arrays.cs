using System.Buffers;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autodiff.Runtime;

/// <summary>
/// Operations on whole arrays that generated derivatives need beside the framework's own. Sums have a fixed order: the same
/// input gives the same bits.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Arrays
{
    /// <summary>Adds the elements of one array to the beginning of another.</summary>
    /// <exception cref="ArgumentException">The destination is shorter.</exception>
    public static void Add(ReadOnlySpan<double> source, Span<double> destination) => AddCore(source, destination);

    /// <inheritdoc cref="Add(ReadOnlySpan{double}, Span{double})"/>
    public static void Add(ReadOnlySpan<float> source, Span<float> destination) => AddCore(source, destination);

    /// <inheritdoc cref="Add(ReadOnlySpan{double}, Span{double})"/>
    public static void Add(double[,] source, double[,] destination) => AddCore<double>(Elements(source), Elements(destination));

    /// <inheritdoc cref="Add(ReadOnlySpan{double}, Span{double})"/>
    public static void Add(float[,] source, float[,] destination) => AddCore<float>(Elements(source), Elements(destination));

    /// <summary>Sets the elements from an index on to zero, if there are any: often there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ClearFrom<T>(Span<T> array, int start)
    {
        if (array.Length > start)
        {
            array[start..].Clear();
        }
    }

    /// <summary>A part of an array, all of whose elements a loop will read: it throws what the loop would. It is as long as asked for.</summary>
    /// <param name="array">The array.</param>
    /// <param name="start">The index of the first element.</param>
    /// <param name="count">How many there are.</param>
    /// <exception cref="IndexOutOfRangeException">The array has no such part.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<T> Row<T>(ReadOnlySpan<T> array, int start, int count)
    {
        RequireRow(array.Length, start, count);
        return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref MemoryMarshal.GetReference(array), (nint)(uint)start), count);
    }

    /// <summary>A part of an array, all of whose elements a loop will write.</summary>
    /// <inheritdoc cref="Row{T}(ReadOnlySpan{T}, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<T> WrittenRow<T>(Span<T> array, int start, int count)
    {
        RequireRow(array.Length, start, count);
        return MemoryMarshal.CreateSpan(ref Unsafe.Add(ref MemoryMarshal.GetReference(array), (nint)(uint)start), count);
    }

    /// <summary>Throws what <see cref="Array.Copy(Array, int, Array, int, int)"/> throws, where it does.</summary>
    /// <param name="sourceLength">The length of the source.</param>
    /// <param name="sourceIndex">Where the copied elements begin in the source.</param>
    /// <param name="destinationLength">The length of the destination.</param>
    /// <param name="destinationIndex">Where they begin in the destination.</param>
    /// <param name="length">How many are copied.</param>
    public static void CheckCopy(int sourceLength, int sourceIndex, int destinationLength, int destinationIndex, int length)
    {
        if ((sourceIndex | destinationIndex | length) < 0 || sourceIndex > sourceLength - length || destinationIndex > destinationLength - length)
        {
            Array.Copy(new byte[sourceLength], sourceIndex, new byte[destinationLength], destinationIndex, length);
        }
    }

    /// <summary>An element that is read before the method reads it: zero where there is none, which throws later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ElementOrZero<T>(ReadOnlySpan<T> array, int index)
        where T : struct => (uint)index < (uint)array.Length ? array[index] : default;

    /// <inheritdoc cref="ElementOrZero{T}(ReadOnlySpan{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ElementOrZero<T>(Span<T> array, int index)
        where T : struct => (uint)index < (uint)array.Length ? array[index] : default;

    /// <inheritdoc cref="ElementOrZero{T}(ReadOnlySpan{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ElementOrZero<T>(T[]? array, int index)
        where T : struct => array is not null && (uint)index < (uint)array.Length ? array[index] : default;

    /// <summary>The sum of all elements, first to last.</summary>
    public static double Sum(ReadOnlySpan<double> array) => SumCore(array);

    /// <inheritdoc cref="Sum(ReadOnlySpan{double})"/>
    public static float Sum(ReadOnlySpan<float> array) => SumCore(array);

    /// <inheritdoc cref="Sum(ReadOnlySpan{double})"/>
    public static double Sum(double[,] array) => SumCore<double>(Elements(array));

    /// <inheritdoc cref="Sum(ReadOnlySpan{double})"/>
    public static float Sum(float[,] array) => SumCore<float>(Elements(array));

    /// <summary>
    /// The reverse of copying <c>source</c> to the beginning of <c>target</c>: moves the adjoints of what was overwritten back,
    /// and leaves zeros. The two may overlap.
    /// </summary>
    /// <param name="target">The adjoints of the array that was written.</param>
    /// <param name="source">The adjoints of the array that was read.</param>
    public static void ReverseCopy(Span<double> target, Span<double> source) => ReverseCopyCore(target, source);

    /// <inheritdoc cref="ReverseCopy(Span{double}, Span{double})"/>
    public static void ReverseCopy(Span<float> target, Span<float> source) => ReverseCopyCore(target, source);

    /// <inheritdoc cref="ReverseCopy(Span{double}, Span{double})"/>
    public static void ReverseCopy(double[,] target, double[,] source) => ReverseCopyCore(Elements(target), Elements(source));

    /// <inheritdoc cref="ReverseCopy(Span{double}, Span{double})"/>
    public static void ReverseCopy(float[,] target, float[,] source) => ReverseCopyCore(Elements(target), Elements(source));

    /// <summary>Sets the first elements to zero.</summary>
    public static void ClearStart<T>(T[] array, int count) => array.AsSpan(0, count).Clear();

    /// <inheritdoc cref="ClearStart{T}(T[], int)"/>
    public static void ClearStart<T>(Span<T> array, int count) => array.Slice(0, count).Clear();

    /// <summary>Sets the elements of the first rows to zero.</summary>
    public static void ClearStart<T>(T[,] array, int rows) => Elements(array).Slice(0, rows * array.GetLength(1)).Clear();

    /// <summary>Sets all elements of all rows to zero.</summary>
    public static void Clear<T>(T[]?[] array)
    {
        foreach (var row in array)
        {
            row.AsSpan().Clear();
        }
    }

    /// <summary>Copies all elements of one array to the beginning of another, in the order of memory.</summary>
    public static void Copy<T>(T[,] source, T[,] destination) => Elements(source).CopyTo(Elements(destination));

    /// <summary>Sets all elements to a value.</summary>
    public static void Fill<T>(T[,] array, T value) => Elements(array).Fill(value);

    /// <summary>A new array of zeros of the shape of another.</summary>
    public static double[] ZerosLike(ReadOnlySpan<double> array) => new double[array.Length];

    /// <inheritdoc cref="ZerosLike(ReadOnlySpan{double})"/>
    public static float[] ZerosLike(ReadOnlySpan<float> array) => new float[array.Length];

    /// <summary>A new array of zeros of the shape of another; none where there is no other.</summary>
    public static T[,] ZerosLike<T>(T[,] array) => array is null ? null! : new T[array.GetLength(0), array.GetLength(1)];

    /// <summary>
    /// A new jagged array with rows of zeros, of the lengths of another's; a row that is null has none, and nor has an array that is.
    /// </summary>
    public static T[][] ZerosLike<T>(T[]?[] array)
    {
        if (array is null)
        {
            return null!;
        }

        var zeros = new T[array.Length][];
        for (int i = 0; i < zeros.Length; i++)
        {
            zeros[i] = new T[array[i]?.Length ?? 0];
        }

        return zeros;
    }

    private static void AddCore<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : struct, INumberBase<T>
    {
        if (destination.Length < source.Length)
        {
            throw new ArgumentException("The destination is too short.", nameof(destination));
        }

        int i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            for (; i <= source.Length - Vector<T>.Count; i += Vector<T>.Count)
            {
                var part = destination.Slice(i, Vector<T>.Count);
                (new Vector<T>(part) + new Vector<T>(source.Slice(i, Vector<T>.Count))).CopyTo(part);
            }
        }

        for (; i < source.Length; i++)
        {
            destination[i] += source[i];
        }
    }

    private static T SumCore<T>(ReadOnlySpan<T> array)
        where T : struct, INumberBase<T>
    {
        var sum = T.Zero;
        foreach (var element in array)
        {
            sum += element;
        }

        return sum;
    }

    private static void ReverseCopyCore<T>(Span<T> target, Span<T> source)
        where T : struct, INumberBase<T>
    {
        target = target.Slice(0, source.Length);
        if (!target.Overlaps(source))
        {
            AddCore<T>(target, source);
            target.Clear();
            return;
        }

        var moved = ArrayPool<T>.Shared.Rent(target.Length);
        target.CopyTo(moved);
        target.Clear();
        AddCore<T>(moved.AsSpan(0, target.Length), source);
        ArrayPool<T>.Shared.Return(moved);
    }

    private static Span<T> Elements<T>(T[,] array) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireRow(int length, int start, int count)
    {
        if ((ulong)(uint)start + (uint)count > (uint)length)
        {
            ThrowNoRow();
        }
    }

    // Not marked as one not to be inlined: the just-in-time compiler would not see that it never returns.
    [DoesNotReturn]
    private static void ThrowNoRow() => throw new IndexOutOfRangeException();
}
