namespace Autodiff.Generator.Lowering;

/// <summary>Leaves the lowering of a method once it is refused and what follows would depend on the refused part.</summary>
internal sealed class RefusedException : Exception;
