namespace Autodiff.Generator.Ir;

/// <summary>What an instruction does. The comment gives its operands and its text.</summary>
internal enum Op : byte
{
    /// <summary>A parameter of the function. Text: its name.</summary>
    Parameter,

    /// <summary>A constant, told apart by its bits. Text: the token as the user wrote it.</summary>
    Constant,

    // Arithmetic, on floating-point and integer types alike: (a, b), and (a) for Negate.
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Negate,

    // Bits and logic, on integers and Booleans: (a, b), and (a) for Not.
    And,
    Or,
    ExclusiveOr,
    Not,
    ShiftLeft,
    ShiftRight,
    UnsignedShiftRight,

    /// <summary>The short-circuit conjunction of two Booleans of which the second is harmless to evaluate: (a, b).</summary>
    LogicalAnd,

    /// <summary>The short-circuit disjunction, likewise: (a, b).</summary>
    LogicalOr,

    // Comparisons: (a, b), a Boolean.
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,

    /// <summary>A conversion to the result's type: (a).</summary>
    Convert,

    /// <summary>One of two values that both exist: (condition, a, b), and for arrays perhaps the one that it is known to be, as in a window.</summary>
    Select,

    /// <summary>A mathematical function with a line in the rule table. Text: the C# function; Rule: the table's key.</summary>
    Call,

    /// <summary>
    /// The product (adjoint, partial) that is zero where the adjoint is, whatever the partial: an infinite or undefined
    /// partial of something that does not influence the result must not reach the gradient.
    /// </summary>
    ZeroSafeProduct,

    /// <summary>The quotient (adjoint, divisor) that is zero where the adjoint is, and at the end perhaps the divisor's inverse.</summary>
    ZeroSafeQuotient,

    /// <summary>A value (adjoint, product) that is zero where the adjoint is.</summary>
    ZeroSafeSelection,

    /// <summary>
    /// A value that was computed already, and how it depends on the inputs: (value, restatement). The two are equal; the derivative goes
    /// to the restatement. None is left when the reverse sweep stands.
    /// </summary>
    Restate,

    /// <summary>C# that is opaque to differentiation. Text: a template in which <c>{0}</c> stands for the first operand.</summary>
    Opaque,

    /// <summary>A statement without a result, a guard mostly. Text: a template.</summary>
    Effect,

    /// <summary>Throws: (exception). Nothing follows it in its block.</summary>
    Throw,

    /// <summary>A branch: (condition), two blocks, each of which yields one value for each result.</summary>
    If,

    /// <summary>A value of no meaning: what a branch that was not taken yields for one that the other branch saved.</summary>
    Undefined,

    /// <summary>
    /// A loop: (the initial values of what it carries), two blocks. The first, the header, has the carried values as its
    /// arguments and yields one Boolean: whether to run the body. The second, the body, sees what the header sees and
    /// computes, and yields a Boolean, whether to come back to the header, then the carried values of the next iteration.
    /// The results are the carried values when the loop ends: the header's arguments where the header ends it, and what the
    /// body yielded where the body does. Text: how the user wrote it (<c>for</c>, <c>while</c>, <c>do</c>, <c>foreach</c>).
    /// </summary>
    Loop,

    /// <summary>The definition of a block's argument. It stands in no block.</summary>
    Argument,

    // Arrays: a value of an array type is a reference to storage, or a window on one; two of them may alias.

    /// <summary>
    /// A new array of zeros: (length) or (rows, columns, …). It reads, so that two of them are never one. Text, at the end of all
    /// passes: where it is, if not on the heap.
    /// </summary>
    Allocate,

    /// <summary>The length of an array, or of its dimension number <c>Bits</c> where it has several: (array).</summary>
    Length,

    /// <summary>An element: (array, index, …). In the primal computation it acts, since the index may be out of range.</summary>
    Load,

    /// <summary>Writes an element: (array, index, …, value).</summary>
    Store,

    /// <summary>Adds to an element, in derivative code: (array, index, …, value).</summary>
    Accumulate,

    /// <summary>A window on an array: (array, start, length), and in the forward sweep perhaps the span that it is known to be.</summary>
    Slice,

    /// <summary>Writes one value to all elements: (array, value).</summary>
    Fill,

    /// <summary>Copies all elements of the first array to the beginning of the second: (source, destination).</summary>
    Copy,

    /// <summary>Adds all elements of the first array to the beginning of the second, in derivative code: (source, destination).</summary>
    AccumulateAll,

    // The tape: a last-in-first-out store for each type, for what a loop's reverse sweep needs of each iteration.

    /// <summary>Makes room for more values on the tape: (count). Text: the C# type of the values.</summary>
    Reserve,

    /// <summary>Puts a value on the tape of its type: (a).</summary>
    Push,

    /// <summary>Takes the value that was put last off the tape of the result's type.</summary>
    Pop,

    /// <summary>
    /// Looks at places of the tape that are not in use yet: (distance from the first such place, length). The result is a span. Text: as
    /// above. It holds good until room is made.
    /// </summary>
    Window,

    /// <summary>Counts more places as in use, those of windows: (count). Text: as above.</summary>
    Advance,

    /// <summary>Counts fewer places as in use: (count). Text: as above.</summary>
    Retreat,

    /// <summary>
    /// A call of the function number <c>Bits</c> among <see cref="Function.Callees"/>: (arguments). The results are the
    /// function's. Differentiated, the function leaves on the tape what its reverse sweep needs.
    /// </summary>
    Invoke,

    /// <summary>
    /// The reverse sweep of an <see cref="Invoke"/>: (the arguments, the shadows of the differentiated arrays among them, the adjoints
    /// of the floating-point results). The results are what it adds to the adjoints of the differentiated numbers
    /// among the arguments. Each call is reversed once, in the opposite order, since the tape gives back last what was put
    /// there first.
    /// </summary>
    InvokeReverse,

    /// <summary>
    /// An <see cref="Invoke"/> and its <see cref="InvokeReverse"/> in one, where the adjoints of the results are known before the
    /// call: (as that). The results are the function's, then what the reverse sweep adds to the adjoints of the numbers. It leaves
    /// the tape as it was.
    /// </summary>
    InvokeWithGradient,

    // The storage of local arrays, of each kind one for each type of elements.

    /// <summary>Notes how much of the storage is in use. Text: which storage.</summary>
    Mark,

    /// <summary>Gives back what was taken from the storage since a mark: (mark). Text: as above.</summary>
    Release,
}

/// <summary>What an instruction does besides computing its result.</summary>
[Flags]
internal enum Effects : byte
{
    /// <summary>Nothing: it can be dropped, moved and merged with its equals.</summary>
    None = 0,

    /// <summary>It reads state that others may write: it can be dropped, but not moved past another effect.</summary>
    Reads = 1,

    /// <summary>It may throw or act on the world: it runs once, in its place.</summary>
    Acts = 2,
}
