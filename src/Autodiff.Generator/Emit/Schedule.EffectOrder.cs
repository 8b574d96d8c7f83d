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

            bool isInline = instruction.Results.Length == 1 && inline[instruction.Result];
            if (isInline)
            {
                if (instruction.Effects != Effects.None)
                {
                    pending.Add(instruction.Result);
                }

                continue;
            }

            var held = new List<int>();
            CollectEffects(instruction, held, isLazy: false, out bool isBroken);
            bool acts = instruction.Effects != Effects.None || instruction.Blocks.Length > 0;
            if (held.Count > 0 || acts)
            {
                if (isBroken || !held.SequenceEqual(pending))
                {
                    changed |= KeepAll(pending);
                }

                pending.Clear();
            }
        }

        if (pending.Count > 0)
        {
            var held = new List<int>();
            bool isBroken = false;
            foreach (int yield in block.Yields)
            {
                if (inline[yield])
                {
                    CollectEffects(yield, held, false, ref isBroken);
                }
            }

            if (isBroken || !held.SequenceEqual(pending))
            {
                changed |= KeepAll(pending);
            }
        }

        return changed;
    }

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
