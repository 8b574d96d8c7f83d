using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Lowering;

/// <content>What a loop carries from one iteration to the next.</content>
internal sealed partial class MethodLowerer
{
    /// <summary>What a loop carries: a value for each scalar in the variables that it assigns, and for what it returns.</summary>
    private sealed class Carried
    {
        private readonly MethodLowerer lowerer;
        private readonly Loop loop;
        private readonly Assigned assigned;
        private readonly Dictionary<Variable, Lowered> initial = [];
        private readonly List<Variable> variables = [];
        private readonly List<IrType> types = [];
        private readonly List<int> values = [];
        private readonly Lowered? returned;
        private readonly bool hasFlag;

        public Carried(MethodLowerer lowerer, Loop loop, Assigned assigned)
        {
            this.lowerer = lowerer;
            this.loop = loop;
            this.assigned = assigned;
            foreach (var variable in assigned.Variables)
            {
                if (lowerer.variables.TryGetValue(variable, out var value) && InitialOf(value) is { } first)
                {
                    variables.Add(variable);
                    initial.Add(variable, first);
                    Add(first, (variable.Symbol as ILocalSymbol)?.Type ?? (variable.Symbol as IParameterSymbol)?.Type);
                }
            }

            if (loop.Index is { } index)
            {
                Index = index;
                Add(new Lowered.Scalar(index), null);
            }

            if (Returns(loop.Body))
            {
                hasFlag = MayEnd(loop);
                if (hasFlag)
                {
                    Add(new Lowered.Scalar(lowerer.Boolean(false)), null);
                }

                returned = lowerer.frame.Method.ReturnsVoid ? Lowered.Nothing.Instance : lowerer.DefaultOf(lowerer.frame.Method.ReturnType);
                Add(returned, null);
            }
        }

        /// <summary>The types of what is carried.</summary>
        public IEnumerable<IrType> Types => types;

        /// <summary>The values before the loop.</summary>
        public IEnumerable<int> Initial => values;

        /// <summary>The index of a loop over an array.</summary>
        public int Index { get; set; }

        public bool Contains(Variable variable) => initial.ContainsKey(variable);

        /// <summary>Gives the variables the header's arguments for their values.</summary>
        public void Enter(ImmutableArray<int> arguments)
        {
            int next = 0;
            foreach (var variable in variables)
            {
                lowerer.SetVariable(variable, Rebuild(initial[variable], arguments, ref next, (first, argument) =>
                {
                    bool mayVary = lowerer.varied.Contains(first) || assigned.MayVary(variable)
                        || lowerer.variedInLoops.Contains((loop.Operation.Syntax, arguments.IndexOf(argument)));
                    var type = lowerer.builder.TypeOf(argument);
                    if (mayVary && (type.IsFloating || type.IsFloatingArray))
                    {
                        lowerer.varied.Add(argument);
                    }
                }));
            }

            Index = loop.Index is null ? -1 : arguments[next];
        }

        /// <summary>The values at the end of the body.</summary>
        public List<int> Leave(Flow flow)
        {
            var nexts = new List<int>();
            foreach (var variable in variables)
            {
                Flatten(variable.Symbol.Name, initial[variable], lowerer.variables[variable], nexts);
            }

            if (loop.Index is not null)
            {
                nexts.Add(Index);
            }

            if (hasFlag)
            {
                nexts.Add(flow.Flags.Returned ?? lowerer.Boolean(flow.May(FlowKind.Returns)));
            }

            if (returned is not null)
            {
                Flatten("return", returned, flow.May(FlowKind.Returns) ? flow.Value ?? Lowered.Nothing.Instance : returned, nexts);
            }

            return nexts;
        }

        /// <summary>What varies after the loop. What varies at the end of the body has been taken to vary at its start.</summary>
        public void NoteVaried(ImmutableArray<int> arguments, List<int> nexts, ImmutableArray<int> results)
        {
            int scalars = 0;
            foreach (var variable in variables)
            {
                Count(initial[variable]);
            }

            for (int i = 0; i < results.Length; i++)
            {
                bool varies = i < nexts.Count && lowerer.varied.Contains(nexts[i]);
                if (varies && i < scalars && !lowerer.varied.Contains(arguments[i]) && !lowerer.foundVariedInLoops.Add((loop.Operation.Syntax, i)))
                {
                    lowerer.Refuse(Descriptors.NotSupported, loop.Operation, lowerer.builder.NameOf(arguments[i]) ?? loop.Keyword);
                }

                if (varies || lowerer.varied.Contains(arguments[i]))
                {
                    lowerer.varied.Add(results[i]);
                }
            }

            void Count(Lowered value)
            {
                scalars += value is Lowered.Scalar ? 1 : 0;
                foreach (var element in value is Lowered.Tuple tuple ? tuple.Elements : [])
                {
                    Count(element);
                }
            }
        }

        /// <summary>Gives the variables their values after the loop, and says how control leaves it.</summary>
        public Flow Exit(ImmutableArray<int> results, Flow body, bool mayEnd)
        {
            int next = 0;
            foreach (var variable in variables)
            {
                lowerer.SetVariable(variable, Rebuild(initial[variable], results, ref next));
            }

            next += loop.Index is null ? 0 : 1;
            if (!body.May(FlowKind.Returns))
            {
                return mayEnd ? Flow.Continues : Flow.Throws;
            }

            int? flag = hasFlag ? lowerer.NameFlow(results[next++], "returned") : null;
            var value = lowerer.NameReturned(Rebuild(returned!, results, ref next));
            return mayEnd
                ? new Flow(FlowKind.Continues | FlowKind.Returns, value, new FlowFlags(null, flag, null, null))
                : Flow.Returns(value);
        }

        /// <summary>A value to start with; null where a loop can't carry the variable.</summary>
        private Lowered? InitialOf(Lowered value) => value switch
        {
            Lowered.Scalar or Lowered.Tuple => value,
            Lowered.Unassigned { Type.TypeKind: not TypeKind.Delegate } unassigned => lowerer.DefaultOf(unassigned.Type),
            _ => null,
        };

        private static bool MayEnd(Loop loop) =>
            loop.IndexCondition is not null
            || loop.Condition is { ConstantValue: not { HasValue: true, Value: true } }
            || loop.BottomCondition is { ConstantValue: not { HasValue: true, Value: true } }
            || CountJumps(loop.Body, loop.Operation.ExitLabel) > 0;

        private void Add(Lowered value, ITypeSymbol? declared)
        {
            switch (value)
            {
                case Lowered.Scalar scalar:
                    var type = lowerer.builder.TypeOf(scalar.Value);
                    var declaredType = type.IsArray && declared is not null ? lowerer.TypeOf(declared) : type;
                    types.Add(declaredType.IsArray ? declaredType : type);
                    values.Add(scalar.Value);
                    break;
                case Lowered.Tuple tuple:
                    var elements = (declared as INamedTypeSymbol)?.TupleElements ?? default;
                    for (int i = 0; i < tuple.Elements.Length; i++)
                    {
                        Add(tuple.Elements[i], !elements.IsDefault && i < elements.Length ? elements[i].Type : null);
                    }

                    break;
            }
        }

        private static Lowered Rebuild(Lowered shape, ImmutableArray<int> parts, ref int next, Action<int, int>? note = null)
        {
            switch (shape)
            {
                case Lowered.Scalar scalar:
                    int part = parts[next++];
                    note?.Invoke(scalar.Value, part);
                    return new Lowered.Scalar(part);
                case Lowered.Tuple tuple:
                    var elements = ImmutableArray.CreateBuilder<Lowered>();
                    foreach (var element in tuple.Elements)
                    {
                        elements.Add(Rebuild(element, parts, ref next, note));
                    }

                    return new Lowered.Tuple(elements.ToImmutable());
                default:
                    return shape;
            }
        }

        private void Flatten(string name, Lowered shape, Lowered value, List<int> parts)
        {
            switch (shape, value)
            {
                case (Lowered.Scalar first, Lowered.Scalar last) when IsSame(types[parts.Count], lowerer.builder.TypeOf(last.Value)):
                    parts.Add(last.Value);
                    break;
                case (Lowered.Tuple first, Lowered.Tuple last) when first.Elements.Length == last.Elements.Length:
                    for (int i = 0; i < first.Elements.Length; i++)
                    {
                        Flatten(name, first.Elements[i], last.Elements[i], parts);
                    }

                    break;
                case (not (Lowered.Scalar or Lowered.Tuple), _) when shape.Equals(value):
                    break;
                default:
                    lowerer.Refuse(Descriptors.NotSupported, loop.Operation, name);
                    break;
            }
        }

        private static bool IsSame(IrType one, IrType two) => one == two || (one.IsArray && two.IsArray && one.Array!.Element == two.Array!.Element && one.Array.Rank == two.Array.Rank);
    }
}
