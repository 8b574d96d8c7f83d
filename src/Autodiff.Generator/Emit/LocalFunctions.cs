using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// The local functions of a gradient method: for each recursive function that it calls one for the forward pass and one for
/// the backward pass. They share the method's tape.
/// </summary>
internal sealed class LocalFunctions
{
    private readonly List<(string Forward, string Backward)> names = [];

    /// <summary>Names the local functions of a method.</summary>
    /// <param name="callees">The passes of each function.</param>
    /// <param name="root">The names of the method.</param>
    public LocalFunctions(IReadOnlyList<(Function Forward, Function Backward)> callees, NameScope root)
    {
        foreach (var (forward, _) in callees)
        {
            string name = char.ToUpperInvariant(forward.Name![0]) + forward.Name.Substring(1);
            names.Add((root.Declare(name + "Forward"), root.Declare(name + "Backward")));
        }
    }

    /// <summary>The names, which no local function may give to variables of its own.</summary>
    public IEnumerable<string> Names => names.SelectMany(n => new[] { n.Forward, n.Backward });

    /// <summary>The local function that an instruction calls.</summary>
    public string NameOf(Instruction invoke) =>
        invoke.Op == Op.Invoke ? names[(int)invoke.Bits].Forward : names[(int)invoke.Bits].Backward;

    /// <summary>The names of the two passes of a function.</summary>
    public (string Forward, string Backward) NamesOf(int callee) => names[callee];
}
