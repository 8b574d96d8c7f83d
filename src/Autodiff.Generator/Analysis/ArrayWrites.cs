using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>A write of the primal computation to elements of an array.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Target">The array.</param>
/// <param name="IsDeep">Whether it may be to arrays in that array: a call's may.</param>
/// <param name="Instruction">What writes.</param>
internal readonly record struct ArrayWrite(int Place, int Target, bool IsDeep, Instruction Instruction);

/// <summary>
/// When the primal computation writes to the arrays of a function. Where <see cref="PointsTo"/> says which arrays may be the same, without regard
/// to the order of statements, this asks for the order: a read is <em>stable</em> where nothing that may run after it overwrites what it
/// reads, so that the reverse sweep finds it where it was. What may overwrite it is a primal write to storage that may be the same. It must
/// not stand after the read, and no loop may contain both of them, since it would come round again; but where that loop allocates the storage
/// anew in each iteration, and hands it neither to the next iteration nor to an array of arrays, the next iteration's write goes to another
/// array.
/// </summary>
internal sealed class ArrayWrites
{
    private readonly Function function;
    private readonly PointsTo memory;
    private readonly Definitions definitions;
    private readonly Placement places;
    private readonly Lists<int, ArrayWrite> writesTo = new();
    private readonly Dictionary<(int Root, int Given), int> lastWrites = [];
    private readonly HashSet<int> written;

    /// <summary>The storage that may be written to when the function has run.</summary>
    private readonly HashSet<int> unsettled = [];

    private ArrayWrites(Function function)
    {
        this.function = function;
        memory = PointsTo.Of(function);
        definitions = Definitions.Of(function);
        places = Placement.Of(function);
        foreach (var write in places.Writes)
        {
            foreach (int root in TargetsOf(write))
            {
                writesTo.Add(root, write);
            }
        }

        written = [.. writesTo.Keys.SelectMany(memory.SameAs)];
        for (int i = 0; i < function.Unsettled.Length; i++)
        {
            if (function.Unsettled[i])
            {
                unsettled.UnionWith(memory.ReachableFrom(function.Parameters[i]));
            }
        }
    }

    /// <summary>Analyses a function.</summary>
    public static ArrayWrites Of(Function function) => function.Fact(f => new ArrayWrites(f));

    /// <summary>Whether there may be a write to a root.</summary>
    public bool IsWritten(int root) => written.Contains(root);

    /// <summary>Whether there may be a write to the storage behind a value by way of that value, or of what flows from it.</summary>
    public bool IsWrittenThrough(int value) => memory.ReachableFrom(value) is var reached && places.Writes.Any(w => TargetsOf(w).Any(reached.Contains));

    /// <summary>The writes to what may share elements with an array, in no order.</summary>
    public IEnumerable<ArrayWrite> To(int array) =>
        memory.RootsOf(array).SelectMany(memory.SameAs).Distinct().SelectMany(root => writesTo[root]);

    /// <summary>Whether nothing that may run after a load overwrites what it reads.</summary>
    public bool IsStable(Instruction load) => places.Find(load, out int place) && IsStable(place, memory.RootsOf(load.Operands[0]), load.Operands[0]);

    /// <summary>
    /// For each call of another function the arguments that are arrays which may be written to after the call: there the
    /// callee's own reads are not stable.
    /// </summary>
    public IEnumerable<(Instruction Invoke, int Argument)> UnsettledArguments() =>
        from invoke in places.Invokes
        from argument in Enumerable.Range(0, invoke.Instruction.Operands.Length)
        let array = invoke.Instruction.Operands[argument]
        where function.Values[array].Type.IsArray && !IsStable(invoke.Place, memory.ReachableFrom(array))
        select (invoke.Instruction, argument);

    /// <summary>Whether an array that a function is given may be written to after the function has run.</summary>
    public bool IsUnsettled(int array) => unsettled.Count > 0 && memory.RootsOf(array).Any(r => unsettled.Any(u => memory.MayBeSame(u, r)));

    /// <summary>Whether each iteration of a loop makes storage of its own, which no other iteration sees.</summary>
    public bool IsOfOneIteration(int root, Instruction loop) =>
        memory.AllocationOf(root) is { } allocation && places.Contains(loop, allocation)
        && !memory.IsContained(root) && !loop.Blocks[0].Arguments.Any(a => memory.RootsOf(a).Contains(root));

    private IReadOnlyCollection<int> TargetsOf(ArrayWrite write) => write.IsDeep ? memory.ReachableFrom(write.Target) : memory.RootsOf(write.Target);

    private bool IsStable(int place, IReadOnlyCollection<int> read, int array = -1)
    {
        if (unsettled.Count > 0 && read.Any(r => unsettled.Any(u => memory.MayBeSame(u, r))))
        {
            return false;
        }

        int given = array < 0 || written.Count == 0 ? -1 : GivenTo(array);
        return read.All(root => IsSettled(root, place, given));
    }

    /// <summary>Whether no write to what may be a root stands after a place or in a loop around it; of all writes, the last one tells.</summary>
    private bool IsSettled(int root, int place, int given)
    {
        int last = LastWrite(root, given);
        return last <= place && (last < 0 || places.LoopsAround(place).All(l => last <= l.Start || IsOfOneIteration(root, l.Loop)));
    }

    /// <summary>The place of the last write to what may be a root, but for those to arrays that are younger than what a loop was given; −1 where there is none.</summary>
    private int LastWrite(int root, int given)
    {
        if (!lastWrites.TryGetValue((root, given), out int last))
        {
            last = -1;
            foreach (int same in memory.SameAs(root))
            {
                last = writesTo[same].Where(w => w.IsDeep || given < 0 || !IsYounger(w.Target, given)).Aggregate(last, (l, w) => Math.Max(l, w.Place));
            }

            lastWrites.Add((root, given), last);
        }

        return last;
    }

    /// <summary>The argument of a loop that an array, or the array that it is a window on, stands for; −1 where it is none.</summary>
    private int GivenTo(int array) => definitions[definitions.BaseOf(array)] is { Op: Op.Argument } given ? given.Result : -1;

    /// <summary>
    /// Whether an array is made anew in each iteration of a loop and the other is what the loop was given by the iteration
    /// before: then that is older, whatever it is, and what is written to the new one is not written to it.
    /// </summary>
    private bool IsYounger(int target, int given) => definitions[definitions.BaseOf(target)] is { Op: Op.Allocate } made && places.Contains(places.LoopOf(given), made);
}
