namespace Autodiff.Generator.Ir;

/// <summary>What is known of a value besides its definition.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">The name that the user gave it, or a derivative got from its primal; null for a temporary.</param>
/// <param name="IsLocal">Whether the reader expects a variable of that name: a user's local, or its adjoint.</param>
/// <param name="Owner">
/// Which of the variables of that name it is: the number of the call of a helper that has it; 0 for the function's own. A number below 0
/// says of values without a name, or with one that was found for them, that they are the same one, in the forward and in the reverse sweep.
/// </param>
internal readonly record struct Value(IrType Type, string? Name, bool IsLocal = false, int Owner = 0);

/// <summary>
/// A function in static single assignment form with structured control flow: branches own nested blocks and yield
/// values, as MLIR's <c>scf</c> dialect does, so that C# can be written from it again.
/// </summary>
internal sealed record Function
{
    /// <summary>The type and name of every value, by number.</summary>
    public required EquatableArray<Value> Values { get; init; }

    /// <summary>The values of the parameters, in order.</summary>
    public required EquatableArray<int> Parameters { get; init; }

    /// <summary>Which parameters are differentiated.</summary>
    public required EquatableArray<bool> Differentiated { get; init; }

    /// <summary>The instructions; its yields are the function's results: its values, then any gradients.</summary>
    public required Block Body { get; init; }

    /// <summary>
    /// The names of the marked method's results where it has several, each of which has a gradient: the rows of its Jacobian. Empty where
    /// it has one.
    /// </summary>
    public EquatableArray<string> Rows { get; init; }

    /// <summary>For each gradient among the results, the statement that contributed to it last, as an index in the origins.</summary>
    public EquatableArray<int> GradientOrigins { get; init; }

    /// <summary>The texts of the statements that instructions come from.</summary>
    public required EquatableArray<string> Origins { get; init; }

    /// <summary>The name of a function that others call; null for the marked method's own.</summary>
    public string? Name { get; init; }

    /// <summary>The functions that are called, which may call each other.</summary>
    public EquatableArray<Function> Callees { get; init; }

    /// <summary>Which parameters of a function that is called are arrays that it writes to.</summary>
    public EquatableArray<bool> Written { get; init; }

    /// <summary>Which parameters of a function that is called are arrays that may be written to after it has run.</summary>
    public EquatableArray<bool> Unsettled { get; init; }

    /// <summary>The parameters that are arrays and differentiated, in order.</summary>
    public IEnumerable<int> DifferentiatedArrays => Parameters.Where((p, i) => Differentiated[i] && Values[p].Type.IsArray);

    /// <summary>
    /// The destinations of these in a gradient method, of which they are the last parameters, in the same order: those of the first result,
    /// then those of the next.
    /// </summary>
    public IEnumerable<int> ArrayDestinations => Parameters.Skip(Parameters.Length - (DifferentiatedArrays.Count() * RowCount));

    /// <summary>Each of the destinations with the parameter whose gradient it receives, and the name of the row; null where there is only one.</summary>
    public IEnumerable<(int Destination, int Input, string? Row)> InputsOfDestinations
    {
        get
        {
            int[] inputs = [.. DifferentiatedArrays];
            return ArrayDestinations.Select((destination, i) => (destination, inputs[i % inputs.Length], Rows.Length == 0 ? null : Rows[i / inputs.Length]));
        }
    }

    /// <summary>What the function returns, without any gradients.</summary>
    public IEnumerable<int> Results => Name is null ? Body.Yields.Take(RowCount) : Body.Yields;

    /// <summary>How many gradients a gradient method gives: one for each result.</summary>
    public int RowCount => Math.Max(1, Rows.Length);

    private FoundFacts facts;

    /// <summary>Whether a function that is called writes to the array that a parameter is.</summary>
    public bool Writes(int parameter) => parameter < Written.Length && Written[parameter];

    /// <summary>Whether a function that is called writes to an array of numbers that have derivatives.</summary>
    public bool WritesNumbers
    {
        get
        {
            for (int i = 0; i < Parameters.Length; i++)
            {
                if (Writes(i) && Values[Parameters[i]].Type.IsFloatingArray)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The function that an instruction calls.</summary>
    public Function CalleeOf(Instruction invoke) => Callees[(int)invoke.Bits];

    /// <summary>Whether it was written by a builder, as a pass does that changes instructions one by one: equal values are one already.</summary>
    public bool IsNumbered => facts.IsNumbered(this);

    /// <summary>The function, of which is noted that a builder wrote it.</summary>
    public Function Numbered()
    {
        facts.NoteNumbered(this);
        return this;
    }

    /// <summary>What an analysis finds of the function, which it is asked for once.</summary>
    public T Fact<T>(Func<Function, T> find)
        where T : class => facts.Of(this, find);

    /// <summary>The function as part of another one's program.</summary>
    public Function Within(Function program) => this with { Callees = program.Callees };

    public override string ToString() => IrPrinter.Print(this);
}
