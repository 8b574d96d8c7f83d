namespace Autodiff.Generator.Emit;

/// <summary>A statement of an emitted body, before it has names and text.</summary>
/// <param name="Origin">The source statement that it comes from, as an index, or −1.</param>
/// <param name="IsPrimal">Whether it belongs to the forward pass.</param>
internal abstract record Statement(int Origin, bool IsPrimal);

/// <summary>Computes a value into its variable.</summary>
internal sealed record Define(int Value, int Origin, bool IsPrimal) : Statement(Origin, IsPrimal);

/// <summary>Copies a value into the variable of another: what an arm of a branch yields.</summary>
internal sealed record Assign(int Target, int Value, int Origin, bool IsPrimal) : Statement(Origin, IsPrimal);

/// <summary>Copies a gradient to its destination.</summary>
internal sealed record Store(string Destination, int Value, int Origin) : Statement(Origin, false);

/// <summary>Runs an instruction that has no result.</summary>
internal sealed record Run(Ir.Instruction Instruction, int Origin, bool IsPrimal) : Statement(Origin, IsPrimal);

/// <summary>A branch; its results are variables that its arms assign.</summary>
internal sealed record Branch(Ir.Instruction Instruction, List<Statement> Then, List<Statement> Else, int Origin, bool IsPrimal)
    : Statement(Origin, IsPrimal)
{
    /// <summary>Whether arms hold code of both passes.</summary>
    public bool IsMixed { get; init; }
}
