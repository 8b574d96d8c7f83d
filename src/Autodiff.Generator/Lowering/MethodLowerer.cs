using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Discovery;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <summary>
/// Lowers a marked method from Roslyn's operations to the intermediate representation. Calls to methods with source are
/// lowered in place. What is not supported is refused with a diagnostic at its place in the marked method; there is no
/// third way.
/// </summary>
internal sealed partial class MethodLowerer : OperationVisitor<object?, Lowered>
{
    /// <summary>How many operations and calls a method may come to when all that it calls is lowered in place.</summary>
    private const int MaximumSize = 200_000;

    /// <summary>
    /// How deeply expressions, and how deeply blocks, may be nested. All stages recurse into both, on threads whose stacks differ
    /// between hosts: limits of our own make the generator and the analyzer agree, and keep the host from a stack overflow.
    /// </summary>
    private const int MaximumDepth = 300;

    private const int MaximumBlockDepth = 100;

    private readonly IMethodSymbol method;
    private readonly Compilation compilation;
    private readonly CancellationToken cancellation;
    private readonly FunctionBuilder builder = new();
    private readonly ImmutableArray<Diagnostic>.Builder diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly HashSet<SyntaxTree> declarations = [];
    private readonly BodiesRead bodiesRead;
    private readonly BodyBinder bind;
    private readonly Dictionary<IMethodSymbol, IOperation?> bodies = new(SymbolEqualityComparer.Default);
    private readonly HashSet<int> varied = [];

    /// <summary>The parameters that a cast to an integer has cut off from the result.</summary>
    private readonly HashSet<int> castParameters = [];
    private readonly bool isCheckedByDefault;
    private ImmutableDictionary<Variable, Lowered> variables = ImmutableDictionary<Variable, Lowered>.Empty;
    private Frame frame;
    private int conditionalReceiver = -1;
    private bool isRefused;

    /// <summary>The innermost operation that is being lowered: where lowering stopped, if it did.</summary>
    private IOperation? current;

    /// <summary>How many operations are being lowered, each within the one before.</summary>
    private int depth;
    private int guardDepth;
    private int steps;

    private MethodLowerer(IMethodSymbol method, Compilation compilation, BodiesRead bodiesRead, BodyBinder bind, CancellationToken cancellation, RecursiveCallees? callees = null)
    {
        this.method = method;
        this.bodiesRead = bodiesRead;
        this.bind = bind;
        this.compilation = compilation;
        this.cancellation = cancellation;
        this.callees = callees ?? new RecursiveCallees();
        frame = new Frame(null, method, null);
        isCheckedByDefault = compilation.Options is CSharpCompilationOptions { CheckOverflow: true };
    }

    /// <summary>Lowers a method whose declaration has been read and found acceptable.</summary>
    public static LoweringResult Lower(IMethodSymbol method, MarkedMethod declaration, Compilation compilation, BodyBinder bind, CancellationToken cancellation)
    {
        var bodiesRead = new BodiesRead();
        var lowerer = new MethodLowerer(method, compilation, bodiesRead, bind, cancellation);
        var result = lowerer.Lower(declaration);
        while (lowerer.foundVaried.Count > 0 || lowerer.foundVariedInLoops.Count > lowerer.variedInLoops.Count)
        {
            // An array that is no input to differentiation holds what varies after all, or a variable of a loop does: what read it has to be lowered again.
            lowerer = new MethodLowerer(method, compilation, bodiesRead, bind, cancellation)
            {
                variedInputs = lowerer.variedInputs.Union(lowerer.foundVaried),
                variedInLoops = [.. lowerer.foundVariedInLoops],
                foundVariedInLoops = lowerer.foundVariedInLoops,
            };
            result = lowerer.Lower(declaration);
        }

        return result;
    }

    private LoweringResult Lower(MarkedMethod declaration)
    {
        Function? function = null;
        try
        {
            function = LowerBody(declaration);
        }
        catch (InsufficientExecutionStackException)
        {
            Refuse(Descriptors.TooDeep, current is null ? method.Locations[0] : FirstLineOf(current.Syntax));
        }
        catch (RefusedException)
        {
            // What follows cannot be understood without what was refused.
            if (diagnostics.Count == 0 && (current ?? BodyOf(method)) is { } place && !HasCompilerErrors(place.Syntax))
            {
                Refuse(Descriptors.NotSupported, FirstLineOf(place.Syntax), Shorten(place.Syntax.ToString()));
            }
        }

        return new LoweringResult(isRefused ? null : function, diagnostics.ToImmutable(), declarations.ToImmutableArray(), bodiesRead);
    }

    /// <summary>Whether the compiler reports an error in the member around a piece of code: then nothing need be said about it.</summary>
    private bool HasCompilerErrors(SyntaxNode syntax)
    {
        var member = syntax.FirstAncestorOrSelf<Microsoft.CodeAnalysis.CSharp.Syntax.MemberDeclarationSyntax>() ?? syntax;
#pragma warning disable RS1030 // A helper's body may be in another tree than the one under analysis.
        var model = compilation.GetSemanticModel(syntax.SyntaxTree);
#pragma warning restore RS1030
        return model.GetDiagnostics(member.Span, cancellation).Any(d => d.Severity == DiagnosticSeverity.Error);
    }

    private Function? LowerBody(MarkedMethod declaration)
    {
        for (int i = 0; i < method.Parameters.Length; i++)
        {
            var parameter = method.Parameters[i];
            bool isDifferentiated = declaration.Parameters[i].IsDifferentiated;
            int value = builder.Parameter(declaration.Parameters[i].Name, TypeOf(parameter.Type), isDifferentiated);
            if (isDifferentiated || variedInputs.Contains(i))
            {
                varied.Add(value);
            }

            Store(VariableOf(parameter), new Lowered.Scalar(value));
        }

        if (!method.IsStatic)
        {
            frame.Receiver = new Lowered.Scalar(Opaque("this", TypeOf(method.ContainingType)));
        }

        if (BodyOf(method) is not { } body)
        {
            isRefused = true;
            return null;
        }

        var flow = IsRecursive(method) ? InvokeMarked(body) : LowerMethodBody(body, method);
        if (isRefused)
        {
            return null;
        }

        if (flow.Kind == FlowKind.Throws || (flow.Value is Lowered.Nothing && declaration.Rows.Length == 0))
        {
            Refuse(Descriptors.AlwaysThrows, method.Locations[0], method.Name);
            return null;
        }

        if (ResultsOf(flow.Value, declaration) is not { } results)
        {
            Refuse(Descriptors.NotSupported, method.Locations[0], method.Name);
            return null;
        }

        if (declaration.Rows.Length > 0 && callees.Functions.Length > 0)
        {
            Refuse(Descriptors.JacobianOfRecursion, method.Locations[0], method.Name);
            return null;
        }

        var function = CallSummaries.FindWritten(builder.Build(results) with { Rows = declaration.Rows, Callees = callees.Functions });
        // What is found of the copy is not kept with the function.
        var copy = function with { };
        CheckWrites(copy);
        CheckCalls(copy);
        if (isRefused)
        {
            return null;
        }

        WarnOfInert(declaration, copy);
        return function;
    }

    /// <summary>The numbers that a method returns: one, or those of a tuple; null where they are not known.</summary>
    private int[]? ResultsOf(Lowered? value, MarkedMethod declaration)
    {
        var elements = value is Lowered.Tuple tuple ? tuple.Elements : value is null ? [] : [value];
        if (elements.Length != declaration.RowCount || !elements.All(e => e is Lowered.Scalar))
        {
            return null;
        }

        int[] results = [.. elements.Cast<Lowered.Scalar>().Select(e => e.Value)];
        for (int i = 0; i < results.Length; i++)
        {
            builder.NameResult(results[i], declaration.Rows.Length == 0 ? "value" : Identifiers.ValueOf(declaration.Rows[i]));
        }

        return results;
    }

    /// <summary>Warns of each differentiated parameter that cannot influence the result: its gradient is always zero.</summary>
    private void WarnOfInert(MarkedMethod declaration, Function function)
    {
        bool[] useful = Usefulness.Find(function);
        for (int i = 0; i < method.Parameters.Length; i++)
        {
            if (declaration.Parameters[i].IsDifferentiated && !useful[function.Parameters[i]])
            {
                var parameter = method.Parameters[i];
                bool isCast = castParameters.Contains(function.Parameters[i]);
                diagnostics.Add(Diagnostic.Create(
                    isCast ? Descriptors.OnlyThroughInteger : Descriptors.NoInfluence,
                    parameter.Locations.FirstOrDefault(),
                    parameter.Name,
                    method.Name));
            }
        }
    }

    /// <summary>Adds an operation with one result, and keeps track of what varies.</summary>
    private int Add(Instruction instruction, IrType type)
    {
        int value = builder.Add(instruction, type);
        if (Activity.Varies(builder.DefinitionOf(value), type, varied.Contains))
        {
            varied.Add(value);
        }
        else
        {
            NoteCast(instruction);
        }

        CountStep();
        return value;
    }

    /// <summary>
    /// Refuses a method that is too large. Steps count, not the instructions that come of them: helpers that call each other
    /// with the same arguments can share every instruction, and take exponentially many steps all the same.
    /// </summary>
    private void CountStep()
    {
        steps++;
        if (steps > MaximumSize)
        {
            Refuse(Descriptors.TooLarge, method.Locations[0], method.Name);
            throw new RefusedException();
        }
    }

    private int Add(Op op, IrType type, params int[] operands) =>
        Add(new Instruction { Op = op, Results = default, Operands = operands.ToImmutableArray() }, type);

    /// <summary>Adds C# that differentiation does not look into.</summary>
    private int Opaque(string template, IrType type, params int[] operands) => Opaque(template, type, Effects.None, operands);

    private int Opaque(string template, IrType type, Effects effects, params int[] operands) =>
        Add(new Instruction { Op = Op.Opaque, Results = default, Operands = operands.ToImmutableArray(), Text = template, Effects = effects }, type);

    private bool IsVaried(Lowered lowered) => lowered switch
    {
        Lowered.Scalar s => varied.Contains(s.Value),
        Lowered.Tuple t => t.Elements.Any(IsVaried),
        Lowered.Element e => varied.Contains(e.Array),
        Lowered.Callable => true,
        _ => false,
    };

    /// <summary>Takes note of the parameters behind a varied value that is cast to an integer.</summary>
    private void NoteCast(Instruction instruction)
    {
        if (instruction.Op != Op.Convert)
        {
            return;
        }

        var pending = new Stack<int>(instruction.Operands.Where(varied.Contains));
        var seen = new HashSet<int>(pending);
        while (pending.Count > 0)
        {
            var definition = builder.DefinitionOf(pending.Pop());
            if (definition.Op == Op.Parameter)
            {
                castParameters.Add(definition.Result);
            }

            foreach (int operand in definition.Operands)
            {
                if (varied.Contains(operand) && seen.Add(operand))
                {
                    pending.Push(operand);
                }
            }
        }
    }
}
