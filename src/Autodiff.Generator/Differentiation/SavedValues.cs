using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Makes what the forward sweep computed in a block reachable from the reverse sweep of that block, which is another one.
/// What one arm of a branch computes, the arm yields as a further result of its branch. What an iteration of a loop computes
/// is computed again where that is cheap, and else put on the tape at the end of the block in the forward sweep, and taken
/// off at the start of the block in the reverse sweep: since the reverse sweep runs the blocks in the opposite order, it
/// finds the values in the order in which it needs them, whatever the nesting. After this pass every use is in the scope
/// of its definition.
/// </summary>
/// <remarks>
/// Here it is found which values are read where they are not in scope. <see cref="RestoredValues"/> decides how each is found again, and
/// <see cref="SavingWriter"/> writes that.
/// </remarks>
internal sealed class SavedValues
{
    private readonly ScopedValues values;
    private readonly Recomputation recomputation;
    private readonly ValuesInElements elements;
    private readonly SortedSet<(int Position, int Value, int Block)> escapes = [];

    /// <summary>The blocks that call functions which put values on the tape.</summary>
    private readonly List<int> callers = [];
    private int nextBlock;

    private SavedValues(Function function)
    {
        values = new ScopedValues(function);
        recomputation = new Recomputation(function);
        elements = new ValuesInElements(values, new KeptElements(function, values.Definitions, recomputation.Memory));
    }

    /// <summary>Has a gradient keep what its reverse sweep needs.</summary>
    public static Function Save(Function function) => new SavedValues(function).Run();

    private Function Run()
    {
        FindEscapes(values.Function.Body);
        if (escapes.Count == 0)
        {
            return values.Function;
        }

        callers.Sort();
        var plan = new SavingPlan(new TapeContents(values.Regions, callers));
        var restored = new RestoredValues(values, recomputation, plan, elements, [.. escapes.Select(e => e.Value)]);

        // Operands come before what is computed from them, so that it is known by then whether they are kept.
        foreach (var (_, value, block) in escapes)
        {
            restored.Resolve(value, block);
        }

        return SavingWriter.Write(values, plan, restored.Resolve, recomputation.IsStable);
    }

    private void FindEscapes(Block block)
    {
        int number = nextBlock++;
        foreach (var instruction in block.Instructions)
        {
            elements.Note(instruction, number);
            if (instruction.Op == Op.Invoke)
            {
                callers.Add(number);
            }

            foreach (var nested in instruction.Blocks)
            {
                FindEscapes(nested);
            }

            foreach (int operand in instruction.Operands)
            {
                Note(operand);
            }
        }

        foreach (int value in block.Yields)
        {
            Note(value);
        }

        void Note(int value)
        {
            if (!values.IsInScope(value, number))
            {
                escapes.Add((values.Regions.PositionOf(value), value, number));
            }
        }
    }
}
