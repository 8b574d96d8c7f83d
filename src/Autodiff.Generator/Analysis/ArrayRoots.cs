using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Where the storage behind an array value may come from: the parameters, allocations and opaque expressions that it may be, or
/// be a window or a row of. The sets are those of Andersen's inclusion-based points-to analysis, without regard to the order of
/// statements: a value has the roots of all that may flow into it, through slices, branches, loops, and the rows that
/// jagged arrays hold.
/// </summary>
internal static class ArrayRoots
{
    /// <summary>The roots of each value of a function, by number; empty for what is no array.</summary>
    public static HashSet<int>[] Find(Function function)
    {
        var roots = new HashSet<int>[function.Values.Length];
        for (int i = 0; i < roots.Length; i++)
        {
            roots[i] = [];
        }

        var rows = new Dictionary<int, HashSet<int>>();
        var allocations = new HashSet<int>();
        bool changed;
        do
        {
            changed = Visit(function.Body);
        }
        while (changed);
        return roots;

        bool Visit(Block block)
        {
            bool changed = false;
            foreach (var instruction in block.Instructions)
            {
                foreach (var nested in instruction.Blocks)
                {
                    changed |= Visit(nested);
                }

                changed |= Flow(instruction);
            }

            return changed;
        }

        HashSet<int> RowsOf(int root)
        {
            if (!rows.TryGetValue(root, out var held))
            {
                rows.Add(root, held = []);
            }

            return held;
        }

        static bool Into(HashSet<int> target, HashSet<int> source)
        {
            int before = target.Count;
            target.UnionWith(source);
            return target.Count > before;
        }

        bool Flow(Instruction instruction)
        {
            bool changed = false;
            switch (instruction.Op)
            {
                case Op.Loop:
                    var (header, body) = (instruction.Blocks[0], instruction.Blocks[1]);
                    for (int i = 0; i < instruction.Results.Length; i++)
                    {
                        changed |= Into(roots[header.Arguments[i]], roots[instruction.Operands[i]]);
                        if (body.Completes)
                        {
                            changed |= Into(roots[header.Arguments[i]], roots[body.Yields[i + 1]]);
                        }

                        changed |= Into(roots[instruction.Results[i]], roots[header.Arguments[i]]);
                    }

                    break;
                case Op.If:
                    for (int i = 0; i < instruction.Results.Length; i++)
                    {
                        foreach (var arm in instruction.Blocks.Where(b => b.Completes))
                        {
                            changed |= Into(roots[instruction.Results[i]], roots[arm.Yields[i]]);
                        }
                    }

                    break;
                case Op.Slice or Op.Convert when instruction.Result >= 0 && function.Values[instruction.Result].Type.IsArray:
                    changed |= Into(roots[instruction.Result], roots[instruction.Operands[0]]);
                    break;
                case Op.Select:
                    changed |= Into(roots[instruction.Result], roots[instruction.Operands[1]]);
                    changed |= Into(roots[instruction.Result], roots[instruction.Operands[2]]);
                    break;
                case Op.Load when function.Values[instruction.Result].Type.IsArray:
                    foreach (int root in roots[instruction.Operands[0]].ToList())
                    {
                        // The rows of an array that the function makes are those that it stores.
                        changed |= Into(roots[instruction.Result], RowsOf(root));
                        changed |= !allocations.Contains(root) && roots[instruction.Result].Add(root);
                    }

                    break;
                case Op.Store when function.Values[instruction.Operands[instruction.Operands.Length - 1]].Type.IsArray:
                    foreach (int root in roots[instruction.Operands[0]].ToList())
                    {
                        changed |= Into(RowsOf(root), roots[instruction.Operands[instruction.Operands.Length - 1]]);
                    }

                    break;
                default:
                    if (instruction.Result >= 0 && function.Values[instruction.Result].Type.IsArray)
                    {
                        if (instruction.Op == Op.Allocate)
                        {
                            allocations.Add(instruction.Result);
                        }

                        changed |= roots[instruction.Result].Add(instruction.Result);
                    }

                    break;
            }

            return changed;
        }
    }

    /// <summary>The one root of a value in a function that is still being built; null where a branch or a loop may have given it any.</summary>
    public static int? Of(FunctionBuilder builder, int value)
    {
        while (builder.DefinitionOf(value).Op == Op.Slice)
        {
            value = builder.DefinitionOf(value).Operands[0];
        }

        return builder.DefinitionOf(value).Op is Op.Allocate or Op.Parameter ? value : null;
    }

    /// <summary>Whether an opaque value is the default of its type, which stands for no array.</summary>
    public static bool IsNothing(Instruction definition) =>
        definition.Op == Op.Opaque && definition.Text!.StartsWith("default(", StringComparison.Ordinal);
}
