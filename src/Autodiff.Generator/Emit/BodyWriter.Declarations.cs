using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <content>Variables that are declared before the statement that assigns them.</content>
internal sealed partial class BodyWriter
{
    /// <summary>The column up to which declarations of numbers share a line.</summary>
    private const int DeclarationWidth = 100;

    /// <summary>
    /// Declares the variables that are used in several blocks of a statement, or not assigned everywhere in it: numbers of one type in one
    /// line, those that hold nothing yet before those that start with a number.
    /// </summary>
    private void DeclareBefore(Statement statement, NameScope scope)
    {
        var before = declarations.Before(statement);
        if (before.Count > 0)
        {
            DeclareBefore(statement, before, scope);
        }
    }

    private void DeclareBefore(Statement statement, IReadOnlyList<int> before, NameScope scope)
    {
        var groups = new List<(string Type, string? Start, bool IsPrimal, List<string> Names)>();
        foreach (int value in before)
        {
            bool isDeclaredThere = statement switch
            {
                Define define => variables.IsSameVariable(define.Value, value),
                Moves moves => moves.Items.Any(m => variables.IsSameVariable(m.Target, value)),
                Loop { Counter: >= 0 } loop => variables.IsSameVariable(loop.Arguments[loop.Counter], value),
                _ => false,
            };
            if (isDeclaredThere || !variables.Declare(value, scope, out string name))
            {
                continue;
            }

            var (type, start) = (Scope(value) + function.Values[value].Type.Text, StartOf(value));
            bool isPrimal = schedule.IsPrimal(value);
            if (IsNumber(value) && groups.Find(g => g.Type == type && g.Start == start && g.IsPrimal == isPrimal).Names is { } names)
            {
                names.Add(name);
            }
            else
            {
                groups.Add((type, start, isPrimal, [name]));
            }
        }

        foreach (var (type, start, _, names) in groups.OrderBy(g => g.Start is null ? 0 : 1))
        {
            WriteDeclarations(type, [.. names.Select(n => start is null ? n : $"{n} = {start}")]);
        }
    }

    private void WriteDeclarations(string type, List<string> names)
    {
        string line = string.Empty;
        foreach (string name in names)
        {
            if (line.Length > 0 && (4 * depth) + line.Length + name.Length > DeclarationWidth)
            {
                writer.Line(line + ";");
                line = string.Empty;
            }

            line += line.Length == 0 ? $"{type} {name}" : $", {name}";
        }

        writer.Line(line + ";");
    }

    private void Declare(int value, NameScope scope)
    {
        if (variables.Declare(value, scope, out string name))
        {
            WriteDeclarations(Scope(value) + function.Values[value].Type.Text, [StartOf(value) is { } start ? $"{name} = {start}" : name]);
        }
    }

    private bool IsNumber(int value) => function.Values[value].Type is { IsFloating: true } or { IsInteger: true } or { Kind: IrTypeKind.Boolean };

    /// <summary>What a variable holds before an arm assigns to it; null where that is nothing.</summary>
    private string? StartOf(int value)
    {
        if (armStarts.Of(value) is { } start)
        {
            return printer.PrintAssigned(start);
        }

        if (!declarations.NeedsValue(value))
        {
            return null;
        }

        var type = function.Values[value].Type;
        return type.IsFloating || type.IsInteger ? "0"
            : type.Kind == IrTypeKind.Boolean ? "false"
            : type.Array is { Shape: not ArrayShape.Array } ? "default"
            : "default!";
    }

    /// <summary>
    /// The modifier of a span that may be assigned one on the stack: to C#, it must not leave the method, which what it is
    /// first assigned may not say.
    /// </summary>
    private string Scope(int value) =>
        function.Values[value].Type.Array is { Shape: not ArrayShape.Array } && PooledArrays.UsesStack(function) ? "scoped " : string.Empty;
}
