using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>The local variables that hold the workspaces: one for each type of elements.</summary>
internal sealed class Workspaces
{
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

    public Workspaces(Function function, NameScope root)
    {
        Find(function, function.Body, root);
    }

    /// <summary>The declarations, at the top of the method.</summary>
    public IEnumerable<string> Declarations => names.Select(n => $"var {n.Value} = new global::Autodiff.Runtime.Workspace<{n.Key}>();");

    /// <summary>The statements that give the storage back, before the method returns.</summary>
    public IEnumerable<string> Releases => names.Select(n => $"{n.Value}.Return();");

    /// <summary>The workspace of arrays of a type.</summary>
    public string this[string element] => names[element];

    private void Find(Function function, Block block, NameScope root)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction is { Op: Op.Allocate, Text: PooledArrays.Workspace })
            {
                string element = function.Values[instruction.Result].Type.Array!.Element.Text;
                if (!names.ContainsKey(element))
                {
                    string suffix = element == "double" ? string.Empty : char.ToUpperInvariant(element[0]) + element.Substring(1);
                    names.Add(element, root.Declare("workspace" + suffix));
                }
            }

            foreach (var nested in instruction.Blocks)
            {
                Find(function, nested, root);
            }
        }
    }
}
