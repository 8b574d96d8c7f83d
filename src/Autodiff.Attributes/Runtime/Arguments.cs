using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Autodiff.Runtime;

/// <summary>
/// What a generated gradient requires of its arrays, checked before anything is written. An exception names the parameter
/// as it is written in the call of the check.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Arguments
{
    /// <summary>Requires an input that is not null, and a destination of its length that shares no element with it.</summary>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The destination has another length, or overlaps the input.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckDestination<T>(
        ReadOnlySpan<T> input,
        Span<T> destination,
        [CallerArgumentExpression(nameof(input))] string? inputName = null,
        [CallerArgumentExpression(nameof(destination))] string? name = null)
    {
        if (destination.Length != input.Length)
        {
            ThrowWrongLength(input.Length, destination.Length, inputName, name);
        }

        RequireApart(destination, input, name);
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
        if (destination.GetLength(0) != input.GetLength(0) || destination.GetLength(1) != input.GetLength(1))
        {
            throw WrongLength($"{input.GetLength(0)} × {input.GetLength(1)}", $"{destination.GetLength(0)} × {destination.GetLength(1)}", inputName, name);
        }

        CheckOverlap<T>(destination, input, name: name);
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
        if (destination.Length != input.Length)
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
        CheckOverlap<T>(destination, input, name: name);

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

        var seen = array.Length <= 16 ? null : RowSet.Rent();
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

        if (seen is not null)
        {
            RowSet.Return(seen);
        }
    }

    /// <summary>Requires that an array that is written shares no element with others that are read or written.</summary>
    /// <exception cref="ArgumentException">It does.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckOverlap<T>(
        Storage<T> written,
        Storage<T> first,
        Storage<T> second = default,
        Storage<T> third = default,
        Storage<T> fourth = default,
        Storage<T> fifth = default,
        Storage<T> sixth = default,
        [CallerArgumentExpression(nameof(written))] string? name = null)
    {
        if (written.Overlaps(first) || written.Overlaps(second) || written.Overlaps(third)
            || written.Overlaps(fourth) || written.Overlaps(fifth) || written.Overlaps(sixth))
        {
            ThrowOverlap(name);
        }
    }

    [DoesNotReturn]
    private static void ThrowOverlap(string? name) =>
        throw new ArgumentException($"'{Bare(name)}' overlaps another array that the method reads or writes: pass one of its own.", Bare(name));

    [DoesNotReturn]
    private static void ThrowWrongLength(int expected, int actual, string? inputName, string? name) =>
        throw WrongLength($"{expected}", $"{actual}", inputName, name);

    [DoesNotReturn]
    private static void ThrowNull(string? name) => throw new ArgumentNullException(Bare(name));

    private static void RequireInput([NotNull] object? input, string? name)
    {
        if (input is null)
        {
            ThrowNull(name);
        }
    }

    private static void RequireDestination([NotNull] object? destination, string? name) => RequireInput(destination, name);

    private static ArgumentException WrongLength(string expected, string actual, string? inputName, string? name, string part = "") =>
        new($"The length of {part}{(part.Length > 0 ? "of " : "")}'{Bare(name)}' is {actual}, and that of '{Bare(inputName)}' is {expected}.", Bare(name));

    /// <summary>A parameter's name without the sign that lets a keyword be one.</summary>
    private static string? Bare(string? name) => name?.TrimStart('@');
}
