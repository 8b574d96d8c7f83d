namespace Autodiff.Generator.Emit;

/// <summary>How tightly an expression binds, in the order of C#'s table of precedences.</summary>
internal enum Precedence
{
    Conditional,
    ConditionalOr,
    ConditionalAnd,
    Or,
    ExclusiveOr,
    And,
    Equality,
    Relational,
    Shift,
    Additive,
    Multiplicative,
    Unary,
    Primary,
}
