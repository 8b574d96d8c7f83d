using Autodiff.Generator.Analysis;
using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Emit;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Simplification;

namespace Autodiff.Generator;

/// <summary>The stages after the cache boundary, in order: from the model of a marked method to the text of its file.</summary>
internal static class GradientEmitter
{
    /// <summary>Emits a method's file, or says what went wrong: a fault of the generator's own.</summary>
    public static bool TryEmit(MethodModel model, out string text, out Exception? fault)
    {
        try
        {
            text = Emit(model);
            fault = null;
            return true;
        }
#pragma warning disable CA1031 // Whatever goes wrong becomes an error at the method, which the analyzer reports.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            text = string.Empty;
            fault = exception;
            return false;
        }
    }

    /// <summary>Emits a method's file.</summary>
    public static string Emit(MethodModel model) => GradientFile.Write(
        model.Declaration,
        writer =>
        {
            ArgumentChecks.Write(writer, model.Declaration, model.Function);
            WriteGradient(model, writer);
        },
        model.Declaration.Graph is null ? null : writer => BodyWriter.WriteGraph(Graph(model), model.Declaration, writer),
        model.Declaration.Parameters.Any(p => p.Type.Contains("]?"))
            || model.Function.Callees.Append(model.Function).Any(QuotesSource));

    /// <summary>Whether code is repeated that handles references other than <c>this</c>.</summary>
    private static bool QuotesSource(Function function)
    {
        return Quotes(function.Body);

        bool Quotes(Block block) => block.Instructions.Any(i =>
            i.Op == Op.Effect
            || (i.Op == Op.Opaque && i.Text != "this" && (i.Text!.EndsWith(" null", StringComparison.Ordinal) || IsOther(i.Result) || i.Operands.Any(o => IsOther(o) && !IsThis(o))))
            || i.Blocks.Any(Quotes));

        bool IsOther(int value) => function.Values[value].Type.Kind == IrTypeKind.Other;

        bool IsThis(int value) => function.Body.Instructions.Any(i => i.Op == Op.Opaque && i.Text == "this" && i.Result == value);
    }

    private static void WriteGradient(MethodModel model, CodeWriter writer)
    {
        var program = CallSummaries.Complete(CallsInHeaders.Move(model.Function));
        var passes = program.Callees.Select(c => Passes(c.Within(program))).ToList();
        var gradient = OverlapGuards.Insert(DirectGradients.Write(Gradient(program)), inputs: program.Parameters.Length);
        var (method, callees) = CachedArrays.Choose(PooledArrays.Choose(TapeWindows.Open(gradient)), passes);
        BodyWriter.WriteGradient(method, callees, model.Declaration, writer);
    }

    /// <summary>The two passes of a recursive function.</summary>
    private static (Function Forward, Function Backward) Passes(Function callee)
    {
        var (forward, backward) = SplitMode.Split(Gradient(SplitMode.Wrap(callee)), callee);
        return (DeadCode.Remove(forward), DeadCode.Remove(backward));
    }

    private static Function Gradient(Function function)
    {
        var prepared = LastReplacement.Restate(PrimalLoops(ExitValues.Keep(function)));
        var gradient = Restatements.Settle(ReverseMode.Differentiate(Windows.Track(prepared)));
        var simplified = PromotedSums.Promote(Simplifier.Simplify(gradient));
        var scheduled = EarlyCalls.Schedule(GuardSharing.Share(simplified));
        return DeadCode.Remove(Windows.Forget(SavedValues.Save(scheduled)));
    }

    /// <summary>The loops of the primal computation as one would write them who looks at the elements that they hand on.</summary>
    private static Function PrimalLoops(Function function)
    {
        var shared = SharedLoads.Share(function);
        var fused = AdjacentLoops.Fuse(shared);
        return ContractedArrays.Contract(ReferenceEquals(fused, shared) ? shared : SharedLoads.Share(fused));
    }

    private static Function Graph(MethodModel model)
    {
        var explanation = Explanation.Explain(model.Function, model.Declaration.Name.TrimStart('@'));
        return Simplifier.Simplify(explanation);
    }
}
