using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autodiff.Runtime;

/// <summary>
/// What a generated gradient requires of its arrays, checked before anything is written. An exception names the parameter
/// as it is written in the call of the check.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Arguments
{
    /// <summary>Requires an input that is not null, and a destination of its length that shares no element with it.</summary>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The destination has another length, or overlaps the input.</exception>
    public static void CheckDestination<T>(
        T[]? input,
        Span<T> destination,
        [CallerArgumentExpression(nameof(input))] string? inputName = null,
        [CallerArgumentExpression(nameof(destination))] string? name = null)
    {
        RequireInput(input, inputName);
        CheckDestination(new ReadOnlySpan<T>(input), destination, inputName, name);
    }

    /// <inheritdoc cref="CheckDestination{T}(T[], Span{T}, string, string)"/>
    public static void CheckDestination<T>(
        ReadOnlySpan<T> input,
        Span<T> destination,
        [CallerArgumentExpression(nameof(input))] string? inputName = null,
        [CallerArgumentExpression(nameof(destination))] string? name = null)
    {
        if (destination.Length != input.Length)
        {
            throw WrongLength($"{input.Length}", $"{destination.Length}", inputName, name);
        }

        CheckOverlap<T>(destination, input, name, inputName);
    }

    /// <inheritdoc cref="CheckDestination{T}(T[], Span{T}, string, string)"/>
    public static void CheckDestination<T>(
        T[,]? input,
        T[,]? destination,
        [CallerArgumentExpression(nameof(input))] string? inputName = null,
        [CallerArgumentExpression(nameof(destination))] string? name = null)
    {
        RequireInput(input, inputName);
        RequireDestination(destination, name);
        if (destination!.GetLength(0) != input!.GetLength(0) || destination.GetLength(1) != input.GetLength(1))
        {
            throw WrongLength($"{input.GetLength(0)} × {input.GetLength(1)}", $"{destination.GetLength(0)} × {destination.GetLength(1)}", inputName, name);
        }

        CheckOverlap(destination, input, name, inputName);
    }

    /// <summary>
    /// Requires an input that is not null, and a destination with rows of the same lengths, all different and none of them one of
    /// the input's. A row that is null has no length.
    /// </summary>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The destination or a row of it is null, has another length, or overlaps.</exception>
    public static void CheckDestination<T>(
        T[]?[]? input,
        T[]?[]? destination,
        [CallerArgumentExpression(nameof(input))] string? inputName = null,
        [CallerArgumentExpression(nameof(destination))] string? name = null)
    {
        RequireInput(input, inputName);
        RequireDestination(destination, name);
        if (destination!.Length != input!.Length)
        {
            throw WrongLength($"{input.Length}", $"{destination.Length}", inputName, name);
        }

        for (int i = 0; i < input.Length; i++)
        {
            if (destination[i] is null ? input[i] is not null : destination[i]!.Length != (input[i]?.Length ?? 0))
            {
                throw WrongLength(Length(input[i]), Length(destination[i]), $"{Bare(inputName)}[{i}]", name, $"row {i} ");
            }
        }

        CheckRows(destination, name);
        CheckOverlap(destination, input, name, inputName);

        static string Length(T[]? row) => row is null ? "null" : $"{row.Length}";
    }

    /// <summary>Requires that no row of a jagged array that is written stands in it twice.</summary>
    /// <exception cref="ArgumentException">One does.</exception>
    public static void CheckRows<T>(T[]?[]? array, [CallerArgumentExpression(nameof(array))] string? name = null)
    {
        if (array is null || array.Length < 2)
        {
            return;
        }

        var seen = array.Length <= 16 ? null : new HashSet<object>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < array.Length; i++)
        {
            if (array[i] is not { Length: > 0 } row)
            {
                continue;
            }

            if (seen is null ? Array.IndexOf(array, row, i + 1) >= 0 : !seen.Add(row))
            {
                throw new ArgumentException($"A row of '{Bare(name)}' stands in it twice.", Bare(name));
            }
        }
    }

    /// <summary>Requires that an array that is written shares no element with another that is read or written.</summary>
    /// <exception cref="ArgumentException">The two overlap.</exception>
    public static void CheckOverlap<T>(
        ReadOnlySpan<T> written,
        ReadOnlySpan<T> other,
        [CallerArgumentExpression(nameof(written))] string? name = null,
        [CallerArgumentExpression(nameof(other))] string? otherName = null)
    {
        if (written.Overlaps(other))
        {
            throw new ArgumentException($"'{Bare(name)}' and '{Bare(otherName)}' overlap: pass arrays of their own.", Bare(name));
        }
    }

    /// <inheritdoc cref="CheckOverlap{T}(ReadOnlySpan{T}, ReadOnlySpan{T}, string, string)"/>
    public static void CheckOverlap<T>(
        T[,]? written,
        T[,]? other,
        [CallerArgumentExpression(nameof(written))] string? name = null,
        [CallerArgumentExpression(nameof(other))] string? otherName = null) => CheckOverlap(Elements(written), Elements(other), name, otherName);

    /// <inheritdoc cref="CheckOverlap{T}(ReadOnlySpan{T}, ReadOnlySpan{T}, string, string)"/>
    public static void CheckOverlap<T>(
        T[,]? written,
        ReadOnlySpan<T> other,
        [CallerArgumentExpression(nameof(written))] string? name = null,
        [CallerArgumentExpression(nameof(other))] string? otherName = null) => CheckOverlap(Elements(written), other, name, otherName);

    /// <inheritdoc cref="CheckOverlap{T}(ReadOnlySpan{T}, ReadOnlySpan{T}, string, string)"/>
    public static void CheckOverlap<T>(
        ReadOnlySpan<T> written,
        T[,]? other,
        [CallerArgumentExpression(nameof(written))] string? name = null,
        [CallerArgumentExpression(nameof(other))] string? otherName = null) => CheckOverlap(written, Elements(other), name, otherName);

    /// <inheritdoc cref="CheckOverlap{T}(ReadOnlySpan{T}, ReadOnlySpan{T}, string, string)"/>
    public static void CheckOverlap<T>(
        ReadOnlySpan<T> written,
        T[]?[]? other,
        [CallerArgumentExpression(nameof(written))] string? name = null,
        [CallerArgumentExpression(nameof(other))] string? otherName = null)
    {
        foreach (var row in other ?? [])
        {
            CheckOverlap<T>(written, row, name, otherName);
        }
    }

    /// <inheritdoc cref="CheckOverlap{T}(ReadOnlySpan{T}, ReadOnlySpan{T}, string, string)"/>
    public static void CheckOverlap<T>(
        T[]?[]? written,
        ReadOnlySpan<T> other,
        [CallerArgumentExpression(nameof(written))] string? name = null,
        [CallerArgumentExpression(nameof(other))] string? otherName = null)
    {
        foreach (var row in written ?? [])
        {
            CheckOverlap<T>(row, other, name, otherName);
        }
    }

    /// <summary>Requires that two jagged arrays have no row in common, and are not one.</summary>
    /// <exception cref="ArgumentException">They have.</exception>
    public static void CheckOverlap<T>(
        T[]?[]? written,
        T[]?[]? other,
        [CallerArgumentExpression(nameof(written))] string? name = null,
        [CallerArgumentExpression(nameof(other))] string? otherName = null)
    {
        if (written is null || other is null)
        {
            return;
        }

        // Two arrays overlap only where they are one, and most often row i is row i.
        var rows = (long)written.Length * other.Length <= 256 ? null : new HashSet<object>(other.Where(r => r is { Length: > 0 })!, ReferenceEqualityComparer.Instance);
        foreach (var row in written)
        {
            if (row is { Length: > 0 } && (rows is null ? Array.IndexOf(other, row) >= 0 : rows.Contains(row)))
            {
                throw new ArgumentException($"'{Bare(name)}' and '{Bare(otherName)}' have a row in common: pass arrays of their own.", Bare(name));
            }
        }
    }

    private static ReadOnlySpan<T> Elements<T>(T[,]? array) =>
        array is null ? default : MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    private static void RequireInput(object? input, string? name)
    {
        if (input is null)
        {
            throw new ArgumentNullException(Bare(name));
        }
    }

    private static void RequireDestination(object? destination, string? name)
    {
        if (destination is null)
        {
            throw new ArgumentNullException(Bare(name));
        }
    }

    private static ArgumentException WrongLength(string expected, string actual, string? inputName, string? name, string part = "") =>
        new($"The length of {part}{(part.Length > 0 ? "of " : "")}'{Bare(name)}' is {actual}, and that of '{Bare(inputName)}' is {expected}.", Bare(name));

    /// <summary>A parameter's name without the sign that lets a keyword be one.</summary>
    private static string? Bare(string? name) => name?.TrimStart('@');
}
