using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Where a method last reads an element of an array that is not its own. A destination that is a number may be such an element, which no check
/// tells: until then it must not be written.
/// </summary>
/// <param name="function">The gradient method.</param>
/// <param name="schedule">Which values are printed where they are used, reads among them.</param>
internal sealed class LateReads(Function function, Schedule schedule)
{
    private readonly int last = function.Values.Any(v => v.Type.IsFloatingArray) ? Last(function, schedule) : -1;

    /// <summary>Whether nothing is read after a value has been computed.</summary>
    public bool NoneAfter(int value)
    {
        if (last < 0)
        {
            return true;
        }

        var body = function.Body.Instructions;
        for (int i = last; i < body.Length; i++)
        {
            if (body[i].Results.Contains(value))
            {
                return body[i].Op != Op.If;
            }
        }

        return false;
    }

    private static int Last(Function function, Schedule schedule)
    {
        var body = function.Body.Instructions;
        var destinations = new HashSet<int>(function.ArrayDestinations);
        if (function.Results.Any(IsReadInline))
        {
            return body.Length;
        }

        for (int i = body.Length - 1; i >= 0; i--)
        {
            if (Reads(body[i]))
            {
                return i;
            }
        }

        return -1;

        bool Reads(Instruction instruction) =>
            IsRead(instruction)
            || instruction.Operands.Any(IsReadInline)
            || instruction.Blocks.Any(b => b.Instructions.Any(Reads) || b.Yields.Any(IsReadInline));

        bool IsReadInline(int value) =>
            schedule.IsInline(value) && schedule.Definition(value) is var definition && (IsRead(definition) || definition.Operands.Any(IsReadInline));

        bool IsRead(Instruction instruction) => instruction.Op switch
        {
            Op.Parameter or Op.Length or Op.Slice or Op.Allocate or Op.Store or Op.Fill or Op.Select or Op.If or Op.Loop => false,
            _ => instruction.Operands.Any(o => function.Values[o].Type.IsFloatingArray && !destinations.Contains(o)),
        };
    }
}
