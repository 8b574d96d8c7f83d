namespace Autodiff.Generator.Ir;

/// <summary>How many times each value of a function is read, by operands and yields alike.</summary>
internal static class UseCounts
{
    public static int[] Of(Function function)
    {
        int[] uses = new int[function.Values.Length];
        Count(function.Body, uses);
        return uses;
    }

    private static void Count(Block block, int[] uses)
    {
        foreach (var instruction in block.Instructions)
        {
            foreach (int operand in instruction.Operands)
            {
                uses[operand]++;
            }

            foreach (var nested in instruction.Blocks)
            {
                Count(nested, uses);
            }
        }

        foreach (int value in block.Yields)
        {
            uses[value]++;
        }
    }
}
