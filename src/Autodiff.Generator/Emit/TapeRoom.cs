using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>The room that is made on the tape, where less is put there than it was made for.</summary>
internal static class TapeRoom
{
    /// <summary>The template of a number, or zero where it is negative.</summary>
    public const string AtLeastZero = "global::System.Math.Max(0, {0:a})";

    /// <summary>
    /// Makes room for one value less in each iteration of a loop, where the loop's own block makes it: as many of the terms of its sum
    /// are the number of iterations as values are kept. Elsewhere there is more room than is needed, which does no harm.
    /// </summary>
    /// <param name="block">The instructions of the block.</param>
    /// <param name="pair">The loop.</param>
    /// <param name="type">The type of the value.</param>
    /// <param name="values">The function's values, to which new ones are added.</param>
    /// <param name="definitions">Their definitions.</param>
    /// <param name="indices">What is known of lengths.</param>
    /// <returns>How many instructions there are more before the loop.</returns>
    public static int Lessen(List<Instruction> block, LoopPair pair, IrType type, ImmutableArray<Value>.Builder values, Definitions definitions, KnownIndices indices)
    {
        int place = block.FindLastIndex(pair.Loop, i => IsReserve(i, type));
        if (place < 0 || pair.Counted.Comparison != Op.Less || Reserves(block[pair.Loop], type))
        {
            return 0;
        }

        var trips = indices.Canonical(pair.Counted.Bound);
        var written = new List<Instruction>();
        switch (Less(block[place].Operands[0]))
        {
            case null:
                return 0;
            case < 0:
                block.RemoveAt(place);
                return -1;
            case int total:
                block[place] = block[place] with { Operands = ImmutableArray.Create(total) };
                block.InsertRange(place, written);
                return written.Count;
        }

        // A sum without one of the terms: −1 where no other is left, null where none is the number of iterations.
        int? Less(int sum)
        {
            var definition = block.Take(place).Concat(written).FirstOrDefault(i => i.Result == sum) ?? definitions[sum];
            if (IsTrips(sum))
            {
                return -1;
            }

            switch (definition)
            {
                case { Op: Op.Opaque, Text: AtLeastZero }:
                    return Less(definition.Operands[0]) is not { } less ? null
                        : less < 0 || definitions[less].Op == Op.Length ? less
                        : Define(definition with { Operands = ImmutableArray.Create(less) });
                case { Op: Op.Multiply } when definitions[definition.Operands[0]] is { Op: Op.Constant, Bits: > 1 } factor && Less(definition.Operands[1]) == -1:
                    return factor.Bits == 2 ? definition.Operands[1] : Define(definition with { Operands = ImmutableArray.Create(Integer(factor.Bits - 1), definition.Operands[1]) });
                case { Op: Op.Add }:
                    for (int i = 0; i < 2; i++)
                    {
                        if (Less(definition.Operands[i]) is { } rest)
                        {
                            int other = definition.Operands[1 - i];
                            return rest < 0 ? other : Define(definition with { Operands = i == 0 ? ImmutableArray.Create(rest, other) : ImmutableArray.Create(other, rest) });
                        }
                    }

                    return null;
                default:
                    return null;
            }
        }

        bool IsTrips(int value) => indices.Canonical(value) == trips;

        int Integer(long number) => Define(new Instruction
        {
            Op = Op.Constant,
            Results = default,
            Operands = default,
            Text = number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Bits = number,
            IsPrimal = true,
        });

        int Define(Instruction instruction)
        {
            values.Add(new Value(IrType.Int32, null));
            written.Add(instruction with { Results = ImmutableArray.Create(values.Count - 1) });
            return values.Count - 1;
        }
    }

    private static bool IsReserve(Instruction instruction, IrType type) => instruction.Op == Op.Reserve && instruction.Text == type.Text;

    private static bool Reserves(Instruction instruction, IrType type) => IsReserve(instruction, type) || instruction.Blocks.Any(b => b.Instructions.Any(i => Reserves(i, type)));

    /// <summary>A function that makes no room on a tape that it does not use.</summary>
    /// <param name="function">The function.</param>
    public static Function WithoutUnused(Function function)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        bool calls = false;
        Find(function.Body);
        return calls ? function : function with { Body = Without(function.Body) };

        void Find(Block block)
        {
            foreach (var instruction in block.Instructions)
            {
                calls |= instruction.Op is Op.Invoke or Op.InvokeReverse or Op.InvokeWithGradient;
                if (instruction.Op != Op.Reserve && TapeTraffic.TypeOf(function, instruction) is { } type)
                {
                    used.Add(type);
                }

                foreach (var nested in instruction.Blocks)
                {
                    Find(nested);
                }
            }
        }

        Block Without(Block block) => block with
        {
            Instructions = block.Instructions.Where(i => i.Op != Op.Reserve || used.Contains(i.Text!))
                .Select(i => i.Blocks.Length == 0 ? i : i with { Blocks = i.Blocks.Select(Without).ToImmutableArray() }).ToImmutableArray(),
        };
    }
}
