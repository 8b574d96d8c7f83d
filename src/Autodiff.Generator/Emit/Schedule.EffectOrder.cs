using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <content>The order of effects, which writing in place must keep.</content>
internal sealed partial class Schedule
{
    /// <summary>
    /// Makes variables of what has effects, where written in place it would run in another order or not at all.
    /// Returns whether anything changed.
    /// </summary>
    private bool KeepOrder(Block block)
    {
        bool changed = false;
        var pending = new List<int>();
        foreach (var instruction in block.Instructions)
        {
            foreach (var nested in instruction.Blocks)
            {
                changed |= KeepOrder(nested);
            }

            if (instruction.Op == Op.If && instruction.Results.Length == 1 && ternary[instruction.Result] && instruction.Blocks.Any(b => b.Instructions.Any(i => !inline[i.Result])))
            {
                // What has become a variable needs a statement, and so the branch is a statement.
                ternary[instruction.Result] = false;
                inline[instruction.Result] = false;
                changed = true;
            }

            if (instruction.Results.Length == 1 && inline[instruction.Result])
            {
                if (instruction.Effects != Effects.None)
                {
                    pending.Add(instruction.Result);
                }

                continue;
            }

            if (pending.Count == 0)
            {
                continue;
            }

            var held = new List<int>();
            CollectEffects(instruction, held, isLazy: false, out bool isBroken);
            changed |= Settle(pending, held, isBroken, isBarrier: IsBarrier(instruction), acts: instruction.Effects != Effects.None || instruction.Blocks.Length > 0);
        }

        if (pending.Count > 0)
        {
            // Whether a loop goes on is asked after all that it carries was computed.
            var held = new List<int>();
            bool isBroken = false;
            bool isBody = block.Yields.Length > 1 && function.Values[block.Yields[0]].Type.Kind == IrTypeKind.Boolean;
            foreach (int yield in isBody ? block.Yields.Skip(1).Append(block.Yields[0]) : block.Yields)
            {
                if (inline[yield])
                {
                    CollectEffects(yield, held, false, ref isBroken);
                }
            }

            changed |= Settle(pending, held, isBroken, isBarrier: true, acts: true);
        }

        return changed;
    }

    /// <summary>
    /// Makes variables of the pending values that a statement would bring out of order. Reads of elements may change places with
    /// each other, but not with what writes or acts.
    /// </summary>
    private bool Settle(List<int> pending, List<int> held, bool isBroken, bool isBarrier, bool acts)
    {
        bool mayCommute = pending.All(IsLoad) && held.All(IsLoad);
        if (mayCommute && !isBroken)
        {
            if (isBarrier)
            {
                var late = held.Count == pending.Count ? [] : pending.Except(held).ToList();
                pending.Clear();
                return KeepAll(late);
            }

            if (held.Count == pending.Count)
            {
                pending.Clear();
            }
            else if (held.Count > 0)
            {
                var gone = new HashSet<int>(held);
                pending.RemoveAll(gone.Contains);
            }

            return false;
        }

        if (held.Count == 0 && !acts)
        {
            return false;
        }

        bool changed = (isBroken || !held.SequenceEqual(pending)) && KeepAll(pending);
        pending.Clear();
        return changed;
    }

    /// <summary>Whether a value is an element that is read, which nothing but a write can tell from reading it later.</summary>
    private bool IsLoad(int value) => Definition(value).Op == Op.Load;

    /// <summary>Whether a statement writes or acts, so that no read may move past it.</summary>
    private static bool IsBarrier(Instruction instruction) =>
        instruction.Blocks.Length > 0 || (instruction.Effects != Effects.None && instruction.Op is not (Op.Load or Op.Allocate));

    private bool KeepAll(List<int> values)
    {
        foreach (int value in values)
        {
            Keep(value);
        }

        return values.Count > 0;
    }

    private void CollectEffects(Instruction root, List<int> held, bool isLazy, out bool isBroken)
    {
        isBroken = false;
        bool startsLazy = IsChoice(root) || root.Op is Op.LogicalAnd or Op.LogicalOr;
        for (int i = 0; i < root.Operands.Length; i++)
        {
            if (inline[root.Operands[i]])
            {
                CollectEffects(root.Operands[i], held, isLazy || (startsLazy && i > 0), ref isBroken);
            }
        }
    }

    private void CollectEffects(int value, List<int> held, bool isLazy, ref bool isBroken)
    {
        var definition = Definition(value);
        bool startsLazy = IsChoice(definition) || definition.Op is Op.LogicalAnd or Op.LogicalOr;
        for (int i = 0; i < definition.Operands.Length; i++)
        {
            if (inline[definition.Operands[i]])
            {
                CollectEffects(definition.Operands[i], held, isLazy || (startsLazy && i > 0), ref isBroken);
            }
        }

        foreach (var nested in definition.Blocks)
        {
            foreach (int yield in nested.Yields)
            {
                if (inline[yield])
                {
                    CollectEffects(yield, held, isLazy: true, ref isBroken);
                }
            }
        }

        if (definition.Effects != Effects.None)
        {
            isBroken |= isLazy;
            held.Add(value);
        }
    }
}
