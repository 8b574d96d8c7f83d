namespace Autodiff.Generator.Rules;

/// <summary>The derivative of one primitive.</summary>
/// <param name="Name">The key: the name of the operation or function.</param>
/// <param name="IsGuarded">
/// Whether a local partial can be infinite or undefined at finite operands, so that it meets the adjoint in a
/// zero-safe product.
/// </param>
/// <param name="Partials">
/// For each operand, the local partial from the operands and the result; null where it is zero or the operand is
/// not a floating-point number.
/// </param>
internal sealed record Rule(string Name, bool IsGuarded, Func<Expr[], Expr, Expr>?[] Partials)
{
    /// <summary>Whether the result does not depend on any operand smoothly: <c>Floor</c> and its like.</summary>
    public bool IsZero => Partials.All(p => p is null);
}
