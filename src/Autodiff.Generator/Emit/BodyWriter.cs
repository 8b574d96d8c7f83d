using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Discovery;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Writes a gradient function as the body of the overload with destinations: the forward pass in the user's own names,
/// then the backward pass, in which each group of statements says which source statement it belongs to.
/// </summary>
internal sealed partial class BodyWriter
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
    private readonly Declarations declarations;
    private readonly ArmStarts armStarts;
    private readonly Assignments assignments;
    private readonly TapeVariables tape;
    private readonly Workspaces workspaces;
    private int lastOrigin = -1;
    private int depth;
    private readonly bool hasPasses;
    private readonly bool hasOrigins;
    private readonly LocalFunctions calls;

    private BodyWriter(Function gradient, Names names, CodeWriter writer, IReadOnlyList<CalleePasses> callees, BodyWriter? outer = null)
    {
        function = gradient;
        this.writer = writer;
        hasPasses = names.HasDestinations;
        hasOrigins = hasPasses || outer is not null;
        schedule = new Schedule(gradient);
        variables = new Variables(gradient, schedule, names);
        foreach (string name in outer is null ? [] : outer.tape.Names.Concat(outer.workspaces.Names).Concat(outer.calls.Names))
        {
            variables.Root.Reserve(name);
        }

        calls = outer?.calls ?? new LocalFunctions(callees, variables.Root);
        var builder = new StatementBuilder(gradient, schedule, variables);
        statements = builder.Build();
        variables.Share(statements);
        AvoidOverwrittenConditions(statements);
        declarations = new Declarations(schedule, variables, statements, builder.Undefined);
        armStarts = ArmStarts.Find(function, schedule, variables, declarations, statements);
        assignments = new Assignments(function, schedule, variables);
        tape = outer?.tape ?? new TapeVariables(callees.SelectMany(c => c.All).Prepend(gradient), variables.Root);
        workspaces = outer?.workspaces ?? new Workspaces(callees.SelectMany(c => c.All).Prepend(gradient), variables.Root);
        printer = new ExpressionPrinter(gradient, schedule, variables.NameOf, tape, workspaces, calls);
    }

    /// <summary>Writes the body of the overload with destinations.</summary>
    public static void WriteGradient(Function gradient, IReadOnlyList<CalleePasses> callees, MarkedMethod method, CodeWriter writer)
    {
        var names = Names.OfGradient(method);
        CalleePasses[] written = [.. callees.Select(c => c.Select(f => TupleCalls.Write(f, callees)))];
        var body = new BodyWriter(ReferencedResults.Read(TupleCalls.Write(gradient, callees), names), names, writer, written);
        body.WriteMethod();
        for (int i = 0; i < written.Length; i++)
        {
            body.WriteLocalFunctions(i, written[i], names);
        }
    }

    /// <summary>Writes the body of the method that returns the graph.</summary>
    public static void WriteGraph(Function graph, MarkedMethod method, CodeWriter writer) =>
        Write(graph, Names.OfGraph(method), writer);

    /// <summary>Writes the body of a method that declares the names.</summary>
    internal static void Write(Function function, Names names, CodeWriter writer) => new BodyWriter(function, names, writer, []).WriteMethod();

    private void WriteMethod()
    {
        bool hasStorage = false;
        foreach (string declaration in tape.Declarations.Concat(workspaces.Declarations))
        {
            writer.Line(declaration);
            hasStorage = true;
        }

        if (Write(hasStorage))
        {
            writer.Line();
        }

        foreach (string release in tape.Releases.Concat(workspaces.Releases))
        {
            writer.Line(release);
        }

        string results = string.Join(", ", function.Results.Select(r => printer.Print(r)));
        writer.Line(function.RowCount == 1 ? $"return {results};" : $"return ({results});");
    }

    /// <summary>Writes the statements.</summary>
    /// <returns>Whether the last of them is a block.</returns>
    private bool Write(bool isAfterBlock)
    {
        string pass = string.Empty;
        int firstDerived = statements.FindIndex(IsDerived);
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
            isAfterBlock = statement is Branch or Loop;
        }

        return isAfterBlock;
    }

    /// <summary>Whether a statement belongs to the backward pass, if perhaps to the forward pass too.</summary>
    private bool IsDerived(Statement statement) => statement switch
    {
        Branch branch => !branch.IsPrimal || branch.IsMixed,
        Loop loop => !loop.IsPrimal || loop.IsMixed,
        Moves moves => moves.Items.Any(m => !IsNothing(m)) && moves.Items.All(m => IsNothing(m) || !m.IsPrimal),
        Define define => !define.IsPrimal || schedule.Definition(define.Value).Op == Op.InvokeWithGradient,
        Run run => !run.IsPrimal || run.Instruction.Op == Op.InvokeWithGradient,
        _ => !statement.IsPrimal,
    };

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
        DeclareBefore(statement, scope);
        switch (statement)
        {
            case Define define:
                WriteAssignment(define.Value, schedule.Definition(define.Value), printer.PrintDefinition(define.Value), statement, scope);
                break;
            case Moves moves:
                Write(moves, scope);
                break;
            case Store store:
                Line($"{store.Destination} = {printer.Print(store.Value)};", statement);
                break;
            case Run { Instruction.Op: Op.Reserve } reserve:
                writer.Line(tape.Reserve(reserve.Instruction, printer.Print(reserve.Instruction.Operands[0])));
                break;
            case Run run:
                Line(printer.PrintStatement(run.Instruction), statement);
                break;
            case Jump jump:
                writer.Line(jump.IsBreak ? "break;" : "continue;");
                break;
            case Branch branch:
                Write(branch, scope);
                break;
            case Loop loop:
                Write(loop, scope);
                break;
        }
    }

    private void WriteAssignment(int target, Instruction definition, string expression, Statement statement, NameScope scope)
    {
        if (schedule.Uses(target) == 0 && schedule.Definition(target).Op is not (Op.Opaque or Op.Call or Op.If or Op.Argument))
        {
            // It runs because it may throw; a variable that only a constant is assigned to would be warned of.
            Line($"_ = {expression};", statement);
            return;
        }

        bool isNew = variables.Declare(target, scope, out string name);
        if (isNew)
        {
            string type = function.Values[target].Type is { Kind: IrTypeKind.Other } ? "var" : function.Values[target].Type.Text;
            string scoped = variables.Members(target).Count > 1 ? Scope(target) : string.Empty;
            Line($"{scoped}{type} {name} = {expression};", statement);
            return;
        }

        Line(assignments.Print(target, name, definition, expression) + ";", statement);
    }

    private void Line(string text, Statement statement, bool isHeader = false)
    {
        if (ReasonOf(statement) is { } reason)
        {
            lastOrigin = -1;
            writer.Line(Commented(text, reason));
            return;
        }

        bool isPrimal = statement.IsPrimal && statement is not Branch { IsMixed: true };
        if (!hasOrigins || isPrimal || statement.Origin < 0 || statement.Origin == lastOrigin
            || (isHeader && IsOwnHeader(function.Origins[statement.Origin])))
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
        writer.Line(Says(text, origin) ? text : Commented(text, Shortened(origin)));
    }

    /// <summary>Whether emitted text repeats a source statement, but for a type before it.</summary>
    private static bool Says(string text, string origin)
    {
        text = text.TrimEnd(';').Replace("global::System.", string.Empty);
        return text.EndsWith(origin, StringComparison.Ordinal) && (text.Length == origin.Length || text[text.Length - origin.Length - 1] == ' ');
    }

    /// <summary>As much of a source statement as fits into a comment, cut off between two words where that costs little.</summary>
    private static string Shortened(string origin)
    {
        if (origin.Length <= CommentLength)
        {
            return origin;
        }

        int blank = origin.LastIndexOf(' ', CommentLength - 2);
        return blank > CommentLength / 2 ? origin.Substring(0, blank) + " …" : origin.Substring(0, CommentLength - 1) + "…";
    }

    /// <summary>What is said of a statement that no source statement explains.</summary>
    private string? ReasonOf(Statement statement) => statement switch
    {
        Run { Instruction: { Op: Op.Store, Text: { } reason } } => reason,
        Define define when schedule.Definition(define.Value) is { Op: Op.Slice, Text: { } reason } => reason,
        _ => null,
    };

    private string Commented(string text, string comment) => $"{text.PadRight(Math.Max(0, CommentColumn - (4 * depth)))}  // {comment}";

    /// <summary>Whether a source statement says no more than the head of the branch or loop that is written for it.</summary>
    private static bool IsOwnHeader(string origin) =>
        Array.Exists(["if (", "for (", "foreach (", "while (", "do "], start => origin.StartsWith(start, StringComparison.Ordinal));
}
