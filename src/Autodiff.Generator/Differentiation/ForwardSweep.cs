using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Writes the forward sweep: the function as it is, with what its reversal must know. Loops and branches get a number, a
/// loop that is to be reversed and does not count gets a counter of its iterations, arrays whose shadows are needed early
/// get them, and the function gets a parameter for the destination of each differentiated array.
/// </summary>
internal abstract class ForwardSweep : Rewriter
{
    private readonly Dictionary<int, int> shadows = [];
    private readonly Definitions definitions;
    private readonly bool[] useful;
    private bool hasDestinations;
    private int regions;

    protected ForwardSweep(Function source)
        : base(source)
    {
        definitions = Definitions.Of(source);
        var activity = Activity.Of(source);
        Memory = activity.Memory;
        SourceVaried = activity.Varied;
        useful = Usefulness.Find(source, Memory);
        Plan = new ShadowPlan(source, activity, useful, definitions);
    }

    /// <summary>Which arrays of the source may be the same.</summary>
    protected PointsTo Memory { get; }

    /// <summary>Which arrays of the source have shadows.</summary>
    protected ShadowPlan Plan { get; }

    /// <summary>Which values of the source vary.</summary>
    protected bool[] SourceVaried { get; }

    /// <summary>Which values of the new function vary and influence the result.</summary>
    protected HashSet<int> Active { get; } = [];

    /// <summary>Which arrays of the new function have shadows.</summary>
    protected HashSet<int> Shadowed { get; } = [];

    /// <summary>Which loads of the new function read what nothing overwrites.</summary>
    protected HashSet<int> StableLoads { get; } = [];

    /// <summary>
    /// For each array parameter that a variable may stand for beside other arrays, its destination: its shadow is an array, as
    /// theirs are, which the tape can keep, and which is copied to the destination in the end.
    /// </summary>
    protected Dictionary<int, int> Copies { get; } = [];

    /// <summary>For each loop by its number the value, among its results, that counts its iterations.</summary>
    protected Dictionary<int, int> TripCounts { get; } = [];

    protected override void Copy(Instruction instruction)
    {
        if (instruction.Op != Op.Parameter)
        {
            AddDestinations();
        }

        switch (instruction.Op)
        {
            case Op.If:
                CopyBranch(instruction);
                break;
            case Op.Loop:
                CopyWholeLoop(instruction);
                break;
            case Op.Invoke:
                base.Copy(instruction with { Region = ++regions });
                break;
            default:
                base.Copy(instruction);
                break;
        }

        foreach (int result in instruction.Results)
        {
            Note(result);
        }

        CopyShadow(instruction);
    }

    /// <summary>Adds a parameter for each differentiated array, once the function's own parameters are declared.</summary>
    protected void AddDestinations()
    {
        if (hasDestinations)
        {
            return;
        }

        hasDestinations = true;
        for (int i = 0; i < Source.Parameters.Length; i++)
        {
            int parameter = Source.Parameters[i];
            var type = Source.Values[parameter].Type;
            if (Source.Differentiated[i] && type.IsArray)
            {
                string name = Source.Name is null ? Source.Values[parameter].Name!.TrimStart('@') + "Gradient" : AdjointName(Map(parameter))!;
                int destination = Builder.Parameter(name, ShadowType(type), isDifferentiated: false);
                if (Source.Name is null && Plan.IsEarly(parameter) && type.Array is { Shape: ArrayShape.Array, Rank: 1, Element.IsArray: false })
                {
                    Copies.Add(Map(parameter), destination);
                }
                else
                {
                    shadows[Map(parameter)] = destination;
                }
            }
        }

        foreach (int parameter in Source.Parameters.Where(Plan.IsEarly))
        {
            MakeShadow(Map(parameter));
        }
    }

    /// <summary>The shadow of an array of the new function, in the block that is open.</summary>
    protected int ShadowOf(int array)
    {
        if (shadows.TryGetValue(array, out int shadow))
        {
            return shadow;
        }

        var definition = Builder.DefinitionOf(array);
        return definition.Op switch
        {
            Op.Slice => Derive(definition with { Operands = Windows.SourcesOf(definition).Items.SetItem(0, ShadowOf(definition.Operands[0])), Effects = Effects.None }, ShadowType(Builder.TypeOf(array))),
            Op.Select => Choose(definition.Operands[0], ShadowOf(definition.Operands[1]), ShadowOf(definition.Operands[2])),
            Op.Load => Derive(definition with { Operands = definition.Operands.Items.SetItem(0, ShadowOf(definition.Operands[0])), Effects = Effects.None }, AsArray(Builder.TypeOf(array))),
            _ => throw new InvalidOperationException($"The shadow of an array from {definition.Op} is not known."),
        };
    }

    /// <summary>Finds the shadow of a window that this block made, so that the loops in the block need not.</summary>
    protected void FindShadow(int array)
    {
        if (!shadows.ContainsKey(array) && Builder.DefinitionOf(array).Op is Op.Slice or Op.Select)
        {
            int shadow = ShadowOf(array);
            NameAfter(array, shadow, Builder.IsLocal(array));
            shadows.Add(array, shadow);
        }
    }

    /// <summary>Makes the shadow of an array that this block made, unless there is one.</summary>
    protected void MakeShadow(int array)
    {
        if (shadows.ContainsKey(array) || !Shadowed.Contains(array))
        {
            return;
        }

        var definition = Builder.DefinitionOf(array);
        if (definition.Op is Op.Slice or Op.Select or Op.Load or Op.If or Op.Loop or Op.Argument)
        {
            return;
        }

        var type = Builder.TypeOf(array);
        int shadow = definition.Op == Op.Allocate
            ? Derive(new Instruction { Op = Op.Allocate, Results = default, Operands = definition.Operands, Effects = Effects.Reads }, AsArray(type))
            : Derive(new Instruction { Op = Op.Opaque, Text = "global::Autodiff.Runtime.Arrays.ZerosLike({0:a})", Results = default, Operands = ImmutableArray.Create(array), Effects = Effects.Reads }, AsArray(type));
        NameAfter(array, shadow, isLocal: true);
        shadows[array] = shadow;
    }

    /// <summary>Names what belongs to the adjoint of a value after it.</summary>
    protected void NameAfter(int value, int adjoint, bool isLocal) => Builder.Name(adjoint, AdjointName(value), isLocal, Builder.OwnerOf(value));

    /// <summary>The name of what belongs to the adjoint of a value; null where the value has no name.</summary>
    protected string? AdjointName(int value) => Builder.NameOf(value) is { } name ? AdjointName(name) : null;

    /// <summary>The name of what belongs to the adjoint of a value of a name.</summary>
    public static string AdjointName(string name)
    {
        string bare = name.TrimStart('@');
        return "d" + char.ToUpperInvariant(bare[0]) + bare.Substring(1);
    }

    /// <summary>Whether the reverse sweep of a loop has anything to do.</summary>
    private bool IsReversed(Instruction loop) =>
        loop.Blocks[0].Arguments.Any(IsActive) || loop.Results.Any(IsActive) || loop.Blocks.Any(HasMemory);

    private bool HasMemory(Block block) => block.Instructions.Any(i =>
        i.Op == Op.Invoke
        || (i.Op is Op.Load or Op.Store or Op.Fill or Op.Copy && HasShadow(i.Operands[0]))
        || (i.Op == Op.Copy && HasShadow(i.Operands[1]))
        || i.Blocks.Any(HasMemory));

    private bool HasShadow(int array) => Plan.IsShadowed(array) || Plan.IsEarly(array);

    private bool IsActive(int value) => SourceVaried[value] && useful[value] && Source.Values[value].Type.IsFloating;

    private void Note(int value)
    {
        int image = Map(value);
        if (image < 0)
        {
            return;
        }

        if (IsActive(value))
        {
            Active.Add(image);
        }

        if (Source.Values[value].Type.IsArray && HasShadow(value))
        {
            Shadowed.Add(image);
        }

        if (definitions[value] is { Op: Op.Load } load && Memory.Writes.IsStable(load))
        {
            StableLoads.Add(image);
        }
    }

    private void CopyShadow(Instruction instruction)
    {
        if (instruction.Op == Op.Store && Source.Values[instruction.Operands[instruction.Operands.Length - 1]].Type.IsArray && Plan.IsShadowed(instruction.Operands[0]))
        {
            var operands = instruction.Operands.Select(Map).ToArray();
            operands[0] = ShadowOf(operands[0]);
            operands[operands.Length - 1] = ShadowOf(operands[operands.Length - 1]);

            // It belongs to the forward sweep: what is read from the shadow before and after is not the same row.
            Builder.AddMany(new Instruction { Op = Op.Store, Results = default, Operands = operands.ToImmutableArray(), Effects = Effects.Acts }, []);
            return;
        }

        foreach (int result in instruction.Results)
        {
            if (instruction.Op is Op.If or Op.Loop or Op.Parameter || !Plan.IsEarly(result))
            {
                continue;
            }

            Builder.IsPrimal = false;
            if (instruction.Op == Op.Load)
            {
                int row = Derive(instruction with { Operands = instruction.Operands.Select((o, i) => i == 0 ? ShadowOf(Map(o)) : Map(o)).ToImmutableArray(), Effects = Effects.Reads }, AsArray(Source.Values[result].Type));
                NameAfter(Map(result), row, isLocal: true);
                shadows[Map(result)] = row;
            }
            else if (instruction.Op is Op.Slice or Op.Select)
            {
                shadows[Map(result)] = ShadowOf(Map(result));
            }
            else
            {
                MakeShadow(Map(result));
            }

            Builder.IsPrimal = true;
        }
    }

    private void CopyBranch(Instruction branch)
    {
        if (ConstantFolding.TruthOf(Builder, Map(branch.Operands[0])) is { } truth)
        {
            CopyArm(branch, truth);
            return;
        }

        int[] paired = Enumerable.Range(0, branch.Results.Length).Where(i => Plan.IsEarly(branch.Results[i])).ToArray();
        var blocks = branch.Blocks.Select(block =>
        {
            Builder.Open();
            CopyInstructions(block.Instructions);
            var yields = block.Yields.Select(Map).ToList();
            if (block.Completes)
            {
                yields.AddRange(paired.Select(i => ShadowOf(Map(block.Yields[i]))));
            }

            return Builder.Close(yields, block.Completes);
        }).ToImmutableArray();
        AddNumbered(branch, blocks, paired, branch.Operands.Select(Map), branch.Results.Length);
    }

    private void CopyWholeLoop(Instruction loop)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        int[] paired = Enumerable.Range(0, loop.Results.Length).Where(i => Plan.IsEarly(header.Arguments[i])).ToArray();
        bool counts = body.Completes && IsReversed(loop) && loop.Text != SplitMode.Once
            && CountedLoop.Find(loop, v => definitions[v], v => Source.Values[v].Type, Memory.Writes.IsStable) is null;
        var types = header.Arguments.Select(a => Source.Values[a].Type)
            .Concat(paired.Select(i => PairedType(header.Arguments[i])))
            .Concat(counts ? [IrType.Int32] : []);
        var initial = loop.Operands.Select(Map).Concat(paired.Select(i => ShadowOf(Map(loop.Operands[i])))).ToList();
        if (counts)
        {
            initial.Add(ConstantFolding.Integer(Builder, 0, IrType.Int32));
        }

        var arguments = Builder.OpenLoop(types);
        for (int i = 0; i < header.Arguments.Length; i++)
        {
            SetMap(header.Arguments[i], arguments[i]);
            Note(header.Arguments[i]);
        }

        for (int i = 0; i < paired.Length; i++)
        {
            int shadow = arguments[header.Arguments.Length + i];
            shadows[arguments[paired[i]]] = shadow;
            NameAfter(arguments[paired[i]], shadow, isLocal: true);
        }

        CopyInstructions(header.Instructions);
        Builder.Open();
        int trips = -1;
        if (counts)
        {
            trips = Builder.Add(Op.Add, IrType.Int32, arguments[arguments.Length - 1], ConstantFolding.Integer(Builder, 1, IrType.Int32));
            Builder.Name(arguments[arguments.Length - 1], "iterations", isLocal: true);
            Builder.Name(trips, "iterations", isLocal: true);
        }

        CopyInstructions(body.Instructions);
        var yields = body.Yields.Select(Map).ToList();
        if (body.Completes)
        {
            yields.AddRange(paired.Select(i => ShadowOf(Map(body.Yields[i + 1]))));
            if (counts)
            {
                yields.Add(trips);
            }
        }

        var newBody = Builder.Close(yields, body.Completes);
        var newHeader = Builder.Close(header.Yields.Select(Map), header.Completes);
        var results = AddNumbered(loop, ImmutableArray.Create(newHeader, newBody), paired, initial, loop.Results.Length + (counts ? paired.Length + 1 : paired.Length));
        if (counts)
        {
            TripCounts[regions] = results[results.Length - 1];
            Builder.Name(results[results.Length - 1], "iterations", isLocal: true);
        }
    }

    /// <summary>Adds a branch or loop under a new number, with a shadow for each of the paired results.</summary>
    private ImmutableArray<int> AddNumbered(Instruction instruction, ImmutableArray<Block> blocks, int[] paired, IEnumerable<int> operands, int count)
    {
        regions++;
        Builder.Origin = instruction.Origin;
        Builder.IsPrimal = instruction.IsPrimal;
        var numbered = instruction with { Operands = operands.ToImmutableArray(), Blocks = blocks, Region = regions, PrimalResults = paired.Length > 0 ? instruction.Results.Length : null };
        var types = instruction.Results.Select(r => Source.Values[r].Type).Concat(paired.Select(i => PairedType(instruction.Results[i]))).ToList();
        while (types.Count < count)
        {
            types.Add(IrType.Int32);
        }

        var results = Builder.AddMany(numbered, types);
        for (int i = 0; i < instruction.Results.Length; i++)
        {
            SetMap(instruction.Results[i], results[i]);
        }

        for (int i = 0; i < paired.Length; i++)
        {
            int shadow = results[instruction.Results.Length + i];
            shadows[results[paired[i]]] = shadow;
            NameAfter(results[paired[i]], shadow, isLocal: true);
        }

        return results;
    }

    /// <summary>One of two shadows, of which either may be a span.</summary>
    private int Choose(int condition, int one, int other) => Derive(
        new Instruction { Op = Op.Select, Results = default, Operands = ImmutableArray.Create(condition, one, other) },
        Windows.CommonType(Builder.TypeOf(one), Builder.TypeOf(other)));

    private int Derive(Instruction template, IrType type)
    {
        bool isPrimal = Builder.IsPrimal;
        Builder.IsPrimal = false;
        int value = Builder.Add(template with { Results = default }, type);
        Builder.IsPrimal = isPrimal;
        return value;
    }

    /// <summary>The type of the shadow: what can be written, and a window where the array is one dimension of numbers.</summary>
    private static IrType ShadowType(IrType type) =>
        type.Array is { Rank: 1, Element.IsArray: false } array ? IrType.ArrayOf(array.Element, ArrayShape.Span) : type;

    /// <summary>
    /// The type of the shadow of what may be one array or another: an array where all shadows are, since that can be kept on the
    /// tape, else a window.
    /// </summary>
    private IrType PairedType(int value)
    {
        var type = Source.Values[value].Type;
        bool isArray = type.Array!.Shape == ArrayShape.Array && (Source.Name is null || Memory.RootsOf(value).All(Memory.IsFresh));
        return isArray ? AsArray(type) : ShadowType(type);
    }

    private static IrType AsArray(IrType type) => IrType.ArrayOf(type.Array!.Element, ArrayShape.Array, type.Array.Rank);
}
