using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Which code throws nothing but <see cref="IndexOutOfRangeException"/> and does nothing else that could be seen: what may throw in it
/// are reads of elements of spans, and calls of functions of which the same holds (the greatest solution: a function is taken to be
/// one until something else is found in it). The order of two such pieces of code does not matter, since whichever throws first
/// throws the same.
/// </summary>
internal sealed class IndexErrors
{
    private readonly bool[] callees;

    public IndexErrors(Function program)
    {
        callees = program.Callees.Select(_ => true).ToArray();
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int i = 0; i < callees.Length; i++)
            {
                if (callees[i] && !program.Callees[i].Body.Instructions.All(c => IsOnly(program.Callees[i], c)))
                {
                    callees[i] = false;
                    changed = true;
                }
            }
        }
    }

    /// <summary>Whether an instruction of a function can throw nothing else.</summary>
    public bool IsOnly(Function function, Instruction instruction)
    {
        if (instruction.Blocks.Length > 0)
        {
            return instruction.Blocks.All(b => b.Completes && b.Instructions.All(i => IsOnly(function, i)));
        }

        return !instruction.IsPrimal
            || !instruction.Effects.HasFlag(Effects.Acts)
            || (instruction.Op == Op.Load && IsSpan(function, instruction.Operands[0]))
            || (instruction.Op is Op.Invoke or Op.InvokeWithGradient && callees[(int)instruction.Bits]);
    }

    /// <summary>Whether a value is a span, of which only an index can be wrong.</summary>
    public static bool IsSpan(Function function, int value) => function.Values[value].Type.Array is { Shape: not ArrayShape.Array };
}
