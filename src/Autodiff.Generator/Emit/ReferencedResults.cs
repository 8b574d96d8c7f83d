using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Reads beforehand the parameters that a method returns, or whose values are derivatives, where they are read through a reference: the
/// destinations are written first and one after the other, and one of them may be the variable that the reference refers to.
/// </summary>
internal static class ReferencedResults
{
    /// <summary>The gradient function with a variable for each such parameter, if it has destinations that are numbers.</summary>
    public static Function Read(Function gradient, Names names)
    {
        // What the first destination receives is read before any is written.
        var late = gradient.Body.Yields.Where((_, i) => i != gradient.RowCount).ToList();
        var read = names.ByReference.Select(i => gradient.Parameters[i]).Where(late.Contains).ToList();
        if (read.Count == 0 || names.ScalarDestinations.Count == 0)
        {
            return gradient;
        }

        var values = gradient.Values.Items.ToBuilder();
        var copies = read.ToDictionary(parameter => parameter, parameter =>
        {
            var (type, name) = (gradient.Values[parameter].Type, gradient.Values[parameter].Name!.TrimStart('@'));
            values.Add(new Value(type, name + "Value", IsLocal: true));
            return new Instruction { Op = Op.Opaque, Results = ImmutableArray.Create(values.Count - 1), Operands = ImmutableArray.Create(parameter), Text = "{0}", IsPrimal = true };
        });
        var body = gradient.Body.Instructions.Items;
        int first = body.TakeWhile(i => i.Op == Op.Parameter).Count();
        return gradient with
        {
            Values = values.ToImmutable(),
            Body = gradient.Body with
            {
                Instructions = body.InsertRange(first, read.Select(parameter => copies[parameter])),
                Yields = gradient.Body.Yields.Select(y => copies.TryGetValue(y, out var copy) ? copy.Result : y).ToImmutableArray(),
            },
        };
    }
}
