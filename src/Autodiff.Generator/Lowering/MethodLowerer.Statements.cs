using System.Collections.Immutable;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Statements.</content>
internal sealed partial class MethodLowerer
{
    /// <summary>Runs statements in order until control leaves.</summary>
    private Flow LowerSequence(Pending? pending)
    {
        while (pending is not null)
        {
            if (ReferenceEquals(pending, Pending.EndOfBody))
            {
                return Flow.Repeats;
            }

            cancellation.ThrowIfCancellationRequested();
            var statement = pending.First;
            current = statement;
            switch (statement)
            {
                case IBlockOperation block:
                    pending = Pending.Of(block.Operations, pending.Rest);
                    continue;
                case IReturnOperation { ReturnedValue: { } thrown } when Unconverted(thrown) is IThrowOperation throws:
                    LowerThrow(throws);
                    return Flow.Throws;
                case IReturnOperation { Kind: OperationKind.Return } returns:
                    SetOrigin(statement.Syntax);
                    return Flow.Returns(returns.ReturnedValue is { } value ? VisitParts(value) : null);
                case IThrowOperation throws:
                    LowerThrow(throws);
                    return Flow.Throws;
                case IExpressionStatementOperation { Operation: IThrowOperation throws }:
                    LowerThrow(throws);
                    return Flow.Throws;
                case IBranchOperation jump:
                    if (LowerJump(jump, ref pending, out var exit))
                    {
                        return exit;
                    }

                    continue;
                case IConditionalOperation or ILoopOperation or ISwitchOperation:
                    var rest = pending.Rest;
                    bool isDone = statement switch
                    {
                        IConditionalOperation branch => LowerIf(branch, ref rest, out exit),
                        ISwitchOperation choice => LowerSwitch(choice, ref rest, out exit),
                        _ => LowerLoop((ILoopOperation)statement, rest, out exit),
                    };
                    if (isDone)
                    {
                        return exit;
                    }

                    pending = rest;
                    continue;
                default:
                    LowerStatement(statement);
                    break;
            }

            pending = pending.Rest;
        }

        return Flow.Continues;
    }

    private void LowerStatement(IOperation statement)
    {
        switch (statement)
        {
            case IVariableDeclarationGroupOperation group:
                foreach (var declarator in group.Declarations.SelectMany(d => d.Declarators))
                {
                    Declare(declarator);
                }

                break;
            case IExpressionStatementOperation expression:
                SetOrigin(statement.Syntax);
                Visit(expression.Operation, null);
                break;
            case ILocalFunctionOperation or IEmptyOperation:
                break;
            default:
                SetOrigin(statement.Syntax);
                Visit(statement, null);
                break;
        }
    }

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        SetOrigin(declarator.Syntax);
        if (declarator.Symbol.IsRef)
        {
            DeclareReference(declarator);
            return;
        }

        if (declarator.GetVariableInitializer() is { } initializer)
        {
            SetVariable(declarator.Symbol, VisitParts(initializer.Value));
        }
        else
        {
            Store(VariableOf(declarator.Symbol), new Lowered.Unassigned(declarator.Symbol.Type));
        }
    }

    /// <summary>Gives a local or parameter a value, and a value its name.</summary>
    private void SetVariable(ISymbol symbol, Lowered value) => SetVariable(VariableOf(symbol), value);

    private void SetVariable(Variable variable, Lowered value)
    {
        var symbol = variable.Symbol;
        if (value is Lowered.Scalar scalar)
        {
            builder.Name(scalar.Value, Escaped(symbol.Name), isLocal: true, variable.Activation.Number);
        }
        else if (value is Lowered.Tuple tuple)
        {
            NameElements(variable, tuple);
        }

        Store(variable, value);
    }

    /// <summary>A local or parameter in sight, in the activation that it belongs to. The two parts of a partial method have the same parameters.</summary>
    private Variable VariableOf(ISymbol symbol) => VariableOf(symbol, frame);

    private static Variable VariableOf(ISymbol symbol, Frame source)
    {
        var activation = source.Of(symbol);
        return symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { PartialDefinitionPart: { } definition } } parameter
            ? new Variable(definition.Parameters[parameter.Ordinal], activation)
            : new Variable(symbol, activation);
    }

    /// <summary>The elements of a tuple that a local holds are named after both.</summary>
    private void NameElements(Variable variable, Lowered.Tuple tuple)
    {
        var symbol = variable.Symbol;
        var type = (symbol as ILocalSymbol)?.Type as INamedTypeSymbol;
        for (int i = 0; i < tuple.Elements.Length; i++)
        {
            if (tuple.Elements[i] is Lowered.Scalar element && type is { IsTupleType: true } && i < type.TupleElements.Length)
            {
                string name = type.TupleElements[i].Name;
                builder.Name(element.Value, symbol.Name + char.ToUpperInvariant(name[0]) + name.Substring(1), isLocal: false, variable.Activation.Number);
            }
        }
    }

    private void SetOrigin(SyntaxNode syntax)
    {
        if (frame.HasOrigins)
        {
            builder.Origin = builder.AddOrigin(Origins.Of(syntax, ResultName));
        }
    }

    /// <summary>An element of the tuple that the running method returns is a statement of its own.</summary>
    private void SetOrigin(SyntaxNode element, int index)
    {
        if (frame.HasOrigins)
        {
            string name = frame.Method.ReturnType is INamedTypeSymbol { IsTupleType: true } type && index < type.TupleElements.Length
                ? type.TupleElements[index].Name
                : $"Item{index + 1}";
            builder.Origin = builder.AddOrigin(Origins.Of(element, $"{ResultName}.{name}"));
        }
    }

    /// <summary>What comments call the value that the running method returns.</summary>
    private string ResultName => frame.Caller is null ? "value" : frame.Method.Name.Length > 0 ? frame.Method.Name : "result";

    private static string Escaped(string name) =>
        Microsoft.CodeAnalysis.CSharp.SyntaxFacts.GetKeywordKind(name) != Microsoft.CodeAnalysis.CSharp.SyntaxKind.None ? "@" + name : name;

    /// <summary>
    /// An <c>if</c> statement. Where an arm returns, what follows belongs to the other arm, and the flow of the two together is
    /// given.
    /// </summary>
    private bool LowerIf(IConditionalOperation branch, ref Pending? following, out Flow flow)
    {
        var rest = following;
        flow = Flow.Continues;
        SetOrigin(branch.Syntax);
        int origin = builder.Origin;
        if (branch.Condition.ConstantValue is { HasValue: true, Value: bool known })
        {
            var taken = known ? branch.WhenTrue : branch.WhenFalse;
            following = taken is null ? rest : Pending.Of([taken], rest);
            return false;
        }

        int condition = Scalar(Visit(branch.Condition, null));
        if (EndsInThrow(branch.WhenTrue) || (branch.WhenFalse is not null && EndsInThrow(branch.WhenFalse)))
        {
            bool throwsWhenTrue = EndsInThrow(branch.WhenTrue);
            AddGuard(condition, throwsWhenTrue, () => LowerSequence(Pending.Of([throwsWhenTrue ? branch.WhenTrue : branch.WhenFalse!])));
            var other = throwsWhenTrue ? branch.WhenFalse : branch.WhenTrue;
            following = other is null ? rest : Pending.Of([other], rest);
            return false;
        }

        bool leaves = Leaves(branch.WhenTrue) || (branch.WhenFalse is not null && Leaves(branch.WhenFalse));
        if (!leaves)
        {
            flow = LowerArms(condition, origin, () => LowerArm(branch.WhenTrue, null), () => LowerArm(branch.WhenFalse, null));
            return flow.Kind != FlowKind.Continues;
        }

        if (Pending.IsEnd(rest) || AlwaysLeaves(branch.WhenTrue) || (branch.WhenFalse is not null && AlwaysLeaves(branch.WhenFalse)))
        {
            // What follows belongs to the arm that does not leave.
            flow = LowerArms(condition, origin, () => LowerArm(branch.WhenTrue, rest), () => LowerArm(branch.WhenFalse, rest));
            return true;
        }

        // Some path of an arm leaves and another goes on: what follows is lowered once, where nothing has left.
        flow = LowerArms(condition, origin, () => LowerArm(branch.WhenTrue, null), () => LowerArm(branch.WhenFalse, null));
        return LowerRest(ref flow, rest, origin);
    }

    private Flow LowerArm(IOperation? arm, Pending? rest) => LowerSequence(arm is null ? rest : Pending.Of([arm], rest));

    /// <summary>A branch of which one arm always throws: the other goes on in the enclosing block.</summary>
    private void AddGuard(int condition, bool throwsWhenTrue, Action lowerThrow)
    {
        if (ConstantFolding.TruthOf(builder, condition) is { } truth && truth != throwsWhenTrue)
        {
            return;
        }

        int origin = builder.Origin;
        var before = variables;
        OpenBlock();
        guardDepth++;
        lowerThrow();
        guardDepth--;
        var thrown = builder.Close([], completes: false);
        variables = before;
        builder.Origin = origin;
        builder.AddMany(
            new Instruction
            {
                Op = Op.If,
                Results = default,
                Operands = ImmutableArray.Create(condition),
                Effects = Effects.Acts,
                Blocks = throwsWhenTrue ? ImmutableArray.Create(thrown, Block.Empty) : ImmutableArray.Create(Block.Empty, thrown),
            },
            []);
    }

    /// <summary>A throw that is an arm of a choice: the arm gives no value.</summary>
    public override Lowered VisitThrow(IThrowOperation operation, object? argument)
    {
        LowerThrow(operation);
        return Lowered.Nothing.Instance;
    }

    private void LowerThrow(IThrowOperation operation)
    {
        SetOrigin(operation.Syntax);
        if (operation.Exception is not { } exception)
        {
            throw Abandon();
        }

        guardDepth++;
        int value = Scalar(Visit(Unconverted(exception), null));
        guardDepth--;
        builder.AddMany(new Instruction { Op = Op.Throw, Results = default, Operands = ImmutableArray.Create(value), Effects = Effects.Acts }, []);
    }

    private static bool EndsInThrow(IOperation statement) => statement switch
    {
        IThrowOperation => true,
        IExpressionStatementOperation { Operation: IThrowOperation } => true,
        IBlockOperation { Operations: [.., var last] } block => EndsInThrow(last) && !Leaves(block),
        _ => false,
    };
}
