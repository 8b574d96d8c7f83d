namespace Autodiff.Generator.Differentiation;

/// <summary>The adjoint so far of each value in one row, in the order in which they were first reached.</summary>
internal sealed class Adjoints(Row row)
{
    private readonly Dictionary<int, (int Adjoint, int Origin)> byValue = [];
    private readonly List<int> order = [];

    /// <summary>The row that they belong to.</summary>
    public Row Row => row;

    public IReadOnlyList<int> Values => order;

    public int? Find(int value) => byValue.TryGetValue(value, out var found) ? found.Adjoint : null;

    /// <summary>The statement that contributed last, or −1.</summary>
    public int OriginOf(int value) => byValue.TryGetValue(value, out var found) ? found.Origin : -1;

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        byValue.Clear();
        order.Clear();
    }

    public void Set(int value, int adjoint, int origin)
    {
        if (!byValue.ContainsKey(value))
        {
            order.Add(value);
        }

        byValue[value] = (adjoint, origin);
    }
}
