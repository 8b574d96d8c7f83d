using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Sums in a variable what every iteration of a loop adds to one element, and adds the sum to the element after the loop, where
/// nothing in the loop does anything but add to what may be that element: <c>for (…) { d += …; } dX[i] += d;</c>. This is
/// the scalar promotion of compilers (Cooper and Lu, Register Promotion in C Programs, 1997) for additions, which need no read. A nest
/// of loops is left as far outwards as the indices allow.
/// </summary>
/// <remarks>
/// It runs on a whole gradient, after the loops have been fused that can be. Until the sweeps are separated a reverse loop reads what
/// its forward loop computed in the same iteration; that varies with the reverse loop.
/// </remarks>
internal sealed class PromotedSums
{
    private readonly Function function;
    private readonly Definitions definitions;
    private readonly PointsTo memory;
    private readonly List<Value> values;
    private readonly int[] places;
    private readonly List<(int Start, int End)> loops = [];
    private readonly Dictionary<int, int> forwards = [];

    /// <summary>For each sum what it starts with, and whether it is certain that something is added to it.</summary>
    private readonly Dictionary<int, (int Zero, bool IsAdded)> sums = [];
    private int next;
    private int nextLoop;

    private PromotedSums(Function function)
    {
        this.function = function;
        definitions = Definitions.Of(function);
        memory = PointsTo.Of(function);
        values = [.. function.Values];
        places = new int[function.Values.Length];
        Number(function.Body);
    }

    /// <summary>Promotes the sums of a gradient.</summary>
    public static Function Promote(Function gradient)
    {
        var pass = new PromotedSums(gradient);
        if (pass.memory.RootCount == 0 || pass.loops.Count == 0)
        {
            return gradient;
        }

        var body = pass.Rewrite(gradient.Body);
        if (pass.sums.Count == 0)
        {
            return gradient;
        }

        body = pass.Guard(body, [], new KnownIndices(gradient, pass.definitions, pass.memory, isGradient: true));
        return gradient with { Body = body, Values = pass.values.ToImmutableArray() };
    }

    private void Number(Block block)
    {
        foreach (int argument in block.Arguments)
        {
            places[argument] = next++;
        }

        foreach (var instruction in block.Instructions)
        {
            int start = next++;
            int loop = loops.Count;
            if (instruction.Op == Op.Loop)
            {
                loops.Add(default);
                if (instruction.Region > 0)
                {
                    forwards[instruction.Region] = loop;
                }
            }

            foreach (var nested in instruction.Blocks)
            {
                Number(nested);
            }

            if (instruction.Op == Op.Loop)
            {
                loops[loop] = (start, next++);
            }

            foreach (int result in instruction.Results)
            {
                places[result] = next;
            }

            next++;
        }
    }

    private Block Rewrite(Block block)
    {
        if (!block.Instructions.Any(i => i.Blocks.Length > 0))
        {
            return block;
        }

        var instructions = ImmutableArray.CreateBuilder<Instruction>();
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Blocks.Length == 0)
            {
                instructions.Add(instruction);
                continue;
            }

            int number = instruction.Op == Op.Loop ? nextLoop++ : -1;
            var rewritten = instruction with { Blocks = instruction.Blocks.Select(Rewrite).ToImmutableArray() };
            if (number >= 0)
            {
                Promote(rewritten, number, instructions);
            }
            else
            {
                instructions.Add(rewritten);
            }
        }

        return block with { Instructions = instructions.ToImmutable() };
    }

    /// <summary>Adds a loop to a block, with its sums before and after it.</summary>
    private void Promote(Instruction loop, int number, ImmutableArray<Instruction>.Builder target)
    {
        var found = Candidates(loop, number);
        if (found.Count == 0)
        {
            target.Add(loop);
            return;
        }

        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        var places = new Dictionary<(int, EquatableArray<int>), Sum>();
        foreach (var addition in found)
        {
            if (!places.TryGetValue(KeyOf(addition), out var sum))
            {
                int zero = Define(new Instruction { Op = Op.Constant, Results = default, Operands = default, Text = TextOfZero(addition), Origin = addition.Origin }, TypeOf(addition), target);
                int argument = NewValue(TypeOf(addition));
                places.Add(KeyOf(addition), sum = new Sum(addition, zero, argument) { Current = argument });
            }

            sum.IsAdded |= !sums.TryGetValue(ValueOf(addition), out var inner) || inner.IsAdded;
        }

        var instructions = ImmutableArray.CreateBuilder<Instruction>();
        var additions = new HashSet<Instruction>(found, ByReference<Instruction>.Instance);
        var inners = found.Where(a => sums.ContainsKey(ValueOf(a))).ToDictionary(ValueOf);
        foreach (var instruction in body.Instructions)
        {
            if (!additions.Contains(instruction))
            {
                instructions.Add(Continue(instruction, inners, places));
            }
            else if (!inners.ContainsKey(ValueOf(instruction)))
            {
                var sum = places[KeyOf(instruction)];
                var negated = definitions[ValueOf(instruction)];
                bool isNegated = negated.Op == Op.Negate;
                sum.Current = Define(
                    new Instruction
                    {
                        Op = isNegated ? Op.Subtract : Op.Add,
                        Results = default,
                        Operands = ImmutableArray.Create(sum.Current, isNegated ? negated.Operands[0] : ValueOf(instruction)),
                        Origin = instruction.Origin,
                    },
                    TypeOf(instruction),
                    instructions);
            }
        }

        bool runs = header.Completes && definitions[header.Yields[0]] is { Op: Op.Constant, Bits: not 0 };
        var results = places.Values.Select(s => NewValue(TypeOf(s.First))).ToImmutableArray();
        target.Add(loop with
        {
            PrimalResults = loop.PrimalResults ?? (loop.IsPrimal ? loop.Results.Length : null),
            Operands = loop.Operands.Items.AddRange(places.Values.Select(s => s.Zero)),
            Results = loop.Results.Items.AddRange(results),
            Blocks = ImmutableArray.Create(
                header with { Arguments = header.Arguments.Items.AddRange(places.Values.Select(s => s.Argument)) },
                body with { Instructions = instructions.ToImmutable(), Yields = body.Yields.Items.AddRange(places.Values.Select(s => s.Current)) }),
        });
        foreach (var (sum, result) in places.Values.Zip(results, (s, r) => (s, r)))
        {
            sums.Add(result, (sum.Zero, runs && sum.IsAdded));
            target.Add(sum.First with { Operands = sum.First.Operands.Items.SetItem(sum.First.Operands.Length - 1, result) });
        }
    }

    /// <summary>An inner loop that goes on with the outer loop's sums instead of its own.</summary>
    private static Instruction Continue(Instruction instruction, Dictionary<int, Instruction> inners, Dictionary<(int, EquatableArray<int>), Sum> places)
    {
        if (instruction.Op != Op.Loop)
        {
            return instruction;
        }

        var operands = instruction.Operands.Items;
        for (int i = 0; i < operands.Length; i++)
        {
            if (inners.TryGetValue(instruction.Results[i], out var addition))
            {
                var sum = places[KeyOf(addition)];
                operands = operands.SetItem(i, sum.Current);
                sum.Current = instruction.Results[i];
            }
        }

        return instruction with { Operands = operands };
    }

    /// <summary>The additions in a loop's body of which the place does not vary, and that nothing but additions touches in the loop.</summary>
    private List<Instruction> Candidates(Instruction loop, int number)
    {
        var body = loop.Blocks[1];
        if (!body.Completes || loop.Text == SplitMode.Once)
        {
            return [];
        }

        var found = body.Instructions
            .Where(i => i is { Op: Op.Accumulate, IsPrimal: false } && i.Operands.Take(i.Operands.Length - 1).All(o => !Varies(o, number, loop.ReverseOf)))
            .ToList();
        if (found.Count == 0)
        {
            return found;
        }

        var disturbed = new HashSet<int>();
        foreach (var block in loop.Blocks)
        {
            CollectDisturbed(block, disturbed);
        }

        return found.Where(i => !memory.RootsOf(i.Operands[0]).Any(r => disturbed.Any(d => memory.MayBeSame(r, d)))).ToList();
    }

    private bool Varies(int value, int loop, int reverseOf) =>
        IsWithin(value, loop) || (reverseOf > 0 && forwards.TryGetValue(reverseOf, out int forward) && IsWithin(value, forward));

    private bool IsWithin(int value, int loop) => places[value] > loops[loop].Start && places[value] <= loops[loop].End;

    /// <summary>The storage that a block accesses in any other way than by adding to elements.</summary>
    private void CollectDisturbed(Block block, HashSet<int> disturbed)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Op is not (Op.Accumulate or Op.Length or Op.Slice or Op.If or Op.Loop))
            {
                disturbed.UnionWith(instruction.Operands.Where(o => values[o].Type.IsArray).SelectMany(memory.ReachableFrom));
            }

            foreach (var nested in instruction.Blocks)
            {
                CollectDisturbed(nested, disturbed);
            }
        }
    }

    /// <summary>
    /// An index that nothing but the loop has used is not known to be in range where the loop did not run: there the element is left alone.
    /// </summary>
    private Block Guard(Block block, List<(int, EquatableArray<int>)> around, KnownIndices indices)
    {
        if (!block.Instructions.Any(i => i.Blocks.Length > 0))
        {
            return block;
        }

        var accessed = new List<(int, EquatableArray<int>)>(around);
        accessed.AddRange(block.Instructions.Where(i => i.Op == Op.Store || i.Op == Op.Load || (i.Op == Op.Accumulate && !sums.ContainsKey(ValueOf(i)))).Select(KeyOf));
        var instructions = ImmutableArray.CreateBuilder<Instruction>();
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Op == Op.Accumulate && sums.TryGetValue(ValueOf(instruction), out var sum) && !sum.IsAdded
                && !accessed.Contains(KeyOf(instruction)) && !indices.AreInRange(instruction))
            {
                int isAdded = Define(
                    new Instruction { Op = Op.NotEqual, Results = default, Operands = ImmutableArray.Create(ValueOf(instruction), sum.Zero), Origin = instruction.Origin },
                    IrType.Boolean,
                    instructions);
                instructions.Add(new Instruction
                {
                    Op = Op.If,
                    Results = default,
                    Operands = ImmutableArray.Create(isAdded),
                    Blocks = ImmutableArray.Create(new Block(ImmutableArray.Create(instruction), default), Block.Empty),
                    Origin = instruction.Origin,
                });
                continue;
            }

            instructions.Add(instruction.Blocks.Length == 0
                ? instruction
                : instruction with { Blocks = instruction.Blocks.Select(b => Guard(b, accessed, indices)).ToImmutableArray() });
        }

        return block with { Instructions = instructions.ToImmutable() };
    }

    private static (int, EquatableArray<int>) KeyOf(Instruction access) =>
        (access.Operands[0], access.Operands.Skip(1).Take(access.IndexCount).ToImmutableArray());

    private static int ValueOf(Instruction addition) => addition.Operands[addition.Operands.Length - 1];

    private IrType TypeOf(Instruction addition) => values[addition.Operands[0]].Type.Array!.Element;

    private string TextOfZero(Instruction addition) => TypeOf(addition).Kind == IrTypeKind.Single ? Literal.Text(0f) : Literal.Text(0d);

    private int Define(Instruction instruction, IrType type, ImmutableArray<Instruction>.Builder block)
    {
        int result = NewValue(type);
        block.Add(instruction with { Results = ImmutableArray.Create(result) });
        return result;
    }

    private int NewValue(IrType type)
    {
        values.Add(new Value(type, null));
        return values.Count - 1;
    }

    /// <summary>What a loop adds to one place.</summary>
    private sealed class Sum(Instruction first, int zero, int argument)
    {
        public Instruction First => first;

        public int Zero => zero;

        public int Argument => argument;

        /// <summary>The sum so far in the body.</summary>
        public int Current { get; set; }

        /// <summary>Whether every iteration adds to it.</summary>
        public bool IsAdded { get; set; }
    }
}
