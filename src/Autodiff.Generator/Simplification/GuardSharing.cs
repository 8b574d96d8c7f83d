using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Lets the two contributions of a quotient test one adjoint. Both partials of a / b are singular where b is 0; the second is
/// made of the first, adjoint / b, and is zero exactly where the adjoint is, so that testing the adjoint itself is enough, and
/// two equal tests in a row cost one.
/// </summary>
/// <remarks>It runs after all algebra: the selection that it introduces is no longer a product with a derivative of its own.</remarks>
internal sealed class GuardSharing : Rewriter
{
    private GuardSharing(Function source)
        : base(source)
    {
    }

    public static Function Share(Function function) =>
        IsNeeded(function.Body, function.IsNumbered ? Definitions.Of(function) : null) ? new GuardSharing(function).Run() : function;

    private static bool IsNeeded(Block block, Definitions? definitions)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Op == Op.ZeroSafeProduct && (definitions is null || definitions[instruction.Operands[0]].Op == Op.ZeroSafeQuotient))
            {
                return true;
            }

            foreach (var nested in instruction.Blocks)
            {
                if (IsNeeded(nested, definitions))
                {
                    return true;
                }
            }
        }

        return false;
    }

    protected override void Copy(Instruction instruction)
    {
        if (instruction.Op == Op.ZeroSafeProduct && Builder.DefinitionOf(Map(instruction.Operands[0])) is { Op: Op.ZeroSafeQuotient } quotient)
        {
            var type = Source.Values[instruction.Result].Type;
            int product = Builder.Add(Op.Multiply, type, quotient.Results[0], Map(instruction.Operands[1]));
            SetMap(instruction.Result, Builder.Add(Op.ZeroSafeSelection, type, quotient.Operands[0], product));
            return;
        }

        base.Copy(instruction);
    }
}
