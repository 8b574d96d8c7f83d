using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Autodiff.Generator.Ir;

/// <summary>
/// Writes a function anew, instruction by instruction: the base of every pass. A pass overrides
/// <see cref="Copy(Instruction)"/> for the instructions that it changes.
/// </summary>
internal abstract class Rewriter
{
    private readonly Function source;
    private int[] map;

    protected Rewriter(Function source)
    {
        this.source = source;
        map = ArrayPool<int>.Shared.Rent(source.Values.Length);
        for (int i = 0; i < map.Length; i++)
        {
            map[i] = -1;
        }

        Builder = new FunctionBuilder(source.Values.Length);
    }

    /// <summary>The function under construction.</summary>
    protected FunctionBuilder Builder { get; }

    /// <summary>The function that is read.</summary>
    protected Function Source => source;

    /// <summary>Writes the whole function; gives the one that is read where nothing has changed.</summary>
    protected Function Run()
    {
        CopyAll();
        var results = MapAll(source.Body.Yields);
        ArrayPool<int>.Shared.Return(map);
        map = [];
        if (Builder.IsCopyOf(source, results))
        {
            Builder.Drop();
            return source.Numbered();
        }

        var written = Builder.Build(results) with
        {
            Rows = source.Rows,
            GradientOrigins = source.GradientOrigins,
            Name = source.Name,
            Callees = source.Callees,
            Written = source.Written,
            Unsettled = source.Unsettled,
        };
        return written.Numbered();
    }

    /// <summary>Writes the parameters and the body, and leaves the function open.</summary>
    protected void CopyAll()
    {
        Builder.AddOrigins(source.Origins);
        CopyInstructions(source.Body.Instructions);
    }

    /// <summary>The value in the new function for one of the old.</summary>
    protected int Map(int value) => map[value];

    /// <summary>The values in the new function for a list of the old: the list itself where they have the same numbers.</summary>
    protected EquatableArray<int> MapAll(EquatableArray<int> values)
    {
        int[]? images = null;
        for (int i = 0; i < values.Length; i++)
        {
            int image = Map(values[i]);
            if (images is null && image != values[i])
            {
                images = new int[values.Length];
                values.Items.CopyTo(0, images, 0, i);
            }

            if (images is not null)
            {
                images[i] = image;
            }
        }

        return images is null ? values : ImmutableCollectionsMarshal.AsImmutableArray(images);
    }

    /// <summary>Writes a part of the function once more, after which the values stand for what they stood for before.</summary>
    protected void Again(Action write)
    {
        int[] before = map;
        map = (int[])map.Clone();
        write();
        map = before;
    }

    /// <summary>Says which value of the new function stands for one of the old, and passes its name on.</summary>
    protected virtual void SetMap(int value, int image)
    {
        map[value] = image;
        // A derivative that turns out to be a value of the primal computation keeps that value's name.
        if (image >= 0 && (Builder.IsPrimal || !Builder.DefinitionOf(image).IsPrimal))
        {
            Builder.Name(image, source.Values[value].Name, source.Values[value].IsLocal, source.Values[value].Owner);
        }
    }

    /// <summary>Writes a list of instructions into the innermost open block.</summary>
    protected virtual void CopyInstructions(EquatableArray<Instruction> instructions)
    {
        foreach (var instruction in instructions)
        {
            CopyOne(instruction);
        }
    }

    /// <summary>Writes one instruction with its origin.</summary>
    protected void CopyOne(Instruction instruction)
    {
        Builder.Origin = instruction.Origin;
        Builder.IsPrimal = instruction.IsPrimal;
        Copy(instruction);
    }

    /// <summary>Writes one instruction: as it is, with its operands mapped.</summary>
    protected virtual void Copy(Instruction instruction)
    {
        if (instruction.Op == Op.Parameter)
        {
            int index = (int)instruction.Bits;
            SetMap(instruction.Result, Builder.Parameter(instruction, source.Values[instruction.Result].Type, source.Differentiated[index]));
            return;
        }

        if (instruction.Op == Op.If && ConstantFolding.TruthOf(Builder, Map(instruction.Operands[0])) is { } truth)
        {
            CopyArm(instruction, truth);
            return;
        }

        if (instruction.Op == Op.If)
        {
            var blocks = ImmutableArray.Create(CopyBlock(instruction, 0), CopyBlock(instruction, 1));
            Builder.Origin = instruction.Origin;
            Builder.IsPrimal = instruction.IsPrimal;
            AddBranch(instruction, blocks);
            return;
        }

        if (instruction.Op == Op.Loop)
        {
            CopyLoop(instruction);
            return;
        }

        var operands = MapAll(instruction.Operands);
        bool isSame = operands.IsSame(instruction.Operands);
        if (instruction.Results.Length == 1)
        {
            SetMap(instruction.Result, Builder.Add(isSame ? instruction : Builder.Next(instruction, operands), source.Values[instruction.Result].Type));
        }
        else
        {
            SetMaps(instruction.Results, Builder.AddCopy(isSame ? instruction : instruction with { Operands = operands }, source.Values));
        }
    }

    /// <summary>Writes the one arm of a branch that is always taken in the place of the branch.</summary>
    protected void CopyArm(Instruction branch, bool truth)
    {
        var arm = branch.Blocks[truth ? 0 : 1];
        CopyInstructions(arm.Instructions);
        for (int i = 0; i < arm.Yields.Length; i++)
        {
            SetMap(branch.Results[i], Map(arm.Yields[i]));
        }
    }

    /// <summary>Adds a branch or loop whose blocks are written already.</summary>
    protected void AddBranch(Instruction instruction, ImmutableArray<Block> blocks)
    {
        var operands = MapAll(instruction.Operands);
        bool isSame = operands.IsSame(instruction.Operands)
            && ReferenceEquals(blocks[0], instruction.Blocks[0]) && ReferenceEquals(blocks[1], instruction.Blocks[1]);
        SetMaps(instruction.Results, Builder.AddCopy(isSame ? instruction : instruction with { Operands = operands, Blocks = blocks }, source.Values));
    }

    private void SetMaps(EquatableArray<int> values, EquatableArray<int> images)
    {
        for (int i = 0; i < images.Length; i++)
        {
            SetMap(values[i], images[i]);
        }
    }

    /// <summary>Writes a loop.</summary>
    protected void CopyLoop(Instruction loop)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        SetMaps(header.Arguments, Builder.OpenLoop(header.Arguments, source.Values));
        CopyInstructions(header.Instructions);
        var newBody = CopyBlock(loop, 1);
        var newHeader = Builder.CloseCopy(header, MapAll(header.Yields));
        Builder.Origin = loop.Origin;
        Builder.IsPrimal = loop.IsPrimal;
        AddBranch(loop, ImmutableArray.Create(newHeader, newBody));
    }

    /// <summary>Writes an arm of a branch, or the body of a loop.</summary>
    protected virtual Block CopyBlock(Instruction owner, int index) => CopyBlock(owner.Blocks[index]);

    /// <summary>Writes a nested block.</summary>
    protected Block CopyBlock(Block block)
    {
        Builder.Open();
        CopyInstructions(block.Instructions);
        return Builder.CloseCopy(block, MapAll(block.Yields));
    }
}
