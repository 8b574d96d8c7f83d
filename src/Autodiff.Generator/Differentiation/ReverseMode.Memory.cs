using System.Collections.Immutable;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Rules;

namespace Autodiff.Generator.Differentiation;

/// <content>
/// The reverse sweep of arrays. An element's adjoint is an element of the array's shadow: what was read from an element adds
/// to it; what was written to an element takes it away, since the element's old value did not matter afterwards.
/// </content>
internal sealed partial class ReverseMode
{
    /// <summary>Makes the shadows of the arrays that a block makes, and finds those of its windows.</summary>
    private void MakeShadows(ImmutableArray<Instruction> instructions)
    {
        Builder.Origin = -1;
        foreach (var instruction in instructions)
        {
            foreach (int result in instruction.Results)
            {
                foreach (var row in Rows)
                {
                    if (row.Shadows.Shadowed.Contains(result))
                    {
                        Builder.Origin = instruction.Origin;
                        row.Shadows.Make(result);
                        row.Shadows.Find(result);
                    }
                }
            }
        }
    }

    /// <summary>The gradient is summed in the destinations, whatever they held.</summary>
    private void ClearDestinations(Row row)
    {
        for (int i = 0; i < Source.Parameters.Length; i++)
        {
            int parameter = Map(Source.Parameters[i]);
            if (Source.Differentiated[i] && Builder.TypeOf(parameter).IsArray && !row.Copies.ContainsKey(parameter))
            {
                Clear(row.Shadows.Of(parameter));
            }
        }
    }

    private void ReverseLoad(Instruction load, int adjoint, Shadows shadows)
    {
        if (shadows.Shadowed.Contains(load.Operands[0]))
        {
            Act(Op.Accumulate, [shadows.Of(load.Operands[0]), .. load.Operands.Skip(1), adjoint]);
        }
    }

    private void ReverseWrite(Instruction write, Adjoints adjoints)
    {
        var shadows = adjoints.Row.Shadows;
        int target = write.Operands[write.Op == Op.Copy ? 1 : 0];
        if (!shadows.Shadowed.Contains(target) || Builder.TypeOf(target).Array!.Element.IsArray)
        {
            // Which row stands where has no derivative.
            return;
        }

        int shadow = shadows.Of(target);
        var element = Builder.TypeOf(target).Array!.Element;
        int value = write.Operands[write.Operands.Length - 1];

        // A row that nothing useful is read from has a shadow too where it is put beside one that has.
        switch (write.Op)
        {
            case Op.Store:
                var indices = write.Operands.Skip(1).Take(write.Operands.Length - 2).ToArray();
                if (adjoints.Row.Active.Contains(value))
                {
                    int read = Builder.Add(
                        new Instruction { Op = Op.Load, Results = default, Operands = ImmutableArray.Create(shadow).AddRange(indices), Effects = Effects.Reads },
                        element);
                    Act(Op.Store, [shadow, .. indices, Builder.Constant(0, element)]);
                    Accumulate(adjoints, value, new Expr(Builder, read));
                }
                else
                {
                    Act(Op.Store, [shadow, .. indices, Builder.Constant(0, element)]);
                }

                break;
            case Op.Fill:
                if (adjoints.Row.Active.Contains(value))
                {
                    int sum = Builder.Add(
                        new Instruction { Op = Op.Opaque, Results = default, Operands = ImmutableArray.Create(shadow), Text = "global::Autodiff.Runtime.Arrays.Sum({0:a})", Effects = Effects.Reads },
                        element);
                    Accumulate(adjoints, value, new Expr(Builder, sum));
                }

                Clear(shadow);
                break;
            default:
                // The part that was written; where it may overlap what was read, the sum goes by way of a copy.
                int source = write.Operands[0];
                string text = shadows.Shadowed.Contains(source)
                    ? "global::Autodiff.Runtime.Arrays.ReverseCopy({0:a}, {1:a})"
                    : "global::Autodiff.Runtime.Arrays.ClearStart({0:a}, {1:a})";
                var operands = ImmutableArray.Create(shadow, shadows.Shadowed.Contains(source) ? shadows.Of(source) : Length(source));
                Builder.AddMany(new Instruction { Op = Op.Effect, Results = default, Operands = operands, Text = text, Effects = Effects.Acts }, []);
                break;
        }
    }

    private int Length(int array) => Builder.Add(Op.Length, IrType.Int32, array);

    private void Clear(int shadow)
    {
        if (Builder.TypeOf(shadow).Array!.Element.IsArray)
        {
            Builder.AddMany(
                new Instruction { Op = Op.Effect, Results = default, Operands = ImmutableArray.Create(shadow), Text = "global::Autodiff.Runtime.Arrays.Clear({0:a})", Effects = Effects.Acts },
                []);
            return;
        }

        Act(Op.Fill, [shadow, Builder.Constant(0, Builder.TypeOf(shadow).Array!.Element)]);
    }

    private void Act(Op op, ImmutableArray<int> operands) =>
        Builder.AddMany(new Instruction { Op = op, Results = default, Operands = operands, Effects = Effects.Acts }, []);
}
