using Autodiff.Generator.Discovery;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Writes a gradient function as the body of the overload with destinations: the forward pass in the user's own names,
/// then the backward pass, in which each group of statements says which source statement it belongs to.
/// </summary>
internal sealed class BodyWriter
{
    /// <summary>The column, counted from the indentation, at which a comment begins.</summary>
    private const int CommentColumn = 37;
    private const int CommentLength = 80;

    private readonly Function function;
    private readonly Schedule schedule;
    private readonly Variables variables;
    private readonly ExpressionPrinter printer;
    private readonly CodeWriter writer;
    private readonly List<Statement> statements;
    private int lastOrigin = -1;
    private int depth;
    private readonly bool hasPasses;

    private BodyWriter(Function gradient, Variables.Names names, CodeWriter writer)
    {
        function = gradient;
        this.writer = writer;
        hasPasses = names.Destinations.Count > 0;
        schedule = new Schedule(gradient);
        variables = new Variables(gradient, schedule, names);
        statements = new StatementBuilder(gradient, schedule, variables).Build();
        variables.Coalesce(statements);
        printer = new ExpressionPrinter(gradient, schedule, variables.NameOf);
    }

    /// <summary>Writes the body of the overload with destinations.</summary>
    public static void WriteGradient(Function gradient, MarkedMethod method, CodeWriter writer) =>
        new BodyWriter(gradient, Variables.Names.OfGradient(method), writer).Write();

    /// <summary>Writes the body of the method that returns the graph.</summary>
    public static void WriteGraph(Function graph, MarkedMethod method, CodeWriter writer) =>
        new BodyWriter(graph, Variables.Names.OfGraph(method), writer).Write();

    private void Write()
    {
        string pass = string.Empty;
        bool isAfterBlock = false;
        int firstDerived = statements.FindIndex(s => !s.IsPrimal || s is Branch { IsMixed: true });
        int lastPrimal = statements.FindLastIndex(s => s.IsPrimal);
        for (int i = 0; i < statements.Count; i++)
        {
            var statement = statements[i];
            string next = PassOf(i, firstDerived, lastPrimal);
            bool isOpened = hasPasses && pass != next;
            if (isAfterBlock || (isOpened && pass.Length > 0))
            {
                writer.Line();
            }

            if (isOpened)
            {
                pass = next;
                writer.Line(pass);
            }

            Write(statement, variables.Root);
            isAfterBlock = statement is Branch;
        }

        if (isAfterBlock)
        {
            writer.Line();
        }

        writer.Line($"return {printer.Print(function.Body.Yields[0])};");
    }

    /// <summary>
    /// The comment that opens the pass to which a statement belongs. Where a branch holds code of both passes, what stands
    /// between the first derivative and the last primal statement is both.
    /// </summary>
    private static string PassOf(int statement, int firstDerived, int lastPrimal) =>
        firstDerived < 0 || statement < firstDerived ? "// Forward pass"
        : statement <= lastPrimal ? "// Forward and backward pass"
        : "// Backward pass";

    private void Write(Statement statement, NameScope scope)
    {
        switch (statement)
        {
            case Define define:
                string expression = printer.PrintDefinition(define.Value);
                WriteAssignment(define.Value, expression, statement, scope);
                break;
            case Assign assign:
                WriteAssignment(assign.Target, printer.Print(assign.Value), statement, scope);
                break;
            case Store store:
                Line($"{store.Destination} = {printer.Print(store.Value)};", statement);
                break;
            case Run run:
                Line(printer.PrintStatement(run.Instruction), statement);
                break;
            case Branch branch:
                Write(branch, scope);
                break;
        }
    }

    private void WriteAssignment(int target, string expression, Statement statement, NameScope scope)
    {
        if (schedule.Uses(target) == 0 && schedule.Definition(target).Op is not (Op.Opaque or Op.Call or Op.If))
        {
            // It runs because it may throw; a variable that only a constant is assigned to would be warned of.
            Line($"_ = {expression};", statement);
            return;
        }

        bool isNew = variables.Declare(target, scope, out string name);
        if (isNew)
        {
            string type = function.Values[target].Type is { Kind: IrTypeKind.Other } ? "var" : function.Values[target].Type.Text;
            Line($"{type} {name} = {expression};", statement);
            return;
        }

        foreach (string compound in new[] { " + ", " - ", " * ", " / " })
        {
            string prefix = name + compound;
            if (expression.StartsWith(prefix, StringComparison.Ordinal) && IsCompound(target, compound == " + "))
            {
                string rest = expression.Substring(prefix.Length);
                Line($"{name}{compound.TrimEnd()}= {(IsWrapped(rest) ? rest.Substring(1, rest.Length - 2) : rest)};", statement);
                return;
            }
        }

        Line($"{name} = {expression};", statement);
    }

    /// <summary>
    /// Whether x = x + e can be written x += e: where x is the first operand, and, in derivative code, where it is the first
    /// term of a longer sum.
    /// </summary>
    private bool IsCompound(int target, bool isSum)
    {
        var definition = schedule.Definition(target);
        while (definition.Operands.Length == 2 && definition.Effects == Effects.None)
        {
            int left = definition.Operands[0];
            if (!schedule.IsInline(left) || schedule.Definition(left).Op == Op.Parameter)
            {
                return variables.IsSameVariable(left, target);
            }

            if (!isSum || definition is not { Op: Op.Add or Op.Subtract, IsPrimal: false } || schedule.Definition(left).Op is not (Op.Add or Op.Subtract))
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

    private void Write(Branch branch, NameScope scope, bool isElse = false)
    {
        foreach (int result in branch.Instruction.Results)
        {
            if (variables.Declare(result, scope, out string name))
            {
                var type = function.Values[result].Type;
                bool needsValue = branch.Instruction.Blocks.Any(b => b.Completes && schedule.Definition(b.Yields[branch.Instruction.Results.Items.IndexOf(result)]).Op == Op.Undefined);
                writer.Line(needsValue ? $"{type.Text} {name} = {(type.IsFloating || type.IsInteger ? "0" : type.Kind == IrTypeKind.Boolean ? "false" : "default!")};" : $"{type.Text} {name};");
            }
        }

        string condition = printer.Print(branch.Instruction.Operands[0]);
        var arms = (branch.Then, branch.Else);
        if (arms.Then.Count == 0 && arms.Else.Count == 0)
        {
            return;
        }

        if (arms.Then.Count == 0)
        {
            condition = Negate(branch.Instruction.Operands[0], condition);
            arms = (arms.Else, arms.Then);
        }

        Line($"{(isElse ? "else if" : "if")} ({condition})", branch, isHeader: true);
        WriteArm(arms.Then, branch.Origin, scope);
        if (arms.Else is [Branch next] && next.Instruction.Results.All(variables.IsDeclared))
        {
            Write(next, scope, isElse: true);
        }
        else if (arms.Else.Count > 0)
        {
            writer.Line("else");
            WriteArm(arms.Else, branch.Origin, scope);
        }

        lastOrigin = -1;
    }

    private string Negate(int condition, string text) =>
        !schedule.IsInline(condition) || schedule.Definition(condition).Op is Op.Parameter or Op.Opaque ? "!" + text : $"!({text})";

    private void WriteArm(List<Statement> arm, int origin, NameScope scope)
    {
        // What belongs to the statement of the branch itself needs no word.
        lastOrigin = origin;
        var inner = new NameScope(scope);
        writer.Open();
        depth++;
        for (int i = 0; i < arm.Count; i++)
        {
            if (i > 0 && arm[i - 1] is Branch)
            {
                writer.Line();
            }

            Write(arm[i], inner);
        }

        depth--;
        writer.Close();
    }

    private void Line(string text, Statement statement, bool isHeader = false)
    {
        if (!hasPasses || statement.IsPrimal || statement.Origin < 0 || statement.Origin == lastOrigin
            || (isHeader && function.Origins[statement.Origin].StartsWith("if (", StringComparison.Ordinal)))
        {
            if (!statement.IsPrimal && statement.Origin < 0)
            {
                lastOrigin = -1;
            }

            writer.Line(text);
            return;
        }

        lastOrigin = statement.Origin;
        string origin = function.Origins[statement.Origin];
        if (origin.Length > CommentLength)
        {
            origin = origin.Substring(0, CommentLength - 1) + "…";
        }

        writer.Line($"{text.PadRight(Math.Max(0, CommentColumn - (4 * depth)))}  // {origin}");
    }
}
