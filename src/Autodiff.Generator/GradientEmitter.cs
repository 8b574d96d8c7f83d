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
    public static string Emit(MethodModel model)
    {
        // The pipeline keeps the model, and may hand it to two threads: what is found of the function goes with the copy.
        var (declaration, function) = (model.Declaration, model.Function with { });
        return Write(new MethodModel(declaration, function));
    }

    private static string Write(MethodModel model) => GradientFile.Write(
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
        var simplified = Simplified(program);
        var callees = program.Callees.Select(c => Simplified(c.Within(program))).ToList();
        bool[] inPlace = CallFusion.FindInPlace(simplified, callees);
        var passes = program.Callees.Select((c, i) => inPlace[i]
            ? new CalleePasses(Finish(CallFusion.Fuse(callees[i], inPlace)), null)
            : Split(c.Within(program))).ToList();
        var gradient = OverlapGuards.Insert(InvariantFactors.Hoist(ReverseLoops.Fuse(FirstWrites.Write(DirectGradients.Write(Finish(CallFusion.Fuse(simplified, inPlace)))))), inputs: program.Parameters.Length);
        var (method, functions) = CachedArrays.Choose(PooledArrays.Choose(DestinationLengths.Take(RowSlices.Take(TapeRecords.Open(NestWindows.Open(TapeWindows.Open(KeptInAdjoints.Keep(gradient))))))), passes);
        BodyWriter.WriteGradient(method, functions, model.Declaration, writer);
    }

    /// <summary>The two passes of a recursive function.</summary>
    private static CalleePasses Split(Function callee)
    {
        var (forward, backward) = SplitMode.Split(Finish(Simplified(SplitMode.Wrap(callee))), callee);
        return new CalleePasses(DeadCode.Remove(forward), RowSlices.Take(DeadCode.Remove(backward)));
    }

    /// <summary>A function with its reverse sweep.</summary>
    private static Function Simplified(Function function)
    {
        var prepared = LastReplacement.Restate(PrimalLoops(ExitValues.Keep(function)));
        return Simplifier.Simplify(Restatements.Settle(ReverseMode.Differentiate(Windows.Track(prepared))));
    }

    /// <summary>A function in which the reverse sweep reads nothing but what it can.</summary>
    private static Function Finish(Function gradient)
    {
        var scheduled = EarlyCalls.Schedule(SharedInverses.Share(GuardSharing.Share(PromotedSums.Promote(gradient))));
        return JoinedChoices.Join(NegativeIndices.Name(DeadCode.Remove(Windows.Forget(SavedValues.Save(ElementNames.Give(ExpandedArrays.Expand(scheduled)))))));
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
