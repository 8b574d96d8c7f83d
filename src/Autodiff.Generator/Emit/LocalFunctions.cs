using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// The local functions of a gradient method: for each recursive function that it calls one for the forward pass and one for
/// the backward pass, or one for both. They share the method's tape.
/// </summary>
internal sealed class LocalFunctions
{
    private readonly List<(string Forward, string? Backward)> names = [];

    /// <summary>Names the local functions of a method.</summary>
    /// <param name="callees">The passes of each function.</param>
    /// <param name="root">The names of the method.</param>
    public LocalFunctions(IReadOnlyList<CalleePasses> callees, NameScope root)
    {
        foreach (var (forward, backward) in callees)
        {
            string name = char.ToUpperInvariant(forward.Name![0]) + forward.Name.Substring(1);
            names.Add(backward is null ? (root.Declare(name + "WithGradient"), null) : (root.Declare(name + "Forward"), root.Declare(name + "Backward")));
        }
    }

    /// <summary>The names, which no local function may give to variables of its own.</summary>
    public IEnumerable<string> Names => names.SelectMany(n => n.Backward is null ? new[] { n.Forward } : [n.Forward, n.Backward]);

    /// <summary>The local function that an instruction calls.</summary>
    public string NameOf(Instruction invoke) =>
        invoke.Op == Op.InvokeReverse ? names[(int)invoke.Bits].Backward! : names[(int)invoke.Bits].Forward;

    /// <summary>The names of the two passes of a function.</summary>
    public (string Forward, string? Backward) NamesOf(int callee) => names[callee];
}
