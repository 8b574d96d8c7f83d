using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Rules;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// The function with a record of its expression graph: beside each value that varies it computes the local partials, and
/// notes the operation, the value and the partials in a graph builder, which sweeps the adjoints itself. The record is made
/// of opaque calls, so that the result is an ordinary function, emitted like any other.
/// </summary>
internal sealed class Explanation : Rewriter
{
    private const int SourceLength = 120;
    private const string GraphType = "global::Autodiff.ComputationGraph";

    private static readonly IrType Handle = new(IrTypeKind.Other, GraphType + ".Handle");

    private readonly string name;
    private readonly bool[] varied;
    private readonly HashSet<int> sumsOfSquares;
    private readonly List<int> inputs = [];
    private Dictionary<int, int> handles = [];
    private int graph = -1;

    private Explanation(Function source, string name)
        : base(source)
    {
        this.name = name;
        varied = Activity.FindVaried(source);
        sumsOfSquares = SumsOfSquares.Find(source);
    }

    /// <summary>
    /// Whether a function has a graph with a node for each number: it has no loops, and arrays serve it as tables of constants at most.
    /// </summary>
    public static bool CanExplain(Function function)
    {
        bool[] varied = Activity.FindVaried(function);
        return !function.Values.Where((value, i) => value.Type.IsArray && varied[i]).Any() && !IsBeyond(function.Body);

        static bool IsBeyond(Block block) =>
            block.Instructions.Any(i => i.Op is Op.Loop or Op.Invoke || Placement.TargetOf(i) is not null || i.Blocks.Any(IsBeyond));
    }

    /// <summary>The function that takes the parameters of <paramref name="function"/> and returns its graph.</summary>
    public static Function Explain(Function function, string name) => new Explanation(function, name).Explain();

    private Function Explain()
    {
        CopyAll();
        Builder.IsPrimal = true;
        int result = HandleOf(Source.Body.Yields[0]);
        int built = Note("{0}.Build({1:a})", new IrType(IrTypeKind.Other, GraphType), Graph(), result);
        Builder.Name(built, "result", isLocal: true);
        return Builder.Build(built);
    }

    protected override void Copy(Instruction instruction)
    {
        if (instruction.Op != Op.Parameter)
        {
            Graph();
        }

        if (instruction.Op == Op.If)
        {
            CopyBranch(instruction);
            return;
        }

        base.Copy(instruction);
        if (instruction.Results.Length != 1 || !varied[instruction.Result])
        {
            return;
        }

        if (instruction.Op == Op.Parameter)
        {
            inputs.Add(instruction.Result);
            return;
        }

        AddNode(instruction);
    }

    /// <summary>The graph builder, made once the parameters are declared.</summary>
    private int Graph()
    {
        if (graph < 0)
        {
            graph = Note($"new {GraphType}.Builder({Quote(name)})", new IrType(IrTypeKind.Other, GraphType + ".Builder"));
            Builder.Name(graph, "graph", isLocal: true);
            foreach (int input in inputs)
            {
                int handle = Note($"{{0}}.Input({Quote(Source.Values[input].Name!.TrimStart('@'))}, {{1:a}})", Handle, graph, Map(input));
                SetHandle(input, handle);
            }
        }

        return graph;
    }

    private void AddNode(Instruction instruction)
    {
        int target = Graph();
        var rule = instruction.Rule == "Sqrt" && sumsOfSquares.Contains(instruction.Operands[0]) ? RuleTable.Find("Norm")! : Activity.RuleOf(instruction)!;
        var operands = instruction.Operands.Select(o => new Expr(Builder, Map(o))).ToArray();
        var result = new Expr(Builder, Map(instruction.Result));
        var arguments = new List<int> { target, result.Value };
        var parts = new List<string>();
        for (int k = 0; k < operands.Length; k++)
        {
            int operand = instruction.Operands[k];
            if (!Source.Values[operand].Type.IsFloating)
            {
                continue;
            }

            int handle = HandleOf(operand);
            string part = $"{{{arguments.Count}:a}}";
            arguments.Add(handle);
            if (varied[operand] && k < rule.Partials.Length && rule.Partials[k] is { } partial)
            {
                Builder.IsPrimal = false;
                int local = partial(operands, result).In(Builder, Builder.TypeOf(operands[k].Value));
                Builder.IsPrimal = true;
                part = $"({part}, {{{arguments.Count}:a}})";
                arguments.Add(local);
            }

            parts.Add(part);
        }

        var value = Source.Values[instruction.Result];
        string label = value.Name is { } named ? Quote(named.TrimStart('@')) : "null";
        string source = instruction.Origin >= 0 ? Quote(Shorten(Source.Origins[instruction.Origin])) : "null";
        string text = $"{{0}}.Node({Quote(Symbol(instruction))}, {label}, {source}, {{1:a}}, {string.Join(", ", parts)})";
        SetHandle(instruction.Result, Note(text, Handle, arguments.ToArray()));
    }

    /// <summary>The arms of a branch record their own nodes; what they yield is handed on by its handle.</summary>
    private void CopyBranch(Instruction branch)
    {
        Graph();
        var before = handles;
        var yielded = new List<int[]>();
        int[] handled = Enumerable.Range(0, branch.Results.Length).Where(i => varied[branch.Results[i]]).ToArray();
        var blocks = branch.Blocks.Select(block =>
        {
            handles = new Dictionary<int, int>(before);
            Builder.Open();
            CopyInstructions(block.Instructions);
            Builder.IsPrimal = true;
            var extra = block.Completes ? handled.Select(i => HandleOf(block.Yields[i])).ToArray() : [];
            return Builder.Close(block.Yields.Select(Map).Concat(extra), block.Completes);
        }).ToImmutableArray();
        handles = before;
        Builder.Origin = branch.Origin;
        Builder.IsPrimal = true;
        var types = branch.Results.Select(r => Source.Values[r].Type).Concat(handled.Select(_ => Handle));
        var results = Builder.AddMany(branch with { Operands = branch.Operands.Select(Map).ToImmutableArray(), Blocks = blocks }, types);
        for (int i = 0; i < branch.Results.Length; i++)
        {
            SetMap(branch.Results[i], results[i]);
        }

        for (int i = 0; i < handled.Length; i++)
        {
            SetHandle(branch.Results[handled[i]], results[branch.Results.Length + i]);
        }
    }

    /// <summary>The handle of a floating-point value; one that does not vary enters the graph as a constant.</summary>
    private int HandleOf(int value)
    {
        if (!handles.TryGetValue(value, out int handle))
        {
            int target = Graph();
            if (!handles.TryGetValue(value, out handle))
            {
                var definition = Builder.DefinitionOf(Map(value));
                string text = Source.Values[value].Name?.TrimStart('@') ?? (definition.Op == Op.Constant ? definition.Text! : "constant");
                handle = Note($"{{0}}.Constant({Quote(text)}, {{1:a}})", Handle, target, Map(value));
                handles[value] = handle;
            }
        }

        return handle;
    }

    private void SetHandle(int value, int handle)
    {
        handles[value] = handle;
        string name = Source.Values[value].Name is { } named ? named.TrimStart('@') + "Node" : "node";
        Builder.Name(handle, name, isLocal: true);
    }

    private int Note(string template, IrType type, params int[] operands) => Builder.Add(
        new Instruction
        {
            Op = Op.Opaque,
            Results = default,
            Operands = operands.ToImmutableArray(),
            Text = template,
            Effects = Effects.Acts,
        },
        type);

    /// <summary>A long statement has many nodes: each repeats its beginning, lest the text grow with the square of the length.</summary>
    private static string Shorten(string statement) => statement.Length > SourceLength ? statement.Substring(0, SourceLength - 1) + "…" : statement;

    private static string Quote(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";

    private static string Symbol(Instruction instruction) => instruction.Op switch
    {
        Op.Add => "+",
        Op.Subtract or Op.Negate => "-",
        Op.Multiply => "*",
        Op.Divide => "/",
        Op.Remainder => "%",
        Op.Select => "?:",
        Op.Convert => "convert",
        _ => instruction.Rule!,
    };
}
