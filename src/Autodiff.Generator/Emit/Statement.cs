using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>A statement of an emitted body, before it has names and text.</summary>
/// <param name="Origin">The source statement that it comes from, as an index, or −1.</param>
/// <param name="IsPrimal">Whether it belongs to the forward pass.</param>
internal abstract record Statement(int Origin, bool IsPrimal)
{
    /// <summary>Its place in the order of the text, by which it is known.</summary>
    public int Position { get; set; } = -1;

    /// <summary>The place after all that it holds.</summary>
    public int End { get; set; } = -1;
}

/// <summary>Computes a value into its variable.</summary>
internal sealed record Define(int Value, int Origin, bool IsPrimal) : Statement(Origin, IsPrimal);

/// <summary>Copies a gradient to its destination.</summary>
internal sealed record Store(string Destination, int Value, int Origin) : Statement(Origin, false);

/// <summary>Runs an instruction that has no result.</summary>
internal sealed record Run(Instruction Instruction, int Origin, bool IsPrimal) : Statement(Origin, IsPrimal);

/// <summary>One copy of a value into the variable of another.</summary>
internal readonly record struct Move(int Target, int Value, int Origin, bool IsPrimal);

/// <summary>
/// Copies values into the variables of others, all at once: what an arm of a branch yields, what a loop starts with and
/// what it carries into its next iteration.
/// </summary>
internal sealed record Moves(List<Move> Items, bool IsPrimal) : Statement(-1, IsPrimal)
{
    /// <summary>A condition on which, after the copies, the loop goes on; −1 where there is none.</summary>
    public int Test { get; init; } = -1;
}

/// <summary>Leaves the innermost loop or goes on to its next iteration.</summary>
internal sealed record Jump(bool IsBreak, bool IsPrimal) : Statement(-1, IsPrimal);

/// <summary>A branch; its results are variables that its arms assign.</summary>
internal sealed record Branch(Instruction Instruction, List<Statement> Then, List<Statement> Else, int Origin, bool IsPrimal)
    : Statement(Origin, IsPrimal)
{
    /// <summary>Whether arms hold code of both passes.</summary>
    public bool IsMixed { get; init; }

    /// <summary>Whether the first arm runs where the condition is false.</summary>
    public bool IsNegated { get; init; }

    /// <summary>Whether its results go nowhere but into what the loop carries, so that its arms assign that instead.</summary>
    public bool IsTail { get; init; }

    /// <summary>Whether the first arm never reaches its end, so that the second follows the branch without an <c>else</c>.</summary>
    public bool IsEarly { get; init; }
}

/// <summary>How a loop is written.</summary>
internal enum LoopForm
{
    For,
    While,
    Do,

    /// <summary>As <c>while (true)</c>.</summary>
    Endless,
}

/// <summary>A loop; what it carries are variables that its body assigns.</summary>
internal sealed record Loop(Instruction Instruction, List<Statement> Header, List<Statement> Body, int Origin, bool IsPrimal)
    : Statement(Origin, IsPrimal)
{
    /// <summary>How it is written.</summary>
    public LoopForm Form { get; set; }

    /// <summary>Whether it holds code of both passes.</summary>
    public bool IsMixed { get; init; }

    /// <summary>Which of the carried values steps in the head of a <c>for</c>.</summary>
    public int Counter { get; init; } = -1;

    /// <summary>The condition that the header computes.</summary>
    public int Condition => Instruction.Blocks[0].Yields[0];

    /// <summary>What stands for the carried values in an iteration.</summary>
    public EquatableArray<int> Arguments => Instruction.Blocks[0].Arguments;
}
