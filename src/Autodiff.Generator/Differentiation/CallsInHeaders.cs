using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Moves the condition of a loop that calls a recursive function into the loop's body: <c>while (f()) { … }</c> is
/// <c>while (true) { if (!f()) break; … }</c>. The header of a loop runs once more often than its body, and each call has to be
/// reversed once.
/// </summary>
internal sealed class CallsInHeaders : Rewriter
{
    private CallsInHeaders(Function source)
        : base(source)
    {
    }

    /// <summary>Rewrites a function and those that it calls.</summary>
    public static Function Move(Function program) => program.Callees.Length == 0 ? program : new CallsInHeaders(program).Run() with
    {
        Callees = program.Callees.Select(c => new CallsInHeaders(c).Run()).ToImmutableArray(),
    };

    protected override void Copy(Instruction instruction)
    {
        if (instruction.Op != Op.Loop || !Calls(instruction.Blocks[0]) || !instruction.Blocks[0].Completes)
        {
            base.Copy(instruction);
            return;
        }

        var (header, body) = (instruction.Blocks[0], instruction.Blocks[1]);
        var types = header.Arguments.Select(a => Source.Values[a].Type).ToList();
        var arguments = Builder.OpenLoop(types);
        for (int i = 0; i < arguments.Length; i++)
        {
            SetMap(header.Arguments[i], arguments[i]);
        }

        int runs = ConstantFolding.Boolean(Builder, true);
        Builder.Open();
        CopyInstructions(header.Instructions);
        var then = CopyBlock(body);
        Builder.Open();
        var otherwise = Builder.Close(arguments.Prepend(ConstantFolding.Boolean(Builder, false)));
        Builder.Origin = instruction.Origin;
        Builder.IsPrimal = instruction.IsPrimal;
        var next = Builder.AddMany(
            new Instruction { Op = Op.If, Results = default, Operands = ImmutableArray.Create(Map(header.Yields[0])), Blocks = ImmutableArray.Create(then, otherwise) },
            types.Prepend(IrType.Boolean).ToList());
        var newBody = Builder.Close(next);
        var newHeader = Builder.Close([runs]);
        AddBranch(instruction, ImmutableArray.Create(newHeader, newBody));
    }

    private static bool Calls(Block block) => block.Instructions.Any(i => i.Op == Op.Invoke || i.Blocks.Any(Calls));
}
