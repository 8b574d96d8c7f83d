using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// What <see cref="ShadowAccess"/> knows of elements at a point of a block. The arrays that another one may be the same as are found by
/// their roots; and elements of one array whose indices differ by constants, as those of unrolled code do, stand in one group,
/// of which an access to another leaves them alone. So an access takes as long as what it changes, not as what is known.
/// </summary>
internal sealed class ShadowElements(PointsTo memory, Func<int, Instruction?> definitionOf)
{
    private readonly Dictionary<int, List<Group>> groups = [];
    private readonly Dictionary<int, HashSet<int>> arraysOf = [];

    /// <summary>The element of an array at some indices; null where nothing is known of it.</summary>
    public Element? Find(int array, ImmutableArray<int> indices)
    {
        var (bases, offsets) = Split(indices);
        return GroupOf(array, bases) is { } group && group.Elements.TryGetValue(offsets, out var list)
            ? list.FirstOrDefault(e => e.Indices.SequenceEqual(indices))
            : null;
    }

    /// <summary>Adds an element that nothing is known of yet.</summary>
    public Element Add(int array, ImmutableArray<int> indices)
    {
        var (bases, offsets) = Split(indices);
        if (!groups.TryGetValue(array, out var list))
        {
            groups.Add(array, list = []);
            foreach (int root in memory.RootsOf(array))
            {
                if (!arraysOf.TryGetValue(root, out var arrays))
                {
                    arraysOf.Add(root, arrays = []);
                }

                arrays.Add(array);
            }
        }

        var group = GroupOf(array, bases);
        if (group is null)
        {
            list.Add(group = new Group(array, bases));
        }

        if (!group.Elements.TryGetValue(offsets, out var same))
        {
            group.Elements.Add(offsets, same = []);
        }

        same.Add(new Element(group, indices));
        return same[same.Count - 1];
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        groups.Clear();
        arraysOf.Clear();
    }

    /// <summary>Takes note that elements of an array are read.</summary>
    public void Read(int array)
    {
        foreach (var group in Aliases(memory.RootsOf(array)))
        {
            group.Read();
        }
    }

    /// <summary>Forgets what an instruction may write to.</summary>
    public void Forget(Instruction instruction)
    {
        foreach (var group in Aliases(instruction.Operands.SelectMany(memory.ReachableFrom)).ToList())
        {
            Remove(group.Array);
        }
    }

    /// <summary>Takes note of an access to one element: of others that may be the same, that they are read, or are not known any more.</summary>
    public void Touch(int array, ImmutableArray<int> indices, bool isWrite)
    {
        var (bases, offsets) = Split(indices);
        foreach (var group in Aliases(memory.RootsOf(array)).ToList())
        {
            if (group.Array != array)
            {
                if (isWrite)
                {
                    Remove(group.Array);
                }
                else
                {
                    group.Read();
                }
            }
            else if (group.Bases == bases)
            {
                if (group.Elements.TryGetValue(offsets, out var same))
                {
                    Touch(same, e => !e.Indices.SequenceEqual(indices), isWrite);
                }
            }
            else if (isWrite || group.IsPending)
            {
                foreach (var list in group.Elements.Values)
                {
                    Touch(list, e => !Elements.AreDistinct(e.Indices, indices, definitionOf), isWrite);
                }
            }
        }
    }

    private static void Touch(List<Element> elements, Predicate<Element> isTouched, bool isWrite)
    {
        if (isWrite)
        {
            elements.RemoveAll(isTouched);
        }
        else
        {
            elements.FindAll(isTouched).ForEach(e => e.IsRead());
        }
    }

    private Group? GroupOf(int array, EquatableArray<int> bases) =>
        groups.TryGetValue(array, out var list) ? list.FirstOrDefault(g => g.Bases == bases) : null;

    /// <summary>The groups of arrays that may share storage with roots.</summary>
    private IEnumerable<Group> Aliases(IEnumerable<int> roots) =>
        roots.SelectMany(memory.SameAs).SelectMany(r => arraysOf.TryGetValue(r, out var arrays) ? arrays : []).SelectMany(a => groups[a]);

    private void Remove(int array)
    {
        if (groups.Remove(array))
        {
            foreach (int root in memory.RootsOf(array))
            {
                arraysOf[root].Remove(array);
            }
        }
    }

    /// <summary>Indices as values and constants that are added to them.</summary>
    private (EquatableArray<int> Bases, EquatableArray<long> Offsets) Split(ImmutableArray<int> indices)
    {
        // Far apart they may wrap around.
        var parts = indices.Select(i => Elements.Offset(i, definitionOf) is var part && Math.Abs(part.Offset) < 1L << 30 ? part : (i, 0)).ToList();
        return (parts.Select(p => p.Item1).ToEquatableArray(), parts.Select(p => p.Item2).ToEquatableArray());
    }

    /// <summary>Elements of one array, by what is added to one value in each dimension.</summary>
    internal sealed class Group(int array, EquatableArray<int> bases)
    {
        public int Array => array;

        public EquatableArray<int> Bases => bases;

        public Dictionary<EquatableArray<long>, List<Element>> Elements { get; } = [];

        /// <summary>Whether there may be writes to elements that nothing has read yet.</summary>
        public bool IsPending { get; set; }

        public void Read()
        {
            if (IsPending)
            {
                IsPending = false;
                foreach (var element in Elements.Values.SelectMany(list => list))
                {
                    element.IsRead();
                }
            }
        }
    }

    /// <summary>What is known of an element.</summary>
    internal sealed class Element(Group group, ImmutableArray<int> indices)
    {
        public ImmutableArray<int> Indices => indices;

        /// <summary>What it holds; null where that is not known.</summary>
        public int? Value { get; set; }

        /// <summary>What it held before the last write.</summary>
        public int? Original { get; set; }

        /// <summary>The place among the new instructions of a write that nothing has read yet; −1 where there is none.</summary>
        public int Written
        {
            get;
            set
            {
                field = value;
                group.IsPending |= value >= 0;
            }
        }
        = -1;

        /// <summary>The place among the new instructions of an addition that nothing has read yet; −1 where there is none.</summary>
        public int Added
        {
            get;
            set
            {
                field = value;
                group.IsPending |= value >= 0;
            }
        }
        = -1;

        public void IsRead() => (Written, Added) = (-1, -1);

        public void Forget() => (Value, Original, Written, Added) = (null, null, -1, -1);
    }
}
