using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Multiplies before a loop what the factors of a product in derivative code have in common for all iterations: a constant and a number
/// that the loop does not change (code motion of invariant subexpressions by reassociation: Muchnick, Advanced Compiler Design and
/// Implementation, 1997, §13.2). A loop that takes steps of one size has such factors in each of its adjoints.
/// </summary>
/// <remarks>
/// <code>
///                                           double h2 = 0.5 * h;
/// for (int i = n - 1; i >= 0; i--)          for (int i = n - 1; i >= 0; i--)
/// {                                         {
///     dX[i] += 0.5 * dY[i] * h;                 dX[i] += dY[i] * h2;
/// </code>
/// The product of the two must be infinite or undefined only where the number is, so that an adjoint of zero contributes zero as before:
/// the constant is at most one in magnitude. Nor may it take digits from a number that has them: it is no less than a thousandth, and only
/// numbers next to the least that there are lose some. Derivatives may differ in their last bits; the primal computation is left alone.
/// </remarks>
internal sealed class InvariantFactors
{
    /// <summary>The least magnitude of a constant.</summary>
    private const double Least = 1.0 / 1024;

    private readonly Function function;
    private readonly Definitions definitions;
    private readonly int[] uses;
    private readonly ImmutableArray<Value>.Builder values;

    /// <summary>The loops around what is being written, outermost first.</summary>
    private readonly List<Instruction> path = [];

    /// <summary>How many loops are around the definition of each value.</summary>
    private readonly int[] depthOf;

    /// <summary>What is computed before each loop, and the products of a number and the bits of a constant among that.</summary>
    private readonly Dictionary<Instruction, (List<Instruction> Code, Dictionary<(int Number, long Constant), int> Products)> before = new(ByReference<Instruction>.Instance);

    private InvariantFactors(Function function)
    {
        this.function = function;
        definitions = Definitions.Of(function);
        uses = UseCounts.Of(function);
        values = function.Values.Items.ToBuilder();
        depthOf = new int[function.Values.Length];
        Number(function.Body, 0);
    }

    public static Function Hoist(Function gradient)
    {
        if (!gradient.Body.Instructions.Any(i => i.Op == Op.Loop || i.Blocks.Length > 0))
        {
            return gradient;
        }

        var pass = new InvariantFactors(gradient);
        var body = pass.Visit(gradient.Body);
        return pass.before.Count == 0 ? gradient : DeadCode.Remove(gradient with { Values = pass.values.ToImmutable(), Body = body });
    }

    private void Number(Block block, int depth)
    {
        foreach (int argument in block.Arguments)
        {
            depthOf[argument] = depth;
        }

        foreach (var instruction in block.Instructions)
        {
            foreach (int result in instruction.Results)
            {
                depthOf[result] = depth;
            }

            foreach (var nested in instruction.Blocks)
            {
                Number(nested, instruction.Op == Op.Loop ? depth + 1 : depth);
            }
        }
    }

    private Block Visit(Block block)
    {
        var written = new List<Instruction>(block.Instructions.Length);
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Op == Op.Loop)
            {
                path.Add(instruction);
                var loop = instruction.WithBlocks(Visit);
                path.RemoveAt(path.Count - 1);
                written.AddRange(before.TryGetValue(instruction, out var hoisted) ? hoisted.Code : []);
                written.Add(loop);
            }
            else
            {
                written.Add(
                    instruction is { Op: Op.Multiply, IsDerivative: true } && path.Count > 0 ? Write(instruction)
                    : instruction.Blocks.Length > 0 ? instruction.WithBlocks(Visit)
                    : instruction);
            }
        }

        return block.With(written);
    }

    /// <summary>Writes a product: of two factors where three are a constant, a number from before the innermost loop and another.</summary>
    private Instruction Write(Instruction product)
    {
        if (!function.Values[product.Result].Type.IsFloating)
        {
            return product;
        }

        for (int i = 0; i < 2; i++)
        {
            var (part, other) = (definitions[product.Operands[i]], product.Operands[1 - i]);
            if (part is not { Op: Op.Multiply, IsDerivative: true } || uses[part.Result] != 1 || depthOf[part.Result] < path.Count)
            {
                continue;
            }

            for (int k = 0; k < 2; k++)
            {
                var (first, second) = (part.Operands[k], part.Operands[1 - k]);
                if (IsSmallConstant(first) && IsInvariant(other) && IsVarying(second))
                {
                    return product with { Operands = ImmutableArray.Create(second, Product(first, other, product)) };
                }

                if (IsInvariant(first) && IsSmallConstant(other) && IsVarying(second))
                {
                    return product with { Operands = ImmutableArray.Create(second, Product(other, first, product)) };
                }
            }
        }

        return product;
    }

    /// <summary>Whether a value is a constant whose product with a finite number is finite, and not zero unless the number is next to it.</summary>
    private bool IsSmallConstant(int value) => definitions[value] is { Op: Op.Constant } constant && Math.Abs(Literal.Number(constant.Bits)) is >= Least and <= 1;

    /// <summary>Whether the innermost loop does not change a value, which is no constant.</summary>
    private bool IsInvariant(int value) => depthOf[value] < path.Count && definitions[value].Op != Op.Constant;

    private bool IsVarying(int value) => depthOf[value] == path.Count && definitions[value].Op != Op.Constant;

    /// <summary>A constant times a number, before the outermost loop that does not change it.</summary>
    private int Product(int constant, int number, Instruction template)
    {
        var loop = path[depthOf[number]];
        if (!before.TryGetValue(loop, out var hoisted))
        {
            before.Add(loop, hoisted = ([], []));
        }

        var factors = (number, definitions[constant].Bits);
        if (!hoisted.Products.TryGetValue(factors, out int product))
        {
            int again = Define(values[constant]);
            hoisted.Code.Add(definitions[constant] with { Results = ImmutableArray.Create(again), IsPrimal = false });
            product = Define(values[number] with { IsLocal = true });
            hoisted.Code.Add(template with { Results = ImmutableArray.Create(product), Operands = ImmutableArray.Create(again, number) });
            hoisted.Products.Add(factors, product);
        }

        return product;
    }

    private int Define(Value value)
    {
        values.Add(value);
        return values.Count - 1;
    }
}
