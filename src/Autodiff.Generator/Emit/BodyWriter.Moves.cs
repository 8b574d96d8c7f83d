using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <content>
/// Copies that happen at once, written one after the other: each before what it reads is overwritten, and as one
/// assignment of tuples where they go round in a circle.
/// </content>
internal sealed partial class BodyWriter
{
    private void Write(Moves moves, NameScope scope)
    {
        if (moves.Test < 0)
        {
            WriteMoves(moves, scope);
            return;
        }

        string condition = printer.PrintNegated(moves.Test);
        if (IsOverwritten(moves))
        {
            string name = scope.Declare("goesOn");
            writer.Line($"bool {name} = {printer.Print(moves.Test)};");
            condition = "!" + name;
        }

        WriteMoves(moves, scope);
        WriteLeave(condition);
    }

    /// <summary>Whether what a test reads is overwritten by the copies before it.</summary>
    private bool IsOverwritten(Moves moves)
    {
        var written = moves.Items.Where(m => !IsNothing(m)).ToDictionary(m => variables.VariableOf(m.Target), m => m.Value);
        return LeavesOf(moves.Test).Any(leaf => written.TryGetValue(variables.VariableOf(leaf), out int value) && value != leaf);
    }

    private IEnumerable<int> LeavesOf(int value) => schedule.IsLeaf(value) ? [value] : schedule.Leaves(schedule.Definition(value));

    private void WriteMoves(Moves moves, NameScope scope)
    {
        var items = moves.Items.Where(m => !IsNothing(m)).ToList();
        var order = Order(items, out var circle);
        bool isReordered = order.Count(i => schedule.Acts(items[i].Value)) > 1 && !order.SequenceEqual(order.OrderBy(i => i));
        if (isReordered)
        {
            WriteAtOnce(items, scope);
            return;
        }

        foreach (int i in order)
        {
            WriteMove(items[i], scope);
        }

        WriteAtOnce([.. circle.Select(i => items[i])], scope);
    }

    private void WriteMove(Move move, NameScope scope)
    {
        // A mere copy belongs to what stands before it.
        var statement = new Define(move.Value, schedule.IsLeaf(move.Value) ? lastOrigin : move.Origin, move.IsPrimal);
        if (schedule.Definition(move.Target).Op == Op.Argument && IsUnread(move.Target))
        {
            Line($"_ = {printer.Print(move.Value)};", statement);
            return;
        }

        WriteAssignment(move.Target, schedule.Definition(move.Value), printer.PrintAssigned(move.Value), statement, scope);
    }

    private bool IsUnread(int argument) => variables.Members(argument).All(m => schedule.Uses(m) == 0);

    /// <summary>An order in which nothing is overwritten before it is read, and what no order serves.</summary>
    private List<int> Order(List<Move> items, out List<int> circle)
    {
        var writers = new Dictionary<int, int>();
        for (int i = 0; i < items.Count; i++)
        {
            writers[variables.VariableOf(items[i].Target)] = i;
        }

        int[] readers = new int[items.Count];
        var overwrites = items.Select((m, i) => LeavesOf(m.Value)
            .Select(leaf => writers.TryGetValue(variables.VariableOf(leaf), out int w) ? w : -1)
            .Where(w => w >= 0 && w != i)
            .Distinct()
            .ToList()).ToList();
        foreach (int writer in overwrites.SelectMany(w => w))
        {
            readers[writer]++;
        }

        var ready = new SortedSet<int>(Enumerable.Range(0, items.Count).Where(i => readers[i] == 0));
        var order = new List<int>();
        while (ready.Count > 0)
        {
            int i = ready.Min;
            ready.Remove(i);
            order.Add(i);
            foreach (int writer in overwrites[i])
            {
                if (--readers[writer] == 0)
                {
                    ready.Add(writer);
                }
            }
        }

        circle = [.. Enumerable.Range(0, items.Count).Where(i => readers[i] > 0)];
        return order;
    }

    private void WriteAtOnce(List<Move> items, NameScope scope)
    {
        if (items.Count == 0)
        {
            return;
        }

        foreach (var move in items)
        {
            Declare(move.Target, scope);
        }

        // A span cannot be an element of a tuple.
        if (items.Any(m => function.Values[m.Target].Type.Array is { Shape: not ArrayShape.Array }))
        {
            var kept = new List<string>();
            foreach (var move in items.Take(items.Count - 1))
            {
                string name = scope.Declare("t");
                kept.Add(name);
                writer.Line($"{function.Values[move.Target].Type.Text} {name} = {printer.PrintAssigned(move.Value)};");
            }

            var last = items[items.Count - 1];
            writer.Line($"{variables.NameOf(last.Target)} = {printer.PrintAssigned(last.Value)};");
            for (int i = 0; i < kept.Count; i++)
            {
                writer.Line($"{variables.NameOf(items[i].Target)} = {kept[i]};");
            }

            return;
        }

        string targets = string.Join(", ", items.Select(m => variables.NameOf(m.Target)));
        string values = string.Join(", ", items.Select(m => printer.PrintAssigned(m.Value)));
        Line($"({targets}) = ({values});", new Define(items[0].Value, items.Max(m => m.Origin), items[0].IsPrimal));
    }
}
