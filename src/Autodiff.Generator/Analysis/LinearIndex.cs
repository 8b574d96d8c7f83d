using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>An index as a sum: values times numbers, and a constant. Counters wrap around, so that it is one modulo 2^32.</summary>
internal sealed class LinearIndex
{
    /// <summary>How many instructions the arithmetic of an index may have.</summary>
    private const int Limit = 16;

    /// <summary>How large factors and constants may be.</summary>
    private const long Largest = 1 << 28;

    private LinearIndex()
    {
    }

    /// <summary>What is added up: values, and how often each.</summary>
    public Dictionary<int, long> Terms { get; } = [];

    /// <summary>The constant that is added.</summary>
    public long Constant { get; private set; }

    /// <summary>The sum of values.</summary>
    /// <param name="values">The values.</param>
    /// <param name="definitions">The definitions of all values.</param>
    public static LinearIndex Of(IEnumerable<int> values, Definitions definitions)
    {
        var index = new LinearIndex();
        int left = Limit;
        foreach (int value in values)
        {
            index.Add(value, 1, definitions, ref left);
        }

        return index;
    }

    /// <summary>How often a value is added.</summary>
    public long FactorOf(int value) => Terms.TryGetValue(value, out long factor) ? factor : 0;

    /// <summary>The index without one term, and with a multiple of another index added.</summary>
    /// <param name="value">The value of the term; −1 for none.</param>
    /// <param name="factor">How often the other is added.</param>
    /// <param name="other">The other index.</param>
    public LinearIndex With(int value, long factor, LinearIndex other)
    {
        var sum = new LinearIndex { Constant = Constant + (factor * other.Constant) };
        foreach (var term in Terms.Where(t => t.Key != value && t.Value != 0))
        {
            sum.Terms[term.Key] = term.Value;
        }

        foreach (var term in other.Terms)
        {
            long total = sum.FactorOf(term.Key) + (factor * term.Value);
            sum.Terms.Remove(term.Key);
            if (total != 0)
            {
                sum.Terms.Add(term.Key, total);
            }
        }

        return sum;
    }

    /// <summary>The index without a term.</summary>
    public LinearIndex Without(int value) => With(value, 1, new LinearIndex());

    /// <summary>The index with a constant added.</summary>
    public LinearIndex Plus(long constant) => With(-1, 1, new LinearIndex { Constant = constant });

    private void Add(int value, long factor, Definitions definitions, ref int left)
    {
        var definition = definitions[value];
        if (definition is { Op: Op.Constant, Bits: > -Largest and < Largest } && Math.Abs(factor * definition.Bits) < Largest && Math.Abs(Constant) < Largest)
        {
            Constant += factor * definition.Bits;
            return;
        }

        if (left-- > 0 && definition.Op is Op.Add or Op.Subtract)
        {
            Add(definition.Operands[0], factor, definitions, ref left);
            Add(definition.Operands[1], definition.Op == Op.Add ? factor : -factor, definitions, ref left);
            return;
        }

        if (definition.Op == Op.Multiply)
        {
            for (int i = 0; i < 2; i++)
            {
                if (definitions[definition.Operands[i]] is { Op: Op.Constant, Bits: > -Largest and < Largest } number && Math.Abs(factor * number.Bits) < Largest)
                {
                    Add(definition.Operands[1 - i], factor * number.Bits, definitions, ref left);
                    return;
                }
            }
        }

        Terms[value] = FactorOf(value) + factor;
    }
}
