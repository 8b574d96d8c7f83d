using System.Collections.Immutable;

namespace Autodiff.Generator.Ir;

/// <summary>
/// One instruction: an operation on values that are named by number. A flat list of these compares in linear time,
/// where a tree of records would take exponential time on a graph that shares its nodes.
/// </summary>
internal sealed record Instruction
{
    /// <summary>What it does.</summary>
    public required Op Op { get; init; }

    /// <summary>The numbers of the values that it defines; several for a branch, none for an effect.</summary>
    public required EquatableArray<int> Results { get; init; }

    /// <summary>The numbers of the values that it reads.</summary>
    public required EquatableArray<int> Operands { get; init; }

    /// <summary>The text that belongs to the operation; see <see cref="Ir.Op"/>.</summary>
    public string? Text { get; init; }

    /// <summary>The key of a call's line in the rule table; of a <see cref="Op.Pop"/>, that of the call whose value it finds again.</summary>
    public string? Rule { get; init; }

    /// <summary>The bits of a constant.</summary>
    public long Bits { get; init; }

    /// <summary>What it does besides computing.</summary>
    public Effects Effects { get; init; }

    /// <summary>
    /// Whether it is an opaque read of a field, or of a property that only returns one: reading it again tells the same and does
    /// nothing else.
    /// </summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Whether it is arithmetic in a <c>checked</c> context.</summary>
    public bool IsChecked { get; init; }

    /// <summary>
    /// Whether it belongs to the primal computation, which is kept bit for bit; the rest is derivative code, in which
    /// algebra may rewrite.
    /// </summary>
    public bool IsPrimal { get; init; }

    /// <summary>The index in <see cref="Function.Origins"/> of the statement that it comes from, or −1.</summary>
    public int Origin { get; init; } = -1;

    /// <summary>How many of the first results of a branch in both passes belong to the primal computation; all of them where it is null.</summary>
    public int? PrimalResults { get; init; }

    /// <summary>
    /// The number of a loop or branch of the forward sweep, by which its counterpart in the reverse sweep names it; 0 where it
    /// has none.
    /// </summary>
    public int Region { get; init; }

    /// <summary>
    /// The <see cref="Region"/> of which this loop or branch is the reverse sweep, or 0. What the blocks of the counterpart
    /// compute may be read in its own, as of the same iteration, until <c>SavedValues</c> has made them reachable.
    /// </summary>
    public int ReverseOf { get; init; }

    /// <summary>The nested blocks of a branch or loop.</summary>
    public EquatableArray<Block> Blocks { get; init; }

    /// <summary>The value that it defines, where that is one.</summary>
    public int Result => Results.Length > 0 ? Results[0] : -1;

    /// <summary>Whether it is a loop, or one stands in its blocks.</summary>
    public bool HasLoop
    {
        get
        {
            if (Op == Op.Loop)
            {
                return true;
            }

            foreach (var block in Blocks)
            {
                if (block.HasLoop)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>It with what is made of its blocks: itself where that is the blocks.</summary>
    public Instruction WithBlocks(Func<Block, Block> rewrite)
    {
        if (Blocks.Length == 0)
        {
            return this;
        }

        var blocks = Blocks.Select(rewrite).ToArray();
        for (int i = 0; i < blocks.Length; i++)
        {
            if (!ReferenceEquals(blocks[i], Blocks[i]))
            {
                return this with { Blocks = ImmutableArray.Create(blocks) };
            }
        }

        return this;
    }
}

/// <summary>Instructions in order, and the values that they hand to the instruction that owns the block.</summary>
/// <param name="Instructions">The instructions.</param>
/// <param name="Yields">What <see cref="Ir.Op"/> says of the owner; empty where the block always throws.</param>
/// <param name="Completes">Whether the end is reached; false where the block always throws.</param>
internal sealed record Block(EquatableArray<Instruction> Instructions, EquatableArray<int> Yields, bool Completes = true)
{
    /// <summary>The values that the block is entered with: what a loop carries, on its header.</summary>
    public EquatableArray<int> Arguments { get; init; }

    /// <summary>Whether a loop stands in the block, or in one of its blocks.</summary>
    public bool HasLoop
    {
        get
        {
            foreach (var instruction in Instructions)
            {
                if (instruction.HasLoop)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>It with other instructions: itself where they are its own.</summary>
    public Block With(IReadOnlyList<Instruction> instructions)
    {
        if (instructions.Count != Instructions.Length)
        {
            return this with { Instructions = instructions.ToImmutableArray() };
        }

        for (int i = 0; i < instructions.Count; i++)
        {
            if (!ReferenceEquals(instructions[i], Instructions[i]))
            {
                return this with { Instructions = instructions.ToImmutableArray() };
            }
        }

        return this;
    }

    /// <summary>A block that does nothing.</summary>
    public static readonly Block Empty = new(default, default);
}

/// <summary>What is known of a value besides its definition.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">The name that the user gave it, or a derivative got from its primal; null for a temporary.</param>
/// <param name="IsLocal">Whether the reader expects a variable of that name: a user's local, or its adjoint.</param>
internal readonly record struct Value(IrType Type, string? Name, bool IsLocal = false);

/// <summary>
/// A function in static single assignment form with structured control flow: branches own nested blocks and yield
/// values, as MLIR's <c>scf</c> dialect does, so that C# can be written from it again.
/// </summary>
internal sealed record Function
{
    /// <summary>The type and name of every value, by number.</summary>
    public required EquatableArray<Value> Values { get; init; }

    /// <summary>The values of the parameters, in order.</summary>
    public required EquatableArray<int> Parameters { get; init; }

    /// <summary>Which parameters are differentiated.</summary>
    public required EquatableArray<bool> Differentiated { get; init; }

    /// <summary>The instructions; its yields are the function's results: the value, then any gradients.</summary>
    public required Block Body { get; init; }

    /// <summary>For each gradient among the results, the statement that contributed to it last, as an index in the origins.</summary>
    public EquatableArray<int> GradientOrigins { get; init; }

    /// <summary>The texts of the statements that instructions come from.</summary>
    public required EquatableArray<string> Origins { get; init; }

    /// <summary>The name of a function that others call; null for the marked method's own.</summary>
    public string? Name { get; init; }

    /// <summary>The functions that are called, which may call each other.</summary>
    public EquatableArray<Function> Callees { get; init; }

    /// <summary>Which parameters of a function that is called are arrays that it writes to.</summary>
    public EquatableArray<bool> Written { get; init; }

    /// <summary>Which parameters of a function that is called are arrays that may be written to after it has run.</summary>
    public EquatableArray<bool> Unsettled { get; init; }

    /// <summary>The parameters that are arrays and differentiated, in order.</summary>
    public IEnumerable<int> DifferentiatedArrays => Parameters.Where((p, i) => Differentiated[i] && Values[p].Type.IsArray);

    /// <summary>The destinations of these in a gradient method, of which they are the last parameters, in the same order.</summary>
    public IEnumerable<int> ArrayDestinations => Parameters.Skip(Parameters.Length - DifferentiatedArrays.Count());

    private FoundFacts facts;

    /// <summary>Whether a function that is called writes to the array that a parameter is.</summary>
    public bool Writes(int parameter) => parameter < Written.Length && Written[parameter];

    /// <summary>Whether a function that is called writes to an array of numbers that have derivatives.</summary>
    public bool WritesNumbers
    {
        get
        {
            for (int i = 0; i < Parameters.Length; i++)
            {
                if (Writes(i) && Values[Parameters[i]].Type.IsFloatingArray)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The function that an instruction calls.</summary>
    public Function CalleeOf(Instruction invoke) => Callees[(int)invoke.Bits];

    /// <summary>Whether it was written by a builder, as a pass does that changes instructions one by one: equal values are one already.</summary>
    public bool IsNumbered => facts.IsNumbered(this);

    /// <summary>The function, of which is noted that a builder wrote it.</summary>
    public Function Numbered()
    {
        facts.NoteNumbered(this);
        return this;
    }

    /// <summary>What an analysis finds of the function, which it is asked for once.</summary>
    public T Fact<T>(Func<Function, T> find)
        where T : class => facts.Of(this, find);

    /// <summary>The function as part of another one's program.</summary>
    public Function Within(Function program) => this with { Callees = program.Callees };

    public override string ToString() => IrPrinter.Print(this);
}
