using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// What is known of functions that call each other, from all of them together: which of the arrays that it is given each writes
/// to, which parameters vary with an input of the marked method, and which arrays may be written to after a call has read
/// them. Each is the least solution of its equations: the sets grow until nothing changes (Sharir and Pnueli, Two approaches to
/// interprocedural data flow analysis, 1981, without telling call sites apart).
/// </summary>
internal static class CallSummaries
{
    /// <summary>A function with what the others, that it calls, do.</summary>
    public static Function Complete(Function program) => program.Callees.Length == 0 ? program : FindUnsettled(FindVaried(FindWritten(program)));

    /// <summary>Finds which parameters are arrays that the function writes to.</summary>
    public static Function FindWritten(Function program)
    {
        program = With(program, c => c with { Written = None(c) });
        while (true)
        {
            var current = program;
            var next = With(current, c =>
            {
                var memory = PointsTo.Of(c.Within(current));
                return c with { Written = c.Parameters.Select(p => c.Values[p].Type.IsArray && memory.Writes.IsWrittenThrough(p)).ToImmutableArray() };
            });
            if (next.Callees == current.Callees)
            {
                return next;
            }

            program = next;
        }
    }

    private static Function FindVaried(Function program)
    {
        program = With(program, c => c with { Differentiated = None(c) });
        return UntilSettled(program, current =>
            from caller in Functions(current)
            let varied = Activity.FindVaried(caller)
            from invoke in InvokesOf(caller.Body)
            from argument in Enumerable.Range(0, invoke.Operands.Length)
            where varied[invoke.Operands[argument]]
            select (invoke, argument),
            c => c.Differentiated,
            (c, found) => c with { Differentiated = found });
    }

    private static Function FindUnsettled(Function program)
    {
        program = With(program, c => c with { Unsettled = None(c) });
        return UntilSettled(program, current =>
            from caller in Functions(current)
            from unsettled in ArrayWrites.Of(caller).UnsettledArguments()
            select unsettled,
            c => c.Unsettled,
            (c, found) => c with { Unsettled = found });
    }

    /// <summary>Marks the parameters that are found at calls until no more are.</summary>
    private static Function UntilSettled(
        Function program,
        Func<Function, IEnumerable<(Instruction Invoke, int Argument)>> find,
        Func<Function, EquatableArray<bool>> get,
        Func<Function, EquatableArray<bool>, Function> set)
    {
        while (true)
        {
            var marks = program.Callees.Select(c => get(c).ToArray()).ToArray();
            bool changed = false;
            foreach (var (invoke, argument) in find(program).ToList())
            {
                ref bool mark = ref marks[(int)invoke.Bits][argument];
                changed |= !mark;
                mark = true;
            }

            if (!changed)
            {
                return program;
            }

            program = program with { Callees = program.Callees.Select((c, i) => set(c, marks[i].ToImmutableArray())).ToImmutableArray() };
        }
    }

    private static IEnumerable<Function> Functions(Function program) => program.Callees.Select(c => c.Within(program)).Prepend(program);

    private static IEnumerable<Instruction> InvokesOf(Block block) =>
        block.Instructions.SelectMany(i => i.Blocks.SelectMany(InvokesOf).Concat(i.Op == Op.Invoke ? [i] : []));

    private static Function With(Function program, Func<Function, Function> change) =>
        program with { Callees = program.Callees.Select(change).ToImmutableArray() };

    private static EquatableArray<bool> None(Function callee) => callee.Parameters.Select(_ => false).ToImmutableArray();
}
