using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Expressions that name something: variables, parameters, tuples.</content>
internal sealed partial class MethodLowerer
{
    /// <summary>The one value that an expression gives.</summary>
    private int Scalar(Lowered lowered)
    {
        if (lowered is Lowered.Scalar scalar)
        {
            return scalar.Value;
        }

        // A tuple or delegate where a value is needed: the construct around it does not take one apart.
        if (lowered is not Lowered.Nothing && current is not null)
        {
            Refuse(Descriptors.NotSupported, current, Shorten(current.Syntax.ToString()));
        }

        throw Abandon();
    }

    public override Lowered VisitParenthesized(IParenthesizedOperation operation, object? argument) => Visit(operation.Operand, null);

    public override Lowered VisitLocalReference(ILocalReferenceOperation operation, object? argument) =>
        variables.TryGetValue(VariableOf(operation.Local), out var value) && value is not Lowered.Unassigned ? Read(value) : throw Abandon();

    public override Lowered VisitParameterReference(IParameterReferenceOperation operation, object? argument)
    {
        if (aliases.TryGetValue(VariableOf(operation.Parameter), out var alias))
        {
            return In(alias.Caller, () => Visit(alias.Target, null));
        }

        if (variables.TryGetValue(VariableOf(operation.Parameter), out var value))
        {
            return Read(value);
        }

        if (operation.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor })
        {
            return PrimaryConstructorParameter(operation);
        }

        // The receiver of an extension block is a parameter of the block, not of the member that runs.
        return operation.Parameter.ContainingSymbol is INamedTypeSymbol && frame.Receiver is { } receiver
            ? receiver
            : Refuse(Descriptors.NotSupported, operation, operation.Parameter.Name);
    }

    /// <summary>
    /// A parameter of a primary constructor is a field in all but name, and has no other name: it can be read where the
    /// marked method's own object holds it and nothing hides it.
    /// </summary>
    private Lowered PrimaryConstructorParameter(IParameterReferenceOperation operation)
    {
        bool isOwn = frame.Receiver is { } receiver && IsMarkedThis(receiver) && SymbolEqualityComparer.Default.Equals(operation.Parameter.ContainingType, method.ContainingType);
        return isOwn && !method.Parameters.Any(p => p.Name == operation.Parameter.Name)
            ? new Lowered.Scalar(Opaque(Escaped(operation.Parameter.Name), TypeOf(operation.Type), Effects.Reads))
            : Refuse(Descriptors.Inaccessible, operation, operation.Parameter.Name, method.ContainingType.Name);
    }

    public override Lowered VisitInstanceReference(IInstanceReferenceOperation operation, object? argument) =>
        operation.ReferenceKind == InstanceReferenceKind.ContainingTypeInstance && frame.Receiver is { } receiver
            ? receiver
            : Refuse(Descriptors.NotSupported, operation, operation.Syntax.ToString());

    public override Lowered VisitTuple(ITupleOperation operation, object? argument)
    {
        bool isReturned = operation.Syntax.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax;
        return new Lowered.Tuple(operation.Elements.Select((element, i) =>
        {
            if (isReturned)
            {
                SetOrigin(element.Syntax, i);
            }

            return Visit(element, null);
        }).ToImmutableArray());
    }

    public override Lowered VisitTupleBinaryOperator(ITupleBinaryOperation operation, object? argument)
    {
        bool isEqual = operation.OperatorKind == BinaryOperatorKind.Equals;
        int? all = null;
        void Compare(Lowered a, Lowered b)
        {
            if (a is Lowered.Tuple x && b is Lowered.Tuple y)
            {
                foreach (var (e, f) in x.Elements.Zip(y.Elements, (e, f) => (e, f)))
                {
                    Compare(e, f);
                }

                return;
            }

            int one = Scalar(a);
            int two = Scalar(b);
            if (builder.TypeOf(one) != builder.TypeOf(two))
            {
                Refuse(Descriptors.NotSupported, operation, Shorten(operation.Syntax.ToString()));
            }

            int same = Add(isEqual ? Op.Equal : Op.NotEqual, IrType.Boolean, one, two);
            all = all is { } before ? Add(isEqual ? Op.LogicalAnd : Op.LogicalOr, IrType.Boolean, before, same) : same;
        }

        Compare(Visit(operation.LeftOperand, null), Visit(operation.RightOperand, null));
        return new Lowered.Scalar(all!.Value);
    }

    /// <summary>An expression without the conversions around it.</summary>
    private static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    /// <summary>In a guard differentiated values may flow anywhere: no derivative is taken of an exception.</summary>
    private void RequireGuard(IOperation operation, string what)
    {
        if (guardDepth == 0)
        {
            Refuse(Descriptors.FlowsInto, operation, what);
        }
    }
}
