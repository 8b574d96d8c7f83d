using Autodiff.Generator.Ir;
using Autodiff.Generator.Rules;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Activity analysis: which values vary with a differentiated parameter. A derivative flows only between floating-point
/// values, only along an operand for which the rule has a partial, and never through an integer, a Boolean or an opaque
/// computation. It flows through memory: an array varies if it may be storage that is a differentiated parameter's, or into
/// which something varied is written somewhere. Forward walks find the varied values, one more for each loop or piece of
/// memory through which a derivative comes round again; that a value also matters to the result is seen in the reverse
/// sweep, where it has an adjoint.
/// </summary>
internal sealed class Activity
{
    private static readonly Rule Restatement = new(nameof(Op.Restate), IsGuarded: false, [null, (_, _) => 1]);

    /// <summary>The line of the rule table for each operation.</summary>
    private static readonly Rule?[] Rules = Enumerable.Range(0, (int)Op.Loop).Select(op => RuleTable.Find(((Op)op).ToString())).ToArray();

    private readonly Function function;
    private readonly bool[] varied;
    private readonly HashSet<int> variedRoots = [];
    private bool changed;

    private readonly Func<int, bool> isVaried;

    private Activity(Function function, PointsTo memory)
    {
        this.function = function;
        Memory = memory;
        varied = new bool[function.Values.Length];
        isVaried = IsVaried;
        foreach (int parameter in function.Parameters.Where((_, i) => function.Differentiated[i]))
        {
            variedRoots.UnionWith(memory.ReachableFrom(parameter).Where(IsOfNumbers));
        }

        do
        {
            changed = false;
            Visit(function.Body);
        }
        while (changed);
    }

    /// <summary>What the arrays of the function may stand for.</summary>
    public PointsTo Memory { get; }

    /// <summary>Whether each value varies, by number. An array does if a number in it may.</summary>
    public bool[] Varied => varied;

    /// <summary>The storage, by the roots of <see cref="Memory"/>, whose numbers vary.</summary>
    public IReadOnlyCollection<int> VariedRoots => variedRoots;

    /// <summary>Analyses a function.</summary>
    public static Activity Of(Function function) => new(function, PointsTo.Of(function));

    /// <summary>Whether each value varies, by number.</summary>
    public static bool[] FindVaried(Function function) => Of(function).Varied;

    /// <summary>The line of the rule table for an instruction; null where nothing flows through it by a rule.</summary>
    public static Rule? RuleOf(Instruction instruction) => instruction.Op switch
    {
        Op.Call => RuleTable.Find(instruction.Rule!),
        Op.Restate => Restatement,
        Op.Parameter or Op.Constant or Op.Opaque or Op.Effect or Op.Throw or Op.If or Op.Undefined or >= Op.Loop => null,
        _ => Rules[(int)instruction.Op],
    };

    /// <summary>
    /// Whether the one result of an instruction varies, given which values do. An element and a window vary where their array
    /// does.
    /// </summary>
    public static bool Varies(Instruction instruction, IrType type, Func<int, bool> varied)
    {
        if (instruction.Op is Op.Load or Op.Slice)
        {
            return type.Innermost.IsFloating && varied(instruction.Operands[0]);
        }

        if (instruction.Op == Op.Select && type.IsFloatingArray)
        {
            return varied(instruction.Operands[1]) || varied(instruction.Operands[2]);
        }

        if (!type.IsFloating || RuleOf(instruction) is not { } rule)
        {
            return false;
        }

        for (int i = 0; i < instruction.Operands.Length && i < rule.Partials.Length; i++)
        {
            if (rule.Partials[i] is not null && varied(instruction.Operands[i]))
            {
                return true;
            }
        }

        return false;
    }

    private void Visit(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            var o = instruction.Operands;
            for (int i = 0; instruction.Op == Op.Loop && i < o.Length; i++)
            {
                Flow(o[i], instruction.Blocks[0].Arguments[i]);
            }

            foreach (var nested in instruction.Blocks)
            {
                Visit(nested);
            }

            switch (instruction.Op)
            {
                case Op.Parameter:
                    Set(instruction.Result, function.Differentiated[(int)instruction.Bits]);
                    break;
                case Op.If or Op.Loop:
                    FlowOut(instruction);
                    break;
                case Op.Store or Op.Accumulate:
                    Write(o[0], o[o.Length - 1]);
                    break;
                case Op.Invoke:
                    Invoke(instruction);
                    break;
                case Op.Fill:
                    Write(o[0], o[1]);
                    break;
                case Op.Copy or Op.AccumulateAll:
                    Write(o[1], o[0]);
                    break;
                default:
                    if (instruction.Results.Length == 1)
                    {
                        Set(instruction.Result, Varies(instruction, function.Values[instruction.Result].Type, isVaried));
                    }

                    break;
            }
        }
    }

    private void FlowOut(Instruction instruction)
    {
        for (int i = 0; i < instruction.Results.Length; i++)
        {
            if (instruction.Op == Op.If)
            {
                Set(instruction.Results[i], (instruction.Blocks[0].Completes && IsVaried(instruction.Blocks[0].Yields[i])) || (instruction.Blocks[1].Completes && IsVaried(instruction.Blocks[1].Yields[i])));
                continue;
            }

            var (header, body) = (instruction.Blocks[0], instruction.Blocks[1]);
            if (body.Completes)
            {
                Flow(body.Yields[i + 1], header.Arguments[i]);
            }

            Flow(header.Arguments[i], instruction.Results[i]);
        }
    }

    private void Flow(int from, int to) => Set(to, IsVaried(from));

    private void Set(int value, bool isVaried)
    {
        var type = function.Values[value].Type;
        bool sees = isVaried || (type.IsFloatingArray && Memory.ReachableFrom(value).Any(variedRoots.Contains));
        if (sees && type.Innermost.IsFloating && !varied[value])
        {
            varied[value] = true;
            changed = true;
        }
    }

    private bool IsVaried(int value) => varied[value];

    /// <summary>Something varied makes the storage vary that it is written to. Arrays in arrays are seen through their contents.</summary>
    private void Write(int array, int value)
    {
        if (!IsVaried(value) || function.Values[array].Type.Array is not { Element.IsFloating: true })
        {
            return;
        }

        foreach (int root in Memory.RootsOf(array))
        {
            changed |= variedRoots.Add(root);
        }
    }

    /// <summary>What a function gives back varies, in its results and in the arrays that it writes to, if anything that it is given does.</summary>
    private void Invoke(Instruction instruction)
    {
        if (!instruction.Operands.Any(IsVaried))
        {
            return;
        }

        var callee = function.CalleeOf(instruction);
        foreach (int result in instruction.Results)
        {
            Set(result, isVaried: true);
        }

        for (int i = 0; i < instruction.Operands.Length; i++)
        {
            if (callee.Writes(i))
            {
                foreach (int root in Memory.ReachableFrom(instruction.Operands[i]).Where(IsOfNumbers))
                {
                    changed |= variedRoots.Add(root);
                }
            }
        }
    }

    private bool IsOfNumbers(int root) => Memory.ElementOf(root).IsFloating;
}
