using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>Assignments to variables that are declared: <c>x += e</c>, where that is what is computed.</summary>
internal sealed class Assignments(Function function, Schedule schedule, Variables variables)
{
    /// <summary>An assignment to a variable that is declared, shortened where it can be.</summary>
    public string Print(int target, string name, Instruction definition, string expression)
    {
        foreach (string compound in new[] { " + ", " - ", " * ", " / " })
        {
            string prefix = name + compound;
            if (expression.StartsWith(prefix, StringComparison.Ordinal) && IsCompound(target, definition, compound == " + "))
            {
                string rest = expression.Substring(prefix.Length);
                return rest == "1" && compound is " + " or " - " && function.Values[target].Type.IsInteger
                    ? name + compound[1] + compound[1]
                    : $"{name}{compound.TrimEnd()}= {(IsWrapped(rest) ? rest.Substring(1, rest.Length - 2) : rest)}";
            }
        }

        return $"{name} = {expression}";
    }

    /// <summary>
    /// Whether x = x + e can be written x += e: where x is the first operand, and, in derivative code, where it is the first
    /// term of a longer sum.
    /// </summary>
    private bool IsCompound(int target, Instruction definition, bool isSum)
    {
        while (definition.Operands.Length == 2 && definition.Effects == Effects.None)
        {
            int left = definition.Operands[0];
            if (!schedule.IsInline(left) || schedule.Definition(left).Op == Op.Parameter)
            {
                return variables.IsSameVariable(left, target);
            }

            if (!isSum || definition is not { Op: Op.Add or Op.Subtract, IsDerivative: true } || schedule.Definition(left).Op is not (Op.Add or Op.Subtract))
            {
                return false;
            }

            definition = schedule.Definition(left);
        }

        return false;
    }

    /// <summary>Whether one pair of parentheses encloses the whole text.</summary>
    private static bool IsWrapped(string text)
    {
        if (text[0] != '(' || text[text.Length - 1] != ')')
        {
            return false;
        }

        int depth = 0;
        for (int i = 0; i < text.Length - 1; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth == 0)
            {
                return false;
            }
        }

        return true;
    }
}
