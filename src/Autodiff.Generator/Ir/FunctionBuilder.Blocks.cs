using System.Collections.Immutable;

namespace Autodiff.Generator.Ir;

/// <content>The blocks that are open, each with what is known to have been computed when it runs.</content>
internal sealed partial class FunctionBuilder
{
    /// <summary>Opens a nested block: instructions go there until <see cref="Close"/>.</summary>
    public void Open() => scopes.Add(new Scope());

    /// <summary>
    /// Opens the header of a loop that carries values of the given types, and gives the arguments that stand for them. The
    /// body is opened within it by <see cref="Open"/>, and closed first.
    /// </summary>
    public ImmutableArray<int> OpenLoop(IEnumerable<IrType> types)
    {
        var arguments = types.Select(NewValue).ToImmutableArray();
        OpenLoop(arguments);
        return arguments;
    }

    /// <summary>Opens the header of a loop that carries what one of another function does, whose values are given.</summary>
    public EquatableArray<int> OpenLoop(EquatableArray<int> arguments, EquatableArray<Value> values)
    {
        arguments = NewValues(arguments, values);
        OpenLoop(arguments);
        return arguments;
    }

    /// <summary>
    /// Opens a nested block that runs only where the <paramref name="earlier"/> ones have run, so that what was computed
    /// there need not be computed again.
    /// </summary>
    public void OpenAfter(params Block[] earlier)
    {
        scopes.Add(new Scope());
        foreach (var block in earlier)
        {
            Share(ScopeOf(block));
        }
    }

    /// <summary>The instructions of the innermost open block so far.</summary>
    public ImmutableArray<Instruction> Snapshot() => Innermost.Instructions.ToImmutable();

    /// <summary>Closes the nested block and gives its instructions.</summary>
    public Block Close(IEnumerable<int> yields, bool completes = true) => Close(yields.ToEquatableArray(), completes);

    /// <summary>Closes the nested block and gives its instructions.</summary>
    public Block Close(EquatableArray<int> yields, bool completes = true)
    {
        var scope = Pop();
        var block = new Block(scope.Instructions.ToImmutable(), yields, completes) { Arguments = scope.Arguments };
        closed.Add((block, scope));
        scope.Instructions.Return();
        return block;
    }

    /// <summary>Closes the nested block that copies one of another function: gives that block itself where it is the same.</summary>
    public Block CloseCopy(Block source, EquatableArray<int> yields)
    {
        if (!Innermost.IsCopyOf(source) || !yields.IsSame(source.Yields))
        {
            return Close(yields, source.Completes);
        }

        var scope = Pop();
        closed.Add((source, scope));
        scope.Instructions.Return();
        return source;
    }

    /// <summary>Whether the instructions of the innermost open block have no effects and no branches.</summary>
    public bool IsInnermostPure
    {
        get
        {
            var instructions = Innermost.Instructions;
            for (int i = 0; i < instructions.Count; i++)
            {
                if (!instructions[i].IsPure)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Closes the nested block and puts its instructions, which must be pure, into the enclosing one.</summary>
    public void Splice()
    {
        var scope = Pop();
        for (int i = 0; i < scope.Instructions.Count; i++)
        {
            Innermost.Instructions.Add(scope.Instructions[i]);
        }

        Share(scope);
        scope.Return();
    }

    private Scope Innermost => scopes[scopes.Count - 1];

    private Scope Pop()
    {
        var scope = Innermost;
        scopes.RemoveAt(scopes.Count - 1);
        return scope;
    }

    private void OpenLoop(EquatableArray<int> arguments)
    {
        scopes.Add(new Scope { Arguments = arguments });
        foreach (int argument in arguments)
        {
            definitions[argument] = new Instruction { Op = Op.Argument, Results = ImmutableArray.Create(argument), Operands = default, Origin = Origin, IsPrimal = IsPrimal };
        }
    }

    private bool Find(in InstructionKey key, int hash, out int value)
    {
        for (int i = scopes.Count - 1; i >= 0; i--)
        {
            if (scopes[i].Numbers is { } numbers && numbers.TryGetValue(key, hash, out value))
            {
                return true;
            }
        }

        value = -1;
        return false;
    }

    /// <summary>Where a closed block was written.</summary>
    private Scope ScopeOf(Block block)
    {
        // Few passes ask, and those ask for most blocks.
        for (; noted < closed.Count; noted++)
        {
            scopeOf[closed[noted].Block] = closed[noted].Scope;
        }

        return scopeOf[block];
    }

    private ValueNumbers Numbers(Scope scope) => scope.Numbers ??= new ValueNumbers(this, scope.Room);

    /// <summary>What was computed in a closed block is known in the innermost open one, too.</summary>
    private void Share(Scope block)
    {
        if (block.Numbers is { } numbers)
        {
            Numbers(Innermost).SetAll(numbers);
        }
    }

    private sealed class Scope(int size = 8)
    {
        /// <summary>A power of two, about as large as there will be instructions.</summary>
        public int Room
        {
            get
            {
                int room = 16;
                while (room < size)
                {
                    room *= 2;
                }

                return room;
            }
        }

        public EquatableArray<int> Arguments { get; init; }

        public PooledList<Instruction> Instructions { get; } = new(size);

        public ValueNumbers? Numbers { get; set; }

        /// <summary>Gives its storage back.</summary>
        public void Return()
        {
            Instructions.Return();
            Numbers?.Return();
        }

        /// <summary>Whether it holds the very instructions of a block, and has its arguments.</summary>
        public bool IsCopyOf(Block block)
        {
            if (Instructions.Count != block.Instructions.Length || !Arguments.IsSame(block.Arguments))
            {
                return false;
            }

            for (int i = 0; i < Instructions.Count; i++)
            {
                if (!ReferenceEquals(Instructions[i], block.Instructions[i]))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
