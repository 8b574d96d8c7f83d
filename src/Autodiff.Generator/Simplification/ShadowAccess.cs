using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Reads and writes of shadow elements that a person would not write. The reverse sweep of <c>a[i] = t</c> takes the
/// adjoint of the element and sets it to zero, and that of a read before it adds to the element: where both are one element,
/// <c>d[i] = 0; d[i] += t</c> is <c>d[i] = t</c>, and nothing at all where t is what was there. An element that was just
/// read or written need not be read again, what is overwritten unread need not be written, and what is added twice to
/// one element is added at once.
/// </summary>
/// <remarks>
/// Only within a block, and only what is the same element by the numbers of array and indices; anything that may be the
/// same storage stands in the way. Primal accesses stay as they are.
/// </remarks>
internal sealed class ShadowAccess
{
    private readonly PointsTo memory;
    private readonly Renaming renaming = new();
    private readonly Instruction?[] definitions;
    private readonly IReadOnlyList<Value> given;
    private readonly List<Value> added = [];

    private ShadowAccess(Function function)
    {
        definitions = new Instruction?[function.Values.Length];
        given = function.Values;
        memory = PointsTo.Of(function);
    }

    public static Function Simplify(Function gradient)
    {
        var pass = new ShadowAccess(gradient);
        if (pass.memory.RootCount == 0)
        {
            return gradient;
        }

        var body = pass.renaming.Of(pass.Rewrite(gradient.Body));
        return ReferenceEquals(body, gradient.Body) ? gradient : gradient with { Body = body, Values = gradient.Values.Items.AddRange(pass.added) };
    }

    private static bool IsShadowAccess(Instruction instruction) =>
        !instruction.IsPrimal && (instruction.Op is Op.Store or Op.Accumulate || (instruction.Op == Op.Load && instruction.Effects == Effects.Reads));

    /// <summary>Whether an instruction may read or write elements; opaque code may do both.</summary>
    private bool TouchesMemory(Instruction instruction) =>
        (instruction.Op is not (Op.Length or Op.Slice or Op.Select or Op.Loop or Op.If) && instruction.Operands.Any(o => TypeOf(o).IsArray && memory.RootsOf(o).Count > 0))
        || instruction.Blocks.Any(b => b.Instructions.Any(TouchesMemory));

    private Block Rewrite(Block block)
    {
        var target = new List<Instruction?>();
        var elements = new ShadowElements(memory, DefinitionOf);
        foreach (var source in block.Instructions)
        {
            var operands = renaming.Of(source.Operands);
            var instruction = operands.IsSame(source.Operands) ? source : source with { Operands = operands };
            foreach (int result in instruction.Results)
            {
                definitions[result] = instruction;
            }

            if (instruction.Blocks.Length > 0)
            {
                instruction = instruction.WithBlocks(Rewrite);
                if (TouchesMemory(instruction))
                {
                    elements.Clear();
                }
            }
            else if (IsShadowAccess(instruction) && Visit(instruction, elements, target))
            {
                continue;
            }
            else if (instruction.Op == Op.Load && !IsShadowAccess(instruction))
            {
                elements.Read(instruction.Operands[0]);
            }
            else if (!IsShadowAccess(instruction) && TouchesMemory(instruction))
            {
                elements.Forget(instruction);
            }

            target.Add(instruction);
        }

        target.RemoveAll(i => i is null);
        return block.With(target!);
    }

    /// <summary>Takes note of an access, and says whether it has been dealt with.</summary>
    private bool Visit(Instruction access, ShadowElements elements, List<Instruction?> target)
    {
        bool isLoad = access.Op == Op.Load;
        var indices = access.Operands.Skip(1).Take(access.IndexCount).ToImmutableArray();
        int array = access.Operands[0];
        var element = elements.Find(array, indices);
        elements.Touch(array, indices, isWrite: !isLoad);
        if (isLoad && element is { Value: { } known })
        {
            renaming.Add(access.Result, known);
            return true;
        }

        if (element is null)
        {
            element = elements.Add(array, indices);
        }

        int value = access.Operands[access.Operands.Length - 1];
        switch (access.Op)
        {
            case Op.Load:
                element.Value = access.Result;
                element.IsRead();
                return false;
            case Op.Accumulate when IsZero(value):
                return true;
            case Op.Accumulate when element.Written < 0 || element.Value is not { } before || !IsZero(before):
                bool isLate = element.Added >= 0;
                if (isLate)
                {
                    access = access with { Operands = access.Operands.Items.SetItem(access.Operands.Length - 1, Sum(target[element.Added]!, value, access.Origin, target)) };
                    target[element.Added] = null;
                    target.Add(access);
                }

                element.Forget();
                element.Added = target.Count - (isLate ? 1 : 0);
                return isLate;
        }

        // What was written before is not read any more; what was there before that write may be what is written now.
        int? original = element.Written >= 0 ? element.Original : element.Value;
        if (element.Written >= 0)
        {
            target[element.Written] = null;
        }
        else if (element.Added >= 0)
        {
            target[element.Added] = null;
            element.Added = -1;
        }

        element.Value = value;
        element.Original = original;
        if (original == value)
        {
            element.Written = -1;
            return true;
        }

        element.Written = target.Count;
        target.Add(access with { Op = Op.Store });
        return true;
    }

    /// <summary>What an addition adds to an element and something else, together.</summary>
    private int Sum(Instruction addition, int value, int origin, List<Instruction?> target)
    {
        int first = addition.Operands[addition.Operands.Length - 1];
        added.Add(new Value(TypeOf(first), null));
        int sum = given.Count + added.Count - 1;
        target.Add(new Instruction { Op = Op.Add, Results = ImmutableArray.Create(sum), Operands = ImmutableArray.Create(first, value), Origin = origin });
        return sum;
    }

    private IrType TypeOf(int value) => (value < given.Count ? given[value] : added[value - given.Count]).Type;

    private Instruction? DefinitionOf(int value) => value < definitions.Length ? definitions[value] : null;

    private bool IsZero(int value) => DefinitionOf(value) is { Op: Op.Constant } definition && Literal.Number(definition.Bits) == 0;
}
