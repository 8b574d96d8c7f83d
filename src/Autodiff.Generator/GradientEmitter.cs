using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Emit;
using Autodiff.Generator.Simplification;

namespace Autodiff.Generator;

/// <summary>The stages after the cache boundary, in order: from the model of a marked method to the text of its file.</summary>
internal static class GradientEmitter
{
    public static string Emit(MethodModel model)
    {
        var gradient = ReverseMode.Differentiate(model.Function);
        var simplified = Simplifier.Simplify(gradient);
        var scoped = SavedValues.Save(simplified);
        return GradientFile.Write(
            model.Declaration,
            writer => BodyWriter.Write(scoped, model.Declaration, writer),
            null);
    }
}
