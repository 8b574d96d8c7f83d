namespace Autodiff.Generator.Lowering;

/// <summary>How control leaves a sequence of statements.</summary>
/// <param name="Kind">Whether it falls through, returns or throws.</param>
/// <param name="Value">What it returns.</param>
internal readonly record struct Flow(FlowKind Kind, Lowered? Value = null)
{
    public static readonly Flow Continues = new(FlowKind.Continues);

    public static readonly Flow Throws = new(FlowKind.Throws);

    public static Flow Returns(Lowered? value) => new(FlowKind.Returns, value);
}

/// <summary>The ways in which control leaves a sequence of statements.</summary>
internal enum FlowKind
{
    Continues,
    Returns,
    Throws,

    /// <summary>It returns on some paths and falls through on others; the value is a tuple of whether it returned, and what.</summary>
    MayReturn,
}
