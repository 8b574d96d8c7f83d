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
        Shadows = new Shadows(Builder);
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

    /// <summary>The shadows of the new function's arrays.</summary>
    protected Shadows Shadows { get; }

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
                string name = Source.Name is null ? Source.Values[parameter].Name!.TrimStart('@') + "Gradient" : Shadows.AdjointName(Map(parameter))!;
                int destination = Builder.Parameter(name, Shadows.TypeFor(type), isDifferentiated: false);
                if (Source.Name is null && Plan.IsEarly(parameter) && type.Array is { Shape: ArrayShape.Array, Rank: 1, Element.IsArray: false })
                {
                    Copies.Add(Map(parameter), destination);
                }
                else
                {
                    Shadows.Set(Map(parameter), destination);
                }
            }
        }

        foreach (int parameter in Source.Parameters.Where(Plan.IsEarly))
        {
            Shadows.Make(Map(parameter));
        }
    }

    /// <summary>Whether the reverse sweep of a loop has anything to do.</summary>
    private bool IsReversed(Instruction loop) =>
        loop.Blocks[0].Arguments.Any(IsActive) || loop.Results.Any(IsActive) || loop.Blocks.Any(Plan.Touches);

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

        if (Source.Values[value].Type.IsArray && Plan.HasShadow(value))
        {
            Shadows.Shadowed.Add(image);
        }

        if (definitions[value] is { Op: Op.Load } load && Memory.Writes.IsStable(load))
        {
            StableLoads.Add(image);
        }
    }

    private void CopyShadow(Instruction instruction)
    {
        if (instruction.Op is Op.Store or Op.Fill && Source.Values[instruction.Operands[instruction.Operands.Length - 1]].Type.IsArray && Plan.IsShadowed(instruction.Operands[0]))
        {
            var operands = instruction.Operands.Select(Map).ToArray();
            operands[0] = Shadows.Of(operands[0]);
            operands[operands.Length - 1] = Shadows.Of(operands[operands.Length - 1]);

            // It belongs to the forward sweep: what is read from the shadow before and after is not the same row.
            Builder.AddMany(new Instruction { Op = instruction.Op, Results = default, Operands = operands.ToImmutableArray(), Effects = Effects.Acts }, []);
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
                Shadows.Read(instruction with { Operands = instruction.Operands.Select(Map).ToImmutableArray() }, Map(result));
            }
            else if (instruction.Op is Op.Slice or Op.Select)
            {
                Shadows.Set(Map(result), Shadows.Of(Map(result)));
            }
            else
            {
                Shadows.Make(Map(result));
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
                yields.AddRange(paired.Select(i => Shadows.Of(Map(block.Yields[i]))));
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
        var initial = loop.Operands.Select(Map).Concat(paired.Select(i => Shadows.Of(Map(loop.Operands[i])))).ToList();
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
            Shadows.SetLocal(arguments[paired[i]], arguments[header.Arguments.Length + i]);
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
            yields.AddRange(paired.Select(i => Shadows.Of(Map(body.Yields[i + 1]))));
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
            Shadows.SetLocal(results[paired[i]], results[instruction.Results.Length + i]);
        }

        return results;
    }

    /// <summary>
    /// The type of the shadow of what may be one array or another: an array where all shadows are, since that can be kept on the
    /// tape, else a window.
    /// </summary>
    private IrType PairedType(int value)
    {
        var type = Source.Values[value].Type;
        bool isArray = type.Array!.Shape == ArrayShape.Array && (Source.Name is null || Memory.RootsOf(value).All(Memory.IsFresh));
        return isArray ? Shadows.AsArray(type) : Shadows.TypeFor(type);
    }
}
