namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>What a random program may be made of besides scalar statements.</summary>
internal enum Construct
{
    If,
    For,
    RealCounter,
    While,
    ForEach,
    Switch,
    Break,
    Continue,
    Return,
    VectorParameter,
    SpanParameter,
    GridParameter,
    JaggedParameter,
    IndexParameter,
    OverwrittenParameter,
    LocalArray,
    LocalGrid,
    LocalJagged,
    StackAlloc,
    Slice,
    ElementWrite,
    ElementSwap,
    ArrayAssignment,
    RefLocal,
    FillAndCopy,
    ArrayHelper,
    RefHelper,
    VoidHelper,
    ArrayResult,
}

/// <summary>The constructs of random programs that the generator is not tested with yet.</summary>
internal static class Constructs
{
    /// <summary>Every construct: the oracle knows them all.</summary>
    public static IReadOnlySet<Construct> All { get; } = Enum.GetValues<Construct>().ToHashSet();

    /// <summary>What is left out, and why.</summary>
    public static IReadOnlyDictionary<Construct, string> Pending { get; } = new Dictionary<Construct, string>();

    /// <summary>What the generator is tested with.</summary>
    public static IReadOnlySet<Construct> Supported { get; } = All.Except(Pending.Keys).ToHashSet();
}
