using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>
/// What a loop assigns, found before its body is lowered: these variables are what it carries. What is found may be too
/// much, never too little; lowering makes sure of that afterwards.
/// </content>
internal sealed partial class MethodLowerer
{
    /// <summary>
    /// The variables that some operations may assign, and which of them may get a value that varies, if those do that vary
    /// before.
    /// </summary>
    private sealed class Assigned(MethodLowerer lowerer)
    {
        private readonly HashSet<Variable> found = [];
        private readonly HashSet<Variable> mayVary = [];
        private readonly List<(Variable Target, IReadOnlyList<IOperation> Sources)> flows = [];
        private readonly HashSet<(ISymbol Method, Frame Creator)> callables = [];

        /// <summary>The assigned variables, in the order in which they are met.</summary>
        public List<Variable> Variables { get; } = [];

        /// <summary>Whether a variable is assigned.</summary>
        public bool Contains(Variable variable) => found.Contains(variable);

        /// <summary>Whether a variable may vary, once <see cref="Spread"/> has run.</summary>
        public bool MayVary(Variable variable) => mayVary.Contains(variable);

        /// <summary>Takes note of what an operation assigns, with all that is in it or called from it.</summary>
        public void Walk(IOperation root) => Walk(root, lowerer.frame, isOwn: true);

        /// <summary>Lets variation spread along the assignments until nothing changes.</summary>
        public void Spread()
        {
            bool isChanged = true;
            while (isChanged)
            {
                isChanged = false;
                foreach (var (target, sources) in flows)
                {
                    if (!mayVary.Contains(target) && sources.Any(s => s.DescendantsAndSelf().Any(Varies)))
                    {
                        mayVary.Add(target);
                        isChanged = true;
                    }
                }
            }
        }

        private void Walk(IOperation root, Frame frame, bool isOwn)
        {
            foreach (var operation in root.DescendantsAndSelf())
            {
                switch (operation)
                {
                    case ISimpleAssignmentOperation assignment:
                        Assign(assignment.Target, frame, isOwn, assignment.Value);
                        break;
                    case ICompoundAssignmentOperation assignment:
                        Assign(assignment.Target, frame, isOwn, assignment.Value, assignment.Target);
                        break;
                    case ICoalesceAssignmentOperation assignment:
                        Assign(assignment.Target, frame, isOwn, assignment.Value, assignment.Target);
                        break;
                    case IIncrementOrDecrementOperation increment:
                        Assign(increment.Target, frame, isOwn, increment.Target);
                        break;
                    case IDeconstructionAssignmentOperation deconstruction:
                        Assign(deconstruction.Target, frame, isOwn, deconstruction.Value);
                        break;
                    case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                        // What a callee does with it is not looked into.
                        Assign(argument.Value, frame, isOwn: false);
                        break;
                    case IVariableDeclaratorOperation declarator when declarator.GetVariableInitializer() is { } initializer:
                        Declare(declarator.Symbol, frame, isOwn, initializer.Value);
                        if (declarator.Symbol.IsRef)
                        {
                            Assign(initializer.Value, frame, isOwn: false);
                        }

                        break;
                    case IVariableDeclaratorOperation { Parent: IForEachLoopOperation } declarator:
                        Declare(declarator.Symbol, frame, isOwn: false);
                        break;
                    case IDeclarationPatternOperation { DeclaredSymbol: { } symbol }:
                        Declare(symbol, frame, isOwn: false);
                        break;
                    case IRecursivePatternOperation { DeclaredSymbol: { } symbol }:
                        Declare(symbol, frame, isOwn: false);
                        break;
                    case ILocalReferenceOperation local:
                        WalkCallable(VariableOf(local.Local, frame));
                        break;
                    case IParameterReferenceOperation parameter:
                        WalkCallable(VariableOf(parameter.Parameter, frame));
                        break;
                    case IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction } called }:
                        WalkBody(called.OriginalDefinition, null, frame);
                        break;
                    case IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } referred }:
                        WalkBody(referred.OriginalDefinition, null, frame);
                        break;
                }
            }
        }

        /// <summary>What a delegate that a variable holds assigns when it is called.</summary>
        private void WalkCallable(Variable variable)
        {
            if (lowerer.aliases.TryGetValue(variable, out var alias))
            {
                Walk(alias.Target, alias.Caller, isOwn: false);
            }
            else if (lowerer.variables.TryGetValue(variable, out var value))
            {
                WalkCallable(value);
            }
        }

        private void WalkCallable(Lowered value)
        {
            switch (value)
            {
                case Lowered.Callable callable when callable.Body is not null || callable.Method.MethodKind == MethodKind.LocalFunction:
                    WalkBody(callable.Method.OriginalDefinition, callable.Body, callable.Creator);
                    break;
                case Lowered.Tuple tuple:
                    foreach (var element in tuple.Elements)
                    {
                        WalkCallable(element);
                    }

                    break;
            }
        }

        private void WalkBody(IMethodSymbol called, IOperation? body, Frame creator)
        {
            var outer = creator.Of(called);
            if (callables.Add((called, outer)) && (body ?? lowerer.BodyOf(called)) is { } run)
            {
                Walk(run, outer, isOwn: false);
            }
        }

        private void Declare(ISymbol symbol, Frame frame, bool isOwn, params IOperation[] sources) =>
            Flow(VariableOf(symbol, frame), isOwn, sources);

        private void Assign(IOperation target, Frame frame, bool isOwn, params IOperation[] sources)
        {
            switch (target)
            {
                case ILocalReferenceOperation local:
                    Assign(VariableOf(local.Local, frame), isOwn, sources);
                    break;
                case IParameterReferenceOperation parameter:
                    Assign(VariableOf(parameter.Parameter, frame), isOwn, sources);
                    break;
                case IDeclarationExpressionOperation declaration:
                    Assign(declaration.Expression, frame, isOwn, sources);
                    break;
                case IParenthesizedOperation parenthesized:
                    Assign(parenthesized.Operand, frame, isOwn, sources);
                    break;
                case IConversionOperation conversion:
                    Assign(conversion.Operand, frame, isOwn, sources);
                    break;
                case ITupleOperation tuple:
                    foreach (var element in tuple.Elements)
                    {
                        Assign(element, frame, isOwn, sources);
                    }

                    break;
                case IFieldReferenceOperation { Instance: { } instance }:
                    Assign(instance, frame, isOwn, sources);
                    break;
                case IConditionalOperation choice:
                    Assign(choice.WhenTrue, frame, isOwn, sources);
                    Assign(choice.WhenFalse!, frame, isOwn, sources);
                    break;
            }
        }

        private void Assign(Variable variable, bool isOwn, IOperation[] sources)
        {
            if (lowerer.aliases.TryGetValue(variable, out var alias))
            {
                // The sources are of this activation, the variable of another.
                Assign(alias.Target, alias.Caller, isOwn, sources);
                return;
            }

            if (found.Add(variable))
            {
                Variables.Add(variable);
            }

            Flow(variable, isOwn, sources);
        }

        /// <summary>What is assigned elsewhere than in the loop itself is not looked into: it may vary.</summary>
        private void Flow(Variable variable, bool isOwn, IOperation[] sources)
        {
            if (isOwn)
            {
                flows.Add((variable, sources));
            }
            else
            {
                mayVary.Add(variable);
            }
        }

        /// <summary>Whether an operation brings in what may vary.</summary>
        private bool Varies(IOperation operation) => operation switch
        {
            ILocalReferenceOperation local => Varies(VariableOf(local.Local, lowerer.frame), local.Type),
            IParameterReferenceOperation parameter => parameter.Parameter.ContainingSymbol is INamedTypeSymbol || Varies(VariableOf(parameter.Parameter, lowerer.frame), parameter.Type),
            IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation => IsFloating(operation.Type),
            IArrayCreationOperation or ICollectionExpressionOperation => true,
            IPropertyReferenceOperation { Property.RefKind: not RefKind.None } => true,
            IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction or MethodKind.DelegateInvoke } => true,
            IAnonymousFunctionOperation or IMethodReferenceOperation => true,
            _ => false,
        };

        private bool Varies(Variable variable, ITypeSymbol? type)
        {
            if (type is { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_Decimal or SpecialType.System_String })
            {
                return false;
            }

            return mayVary.Contains(variable)
                || lowerer.aliases.ContainsKey(variable)
                || (lowerer.variables.TryGetValue(variable, out var value) && (value is Lowered.Element || lowerer.IsVaried(value) || IsFloatingArray(value)));
        }

        private bool IsFloatingArray(Lowered value) => value is Lowered.Scalar scalar && lowerer.builder.TypeOf(scalar.Value).IsFloatingArray;
    }
}
