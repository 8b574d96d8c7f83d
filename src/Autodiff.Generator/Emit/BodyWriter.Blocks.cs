using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <content>Branches and loops.</content>
internal sealed partial class BodyWriter
{
    private void Write(Branch branch, NameScope scope, bool isElse = false)
    {
        string condition = printer.Print(branch.Instruction.Operands[0]);
        var (then, otherwise, isNegated) = (branch.Then, branch.Else, branch.IsNegated);
        if (!branch.IsEarly)
        {
            if (then.All(IsNothing) && otherwise.All(IsNothing))
            {
                return;
            }

            if (then.All(IsNothing))
            {
                (then, otherwise, isNegated) = (otherwise, then, !isNegated);
            }
        }

        if (isNegated)
        {
            condition = printer.PrintNegated(branch.Instruction.Operands[0]);
        }

        Line($"{(isElse ? "else if" : "if")} ({condition})", branch, isHeader: true);
        WriteArm(then, branch.Origin, scope);
        if (branch.IsEarly)
        {
            lastOrigin = -1;
            if (!otherwise.All(IsNothing))
            {
                writer.Line();
                WriteList(otherwise, scope);
            }

            return;
        }

        if (otherwise.Where(s => !IsNothing(s)).ToList() is [Branch { IsEarly: false } next] && declarations.Before(next).All(variables.IsDeclared))
        {
            Write(next, scope, isElse: true);
        }
        else if (!otherwise.All(IsNothing))
        {
            writer.Line("else");
            WriteArm(otherwise, branch.Origin, scope);
        }

        lastOrigin = -1;
    }

    /// <summary>Whether nothing is written for a statement, since each value is in its variable already.</summary>
    private bool IsNothing(Statement statement) => statement is Moves { Test: < 0 } moves && moves.Items.All(IsNothing);

    private bool IsNothing(Move move) =>
        (!schedule.IsInline(move.Value) || schedule.Definition(move.Value).Op == Op.Parameter) && variables.IsSameVariable(move.Target, move.Value);

    private void WriteArm(List<Statement> arm, int origin, NameScope scope)
    {
        // What belongs to the statement of the branch itself needs no word.
        lastOrigin = origin;
        writer.Open();
        depth++;
        WriteList(arm, new NameScope(scope));
        depth--;
        writer.Close();
    }

    private void WriteList(List<Statement> list, NameScope scope)
    {
        bool isAfterBlock = false;
        foreach (var statement in list)
        {
            if (IsNothing(statement))
            {
                continue;
            }

            if (isAfterBlock)
            {
                writer.Line();
            }

            Write(statement, scope);
            isAfterBlock = statement is Branch or Loop;
        }
    }

    private void Write(Loop loop, NameScope scope)
    {
        switch (loop.Form)
        {
            case LoopForm.For:
                WriteFor(loop, new NameScope(scope));
                break;
            case LoopForm.While:
                Line($"while ({printer.Print(loop.Condition)})", loop, isHeader: true);
                WriteArm(loop.Body, loop.Origin, scope);
                break;
            case LoopForm.Do:
                WriteDo(loop, scope);
                break;
            default:
                WriteEndless(loop, scope);
                break;
        }

        lastOrigin = -1;
    }

    private void WriteFor(Loop loop, NameScope scope)
    {
        int counter = loop.Arguments[loop.Counter];
        int next = schedule.StepOf(loop.Instruction);
        variables.Declare(counter, scope, out string name);
        string start = printer.Print(loop.Instruction.Operands[loop.Counter]);
        string step = assignments.Print(counter, name, schedule.Definition(next), printer.PrintDefinition(next));
        Line($"for ({function.Values[counter].Type.Text} {name} = {start}; {printer.Print(loop.Condition)}; {step})", loop, isHeader: true);
        WriteArm(loop.Body, loop.Origin, scope);
    }

    /// <summary>A condition that reads what the iteration overwrites cannot stand after it.</summary>
    private void AvoidOverwrittenConditions(List<Statement> list)
    {
        foreach (var statement in list)
        {
            switch (statement)
            {
                case Branch branch:
                    AvoidOverwrittenConditions(branch.Then);
                    AvoidOverwrittenConditions(branch.Else);
                    break;
                case Loop loop:
                    if (loop.Form == LoopForm.Do && IsOverwritten((Moves)loop.Body[loop.Body.Count - 1]))
                    {
                        loop.Form = LoopForm.Endless;
                    }

                    AvoidOverwrittenConditions(loop.Header);
                    AvoidOverwrittenConditions(loop.Body);
                    break;
            }
        }
    }

    private void WriteDo(Loop loop, NameScope scope)
    {
        var last = (Moves)loop.Body[loop.Body.Count - 1];
        Line("do", loop, isHeader: true);
        lastOrigin = loop.Origin;
        writer.Open();
        depth++;
        var inner = new NameScope(scope);
        WriteList([.. loop.Body.Take(loop.Body.Count - 1)], inner);
        DeclareBefore(last, inner);
        WriteMoves(last, inner);
        depth--;
        writer.Close();
        writer.Line($"while ({printer.Print(last.Test)});");
    }

    private void WriteEndless(Loop loop, NameScope scope)
    {
        Line("while (true)", loop, isHeader: true);
        lastOrigin = loop.Origin;
        writer.Open();
        depth++;
        var inner = new NameScope(scope);
        WriteList(loop.Header, inner);
        if (schedule.TruthOf(loop.Condition) != true)
        {
            WriteLeave(printer.PrintNegated(loop.Condition));
            if (loop.Body.Any(s => !IsNothing(s)))
            {
                writer.Line();
            }
        }

        WriteList(loop.Body, inner);
        depth--;
        writer.Close();
    }

    private void WriteLeave(string condition)
    {
        writer.Line($"if ({condition})");
        writer.Open();
        writer.Line("break;");
        writer.Close();
    }
}
