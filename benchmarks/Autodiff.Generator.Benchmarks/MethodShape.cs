namespace Autodiff.Generator.Benchmarks;

/// <summary>What a method of the synthetic project consists of.</summary>
internal enum MethodShape
{
    /// <summary>Mostly arithmetic, with some loops, branches, local arrays and calls of helpers.</summary>
    Mixed,

    /// <summary>Locals, each computed from some before it.</summary>
    StraightLine,

    /// <summary>One loop that carries some of what it computes.</summary>
    LoopBody,

    /// <summary>Many loops of two statements, one after another.</summary>
    Loops,

    /// <summary>Many branches, one after another.</summary>
    Branches,

    /// <summary>Reads and writes of array elements at constant indices.</summary>
    Elements,

    /// <summary>One expression with many terms.</summary>
    Sum,
}
