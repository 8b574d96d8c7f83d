using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Finds stretches of straight-line code that compute a polynomial of one varying value, in Horner's form for instance.
/// Accumulating the derivative of such a stretch forwards takes a multiplication less for each time that it reads
/// its input, whose tangent is 1, than sweeping it backwards does.
/// </summary>
/// <remarks>
/// The input of a stretch is the immediate dominator of its output in the graph of varying values: every path from the
/// parameters to the output passes through it. The dominator of a value is the nearest common dominator of its varying
/// operands. A stretch is usable if nothing outside reads what is inside. It holds sums and products only, of one iteration where there is a loop: through a function a
/// tangent costs what an adjoint costs, and the adjoints of a quotient or an exponential reuse the value better. See Griewank and Walther, Evaluating Derivatives,
/// on preaccumulation of local Jacobians.
/// </remarks>
internal sealed class SingleInputRegions
{
    /// <summary>A larger stretch is not looked for: each attempt costs its size.</summary>
    private const int MaximumSize = 64;

    /// <summary>With fewer reads of the input nothing is gained.</summary>
    private const int MinimumReads = 3;

    private readonly FunctionBuilder function;
    private readonly bool[] varied;
    private readonly int[] dominators;
    private readonly int[] depths;
    private readonly int[] readers;
    private readonly Instruction?[] loopOf;

    /// <param name="function">The function.</param>
    /// <param name="body">Its instructions, in order.</param>
    /// <param name="varied">Whether each value varies.</param>
    public SingleInputRegions(FunctionBuilder function, ImmutableArray<Instruction> body, bool[] varied)
    {
        this.function = function;
        this.varied = varied;
        dominators = Enumerable.Repeat(-1, varied.Length).ToArray();
        depths = new int[varied.Length];
        readers = new int[varied.Length];
        loopOf = new Instruction?[varied.Length];
        Visit(body, null);
        foreach (var block in Blocks(body))
        {
            CountYields(block);
        }
    }

    /// <summary>
    /// The stretch that ends in the result of an instruction: the value that it starts from and its instructions, in order;
    /// null where there is none worth it.
    /// </summary>
    public (int Input, ImmutableArray<Instruction> Instructions)? Find(Instruction last)
    {
        if (!IsPolynomial(last) || last.Operands.Length < 2 || !varied[last.Operands[0]] || !varied[last.Operands[1]] || dominators[last.Result] is not (>= 0 and var input))
        {
            return null;
        }

        var inside = new SortedDictionary<int, Instruction> { [last.Result] = last };
        var pending = new Stack<Instruction>();
        var reads = new Dictionary<int, int>();
        pending.Push(last);
        while (pending.Count > 0)
        {
            foreach (int operand in pending.Pop().Operands)
            {
                if (!varied[operand])
                {
                    continue;
                }

                reads[operand] = reads.TryGetValue(operand, out int count) ? count + 1 : 1;
                if (operand == input || inside.ContainsKey(operand))
                {
                    continue;
                }

                var definition = function.DefinitionOf(operand);
                if (!IsPolynomial(definition) || inside.Count == MaximumSize || !ReferenceEquals(loopOf[operand], loopOf[last.Result]))
                {
                    return null;
                }

                inside.Add(operand, definition);
                pending.Push(definition);
            }
        }

        bool isClosed = inside.Keys.All(v => v == last.Result || readers[v] == reads[v]);
        return isClosed && reads[input] >= MinimumReads ? (input, inside.Values.ToImmutableArray()) : null;
    }

    private static bool IsPolynomial(Instruction instruction) => instruction.Op is Op.Add or Op.Subtract or Op.Multiply or Op.Negate;

    private void Visit(ImmutableArray<Instruction> block, Instruction? loop)
    {
        foreach (var instruction in block)
        {
            foreach (var nested in instruction.Blocks)
            {
                Visit(nested.Instructions.Items, instruction.Op == Op.Loop ? instruction : loop);
            }

            foreach (int operand in instruction.Operands)
            {
                readers[operand]++;
            }

            foreach (int result in instruction.Results)
            {
                loopOf[result] = loop;
            }

            if (instruction.Results.Length == 1 && varied[instruction.Result])
            {
                SetDominator(instruction);
            }
        }
    }

    private void SetDominator(Instruction instruction)
    {
        int common = -2;
        foreach (int operand in instruction.Operands)
        {
            if (varied[operand])
            {
                common = common == -2 ? operand : Common(common, operand);
            }
        }

        int value = instruction.Result;
        dominators[value] = Activity.RuleOf(instruction) is null ? -1 : Math.Max(common, -1);
        depths[value] = dominators[value] < 0 ? 0 : depths[dominators[value]] + 1;
    }

    private int Common(int a, int b)
    {
        while (a != b && a >= 0 && b >= 0)
        {
            if (depths[a] >= depths[b])
            {
                a = dominators[a];
            }
            else
            {
                b = dominators[b];
            }
        }

        return a == b ? a : -1;
    }

    private static IEnumerable<Block> Blocks(ImmutableArray<Instruction> block) =>
        block.SelectMany(i => i.Blocks).SelectMany(b => Blocks(b.Instructions.Items).Append(b));

    private void CountYields(Block block)
    {
        foreach (int value in block.Yields)
        {
            readers[value]++;
        }
    }
}
