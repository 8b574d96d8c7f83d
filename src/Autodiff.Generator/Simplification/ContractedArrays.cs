using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Writes numbers instead of the arrays of which <see cref="ContractibleArrays"/> says that one element at a time would do: a loop
/// hands the element that it wrote last to its next iteration, and the array goes, and its shadow with it. It runs on the primal
/// computation, before that is differentiated.
/// </summary>
internal sealed class ContractedArrays : Rewriter
{
    private readonly ContractibleArrays arrays;

    /// <summary>What has been written last, by the write: it is read where the write dominates.</summary>
    private readonly Dictionary<Instruction, int> written = new(ByReference<Instruction>.Instance);

    /// <summary>What stands for an array in the loop that is being written.</summary>
    private readonly Dictionary<int, int> current = [];

    private ContractedArrays(Function source, ContractibleArrays arrays)
        : base(source)
    {
        this.arrays = arrays;
    }

    /// <summary>Contracts the arrays of a function of the primal computation.</summary>
    public static Function Contract(Function function)
    {
        if (!HasLocal(function.Body))
        {
            return function;
        }

        var arrays = ContractibleArrays.Of(function);
        return arrays.Arrays.Count == 0 ? function : new ContractedArrays(function, arrays).Run();
    }

    private static bool HasLocal(Block block) => block.Instructions.Any(i => i.Op == Op.Allocate || i.Blocks.Any(HasLocal));

    protected override void Copy(Instruction instruction)
    {
        if (instruction.Op == Op.Loop && arrays.Loops.TryGetValue(instruction.Blocks[1], out var carried))
        {
            Write(instruction, carried);
        }
        else if (instruction.Op is not (Op.Load or Op.Store or Op.Fill) || !arrays.Arrays.Contains(instruction.Operands[0]))
        {
            base.Copy(instruction);
        }
        else if (instruction.Op == Op.Load)
        {
            SetMap(instruction.Result, current[instruction.Operands[0]]);
        }
        else
        {
            written[instruction] = Map(instruction.Operands[instruction.Operands.Length - 1]);
        }
    }

    private void Write(Instruction loop, List<ContractibleArrays.Carried> carried)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        var initial = loop.Operands.Select(Map).Concat(carried.Select(c => written[c.Before])).ToImmutableArray();
        var types = loop.Results.Select(r => Source.Values[r].Type).Concat(carried.Select(c => Source.Values[c.Array].Type.Array!.Element)).ToList();
        var arguments = Builder.OpenLoop(types);
        for (int i = 0; i < header.Arguments.Length; i++)
        {
            SetMap(header.Arguments[i], arguments[i]);
        }

        for (int i = 0; i < carried.Count; i++)
        {
            int argument = arguments[header.Arguments.Length + i];
            Builder.Name(argument, Source.Values[carried[i].Array].Name, isLocal: true);
            current[carried[i].Array] = argument;
        }

        CopyInstructions(header.Instructions);
        Builder.Open();
        CopyInstructions(body.Instructions);
        var newBody = Builder.Close(body.Yields.Select(Map).Concat(carried.Select(c => written[c.Write])));
        var newHeader = Builder.Close(header.Yields.Select(Map));
        Builder.Origin = loop.Origin;
        Builder.IsPrimal = loop.IsPrimal;
        var results = Builder.AddMany(loop with { Results = default, Operands = initial, Blocks = ImmutableArray.Create(newHeader, newBody) }, types);
        for (int i = 0; i < loop.Results.Length; i++)
        {
            SetMap(loop.Results[i], results[i]);
        }
    }
}
