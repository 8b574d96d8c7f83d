using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>A value that the reverse loop carries backwards, since the forward loop only hands it on, or counts it up.</summary>
/// <param name="Initial">The value at the end of the forward loop.</param>
/// <param name="Argument">The reverse loop's argument.</param>
/// <param name="Next">The value in the iteration before.</param>
/// <param name="Result">The value after the last iteration, where something reads it; else −1.</param>
internal sealed record Carriage(int Initial, int Argument, int Next, int Result = -1);

/// <summary>How values of the forward sweep reach the blocks of the reverse sweep: what <see cref="RestoredValues"/> decides and <see cref="SavingWriter"/> writes.</summary>
/// <param name="tape">What is put on the tape.</param>
internal sealed class SavingPlan(TapeContents tape)
{
    /// <summary>What is put on the tape.</summary>
    public TapeContents Tape => tape;

    /// <summary>For each value that the reverse sweep finds again, the value that it is there.</summary>
    public Dictionary<int, int> Restored { get; } = [];

    /// <summary>For each value that an arm hands to the block around its branch, the value that it is there.</summary>
    public Dictionary<int, int> Exported { get; } = [];

    /// <summary>For each arm the values that it hands on so.</summary>
    public Lists<int, int> Exports { get; } = new();

    /// <summary>For each block what is computed at its start.</summary>
    public Lists<int, Instruction> Recomputed { get; } = new();

    /// <summary>For each reverse loop, by the number of its header, what is computed before it.</summary>
    public Lists<int, Instruction> Hoisted { get; } = new();

    /// <summary>For the body of each reverse loop what it carries backwards.</summary>
    public Lists<int, Carriage> Carriages { get; } = new();

    /// <summary>For the body of a loop the values that it ends with besides what it carries, and what they are after the loop.</summary>
    public Lists<int, (int Value, int Left)> Leaving { get; } = new();
}
