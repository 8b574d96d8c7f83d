using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Decides which values become variables and which are written where they are used. A value is written in place if
/// it is used once, has no name that the user would miss, and the expression stays short enough to read. What has
/// effects is written in place only where that keeps the order of effects.
/// </summary>
internal sealed partial class Schedule
{
    /// <summary>How many operations an expression may have: a user's own statement, and derivative code.</summary>
    private const int PrimalLimit = 40;
    private const int DerivativeLimit = 12;

    private readonly Function function;
    private readonly Instruction?[] definitions;
    private readonly int[] uses;
    private readonly bool[] inline;
    private readonly bool[] ternary;
    private readonly int[] sizes;
    private readonly HashSet<int> results;

    /// <summary>The innermost loop that each value is defined in, by the number of what it carries first; −1 outside of loops.</summary>
    private readonly int[] loopOf;

    /// <summary>What each value takes the place of in the next iteration of its loop.</summary>
    private readonly Dictionary<int, int> handedOn = [];

    public Schedule(Function function)
    {
        this.function = function;
        int count = function.Values.Length;
        definitions = new Instruction?[count];
        uses = UseCounts.Of(function);
        inline = new bool[count];
        ternary = new bool[count];
        sizes = new int[count];
        results = [.. function.Body.Yields];
        loopOf = new int[count];
        FindDefinitions(function.Body, -1);
        foreach (int parameter in function.Parameters)
        {
            inline[parameter] = true;
        }

        FindCounters(function.Body);

        Choose(function.Body);
        KeepOutOfLoops(function.Body, -1);
        while (KeepOrder(function.Body))
        {
        }

        KeepConstantConditions(function.Body);
    }

    /// <summary>The instruction that defines a value.</summary>
    public Instruction Definition(int value) => definitions[value]!;

    /// <summary>Whether a value belongs to the forward pass: a branch of both passes has results of both.</summary>
    public bool IsPrimal(int value) =>
        Definition(value) is { IsPrimal: true } definition && (definition.PrimalResults is not { } primal || definition.Results.Items.IndexOf(value) < primal);

    /// <summary>How many times a value is used.</summary>
    public int Uses(int value) => uses[value];

    /// <summary>Whether a value is written in place.</summary>
    public bool IsInline(int value) => inline[value];

    /// <summary>Whether a branch is written as a conditional expression.</summary>
    public bool IsTernary(int value) => ternary[value];

    /// <summary>Whether a branch is what <c>a &amp;&amp; b</c> or <c>a || b</c> comes to where b must not be evaluated early.</summary>
    public bool IsLogical(Instruction branch, out bool isAnd)
    {
        isAnd = IsBoolean(branch.Blocks[1], false);
        return branch.Results.Length == 1 && (isAnd || IsBoolean(branch.Blocks[0], true));
    }

    private bool IsBoolean(Block arm, bool value) =>
        arm.Yields.Length == 1 && Definition(arm.Yields[0]) is { Op: Op.Constant } constant && constant.Text == (value ? "true" : "false");

    /// <summary>Whether a value is a name or a number where it is used.</summary>
    public bool IsLeaf(int value) => !inline[value] || IsAtom(Definition(value));

    /// <summary>Whether an instruction is written in one word, and never needs a variable.</summary>
    private static bool IsAtom(Instruction instruction) =>
        instruction.Op is Op.Constant or Op.Parameter or Op.Undefined || instruction is { Op: Op.Opaque, Text: "this" };

    /// <summary>The values that the expression of an instruction reads, those written in place expanded.</summary>
    public List<int> Leaves(Instruction instruction)
    {
        var leaves = new List<int>(instruction.Operands.Length);
        AddLeaves(instruction, leaves);
        return leaves;
    }

    private static IEnumerable<int> Reads(Instruction instruction) =>
        instruction.Blocks.Length == 0
            ? instruction.Operands
            : instruction.Operands.Concat(instruction.Blocks.SelectMany(b => b.Yields));

    private void AddLeaves(Instruction instruction, List<int> leaves)
    {
        AddLeaves(instruction.Operands, leaves);
        foreach (var block in instruction.Blocks)
        {
            AddLeaves(block.Yields, leaves);
        }
    }

    private void AddLeaves(EquatableArray<int> values, List<int> leaves)
    {
        foreach (int value in values)
        {
            if (IsLeaf(value))
            {
                leaves.Add(value);
            }
            else
            {
                AddLeaves(Definition(value), leaves);
            }
        }
    }

    private void FindDefinitions(Block block, int loop)
    {
        foreach (var instruction in block.Instructions)
        {
            foreach (int result in instruction.Results)
            {
                definitions[result] = instruction;
                loopOf[result] = loop;
            }

            int inner = instruction.Op == Op.Loop ? DefineArguments(instruction) : loop;
            foreach (var nested in instruction.Blocks)
            {
                FindDefinitions(nested, inner);
            }
        }
    }

    private void Choose(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            foreach (var nested in instruction.Blocks)
            {
                Choose(nested);
            }

            if (instruction.Op == Op.If)
            {
                ChooseTernary(instruction);
            }
            else if (instruction.Op != Op.Loop && instruction.Results.Length == 1)
            {
                Choose(instruction, instruction.Result);
            }
            else
            {
                if (instruction.Op is Op.Push or Op.Accumulate && instruction.Operands[instruction.Operands.Length - 1] is var value && Calls(value))
                {
                    // C# finds the place on the tape first, or reads the element; the call puts values of its own there, or adds to it.
                    Keep(value);
                }

                Limit(instruction);
            }
        }
    }

    /// <summary>Whether the expression of a value calls a recursive function.</summary>
    private bool Calls(int value) =>
        inline[value] && (Definition(value).Op is Op.Invoke or Op.InvokeReverse or Op.InvokeWithGradient || Reads(Definition(value)).Any(Calls));

    private void Choose(Instruction instruction, int value)
    {
        if (IsAtom(instruction))
        {
            inline[value] = true;
            sizes[value] = 1;
            return;
        }

        // The operands that are written twice must be names.
        switch (instruction)
        {
            case { Op: Op.NotEqual or Op.Equal } when instruction.Operands[0] == instruction.Operands[1]:
            case { Op: >= Op.Less and <= Op.NotEqual } when IsSameText(instruction.Operands[0], instruction.Operands[1]):
                Keep(instruction.Operands[0]);
                break;
            case { Op: Op.Call, Text: ['.', ..] }:
                Keep(instruction.Operands[0]);
                break;
        }

        // A choice is written as a conditional expression: at the root of a statement it reads well, inside another it does not.
        for (int i = 0; i < instruction.Operands.Length; i++)
        {
            bool isLastArm = instruction.Op == Op.Select && i == 2;
            if (!isLastArm && inline[instruction.Operands[i]] && IsChoice(Definition(instruction.Operands[i])))
            {
                Keep(instruction.Operands[i]);
            }
        }

        Limit(instruction);
        sizes[value] = 1 + SizeOf(instruction.Operands);
        if (instruction.Op == Op.Length && IsLeaf(instruction.Operands[0]) && !IsNamed(value))
        {
            inline[value] = true;
            sizes[value] = 1;
            return;
        }

        inline[value] = instruction.Op is not (Op.ZeroSafeSelection or Op.Allocate or Op.Pop or Op.Window or Op.Mark) && !IsOfRecord(instruction) && (steps.Contains(value) || IsCheapCondition(instruction) || (uses[value] == 1 && (!IsNamed(value) || IsNextOfHandedOn(instruction, value))));
    }

    /// <summary>Whether a value is one of several that the tape holds side by side, where a number does not say which it is.</summary>
    private bool IsOfRecord(Instruction instruction) =>
        instruction.Op == Op.Load && Definition(instruction.Operands[0]).Op == Op.Window && Definition(instruction.Operands[1]).Op == Op.Constant;

    /// <summary>
    /// A condition that C# would compute at compile time becomes a variable, which it does not: it would warn that one of the
    /// arms is never reached.
    /// </summary>
    private void KeepConstantConditions(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Op == Op.If && !(instruction.Results.Length == 1 && ternary[instruction.Result]) && IsConstantExpression(instruction.Operands[0]))
            {
                Keep(instruction.Operands[0]);
            }
            else if (instruction.Op == Op.Loop)
            {
                KeepConstant(instruction.Blocks[0].Yields);
                KeepConstant(instruction.Blocks[1].Yields);
            }

            foreach (var nested in instruction.Blocks)
            {
                KeepConstantConditions(nested);
            }
        }
    }

    private void KeepConstant(EquatableArray<int> yields)
    {
        if (yields.Length > 0 && IsConstantExpression(yields[0]))
        {
            Keep(yields[0]);
        }
    }

    private bool IsConstantExpression(int value) => inline[value] && Definition(value) is var definition
        && (definition.Op == Op.Constant || (definition.Op is (>= Op.Add and <= Op.Select) or Op.If && definition.Operands.All(IsConstantExpression)))
        && definition.Blocks.All(arm => arm.Yields.All(IsConstantExpression));

    /// <summary>Whether the value is looked for under its name, or is a result. Indices that are computed anew are not.</summary>
    private bool IsNamed(int value) =>
        (function.Values[value].IsLocal && !(function.Values[value].Type.IsInteger && !Definition(value).IsPrimal)) || (results.Contains(value) && !IsElement(Definition(value)));

    /// <summary>Whether a value is an element of the tuple that a call returns, which is in a variable.</summary>
    private bool IsElement(Instruction instruction) =>
        instruction is { Op: Op.Opaque, Operands.Length: 1 } && Definition(instruction.Operands[0]).Op is Op.Invoke or Op.InvokeReverse or Op.InvokeWithGradient;

    /// <summary>Whether two reads of one field would be written alike: the compiler warns of a variable compared with itself.</summary>
    private bool IsSameText(int a, int b) =>
        Definition(a) is { Op: Op.Opaque } left && Definition(b) is { Op: Op.Opaque } right && left.Text == right.Text && left.Operands == right.Operands;

    private bool IsChoice(Instruction instruction) =>
        instruction.Op is Op.Select || (instruction.Op == Op.If && !IsLogical(instruction, out _));

    /// <summary>Whether a condition is tested again rather than kept: comparisons of variables, at no cost and with no name.</summary>
    private bool IsCheapCondition(Instruction instruction) =>
        instruction.Effects == Effects.None
        && function.Values[instruction.Result].Name is null
        && (IsComparison(instruction) || instruction.Op is Op.LogicalAnd or Op.LogicalOr)
        && instruction.Operands.All(o => IsLeaf(o) || (IsComparison(Definition(o)) && IsCheapCondition(Definition(o))));

    private static bool IsComparison(Instruction instruction) =>
        instruction.Op is Op.Less or Op.LessOrEqual or Op.Greater or Op.GreaterOrEqual or Op.Equal or Op.NotEqual;

    /// <summary>Makes variables of the largest operands until the expression is short enough.</summary>
    private void Limit(Instruction instruction)
    {
        int limit = instruction.IsPrimal ? PrimalLimit : DerivativeLimit;
        while (SizeOf(instruction.Operands) > limit)
        {
            int largest = instruction.Operands.OrderByDescending(o => inline[o] ? sizes[o] : 1).First();
            if (!inline[largest] || sizes[largest] <= 1)
            {
                return;
            }

            Keep(largest);
        }
    }

    /// <summary>How many operations values come to where they are read.</summary>
    private int SizeOf(EquatableArray<int> values)
    {
        int size = 0;
        foreach (int value in values)
        {
            size += inline[value] ? sizes[value] : 1;
        }

        return size;
    }

    /// <summary>Makes a variable of a value, unless it is a name or a number anyway.</summary>
    private void Keep(int value)
    {
        if (!IsAtom(Definition(value)))
        {
            inline[value] = false;
        }
    }

    /// <summary>
    /// A branch whose arms need no statements, and that has one result, is a conditional expression; but where one arm leaves a variable of a loop as
    /// it is, the other is a statement.
    /// </summary>
    private void ChooseTernary(Instruction branch)
    {
        bool isExpression = branch.Results.Length == 1
            && branch.Blocks.All(b => b.Completes
                && Definition(b.Yields[0]).Op != Op.Undefined
                && b.Instructions.All(i => i.Results.Length == 1 && inline[i.Result] && i.Op != Op.Undefined)
                && sizes[b.Yields[0]] <= DerivativeLimit);
        if (!isExpression || (handedOn.TryGetValue(branch.Result, out int before) && branch.Blocks.Any(b => b.Yields[0] == before)))
        {
            return;
        }

        int value = branch.Result;
        ternary[value] = true;
        sizes[value] = 1 + branch.Blocks.Sum(b => Math.Max(1, sizes[b.Yields[0]]));
        inline[value] = uses[value] == 1 && !IsNamed(value);
    }
}
