using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Which integers that loops carry are never negative in the loop's body: what starts from such a number and grows by one while it is less than a
/// bound, by more where the loop counts, or shrinks while it is not negative. They are as good as indices of arrays, and −1 is none of them.
/// Loops are entered from the outermost inwards, since the inner one may start from the outer one's index.
/// </summary>
/// <param name="definitionOf">The instruction that defines a value.</param>
/// <param name="typeOf">The type of a value.</param>
internal sealed class Indices(Func<int, Instruction> definitionOf, Func<int, IrType> typeOf)
{
    private readonly HashSet<int> found = [];

    /// <summary>Those that are less than some number of their type, so that the next one is no overflow.</summary>
    private readonly HashSet<int> bounded = [];

    /// <summary>Whether a value is one.</summary>
    public bool Contains(int value) => found.Contains(value);

    /// <summary>Takes note of a loop, before those in it.</summary>
    public void Enter(Instruction loop)
    {
        if (loop.Op != Op.Loop || !loop.Blocks.All(b => b.Completes))
        {
            return;
        }

        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        var test = definitionOf(header.Yields[0]);
        var counted = CountedLoop.Find(loop, definitionOf, typeOf);
        for (int i = 0; i < header.Arguments.Length; i++)
        {
            int argument = header.Arguments[i];
            if (typeOf(argument).Kind is not (IrTypeKind.Int32 or IrTypeKind.Int64))
            {
                continue;
            }

            bool isBounded = (test.Op == Op.Less && test.Operands[0] == argument) || (test.Op == Op.Greater && test.Operands[1] == argument);
            bool grows = (isBounded && GrowsByOne(body.Yields[i + 1], argument)) || (counted?.Counter == argument && counted.Step > 0);
            bool shrinks = (test.Op == Op.GreaterOrEqual && test.Operands[0] == argument && IsConstant(test.Operands[1], 0))
                || (test.Op == Op.Greater && test.Operands[0] == argument && IsConstant(test.Operands[1], -1));
            if (shrinks || (grows && IsNeverNegative(loop.Operands[i])))
            {
                found.Add(argument);
            }

            if (isBounded)
            {
                bounded.Add(argument);
            }
        }
    }

    private bool IsConstant(int value, long least) => definitionOf(value) is { Op: Op.Constant } constant && constant.Bits >= least;

    /// <summary>Whether each iteration that goes on adds one or nothing.</summary>
    private bool GrowsByOne(int next, int argument) =>
        next == argument || CountedLoop.StepOf(definitionOf(next), argument, definitionOf) == 1
        || (definitionOf(next) is { Op: Op.If } branch && branch.Results.Items.IndexOf(next) is var result
            && branch.Blocks.All(b => !b.Completes || b.Yields[result] == argument || CountedLoop.StepOf(definitionOf(b.Yields[result]), argument, definitionOf) == 1));

    private bool IsNeverNegative(int value) => IsConstant(value, 0) || found.Contains(value) || definitionOf(value) switch
    {
        { Op: Op.Length } => true,
        { Op: Op.Add } next => next.Operands.Any(o => bounded.Contains(o) && found.Contains(o)) && next.Operands.Any(o => definitionOf(o) is { Op: Op.Constant, Bits: 1 }),
        _ => false,
    };
}
