using System.Collections.Immutable;
using System.Globalization;
using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis.CSharp;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Names what is read from an array, and what has no name and is put into one, after the array and the index: <c>xi</c> for <c>x[i]</c>,
/// <c>camera9</c> for <c>camera[9]</c>, <c>weightsIJ</c> for <c>weights[i, j]</c>. A value that is kept for the reverse sweep has the same name
/// there; and what a loop sums up for the adjoint of one element is called after that. The names that the method has already are left to it.
/// </summary>
internal static class ElementNames
{
    /// <summary>What ends the name of a destination, which holds the adjoints of its parameter.</summary>
    private const string Destination = "Gradient";

    /// <summary>Gives such names to the values that have none.</summary>
    public static Function Give(Function function)
    {
        var names = new Dictionary<int, string>();
        var constants = new Dictionary<int, long>();
        var unnamed = new HashSet<int>();
        var sums = new HashSet<int>();
        var rows = function.Rows.Length == 0 ? [] : function.InputsOfDestinations.ToDictionary(d => d.Destination, d => (Input: function.Values[d.Input].Name!.TrimStart('@'), d.Row));
        HashSet<string>? taken = null;
        Visit(function.Body);
        if (names.Count == 0)
        {
            return function;
        }

        var values = function.Values.Items.ToBuilder();
        foreach (var name in names)
        {
            values[name.Key] = values[name.Key] with { Name = name.Value, Owner = -1 - name.Key };
        }

        return function with { Values = values.MoveToImmutable() };

        void Visit(Block block)
        {
            foreach (var instruction in block.Instructions)
            {
                switch (instruction.Op)
                {
                    case Op.Constant when function.Values[instruction.Result].Type.IsInteger:
                        constants[instruction.Result] = instruction.Bits;
                        break;
                    case Op.Load when function.Values[instruction.Result] is { Name: null, Type.IsArray: false } && NameOf(instruction, instruction.Operands.Length) is { } name:
                        names.Add(instruction.Result, name);
                        break;
                    case >= Op.Add and <= Op.Select when function.Values[instruction.Result] is { Name: null, Type.IsFloating: true }:
                        unnamed.Add(instruction.Result);
                        break;
                    case Op.Loop:
                        sums.UnionWith(instruction.Results.Skip(instruction.IsPrimal ? instruction.PrimalResults ?? instruction.Results.Length : 0)
                            .Where(r => function.Values[r] is { Name: null, Type.IsFloating: true }));
                        break;
                    case Op.Store or Op.Accumulate when !instruction.IsPrimal && instruction.Operands[instruction.Operands.Length - 1] is var sum && sums.Remove(sum)
                        && NameOf(instruction, instruction.Operands.Length - 1) is { } name:
                        names.Add(sum, name);
                        break;
                    case Op.Store when instruction.IsPrimal && instruction.Operands[instruction.Operands.Length - 1] is var stored && unnamed.Remove(stored)
                        && NameOf(instruction, instruction.Operands.Length - 1) is { } name:
                        names.Add(stored, name);
                        break;
                }

                foreach (var inner in instruction.Blocks)
                {
                    Visit(inner);
                }
            }
        }

        string? NameOf(Instruction access, int end)
        {
            string? name = function.Values[access.Operands[0]].Name?.TrimStart('@');
            bool isLetter = name is not null && IsLetter(name);
            if (!access.IsPrimal && rows.TryGetValue(access.Operands[0], out var part))
            {
                name = Shadows.AdjointName(part.Input, part.Row);
                isLetter = IsLetter(part.Input);
            }
            else if (name is not null && !access.IsPrimal && name.EndsWith(Destination, StringComparison.Ordinal) && name.Length > Destination.Length)
            {
                name = "d" + char.ToUpperInvariant(name[0]) + name.Substring(1, name.Length - Destination.Length - 1);
                isLetter = IsLetter(name);
            }

            foreach (int index in access.Operands.Take(end).Skip(1))
            {
                name = name is null || TextOf(index) is not { } text ? null : Join(name, text, isLetter);
            }

            return name is null || IsTaken(name) || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? null : name;
        }

        bool IsTaken(string name)
        {
            taken ??= new(function.Values.Select(v => v.Name).OfType<string>(), StringComparer.Ordinal);
            return taken.Contains(name);
        }

        string? TextOf(int index) => constants.TryGetValue(index, out long number)
            ? number >= 0 ? number.ToString(CultureInfo.InvariantCulture) : null
            : function.Values[index].Name?.TrimStart('@');
    }

    /// <summary>After a letter a letter stands as it does in print, after a word as the next word; two numbers would read as one.</summary>
    private static string? Join(string name, string index, bool isLetter) =>
        char.IsDigit(name[name.Length - 1]) && char.IsDigit(index[0]) ? null
        : isLetter && index.Length == 1 ? name + index
        : name + char.ToUpperInvariant(index[0]) + index.Substring(1);

    /// <summary>Whether a name is a letter, with a number behind it or the <c>d</c> of an adjoint before it.</summary>
    private static bool IsLetter(string name)
    {
        string bare = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return bare.Length == 1 || (bare.Length == 2 && bare[0] == 'd' && char.IsUpper(bare[1]));
    }
}
