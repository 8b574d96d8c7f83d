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
        var program = GradientPasses.Resolve(model.Function);
        var simplified = GradientPasses.Differentiate(program);
        var callees = program.Callees.Select(c => GradientPasses.Differentiate(c.Within(program))).ToList();
        bool[] inPlace = CallFusion.FindInPlace(simplified, callees);
        var passes = program.Callees.Select((c, i) => inPlace[i]
            ? new CalleePasses(GradientPasses.Complete(CallFusion.Fuse(callees[i], inPlace)), null)
            : Split(c.Within(program))).ToList();
        var gradient = GradientPasses.FitDestinations(GradientPasses.Complete(CallFusion.Fuse(simplified, inPlace)));
        var arranged = GradientPasses.ArrangeMemory(OverlapGuards.Insert(gradient, inputs: program.Parameters.Length));
        var (method, functions) = CachedArrays.Choose(arranged, passes);
        BodyWriter.WriteGradient(method, functions, model.Declaration, writer);
    }

    /// <summary>The two passes of a recursive function.</summary>
    private static CalleePasses Split(Function callee)
    {
        var (forward, backward) = SplitMode.Split(GradientPasses.Complete(GradientPasses.Differentiate(SplitMode.Wrap(callee))), callee);
        return new CalleePasses(DeadCode.Remove(forward), RowSlices.Take(DeadCode.Remove(backward)));
    }

    private static Function Graph(MethodModel model)
    {
        var explanation = Explanation.Explain(model.Function, model.Declaration.Name.TrimStart('@'));
        return Simplifier.Simplify(explanation);
    }
}
