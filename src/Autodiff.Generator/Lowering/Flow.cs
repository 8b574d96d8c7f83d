namespace Autodiff.Generator.Lowering;

/// <summary>How control leaves a sequence of statements.</summary>
/// <param name="Kind">All the ways in which it may.</param>
/// <param name="Value">What it returns, where it does.</param>
/// <param name="Flags">Which of several ways it took.</param>
internal readonly record struct Flow(FlowKind Kind, Lowered? Value = null, FlowFlags Flags = default)
{
    public static readonly Flow Continues = new(FlowKind.Continues);

    public static readonly Flow Throws = new(FlowKind.Throws);

    public static readonly Flow Breaks = new(FlowKind.Breaks);

    public static readonly Flow Repeats = new(FlowKind.Repeats);

    public static readonly Flow LeavesSwitch = new(FlowKind.LeavesSwitch);

    public static Flow Returns(Lowered? value) => new(FlowKind.Returns, value);

    /// <summary>Whether control may leave in one of the ways that are given.</summary>
    public bool May(FlowKind kinds) => (Kind & kinds) != 0;
}

/// <summary>
/// The Booleans, by the numbers of their values, that tell the ways apart which a sequence of statements may take. One is
/// there only where the ways that are possible differ in it.
/// </summary>
/// <param name="GoesOn">Whether the loop around goes on: neither a <c>break</c> nor a <c>return</c>.</param>
/// <param name="Returned">Whether the method returns.</param>
/// <param name="Repeats">Whether the rest of the loop's body is skipped.</param>
/// <param name="LeftSwitch">Whether the rest of the section of a <c>switch</c> is skipped.</param>
internal readonly record struct FlowFlags(int? GoesOn, int? Returned, int? Repeats, int? LeftSwitch);

/// <summary>The ways in which control leaves a sequence of statements: several, where it depends.</summary>
[Flags]
internal enum FlowKind
{
    /// <summary>It never gets to an end.</summary>
    Throws = 0,

    /// <summary>It falls through.</summary>
    Continues = 1,

    Returns = 2,

    /// <summary>It leaves the loop around it.</summary>
    Breaks = 4,

    /// <summary>It goes on with the next iteration of the loop around it.</summary>
    Repeats = 8,

    /// <summary>It leaves the <c>switch</c> around it.</summary>
    LeavesSwitch = 16,
}
