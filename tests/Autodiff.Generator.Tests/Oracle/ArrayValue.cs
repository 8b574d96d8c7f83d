namespace Autodiff.Generator.Tests.Oracle;

/// <summary>Where a number is kept: a variable of its own or an element of an array.</summary>
/// <param name="Cells">The numbers that it is one of.</param>
/// <param name="Index">Which of them it is.</param>
internal readonly record struct Place(Dual[] Cells, int Index)
{
    public Dual Value
    {
        get => Cells[Index];
        set => Cells[Index] = value;
    }
}

/// <summary>An array, a span of one, or an array of arrays: several of them may share their numbers.</summary>
internal sealed class ArrayValue
{
    private readonly Dual[] cells;
    private readonly int offset;
    private readonly ArrayValue?[]? rows;
    private readonly int columns;

    private ArrayValue(Dual[] cells, int offset, int length, int columns = 0, ArrayValue?[]? rows = null)
    {
        this.cells = cells;
        this.offset = offset;
        this.columns = columns;
        this.rows = rows;
        Length = length;
    }

    /// <summary>The number of elements, or of rows.</summary>
    public int Length { get; }

    /// <summary>The numbers in it, row by row.</summary>
    public IEnumerable<Dual> Numbers => rows is null
        ? cells.Skip(offset).Take(columns == 0 ? Length : Length * columns)
        : rows.SelectMany(row => row!.Numbers);

    public static ArrayValue Of(IEnumerable<Dual> numbers)
    {
        Dual[] cells = [.. numbers];
        return new(cells, 0, cells.Length);
    }

    public static ArrayValue Zeros(ScalarType type, int length) =>
        Of(Enumerable.Repeat(Dual.Constant(type, 0), Checked(length)));

    public static ArrayValue Grid(IEnumerable<Dual> numbers, int rows, int columns) => new([.. numbers], 0, rows, columns);

    public static ArrayValue Jagged(IEnumerable<ArrayValue?> rows)
    {
        ArrayValue?[] all = [.. rows];
        return new([], 0, all.Length, rows: all);
    }

    public Place At(int index) => new(cells, offset + Checked(index, Length));

    public Place At(int row, int column) => new(cells, (Checked(row, Length) * columns) + Checked(column, columns));

    public ArrayValue Row(int index) => rows![Checked(index, Length)]!;

    public void SetRow(int index, ArrayValue row) => rows![Checked(index, Length)] = row;

    /// <summary>The length in a dimension.</summary>
    public int Dimension(int dimension) => dimension == 0 ? Length : columns;

    /// <summary>A part of it, which shares its numbers.</summary>
    public ArrayValue Slice(int start, int length) => start >= 0 && length >= 0 && start + length <= Length
        ? new(cells, offset + start, length)
        : throw new ArgumentOutOfRangeException(nameof(start));

    /// <summary>Overwrites the beginning of another array; the two may overlap.</summary>
    public void CopyTo(ArrayValue destination)
    {
        if (Length > destination.Length)
        {
            throw new ArgumentException("The destination is too short.", nameof(destination));
        }

        Array.Copy(cells, offset, destination.cells, destination.offset, Length);
    }

    public void Fill(Dual value) => Array.Fill(cells, value, offset, Length);

    private static int Checked(int length) => length is >= 0 and < 10_000 ? length : throw new OverflowException();

    private static int Checked(int index, int length) =>
        (uint)index < (uint)length ? index : throw new IndexOutOfRangeException();
}
