using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Takes a destination by the length of its parameter where loops up to that length walk it. The two are as long as each other, which the
/// method has checked at its head; of a slice the just-in-time compiler knows it, too, and removes the checks in the loops.
/// </summary>
/// <remarks>
/// <code>
///                                              Span&lt;double&gt; dX = xGradient.Slice(0, x.Length);
/// for (int i = x.Length - 1; i >= 0; i--)      for (int i = x.Length - 1; i >= 0; i--)
/// {                                            {
///     xGradient[i] += d * y[i];                    dX[i] += d * y[i];
/// </code>
/// It runs when all passes have run that know destinations by their parameters.
/// </remarks>
internal static class DestinationLengths
{
    /// <summary>What the reader is told.</summary>
    private const string Reason = "all of it: spares checks of indices";

    /// <summary>Takes those destinations of a gradient method.</summary>
    public static Function Take(Function gradient)
    {
        if (!gradient.DifferentiatedArrays.Any() || !gradient.Body.Instructions.Any(i => i.Op == Op.Loop))
        {
            return gradient;
        }

        var walked = Walked(gradient, gradient.ArrayDestinations);
        foreach (var (destination, input, row) in gradient.InputsOfDestinations.ToList())
        {
            string name = Shadows.AdjointName(gradient.Values[input].Name!, row);
            gradient = walked.Contains(destination) ? Take(gradient, destination, input, name) : gradient;
        }

        return gradient;
    }

    /// <summary>The destinations that are accessed by indices which are known to be in range, and named by no check.</summary>
    private static HashSet<int> Walked(Function gradient, IEnumerable<int> destinations)
    {
        var vectors = new HashSet<int>(destinations.Where(d => gradient.Values[d].Type.Array is { Rank: 1, Element.IsArray: false }));
        var walked = new HashSet<int>();
        var named = new HashSet<int>();
        var indices = new Lazy<KnownIndices>(() => new KnownIndices(gradient, Definitions.Of(gradient), PointsTo.Of(gradient), isGradient: true));
        Visit(gradient.Body);
        walked.ExceptWith(named);
        return walked;

        void Visit(Block block)
        {
            foreach (var instruction in block.Instructions)
            {
                if (instruction.Op == Op.Effect)
                {
                    named.UnionWith(instruction.Operands);
                }
                else if (instruction.Op is Op.Load or Op.Store or Op.Accumulate && instruction.Operands[0] is var array
                    && vectors.Contains(array) && !walked.Contains(array) && indices.Value.AreInRange(instruction))
                {
                    walked.Add(array);
                }

                foreach (var nested in instruction.Blocks)
                {
                    Visit(nested);
                }
            }
        }
    }

    /// <summary>Takes a destination where it is used first.</summary>
    private static Function Take(Function gradient, int destination, int input, string name)
    {
        var values = gradient.Values.Items.ToBuilder();
        var body = gradient.Body.Instructions.Items;
        int first = Enumerable.Range(0, body.Length).First(k => Uses(body[k], destination));
        var length = new Instruction { Op = Op.Length, Results = Define(new Value(IrType.Int32, null)), Operands = ImmutableArray.Create(input) };
        var zero = new Instruction { Op = Op.Constant, Results = Define(new Value(IrType.Int32, null)), Operands = default, Text = "0" };
        var slice = new Instruction
        {
            Op = Op.Slice,
            Results = Define(new Value(gradient.Values[destination].Type, name, IsLocal: true)),
            Operands = ImmutableArray.Create(destination, zero.Result, length.Result),
            Text = Reason,
            IsPrimal = !Uses(body[first], destination, isPrimal: false),
        };
        var renaming = new Renaming();
        renaming.Add(destination, slice.Result);
        var written = body.Take(first).Concat([length, zero, slice]).Concat(body.Skip(first).Select(renaming.Of));
        return gradient with
        {
            Values = values.ToImmutable(),
            Body = gradient.Body with { Instructions = written.ToImmutableArray() },
        };

        ImmutableArray<int> Define(Value value)
        {
            values.Add(value);
            return ImmutableArray.Create(values.Count - 1);
        }
    }

    private static bool Uses(Instruction instruction, int value, bool? isPrimal = null) =>
        instruction.Op != Op.Parameter
        && ((instruction.Operands.Contains(value) && instruction.IsPrimal == (isPrimal ?? instruction.IsPrimal)) || instruction.Blocks.Any(b => b.Instructions.Any(i => Uses(i, value, isPrimal))));
}
