namespace Autodiff.Generator.Ir;

/// <summary>
/// How many times each value of a function is read, by operands and yields alike. A read in a loop of a value from
/// outside it counts twice, since it may happen again: what is read once can be written where it is read, and that cannot.
/// </summary>
internal sealed class UseCounts
{
    private readonly int[] uses;
    private readonly int[] loopOf;
    private int loops;

    private UseCounts(Function function)
    {
        uses = new int[function.Values.Length];
        loopOf = new int[function.Values.Length];
        Number(function.Body, 0);
        loops = 0;
        Count(function.Body, 0);
    }

    public static int[] Of(Function function) => function.Fact(f => new UseCounts(f)).uses;

    /// <summary>Notes the innermost loop that each value is defined in; 0 for none.</summary>
    private void Number(Block block, int loop)
    {
        foreach (int argument in block.Arguments)
        {
            loopOf[argument] = loop;
        }

        foreach (var instruction in block.Instructions)
        {
            foreach (int result in instruction.Results)
            {
                loopOf[result] = loop;
            }

            int inner = instruction.Op == Op.Loop ? ++loops : loop;
            foreach (var nested in instruction.Blocks)
            {
                Number(nested, inner);
            }
        }
    }

    private void Count(Block block, int loop)
    {
        foreach (var instruction in block.Instructions)
        {
            foreach (int operand in instruction.Operands)
            {
                Read(operand, loop);
            }

            int inner = instruction.Op == Op.Loop ? ++loops : loop;
            foreach (var nested in instruction.Blocks)
            {
                Count(nested, inner);
            }
        }

        foreach (int value in block.Yields)
        {
            Read(value, loop);
        }
    }

    private void Read(int value, int loop) => uses[value] += loopOf[value] == loop ? 1 : 2;
}
