using System.Collections.Immutable;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Rules;

namespace Autodiff.Generator.Differentiation;

/// <content>The reverse sweep of calls, and of the functions that are called.</content>
internal sealed partial class ReverseMode
{
    /// <summary>The adjoints of a callee's results are parameters of its reverse sweep: one for each number among them.</summary>
    private int[] AddSeeds()
    {
        if (Source.Name is null)
        {
            return [];
        }

        var floating = Source.Body.Yields.Where(y => Source.Values[y].Type.IsFloating).ToArray();
        return floating.Select((y, i) => Builder.Parameter(floating.Length == 1 ? "dResult" : $"dResult{i + 1}", Source.Values[y].Type, isDifferentiated: false)).ToArray();
    }

    /// <summary>
    /// The reverse sweep of a call is a call of the reverse sweep. It runs even where no result has an adjoint, since it takes
    /// off the tape what the call put there.
    /// </summary>
    private void ReverseInvoke(Instruction invoke, Adjoints adjoints)
    {
        foreach (int result in invoke.Results)
        {
            NameAdjoint(adjoints, result, isComplete: true);
        }

        Builder.Origin = invoke.Origin;
        var callee = Source.CalleeOf(invoke);
        var operands = invoke.Operands.Items.ToBuilder();
        var numbers = new List<int>();
        for (int i = 0; i < invoke.Operands.Length; i++)
        {
            int argument = invoke.Operands[i];
            if (!callee.Differentiated[i])
            {
                continue;
            }

            if (Builder.TypeOf(argument).IsArray)
            {
                operands.Add(adjoints.Row.Shadows.Shadowed.Contains(argument) ? adjoints.Row.Shadows.Of(argument) : Unread(argument));
            }
            else
            {
                numbers.Add(argument);
            }
        }

        operands.AddRange(invoke.Results.Where(r => Builder.TypeOf(r).IsFloating).Select(r => adjoints.Find(r) ?? Builder.Constant(0, Builder.TypeOf(r))));
        var contributions = Builder.AddMany(
            new Instruction { Op = Op.InvokeReverse, Results = default, Operands = operands.ToImmutable(), Bits = invoke.Bits, Effects = Effects.Acts, ReverseOf = invoke.Region },
            numbers.Select(Builder.TypeOf).ToList());
        for (int i = 0; i < numbers.Count; i++)
        {
            if (varied[numbers[i]])
            {
                Accumulate(adjoints, numbers[i], new Expr(Builder, contributions[i]));
            }
        }
    }

    /// <summary>Where an array that does not vary is passed as one that does elsewhere: a place for what nobody asks for.</summary>
    private int Unread(int array) => Builder.Add(
        new Instruction { Op = Op.Opaque, Results = default, Text = "global::Autodiff.Runtime.Arrays.ZerosLike({0:a})", Operands = ImmutableArray.Create(array), Effects = Effects.Reads },
        IrType.ArrayOf(Builder.TypeOf(array).Array!.Element, ArrayShape.Array, Builder.TypeOf(array).Array!.Rank));

    /// <summary>The reverse sweep of the body of a callee, which stands in a loop that runs once; see <see cref="SplitMode"/>.</summary>
    private void ReverseOnce(Instruction loop, Adjoints adjoints)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        int[] outer = OuterValues(loop, adjoints.Row).ToArray();
        var undefined = outer.Select(v => Builder.Add(new Instruction { Op = Op.Undefined, Results = default, Operands = default }, Builder.TypeOf(v))).ToImmutableArray();
        Builder.OpenLoop(outer.Select(Builder.TypeOf));
        int condition = ConstantFolding.Boolean(Builder, true);
        Builder.OpenAfter(header, body);
        var inner = new Adjoints(adjoints.Row);
        for (int i = 0; i < loop.Results.Length; i++)
        {
            if (adjoints.Find(loop.Results[i]) is { } seed && varied[body.Yields[i + 1]])
            {
                Accumulate(inner, body.Yields[i + 1], new Expr(Builder, seed));
            }
        }

        Reverse(header.Instructions.Items.AddRange(body.Instructions), [inner]);
        RequireComplete(loop, inner, outer);
        Builder.Origin = -1;
        var yields = new List<int> { ConstantFolding.Boolean(Builder, false) };
        foreach (int value in outer)
        {
            NameAdjoint(inner, value, isComplete: true);
            yields.Add(inner.Find(value) ?? Builder.Constant(0, Builder.TypeOf(value)));
        }

        var reversed = Builder.Close(yields);
        var test = Builder.Close([condition]);
        var results = Builder.AddMany(
            new Instruction { Op = Op.Loop, Results = default, Operands = undefined, Blocks = ImmutableArray.Create(test, reversed), Text = SplitMode.Once, ReverseOf = loop.Region },
            outer.Select(Builder.TypeOf).ToList());
        for (int i = 0; i < outer.Length; i++)
        {
            adjoints.Set(outer[i], results[i], inner.OriginOf(outer[i]));
        }
    }
}
