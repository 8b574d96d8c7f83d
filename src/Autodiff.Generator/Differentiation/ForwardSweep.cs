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
    private bool hasDestinations;
    private int regions;

    protected ForwardSweep(Function source)
        : base(source)
    {
        definitions = Definitions.Of(source);
        var activity = Activity.Of(source);
        Memory = activity.Memory;
        SourceVaried = activity.Varied;
        Rows = Row.Of(source, activity, definitions, Builder);
    }

    /// <summary>Which arrays of the source may be the same.</summary>
    protected PointsTo Memory { get; }

    /// <summary>The gradients that are asked for: one, unless the function has several results.</summary>
    protected Row[] Rows { get; }

    /// <summary>Which values of the source vary.</summary>
    protected bool[] SourceVaried { get; }

    /// <summary>Which loads of the new function read what nothing overwrites.</summary>
    protected HashSet<int> StableLoads { get; } = [];

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

        foreach (var row in Rows)
        {
            CopyShadow(row, instruction);
        }
    }

    /// <summary>Adds a parameter for each differentiated array, once the function's own parameters are declared.</summary>
    protected void AddDestinations()
    {
        if (hasDestinations)
        {
            return;
        }

        hasDestinations = true;
        foreach (var row in Rows)
        {
            AddDestinations(row);
        }

        foreach (var row in Rows)
        {
            foreach (int parameter in Source.Parameters.Where(row.Plan.IsEarly))
            {
                row.Shadows.Make(Map(parameter));
            }
        }
    }

    private void AddDestinations(Row row)
    {
        for (int i = 0; i < Source.Parameters.Length; i++)
        {
            int parameter = Source.Parameters[i];
            var type = Source.Values[parameter].Type;
            if (Source.Differentiated[i] && type.IsArray)
            {
                string name = Source.Name is null ? row.DestinationName(Source.Values[parameter].Name!) : row.Shadows.AdjointName(Map(parameter))!;
                int destination = Builder.Parameter(name, Shadows.TypeFor(type), isDifferentiated: false);
                if (Source.Name is null && row.Plan.IsEarly(parameter) && type.Array is { Shape: ArrayShape.Array, Rank: 1, Element.IsArray: false })
                {
                    row.Copies.Add(Map(parameter), destination);
                }
                else
                {
                    row.Shadows.Set(Map(parameter), destination);
                }
            }
        }
    }

    /// <summary>Whether the reverse sweep of a loop has anything to do.</summary>
    private bool IsReversed(Instruction loop) =>
        Rows.Any(row => loop.Blocks[0].Arguments.Any(a => IsActive(row, a)) || loop.Results.Any(r => IsActive(row, r)) || loop.Blocks.Any(row.Plan.Touches));

    private bool IsActive(Row row, int value) => SourceVaried[value] && row.Reads(value);

    private void Note(int value)
    {
        int image = Map(value);
        if (image < 0)
        {
            return;
        }

        foreach (var row in Rows)
        {
            if (IsActive(row, value))
            {
                row.Active.Add(image);
            }

            if (Source.Values[value].Type.IsArray && row.Plan.HasShadow(value))
            {
                row.Shadows.Shadowed.Add(image);
            }
        }

        if (definitions[value] is { Op: Op.Load } load && Memory.Writes.IsStable(load))
        {
            StableLoads.Add(image);
        }
    }

    private void CopyShadow(Row row, Instruction instruction)
    {
        if (instruction.Op is Op.Store or Op.Fill && Source.Values[instruction.Operands[instruction.Operands.Length - 1]].Type.IsArray && row.Plan.IsShadowed(instruction.Operands[0]))
        {
            var operands = instruction.Operands.Select(Map).ToArray();
            operands[0] = row.Shadows.Of(operands[0]);
            operands[operands.Length - 1] = row.Shadows.Of(operands[operands.Length - 1]);

            // It belongs to the forward sweep: what is read from the shadow before and after is not the same row.
            Builder.AddMany(new Instruction { Op = instruction.Op, Results = default, Operands = operands.ToImmutableArray(), Effects = Effects.Acts }, []);
            return;
        }

        foreach (int result in instruction.Results)
        {
            if (instruction.Op is Op.If or Op.Loop or Op.Parameter || !row.Plan.IsEarly(result))
            {
                continue;
            }

            Builder.IsPrimal = false;
            if (instruction.Op == Op.Load)
            {
                row.Shadows.Read(instruction with { Operands = instruction.Operands.Select(Map).ToImmutableArray() }, Map(result));
            }
            else if (instruction.Op is Op.Slice or Op.Select)
            {
                row.Shadows.Set(Map(result), row.Shadows.Of(Map(result)));
            }
            else
            {
                row.Shadows.Make(Map(result));
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

        var paired = PairsOf(branch.Results);
        var blocks = branch.Blocks.Select(block =>
        {
            Builder.Open();
            CopyInstructions(block.Instructions);
            var yields = block.Yields.Select(Map).ToList();
            if (block.Completes)
            {
                yields.AddRange(paired.Select(p => p.Row.Shadows.Of(Map(block.Yields[p.Index]))));
            }

            return Builder.Close(yields, block.Completes);
        }).ToImmutableArray();
        AddNumbered(branch, blocks, paired, branch.Operands.Select(Map), branch.Results.Length);
    }

    private void CopyWholeLoop(Instruction loop)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        if (definitions[header.Yields[0]] is { Op: Op.Constant, Bits: 0 })
        {
            CopyHeader(loop);
            return;
        }

        var paired = PairsOf(header.Arguments);
        bool counts = body.Completes && IsReversed(loop) && loop.Text != SplitMode.Once
            && CountedLoop.Find(loop, v => definitions[v], v => Source.Values[v].Type, Memory.Writes.IsStable) is null;
        var types = header.Arguments.Select(a => Source.Values[a].Type)
            .Concat(paired.Select(p => PairedType(header.Arguments[p.Index])))
            .Concat(counts ? [IrType.Int32] : []);
        var initial = loop.Operands.Select(Map).Concat(paired.Select(p => p.Row.Shadows.Of(Map(loop.Operands[p.Index])))).ToList();
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
            paired[i].Row.Shadows.SetLocal(arguments[paired[i].Index], arguments[header.Arguments.Length + i]);
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
            yields.AddRange(paired.Select(p => p.Row.Shadows.Of(Map(body.Yields[p.Index + 1]))));
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

    /// <summary>The header of a loop whose condition never holds: it is evaluated once, and what the loop started from is what it ends with.</summary>
    private void CopyHeader(Instruction loop)
    {
        for (int i = 0; i < loop.Operands.Length; i++)
        {
            SetMap(loop.Blocks[0].Arguments[i], Map(loop.Operands[i]));
        }

        CopyInstructions(loop.Blocks[0].Instructions);
        for (int i = 0; i < loop.Results.Length; i++)
        {
            SetMap(loop.Results[i], Map(loop.Operands[i]));
        }
    }

    /// <summary>The values of a list, by their places in it, beside which the shadows of some rows are handed on.</summary>
    private (Row Row, int Index)[] PairsOf(EquatableArray<int> values) =>
        [.. Rows.SelectMany(row => Enumerable.Range(0, values.Length).Where(i => row.Plan.IsEarly(values[i])).Select(i => (row, i)))];

    /// <summary>Adds a branch or loop under a new number, with a shadow for each of the paired results.</summary>
    private ImmutableArray<int> AddNumbered(Instruction instruction, ImmutableArray<Block> blocks, (Row Row, int Index)[] paired, IEnumerable<int> operands, int count)
    {
        regions++;
        Builder.Origin = instruction.Origin;
        Builder.IsPrimal = instruction.IsPrimal;
        var numbered = instruction with { Operands = operands.ToImmutableArray(), Blocks = blocks, Region = regions, PrimalResults = paired.Length > 0 ? instruction.Results.Length : null };
        var types = instruction.Results.Select(r => Source.Values[r].Type).Concat(paired.Select(p => PairedType(instruction.Results[p.Index]))).ToList();
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
            paired[i].Row.Shadows.SetLocal(results[paired[i].Index], results[instruction.Results.Length + i]);
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
