using System.Collections.Immutable;
using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Takes from a cache the arrays that have to be arrays: matrices, jagged arrays, and what a loop hands on, a branch chooses,
/// another array or the tape holds. A gradient method returns numbers only and keeps no state, so that none of them outlives
/// the call; what the user's own code is given, which may keep it, stays on the heap.
/// </summary>
/// <remarks>
/// What was taken is given back when the method returns. A loop that takes only what does not outlive its block gives it back in
/// each iteration besides. The recursive functions of a method use the method's cache.
/// </remarks>
internal sealed class CachedArrays
{
    /// <summary>The text of an allocation from the cache.</summary>
    public const string Place = "arrays";

    private readonly HashSet<string> given;
    private readonly bool takesInCalls;
    private readonly ImmutableArray<Value>.Builder values;
    private readonly HashSet<int> local;

    private CachedArrays(Function function, HashSet<string> given, bool takesInCalls)
    {
        this.given = given;
        this.takesInCalls = takesInCalls;
        values = function.Values.Items.ToBuilder();
        local = [.. LocalArrays.Find(function).Values];
    }

    /// <summary>Chooses the places of the arrays of a method and of its recursive functions.</summary>
    public static (Function Method, List<CalleePasses> Callees) Choose(Function method, IReadOnlyList<CalleePasses> callees)
    {
        if (!callees.SelectMany(c => c.All).Prepend(method).Any(f => Takes(f, [])))
        {
            return (method, [.. callees]);
        }

        var given = new HashSet<string>(callees.SelectMany(c => c.All).Prepend(method).SelectMany(Given), StringComparer.Ordinal);

        // What a function that is reversed in place makes is garbage when it returns: the cache would hold that of all its calls.
        var written = callees.Select(c => c.Backward is null ? c : c.Select(f => Write(f, true))).ToList();
        return (Write(method, callees.Any(c => c.Backward is not null && c.All.Any(f => Takes(f, given)))), written);

        Function Write(Function function, bool takesInCalls) => new CachedArrays(function, given, takesInCalls).Run(function);
    }

    private Function Run(Function function)
    {
        var body = Visit(function.Body, []);
        body = body with { Instructions = MarkedLoops.WithoutLastReleases(body.Instructions, values) };
        return function with { Values = values.ToImmutable(), Body = body };
    }

    /// <summary>Writes a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="taken">What the innermost loop takes: the storage, or null where it takes what it cannot give back.</param>
    private Block Visit(Block block, List<string?> taken)
    {
        var written = ImmutableArray.CreateBuilder<Instruction>();
        foreach (var instruction in block.Instructions)
        {
            if (MayCache(instruction, values, given))
            {
                var placed = instruction with { Op = Op.Allocate, Text = Place };
                written.Add(placed);
                taken.Add(local.Contains(instruction.Result) ? Workspaces.KeyOf(placed, values[instruction.Result].Type) : null);
            }
            else if (instruction.Op == Op.Loop)
            {
                var (inHeader, inBody) = (new List<string?>(), new List<string?>());
                var header = Visit(instruction.Blocks[0], inHeader);
                var body = Visit(instruction.Blocks[1], inBody);
                bool isReleased = !inHeader.Contains(null) && !inBody.Contains(null);
                MarkedLoops.Write(
                    instruction with { Blocks = ImmutableArray.Create(header, body) },
                    isReleased ? inHeader.ConvertAll(key => key!) : [],
                    isReleased ? inBody.ConvertAll(key => key!) : [],
                    values,
                    written);
                if (!isReleased)
                {
                    taken.Add(null);
                }
            }
            else
            {
                if (takesInCalls && instruction.Op is Op.Invoke or Op.InvokeReverse or Op.InvokeWithGradient)
                {
                    taken.Add(null);
                }

                written.Add(instruction with { Blocks = instruction.Blocks.Select(b => Visit(b, taken)).ToImmutableArray() });
            }
        }

        return block with { Instructions = written.ToImmutable() };
    }

    /// <summary>The types of the arrays that the user's own code is given, through all levels.</summary>
    private static IEnumerable<string> Given(Function function)
    {
        return function.Body.Instructions.SelectMany(Within)
            .Where(i => i.Op is Op.Opaque or Op.Effect && !i.Text!.StartsWith(LocalArrays.Library, StringComparison.Ordinal) && !IsTestOfNull(i.Text))
            .SelectMany(i => i.Operands)
            .SelectMany(o => Levels(function.Values[o].Type));

        static IEnumerable<Instruction> Within(Instruction instruction) =>
            instruction.Blocks.SelectMany(b => b.Instructions).SelectMany(Within).Prepend(instruction);

        static bool IsTestOfNull(string text) => text is "{0} is null" or "{0} is not null";

        static IEnumerable<string> Levels(IrType type) =>
            type.Array is { } array ? Levels(array.Element).Prepend(IrType.ArrayOf(array.Element, ArrayShape.Array, array.Rank).Text) : [];
    }

    private static bool Takes(Function function, HashSet<string> given)
    {
        return Takes(function.Body);

        bool Takes(Block block) => block.Instructions.Any(i => MayCache(i, function.Values, given) || (i.Blocks.Length > 0 && i.Blocks.Any(Takes)));
    }

    /// <summary>Whether an instruction makes the shadow of an array that is given.</summary>
    private static bool IsLike(Instruction instruction) =>
        instruction.Op == Op.Opaque && instruction.Text!.StartsWith(LocalArrays.Library + "ZerosLike(", StringComparison.Ordinal);

    private static bool MayCache(Instruction instruction, IReadOnlyList<Value> values, HashSet<string> given)
    {
        if (!IsLike(instruction) && (instruction is not { Op: Op.Allocate, Text: null } || instruction.Operands.Any(o => values[o].Type.Kind != IrTypeKind.Int32)))
        {
            return false;
        }

        var type = values[instruction.Result].Type.Array!;
        var row = type.Element.Array;
        bool isKept = row is null ? type.Rank <= 2 : type.Rank == 1 && row is { Shape: ArrayShape.Array, Rank: 1, Element.IsArray: false };
        return isKept
            && type.Element.Innermost.Kind is IrTypeKind.Boolean or >= IrTypeKind.Double
            && !given.Contains(IrType.ArrayOf(type.Element, ArrayShape.Array, type.Rank).Text);
    }
}
