using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Makes loops of the reverse sweep one that follow each other, where the later one reads adjoints of the elements that the earlier
/// one writes and <see cref="FusibleReverseLoops"/> says that it may: the adjoint is a number then, and a shadow that nothing else reads
/// goes. It runs when <see cref="FirstWrites"/> has made assignments of what is added to zero.
/// </summary>
internal sealed class ReverseLoops : LoopJoiner
{
    /// <summary>How often loops that have become one are looked at again, as the earlier of two.</summary>
    private const int MostPasses = 8;

    private readonly FusibleReverseLoops rule;
    private readonly Dictionary<Instruction, int> forwarded = new(ByReference<Instruction>.Instance);

    private ReverseLoops(Function source)
        : base(source)
    {
        var definitions = Definitions.Of(source);
        var memory = PointsTo.Of(source);
        rule = new FusibleReverseLoops(source, definitions, memory, new KnownIndices(source, definitions, memory, isGradient: true));
    }

    /// <summary>Fuses the reverse loops of a gradient.</summary>
    public static Function Fuse(Function gradient)
    {
        for (int i = 0; i < MostPasses && HasPair(gradient.Body); i++)
        {
            var pass = new ReverseLoops(gradient);
            var fused = pass.Run();
            if (!pass.HasJoined)
            {
                break;
            }

            gradient = DeadCode.Remove(fused);
        }

        return gradient;
    }

    private static bool HasPair(Block block) =>
        block.Instructions.Any(i => i.Blocks.Any(HasPair))
        || Enumerable.Range(0, block.Instructions.Length).Any(i => FusibleReverseLoops.IsCandidate(block.Instructions[i]) && Next(block.Instructions.Items, i) > 0);

    /// <summary>The place of the loop that follows one, but for what may stand between; −1 where something else does.</summary>
    private static int Next(ImmutableArray<Instruction> list, int place)
    {
        int next = place + 1;
        while (next < list.Length && list[next].IsPure)
        {
            next++;
        }

        return next < list.Length && FusibleReverseLoops.IsCandidate(list[next]) ? next : -1;
    }

    protected override void CopyInstructions(EquatableArray<Instruction> instructions)
    {
        var list = instructions.Items;
        for (int i = 0; i < list.Length; i++)
        {
            if (FusibleReverseLoops.IsCandidate(list[i]) && Next(list, i) is > 0 and var next
                && list.Skip(i + 1).Take(next - i - 1).ToList() is var between && rule.Find(list[i], between, list[next]) is { } pair)
            {
                between.ForEach(CopyOne);
                Write(pair);
                i = next;
                continue;
            }

            CopyOne(list[i]);
        }
    }

    protected override void Copy(Instruction instruction)
    {
        if (forwarded.TryGetValue(instruction, out int value))
        {
            SetMap(instruction.Result, Map(value));
            return;
        }

        base.Copy(instruction);
    }

    private void Write(FusibleReverseLoops.Pair pair)
    {
        foreach (var read in pair.Forwarded)
        {
            forwarded.Add(read.Key, read.Value);
        }

        Join(Map(pair.First.Operands[pair.FirstCounter.Index]), [PartOf(pair.First, pair.FirstCounter), PartOf(pair.Second, pair.SecondCounter)], pair.ReverseOf);

        Part PartOf(Instruction loop, CountedLoop counted) => new(loop, counted, Others(counted, loop.Operands).Select(Map).ToArray());
    }
}
