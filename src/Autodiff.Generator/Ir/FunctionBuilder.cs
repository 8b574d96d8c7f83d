using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Autodiff.Generator.Ir;

/// <summary>
/// Builds a function instruction by instruction. Value numbering is built in: an instruction without effects that
/// equals one in this block or an enclosing one is that one. An equal one in a sibling branch is not reused, since
/// it may not have run, and nothing is hoisted.
/// </summary>
internal sealed partial class FunctionBuilder
{
    private static readonly EquatableArray<int>[] KnownResults = new EquatableArray<int>[1024];

    private readonly PooledList<Value> values;
    private readonly PooledList<Instruction?> definitions;
    private readonly List<int> parameters = [];
    private readonly List<bool> differentiated = [];
    private readonly List<string> addedOrigins = [];
    private readonly List<Scope> scopes = [];
    private readonly List<(Block Block, Scope Scope)> closed = [];
    private readonly Dictionary<Block, Scope> scopeOf = new(ByReference<Block>.Instance);
    private EquatableArray<string> givenOrigins;
    private int noted;
    private Dictionary<string, int>? originNumbers;

    /// <param name="size">About how many values there will be.</param>
    public FunctionBuilder(int size = 0)
    {
        values = new PooledList<Value>(size);
        definitions = new PooledList<Instruction?>(size);
        scopes.Add(new Scope(size));
    }

    /// <summary>The origin given to new instructions.</summary>
    public int Origin { get; set; } = -1;

    /// <summary>Whether new instructions belong to the primal computation.</summary>
    public bool IsPrimal { get; set; } = true;

    /// <summary>How many instructions have been made: a measure of size.</summary>
    public int Size { get; private set; }

    /// <summary>How many blocks are open.</summary>
    public int Depth => scopes.Count;

    /// <summary>The number of values so far.</summary>
    public int ValueCount => values.Count;

    /// <summary>The parameters so far.</summary>
    public IReadOnlyList<int> Parameters => parameters;

    /// <summary>Adds a statement text for instructions to come from, or finds it.</summary>
    public int AddOrigin(string text)
    {
        if (originNumbers is null)
        {
            originNumbers = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (string given in givenOrigins)
            {
                originNumbers.Add(given, originNumbers.Count);
            }
        }

        if (!originNumbers.TryGetValue(text, out int number))
        {
            number = originNumbers.Count;
            addedOrigins.Add(text);
            originNumbers.Add(text, number);
        }

        return number;
    }

    /// <summary>Adds the statement texts of a function, which are all different, before any other.</summary>
    public void AddOrigins(EquatableArray<string> texts) => givenOrigins = texts;

    public IrType TypeOf(int value) => values[value].Type;

    public string? NameOf(int value) => values[value].Name;

    /// <summary>Which of the variables of its name a value is.</summary>
    public int OwnerOf(int value) => values[value].Owner;

    /// <summary>Whether the reader expects a variable of the value's name; a parameter is one.</summary>
    public bool IsLocal(int value) => values[value].IsLocal || definitions[value]!.Op == Op.Parameter;

    /// <summary>The instruction that defines a value.</summary>
    public Instruction DefinitionOf(int value) => definitions[value]!;

    /// <summary>Names a value; the first name is kept, but a local's name takes the place of a mere hint.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">The name; null where it has none, but may have an owner.</param>
    /// <param name="isLocal">Whether the reader expects a variable of that name.</param>
    /// <param name="owner">Which of the variables of that name it is.</param>
    public void Name(int value, string? name, bool isLocal, int owner = 0)
    {
        var known = values[value];
        if (name is null)
        {
            if (owner != 0 && known is { Name: null, Owner: 0 })
            {
                values[value] = known with { Owner = owner };
            }

            return;
        }

        bool isBetter = known.Name is null || (isLocal && !known.IsLocal);
        if (isBetter && definitions[value]!.Op is not (Op.Constant or Op.Parameter))
        {
            values[value] = known with { Name = name, IsLocal = isLocal, Owner = owner };
        }
    }

    /// <summary>Takes the name of a value away, which stands for more than the name says.</summary>
    public void Unname(int value) => values[value] = values[value] with { Name = null, IsLocal = false, Owner = 0 };

    /// <summary>Names the function's result, unless that is a local.</summary>
    public void NameResult(int value, string name)
    {
        if (!values[value].IsLocal && definitions[value]!.Op is not (Op.Constant or Op.Parameter))
        {
            values[value] = values[value] with { Name = name, Owner = 0 };
        }
    }

    /// <summary>Declares the next parameter.</summary>
    public int Parameter(string name, IrType type, bool isDifferentiated) => Parameter(
        new Instruction { Op = Op.Parameter, Results = default, Operands = default, Text = name, Bits = parameters.Count }, type, isDifferentiated);

    /// <summary>Declares the next parameter like one of another function.</summary>
    public int Parameter(Instruction template, IrType type, bool isDifferentiated)
    {
        int value = Add(template.Bits == parameters.Count ? template : template with { Bits = parameters.Count }, type);
        values[value] = new Value(type, template.Text);
        parameters.Add(value);
        differentiated.Add(isDifferentiated);
        return value;
    }

    /// <summary>Adds an instruction with one result, or finds its equal.</summary>
    public int Add(Op op, IrType type, params int[] operands) =>
        Add(op, type, ImmutableCollectionsMarshal.AsImmutableArray(operands));

    /// <summary>Adds an instruction with one result, or finds its equal.</summary>
    public int Add(Op op, IrType type, ImmutableArray<int> operands) =>
        Add(new Instruction { Op = op, Results = OneResult(values.Count), Operands = operands, Origin = Origin, IsPrimal = IsPrimal }, type);

    /// <summary>An instruction of another function with other operands, as it is added next: it need not be copied again for that.</summary>
    public Instruction Next(Instruction template, EquatableArray<int> operands) => template with
    {
        Operands = operands,
        Results = template.Result == values.Count ? template.Results : OneResult(values.Count),
        Origin = Origin,
        IsPrimal = IsPrimal,
    };

    /// <summary>A floating-point constant.</summary>
    public int Constant(double number, IrType type, string? text = null)
    {
        if (type.Kind == IrTypeKind.Single)
        {
            number = (float)number;
        }

        text ??= type.Kind == IrTypeKind.Single ? Literal.Text((float)number) : Literal.Text(number);
        return Add(new Instruction { Op = Op.Constant, Results = default, Operands = default, Text = text, Bits = Literal.Bits(number) }, type);
    }

    /// <summary>
    /// Adds <paramref name="template"/> with a new result, or finds its equal; its origin and primal flag are the
    /// builder's current ones.
    /// </summary>
    public int Add(Instruction template, IrType type)
    {
        if (template is { Op: Op.Opaque, Effects: Effects.None } && template.Operands.Any(o => TypeOf(o).IsArray))
        {
            // It may read the elements, which may be others the next time.
            template = template with { Effects = Effects.Reads };
        }

        bool isPure = template.IsPure;
        if (isPure && ConstantFolding.Fold(this, template, type) is { } folded)
        {
            return folded;
        }

        var key = isPure ? new InstructionKey(template, type) : default;
        int hash = isPure ? key.Hash : 0;
        if (isPure && Find(key, hash, out int known) && !(MustBeExact(template) && definitions[known]!.IsDerivative))
        {
            return known;
        }

        int result = NewValue(type);
        // A pass that has changed nothing so far takes the instruction over as it is.
        bool isSame = template.Result == result && template.Results.Length == 1 && template.Origin == Origin && template.IsPrimal == IsPrimal;
        Append(isSame ? template : template with { Results = OneResult(result), Origin = Origin, IsPrimal = IsPrimal });
        if (isPure)
        {
            Numbers(Innermost).Set(key, hash, result);
        }

        return result;
    }

    /// <summary>Adds an instruction with any number of results, without looking for an equal one.</summary>
    public ImmutableArray<int> AddMany(Instruction template, IEnumerable<IrType> types)
    {
        var results = types.Select(NewValue).ToImmutableArray();
        Append(template with { Results = results, Origin = Origin, IsPrimal = IsPrimal });
        return results;
    }

    /// <summary>Adds an instruction of another function, whose values are given, without looking for an equal one.</summary>
    public EquatableArray<int> AddCopy(Instruction template, EquatableArray<Value> values)
    {
        var results = NewValues(template.Results, values);
        bool isSame = results.IsSame(template.Results) && template.Origin == Origin && template.IsPrimal == IsPrimal;
        Append(isSame ? template : template with { Results = results, Origin = Origin, IsPrimal = IsPrimal });
        return results;
    }

    /// <summary>The value that an operation has here already in the primal computation; null where it has none.</summary>
    public int? FindPrimal(Op op, IrType type, params int[] operands) =>
        FindExisting(op, type, operands) is { } value && DefinitionOf(value).IsPrimal ? value : null;

    /// <summary>The value that an operation has here already; null where it has none.</summary>
    public int? FindExisting(Op op, IrType type, params int[] operands)
    {
        var key = new InstructionKey(op, type, ImmutableCollectionsMarshal.AsImmutableArray(operands));
        return Find(key, key.Hash, out int value) ? value : null;
    }

    /// <summary>Ends the function.</summary>
    public Function Build(params int[] results) => Build(results.ToImmutableArray());

    /// <summary>Ends the function, and the builder with it.</summary>
    public Function Build(EquatableArray<int> results)
    {
        var function = new Function
        {
            Values = values.ToImmutable(),
            Parameters = parameters.ToImmutableArray(),
            Differentiated = differentiated.ToImmutableArray(),
            Body = Close(results),
            Origins = addedOrigins.Count == 0 ? givenOrigins : givenOrigins.Items.AddRange(addedOrigins),
        };
        Drop();
        return function;
    }

    /// <summary>Ends the builder: its storage is that of the next one.</summary>
    public void Drop()
    {
        values.Return();
        definitions.Return();
        scopes.ForEach(s => s.Return());
        closed.ForEach(c => c.Scope.Return());
    }

    /// <summary>
    /// Whether what is built is a function, of which it is a copy: the same values by the same names, and the same instructions.
    /// </summary>
    public bool IsCopyOf(Function function, EquatableArray<int> results)
    {
        if (values.Count != function.Values.Length || givenOrigins.Length + addedOrigins.Count != function.Origins.Length
            || !Innermost.IsCopyOf(function.Body) || !results.IsSame(function.Body.Yields))
        {
            return false;
        }

        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] != function.Values[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The results of an instruction that has one. Functions share these lists, as they number their values from 0.</summary>
    private static EquatableArray<int> OneResult(int value)
    {
        if (value >= KnownResults.Length)
        {
            return ImmutableArray.Create(value);
        }

        // Where two threads come here at once, either list will do.
        return KnownResults[value] is { Length: > 0 } known ? known : KnownResults[value] = ImmutableArray.Create(value);
    }

    /// <summary>New values of the types that those of another function have: the list itself where they have the same numbers.</summary>
    private EquatableArray<int> NewValues(EquatableArray<int> sources, EquatableArray<Value> values)
    {
        int first = ValueCount;
        bool isSame = true;
        for (int i = 0; i < sources.Length; i++)
        {
            isSame &= NewValue(values[sources[i]].Type) == sources[i];
        }

        return isSame ? sources : Enumerable.Range(first, sources.Length).ToImmutableArray();
    }

    /// <summary>A new value without a definition yet.</summary>
    private int NewValue(IrType type)
    {
        values.Add(new Value(type, null));
        definitions.Add(null);
        return values.Count - 1;
    }

    private void Append(Instruction instruction)
    {
        Size++;
        foreach (int result in instruction.Results)
        {
            definitions[result] = instruction;
        }

        Innermost.Instructions.Add(instruction);
    }

    /// <summary>
    /// Whether an instruction is arithmetic whose last bit is given. It is not the equal one of derivative code, which algebra may still
    /// rewrite, or writing regroup.
    /// </summary>
    private bool MustBeExact(Instruction template) =>
        (IsPrimal || template.IsRecomputed) && template.Op is >= Op.Add and <= Op.Negate && TypeOf(template.Operands[0]).IsFloating;
}
