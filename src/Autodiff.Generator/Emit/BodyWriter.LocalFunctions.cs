using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <content>The local functions for the two passes of a recursive function.</content>
internal sealed partial class BodyWriter
{
    private void WriteLocalFunctions(int callee, CalleePasses passes, Names outer)
    {
        var (forward, backward) = calls.NamesOf(callee);
        writer.Line();
        writer.Line($"// {(backward is null ? "Forward and backward pass" : "Forward pass")} of {passes.Forward.Name}");
        WriteLocalFunction(passes.Forward, forward, outer);
        if (backward is not null)
        {
            writer.Line();
            writer.Line($"// Backward pass of {passes.Forward.Name}");
            WriteLocalFunction(passes.Backward!, backward, outer);
        }
    }

    private void WriteLocalFunction(Function pass, string name, Names outer)
    {
        var scope = new NameScope(null);
        foreach (string taken in tape.Names.Concat(workspaces.Names).Concat(calls.Names).Concat(outer.TypeParameters))
        {
            scope.Reserve(taken);
        }

        string[] parameters = [.. pass.Parameters.Select(p => scope.Declare(pass.Values[p].Name!))];
        var names = new Names(parameters, [], [], outer.TypeParameters, []);
        var body = new BodyWriter(pass, names, writer, [], this);
        writer.Line($"{TupleCalls.TypeOf(pass)} {name}({string.Join(", ", pass.Parameters.Select((p, i) => pass.Values[p].Type.Text + " " + parameters[i]))})");
        writer.Open();
        bool isAfterBlock = body.Write(isAfterBlock: false);
        var results = pass.Body.Yields;
        if (isAfterBlock && results.Length > 0)
        {
            writer.Line();
        }

        if (results.Length > 0)
        {
            string values = string.Join(", ", results.Select(body.printer.Print));
            writer.Line(results.Length == 1 ? $"return {values};" : $"return ({values});");
        }

        writer.Close();
    }
}
