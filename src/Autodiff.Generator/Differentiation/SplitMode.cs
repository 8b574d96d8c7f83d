using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Split mode: a function that calls itself is reversed by two functions, as Tapenade and the textbooks have it (Griewank and
/// Walther, Evaluating Derivatives, 2008, §12.2). The forward one computes what the function does and leaves on the tape what the
/// backward one needs; that is given the adjoints of the results and gives those of the parameters.
/// </summary>
/// <remarks>
/// The two are made as one function, whose body stands in a loop that runs once, and in whose reverse sweep a loop that runs
/// once stands for the backward function: what goes from one iteration's forward sweep to its reverse sweep goes by way of the
/// tape already. Afterwards they are cut apart.
/// </remarks>
internal static class SplitMode
{
    /// <summary>The text of a loop that runs once.</summary>
    public const string Once = "once";

    /// <summary>Puts the body of a function into a loop that runs once.</summary>
    public static Function Wrap(Function callee)
    {
        var values = callee.Values.Items.ToBuilder();
        var outside = ImmutableArray.CreateBuilder<Instruction>();
        outside.AddRange(callee.Body.Instructions.Where(i => i.Op == Op.Parameter));
        var types = callee.Body.Yields.Select(y => callee.Values[y].Type).ToList();
        var initial = types.Select(t => Define(new Instruction { Op = Op.Undefined, Results = default, Operands = default, IsPrimal = true }, t, outside)).ToImmutableArray();
        var inHeader = ImmutableArray.CreateBuilder<Instruction>();
        int runs = Define(Truth(true), IrType.Boolean, inHeader);
        var arguments = types.Select(NewValue).ToImmutableArray();
        var inBody = callee.Body.Instructions.Where(i => i.Op != Op.Parameter).ToImmutableArray().ToBuilder();
        int goesOn = Define(Truth(false), IrType.Boolean, inBody);
        var header = new Block(inHeader.ToImmutable(), ImmutableArray.Create(runs)) { Arguments = arguments };
        var body = new Block(inBody.ToImmutable(), ImmutableArray.Create(goesOn).AddRange(callee.Body.Yields));
        var results = types.Select(NewValue).ToImmutableArray();
        outside.Add(new Instruction { Op = Op.Loop, Results = results, Operands = initial, Blocks = ImmutableArray.Create(header, body), Text = Once, IsPrimal = true });
        return callee with { Values = values.ToImmutable(), Body = new Block(outside.ToImmutable(), results) };

        int NewValue(IrType type)
        {
            values.Add(new Value(type, null));
            return values.Count - 1;
        }

        int Define(Instruction instruction, IrType type, ImmutableArray<Instruction>.Builder block)
        {
            int result = NewValue(type);
            block.Add(instruction with { Results = ImmutableArray.Create(result) });
            return result;
        }
    }

    /// <summary>Cuts a function in two whose body stands in a loop that runs once.</summary>
    /// <param name="gradient">The function with its reverse sweep.</param>
    /// <param name="callee">The function that it was made of.</param>
    public static (Function Forward, Function Backward) Split(Function gradient, Function callee)
    {
        int cut = gradient.Body.Instructions.Items.ToList().FindIndex(IsOnce);
        int parameters = callee.Parameters.Length;
        int results = callee.Body.Yields.Length;
        var before = gradient.Body.Instructions.Take(cut).ToList();
        bool IsOwn(Instruction i) => i.Op != Op.Parameter || i.Bits < parameters;
        var forward = gradient with
        {
            Parameters = gradient.Parameters.Take(parameters).ToImmutableArray(),
            Differentiated = gradient.Differentiated.Take(parameters).ToImmutableArray(),
            GradientOrigins = default,
            Body = Flatten(before.Where(IsOwn).Append(gradient.Body.Instructions[cut]), gradient.Body.Yields.Take(results)),
        };
        var backward = gradient with
        {
            Body = Flatten(
                before.Where(i => i.IsPure).Concat(gradient.Body.Instructions.Skip(cut + 1)),
                gradient.Body.Yields.Skip(results)),
        };
        RequireWhole(forward);
        RequireWhole(backward);
        return (forward, backward);
    }

    private static bool IsOnce(Instruction instruction) => instruction is { Op: Op.Loop, Text: Once };

    private static Instruction Truth(bool value) =>
        new() { Op = Op.Constant, Results = default, Operands = default, Text = value ? "true" : "false", Bits = value ? 1 : 0, IsPrimal = true };

    /// <summary>A block in which the loops that run once are their bodies.</summary>
    private static Block Flatten(IEnumerable<Instruction> instructions, IEnumerable<int> yields)
    {
        var renaming = new Renaming();
        var flat = ImmutableArray.CreateBuilder<Instruction>();
        foreach (var instruction in instructions)
        {
            if (!IsOnce(instruction))
            {
                flat.Add(renaming.Of(instruction));
                continue;
            }

            var (header, body) = (instruction.Blocks[0], instruction.Blocks[1]);
            flat.AddRange(header.Instructions.Concat(body.Instructions).Select(renaming.Of));
            for (int i = 0; i < instruction.Results.Length; i++)
            {
                renaming.Add(instruction.Results[i], body.Yields[i + 1]);
            }
        }

        return new Block(flat.ToImmutable(), yields.Select(renaming.Of).ToImmutableArray());
    }

    /// <summary>Nothing goes from the one to the other but by way of the tape.</summary>
    private static void RequireWhole(Function function)
    {
        var known = new HashSet<int>();
        Visit(function.Body);

        void Visit(Block block)
        {
            known.UnionWith(block.Arguments);
            foreach (var instruction in block.Instructions)
            {
                foreach (int operand in instruction.Operands)
                {
                    Require(operand);
                }

                foreach (var nested in instruction.Blocks)
                {
                    Visit(nested);
                }

                known.UnionWith(instruction.Results);
            }

            foreach (int value in block.Yields)
            {
                Require(value);
            }
        }

        void Require(int value)
        {
            if (!known.Contains(value))
            {
                throw new InvalidOperationException("The reverse sweep of a recursive function reads what is not on the tape.");
            }
        }
    }
}
