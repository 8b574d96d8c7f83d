namespace Autodiff.Generator.Ir;

/// <summary>The kinds of type that the intermediate representation tells apart.</summary>
internal enum IrTypeKind : byte
{
    /// <summary>A type that values are only passed through in: a string, a class, a tuple that a library returned, …</summary>
    Other,

    /// <summary>An array or a span; <see cref="IrType.Array"/> says of what.</summary>
    Array,
    Void,
    Boolean,
    Double,
    Single,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    NInt,
    NUInt,
    Char,
}

/// <summary>The type of a value.</summary>
/// <param name="Kind">Which of the types that have operations of their own it is.</param>
/// <param name="Name">The C# text of a type of kind <see cref="IrTypeKind.Other"/>; null for the rest.</param>
/// <param name="Array">What a type of kind <see cref="IrTypeKind.Array"/> is an array of; null for the rest.</param>
internal readonly record struct IrType(IrTypeKind Kind, string? Name = null, ArrayType? Array = null)
{
    public static readonly IrType Void = new(IrTypeKind.Void);
    public static readonly IrType Boolean = new(IrTypeKind.Boolean);
    public static readonly IrType Double = new(IrTypeKind.Double);
    public static readonly IrType Single = new(IrTypeKind.Single);
    public static readonly IrType Int32 = new(IrTypeKind.Int32);

    /// <summary>Whether derivatives flow through values of the type.</summary>
    public bool IsFloating => Kind is IrTypeKind.Double or IrTypeKind.Single;

    /// <summary>Whether it is an array or a span.</summary>
    public bool IsArray => Kind == IrTypeKind.Array;

    /// <summary>The type of the numbers in an array, through all levels of a jagged one; the type itself where it is no array.</summary>
    public IrType Innermost => Array is { } array ? array.Element.Innermost : this;

    /// <summary>Whether it is an array, jagged or not, of floating-point numbers.</summary>
    public bool IsFloatingArray => IsArray && Innermost.IsFloating;

    /// <summary>The type of arrays of an element type.</summary>
    public static IrType ArrayOf(IrType element, ArrayShape shape = ArrayShape.Array, int rank = 1) =>
        new(IrTypeKind.Array, null, new ArrayType(element, shape, rank));

    /// <summary>Whether it is an integer type, <c>char</c> included.</summary>
    public bool IsInteger => Kind >= IrTypeKind.SByte;

    /// <summary>The type as C# text.</summary>
    public string Text => Kind switch
    {
        IrTypeKind.Other => Name ?? "object",
        IrTypeKind.Array => Array!.Text,
        IrTypeKind.Void => "void",
        IrTypeKind.Boolean => "bool",
        IrTypeKind.Double => "double",
        IrTypeKind.Single => "float",
        IrTypeKind.SByte => "sbyte",
        IrTypeKind.Byte => "byte",
        IrTypeKind.Int16 => "short",
        IrTypeKind.UInt16 => "ushort",
        IrTypeKind.Int32 => "int",
        IrTypeKind.UInt32 => "uint",
        IrTypeKind.Int64 => "long",
        IrTypeKind.UInt64 => "ulong",
        IrTypeKind.NInt => "nint",
        IrTypeKind.NUInt => "nuint",
        _ => "char",
    };

    /// <summary>The type that an array of either type can be given as.</summary>
    public static IrType CommonArray(IrType one, IrType other) => one.Array!.Shape > other.Array!.Shape ? one : other;

    public override string ToString() => Text;
}
