using System.Collections.Immutable;
using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>Has calls with several results give one tuple, of which the results are elements: so they are written in C#.</summary>
internal sealed class TupleCalls : Rewriter
{
    private readonly IReadOnlyList<CalleePasses> callees;

    private TupleCalls(Function source, IReadOnlyList<CalleePasses> callees)
        : base(source)
    {
        this.callees = callees;
    }

    public static Function Write(Function function, IReadOnlyList<CalleePasses> callees) =>
        callees.Count == 0 ? function : new TupleCalls(function, callees).Run();

    /// <summary>The type that a function returns.</summary>
    public static string TypeOf(Function function) => function.Body.Yields.Length switch
    {
        0 => "void",
        1 => function.Values[function.Body.Yields[0]].Type.Text,
        _ => "(" + string.Join(", ", function.Body.Yields.Zip(ElementsOf(function), (y, name) => $"{function.Values[y].Type.Text} {name}")) + ")",
    };

    /// <summary>The names of what a function returns: of its results, then of the adjoints of its parameters.</summary>
    private static List<string> ElementsOf(Function function)
    {
        var scope = new NameScope(null);
        int results = function.Body.Yields.Length - function.GradientOrigins.Length;
        var adjoints = function.Parameters
            .Where((p, i) => function.Differentiated[i] && !function.Values[p].Type.IsArray)
            .Select(p => Shadows.AdjointName(function.Values[p].Name!));
        return
        [
            .. Enumerable.Range(1, results).Select(i => scope.Declare(results == 1 ? "result" : $"result{i}")),
            .. adjoints.Take(function.GradientOrigins.Length).Select(scope.Declare),
        ];
    }

    protected override void Copy(Instruction instruction)
    {
        if (instruction.Op is not (Op.Invoke or Op.InvokeReverse or Op.InvokeWithGradient) || instruction.Results.Length < 2)
        {
            base.Copy(instruction);
            return;
        }

        var callee = callees[(int)instruction.Bits].Of(instruction);
        string name = callee.Name!.TrimStart('@');
        var elements = ElementsOf(callee);
        int tuple = Builder.Add(instruction with { Results = default, Operands = instruction.Operands.Select(Map).ToImmutableArray() }, new IrType(IrTypeKind.Other, TypeOf(callee)));
        Builder.Name(tuple, instruction.Op != Op.InvokeReverse ? char.ToLowerInvariant(name[0]) + name.Substring(1) : Shadows.AdjointName(name), isLocal: true);
        for (int i = 0; i < instruction.Results.Length; i++)
        {
            int result = instruction.Results[i];
            SetMap(result, Builder.Add(
                new Instruction { Op = Op.Opaque, Results = default, Operands = ImmutableArray.Create(tuple), Text = "{0}." + elements[i] },
                Source.Values[result].Type));
        }
    }
}
