using Autodiff.Generator.Analysis;
using Autodiff.Generator.Discovery;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Writes what the overload with destinations requires of its arrays, before anything is written: destinations of the shape of
/// their inputs, and no array that is written in memory that anything else is read from.
/// </summary>
internal static class ArgumentChecks
{
    /// <summary>Where the checks are.</summary>
    public const string Runtime = "global::Autodiff.Runtime.Arguments.";

    /// <summary>How many arrays one call compares with another.</summary>
    private const int MaximumOthers = 6;

    /// <summary>An array that the method is given or reads.</summary>
    /// <param name="Name">How it is written.</param>
    /// <param name="Element">The type of its numbers.</param>
    private sealed record Input(string Name, IrType Element);

    /// <summary>Writes one line for each requirement.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="method">The declaration.</param>
    /// <param name="function">What the method computes.</param>
    public static void Write(CodeWriter writer, MarkedMethod method, Function function)
    {
        var names = method.Destination.ParameterNames;
        var types = function.Parameters.Select(p => function.Values[p].Type).ToList();
        var inputs = Enumerable.Range(0, types.Count).Select(i => IsComparable(types[i]) ? new Input(names[i], types[i].Innermost) : null).ToList();
        var fields = new StoredArrays(function, names).Find().Where(f => IsComparable(f.Type)).Select(f => new Input(f.Text, f.Type.Innermost)).Distinct().ToList();
        var written = Written(function);
        var lines = new List<string>();
        var destinations = new List<Input>();
        foreach (var (i, destination) in method.Destinations.Select((d, k) => (d.Parameter, names[types.Count + k])))
        {
            if (!types[i].IsArray)
            {
                continue;
            }

            var element = types[i].Innermost;
            var references = Enumerable.Range(0, types.Count)
                .Where(j => types[j] == element && method.Parameters[j].IsByReference)
                .Select(j => new Input($"new global::System.ReadOnlySpan<{element.Text}>(in {names[j]})", element));
            lines.Add($"{Runtime}CheckDestination<{element.Text}>({names[i]}, {destination});");
            AddOverlaps(new Input(destination, element), inputs.Where((_, j) => j != i).Concat(fields).Concat(references).Concat(destinations));
            destinations.Add(new Input(destination, element));
        }

        foreach (int i in written)
        {
            if (inputs[i] is null)
            {
                continue;
            }

            if (types[i].Array!.Element.IsArray)
            {
                lines.Add($"{Runtime}CheckRows<{types[i].Innermost.Text}>({names[i]});");
            }

            // Of two that are both written, the first is named.
            AddOverlaps(inputs[i]!, inputs.Where((_, j) => j != i && !(written.Contains(j) && j < i)).Concat(fields));
        }

        foreach (string line in lines)
        {
            writer.Line(line);
        }

        if (lines.Count > 0)
        {
            writer.Line();
        }

        void AddOverlaps(Input target, IEnumerable<Input?> others)
        {
            var same = others.Where(o => o is not null && o.Element == target.Element).Select(o => o!.Name).ToList();
            for (int k = 0; k < same.Count; k += MaximumOthers)
            {
                lines.Add($"{Runtime}CheckOverlap<{target.Element.Text}>({target.Name}, {string.Join(", ", same.Skip(k).Take(MaximumOthers))});");
            }
        }
    }

    /// <summary>Whether the library compares arrays of a type: jagged ones of one level, and such of up to three dimensions.</summary>
    public static bool IsComparable(IrType type) => type.Array is { } array
        && (array.Element.Array is { } row ? array.Rank == 1 && row is { Rank: 1, Element.IsArray: false } : array.Rank <= 3);

    /// <summary>The indices of the parameters whose arrays are written.</summary>
    private static List<int> Written(Function function)
    {
        var memory = PointsTo.Of(function);
        var found = new HashSet<int>();
        Visit(function.Body);
        return Enumerable.Range(0, function.Parameters.Length).Where(i => found.Contains(function.Parameters[i])).ToList();

        void Visit(Block block)
        {
            foreach (var instruction in block.Instructions)
            {
                if (instruction.Op is Op.Store or Op.Fill)
                {
                    found.UnionWith(memory.SourcesOf(instruction.Operands[0]));
                }
                else if (instruction.Op == Op.Copy)
                {
                    found.UnionWith(memory.SourcesOf(instruction.Operands[1]));
                }
                else if (instruction.Op == Op.Invoke)
                {
                    found.UnionWith(instruction.Operands.Where((_, i) => function.CalleeOf(instruction).Writes(i)).SelectMany(memory.SourcesOf));
                }

                foreach (var nested in instruction.Blocks)
                {
                    Visit(nested);
                }
            }
        }
    }
}
