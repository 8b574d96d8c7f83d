using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>What a recursive function is written as: two functions, as <see cref="SplitMode"/> makes them, or one that does both at once.</summary>
/// <param name="Forward">The forward pass, or the one function for both passes.</param>
/// <param name="Backward">The backward pass; null where the other one is both.</param>
internal sealed record CalleePasses(Function Forward, Function? Backward)
{
    /// <summary>The functions.</summary>
    public IEnumerable<Function> All => Backward is null ? [Forward] : [Forward, Backward];

    /// <summary>The function that an instruction calls.</summary>
    public Function Of(Instruction invoke) => invoke.Op == Op.InvokeReverse ? Backward! : Forward;

    /// <summary>The passes with something done to each.</summary>
    public CalleePasses Select(Func<Function, Function> change) => new(change(Forward), Backward is null ? null : change(Backward));
}
