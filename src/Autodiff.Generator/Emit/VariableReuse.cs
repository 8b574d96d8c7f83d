using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// In a long method the variables of the backward pass are used again and again: the just-in-time compiler keeps track of
/// about a thousand variables, and leaves the rest in memory.
/// </summary>
internal static class VariableReuse
{
    /// <summary>Has variables of a long method used again, and gives those.</summary>
    public static HashSet<int> Find(Function function, ValueClasses classes, List<Statement> statements)
    {
        var reused = new HashSet<int>();
        var free = new Dictionary<IrType, SortedSet<int>>();
        var expiring = new SortedDictionary<int, List<int>>();
        foreach (var statement in statements)
        {
            while (expiring.Count > 0 && expiring.First() is var next && next.Key <= 2 * statement.Position)
            {
                expiring.Remove(next.Key);
                foreach (int variable in next.Value)
                {
                    Free(function.Values[variable].Type).Add(variable);
                }
            }

            if (statement is not Define { IsPrimal: false } define || classes.IsGiven(classes.Find(define.Value)))
            {
                continue;
            }

            int value = classes.Find(define.Value);
            var range = classes.RangesOf(value);
            if (range[0].From != (2 * statement.Position) + 1 || range[range.Count - 1].To <= range[0].From)
            {
                continue;
            }

            int last = range[range.Count - 1].To;
            var available = Free(function.Values[value].Type);
            if (available.Count > 0)
            {
                int variable = available.Min;
                available.Remove(variable);
                value = classes.Unite(value, classes.Find(variable));
            }

            reused.Add(value);
            if (!expiring.TryGetValue(last, out var list))
            {
                expiring.Add(last, list = []);
            }

            list.Add(value);
        }

        return reused;

        SortedSet<int> Free(IrType type) => free.TryGetValue(type, out var set) ? set : free[type] = [];
    }
}
