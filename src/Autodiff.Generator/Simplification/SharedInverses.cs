using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Divides once where the reverse sweep divides several adjoints by one number: the quotients become products with its inverse, which
/// is computed in the block of the first of them, or before the loop in which they stand. A division takes the processor four times as
/// long as a product, and it has one unit for them. A product with an inverse is the quotient but for a second rounding. Where
/// the inverse may overflow, as that of a subnormal number does, the quotient is kept as what <c>ZeroSafe.Divide</c> falls
/// back to should the product not be finite; so is one that is not guarded. A quotient that is alone needs no guard where the divisor
/// is known not to be zero.
/// </summary>
/// <remarks>
/// It runs after all algebra, which knows quotients. The primal computation keeps its own. The inverse of a square root does not
/// overflow unless the root is zero, since none lies between 0 and 2⁻⁵³⁷.
/// </remarks>
internal sealed class SharedInverses : FactRewriter
{
    private readonly Ranges ranges;
    private readonly Undefined? undefined;

    /// <summary>Values of this block and the enclosing ones.</summary>
    private readonly HashSet<int> visible = [];

    /// <summary>The inverses that are to be had in this block, by divisor, and the divisors in the order in which they came.</summary>
    private readonly Dictionary<int, int> inverses = [];
    private readonly Stack<int> inverted = new();

    private SharedInverses(Function source)
        : base(source)
    {
        ranges = new Ranges(Builder.DefinitionOf, Builder.TypeOf, source.Values.Length);
        Facts = new BranchFacts(Builder, ranges);
        undefined = Undefined.IsDiscarded(source) ? new Undefined(Builder.DefinitionOf, Builder.TypeOf, ranges, _ => false) { IsCalled = source.Name is not null } : null;
    }

    protected override BranchFacts Facts { get; }

    /// <summary>Shares the inverses of a gradient.</summary>
    public static Function Share(Function gradient) => IsNeeded(gradient.Body) ? new SharedInverses(gradient).Run() : gradient;

    private static bool IsNeeded(Block block) =>
        block.Instructions.Any(i => IsQuotient(i) || (i.Blocks.Length > 0 && i.Blocks.Any(IsNeeded)));

    private static bool IsQuotient(Instruction instruction) => instruction is { IsDerivative: true, Op: Op.ZeroSafeQuotient or Op.Divide };

    protected override void CopyInstructions(EquatableArray<Instruction> instructions)
    {
        int depth = inverted.Count;
        var shared = SharedDivisors(instructions);
        foreach (var instruction in instructions)
        {
            Prepare(instruction, shared);
            CopyOne(instruction);
            foreach (int result in instruction.Results)
            {
                visible.Add(result);
                ranges.Define(Map(result));
                undefined?.MayBe(Map(result));
            }
        }

        foreach (var instruction in instructions)
        {
            foreach (int result in instruction.Results)
            {
                visible.Remove(result);
            }
        }

        while (inverted.Count > depth)
        {
            inverses.Remove(inverted.Pop());
        }
    }

    protected override void Copy(Instruction instruction)
    {
        if (!IsQuotient(instruction) || !inverses.TryGetValue(instruction.Operands[1], out int inverse))
        {
            base.Copy(instruction.Op == Op.ZeroSafeQuotient && IsNonZero(Map(instruction.Operands[1])) ? instruction with { Op = Op.Divide } : instruction);
            return;
        }

        var type = Source.Values[instruction.Result].Type;
        int dividend = Map(instruction.Operands[0]);
        int divisor = Map(instruction.Operands[1]);
        bool isGuarded = instruction.Op == Op.ZeroSafeQuotient;
        SetMap(instruction.Result, ConstantFolding.NumberOf(Builder, dividend) == 1 ? inverse
            : !HasInverse(divisor) ? Builder.Add(Op.ZeroSafeQuotient, type, dividend, divisor, inverse)
            : Builder.Add(isGuarded ? Op.ZeroSafeProduct : Op.Multiply, type, dividend, inverse));
    }

    /// <summary>What several quotients of a block are divided by.</summary>
    private static HashSet<int> SharedDivisors(EquatableArray<Instruction> instructions)
    {
        var divisors = new HashSet<int>();
        var shared = new HashSet<int>();
        foreach (var instruction in instructions)
        {
            if (IsQuotient(instruction) && !divisors.Add(instruction.Operands[1]))
            {
                shared.Add(instruction.Operands[1]);
            }
        }

        return shared;
    }

    /// <summary>Computes the inverses that an instruction is the first to need.</summary>
    private void Prepare(Instruction instruction, HashSet<int> shared)
    {
        if (instruction.Op == Op.Loop)
        {
            foreach (var quotient in Quotients(instruction))
            {
                Invert(quotient);
            }
        }
        else if (IsQuotient(instruction) && shared.Contains(instruction.Operands[1]))
        {
            Invert(instruction);
        }
    }

    /// <summary>The quotients in a loop by what is known before it.</summary>
    private IEnumerable<Instruction> Quotients(Instruction instruction) => instruction.Blocks
        .SelectMany(b => b.Instructions)
        .SelectMany(i => i.Blocks.Length > 0 ? Quotients(i) : IsQuotient(i) && visible.Contains(i.Operands[1]) ? [i] : []);

    private void Invert(Instruction quotient)
    {
        int source = quotient.Operands[1];
        int divisor = Map(source);
        var type = Source.Values[quotient.Result].Type;
        if (inverses.ContainsKey(source) || !type.IsFloating || (quotient.Op == Op.Divide && !HasInverse(divisor)) || ConstantFolding.NumberOf(Builder, divisor) is not null)
        {
            return;
        }

        Builder.Origin = quotient.Origin;
        Builder.IsPrimal = false;
        int inverse = Builder.Add(Op.Divide, type, Builder.Constant(1, type), divisor);
        ranges.Define(inverse);
        string name = Builder.NameOf(divisor)?.TrimStart('@') ?? "";
        Builder.Name(inverse, name.Length == 0 ? "inverse" : "inverse" + char.ToUpperInvariant(name[0]) + name.Substring(1), isLocal: false);
        inverses.Add(source, inverse);
        inverted.Push(source);
    }

    /// <summary>Whether a number is not zero, so that zero divided by it is zero, even where its inverse is infinite.</summary>
    private bool IsNonZero(int divisor) => ranges.IsNonZero(divisor) && undefined?.MayBe(divisor) != true;

    /// <summary>Whether an inverse is finite, or the quotient by the number infinite or undefined itself.</summary>
    private bool HasInverse(int divisor) => ranges.HasFiniteInverse(divisor) || Builder.DefinitionOf(divisor) is { Op: Op.Call, Rule: "Sqrt" };
}
