namespace Autodiff.Generator.Differentiation;

/// <summary>The adjoint so far of each value, in the order in which they were first reached.</summary>
internal sealed class Adjoints
{
    private readonly Dictionary<int, int> byValue = [];
    private readonly Dictionary<int, int> origins = [];
    private readonly List<int> order = [];

    public IReadOnlyList<int> Values => order;

    public int? Find(int value) => byValue.TryGetValue(value, out int adjoint) ? adjoint : null;

    /// <summary>The statement that contributed last, or −1.</summary>
    public int OriginOf(int value) => origins.TryGetValue(value, out int origin) ? origin : -1;

    public void Set(int value, int adjoint, int origin)
    {
        origins[value] = origin;
        if (!byValue.ContainsKey(value))
        {
            order.Add(value);
        }

        byValue[value] = adjoint;
    }
}
