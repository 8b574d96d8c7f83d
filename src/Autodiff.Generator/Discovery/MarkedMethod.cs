namespace Autodiff.Generator.Discovery;

/// <summary>
/// The declaration of a marked method and of the members that are generated for it: all that the later stages know
/// of C# symbols. It holds text and flags only, no symbol, syntax or location, so that it stays equatable: it is a
/// part of the value that the incremental pipeline caches by.
/// </summary>
internal sealed record MarkedMethod
{
    /// <summary>The file name passed to <c>AddSource</c>: unique in the compilation, on any file system.</summary>
    public required string HintName { get; init; }

    /// <summary>The namespace as it is written in source (identifiers escaped), or the empty string.</summary>
    public required string Namespace { get; init; }

    /// <summary>The containing types, outermost first.</summary>
    public required EquatableArray<ContainingType> ContainingTypes { get; init; }

    /// <summary>
    /// The innermost containing type, fully qualified: <c>global::Demo.Model&lt;T&gt;</c>. It names a static member that a
    /// parameter or local would hide.
    /// </summary>
    public required string QualifiedType { get; init; }

    /// <summary>The method's name as written in source (escaped where it is a keyword).</summary>
    public required string Name { get; init; }

    /// <summary>The name of both overloads: <c>{Method}Gradient</c>, or <c>{Method}Jacobian</c>.</summary>
    public required string GradientName { get; init; }

    /// <summary>The name of the method that <c>Explain</c> asks for, <c>{Method}Graph</c>; null where it does not.</summary>
    public required string? GraphName { get; init; }

    /// <summary>The text of a <c>cref</c> that names the method with its parameter types; null where none can be written.</summary>
    public required string? Cref { get; init; }

    /// <summary>The type parameters of the method as written between angle brackets, or the empty string: <c>&lt;T&gt;</c>.</summary>
    public required string TypeParameters { get; init; }

    /// <summary>The constraint clauses of the method's type parameters, one string each: <c>where T : struct</c>.</summary>
    public required EquatableArray<string> Constraints { get; init; }

    /// <summary>
    /// Whether the generated declarations name something obsolete, an own parameter type or the overload that they call, of which
    /// the compiler would warn.
    /// </summary>
    public required bool NamesObsolete { get; init; }

    /// <summary>Whether the method is static.</summary>
    public required bool IsStatic { get; init; }

    /// <summary>
    /// The names of the elements of the tuple that the method returns, where a Jacobian is asked for: its rows, the gradient of one element
    /// each. Empty for a method that returns one number.
    /// </summary>
    public required EquatableArray<string> Rows { get; init; }

    /// <summary>How many gradients there are.</summary>
    public int RowCount => Math.Max(1, Rows.Length);

    /// <summary>The method's parameters, in order.</summary>
    public required EquatableArray<MarkedParameter> Parameters { get; init; }

    /// <summary>The indices of the differentiated parameters.</summary>
    public IEnumerable<int> Differentiated => Enumerable.Range(0, Parameters.Length).Where(i => Parameters[i].IsDifferentiated);

    /// <summary>All destinations in order, those of the first row before those of the next, each with the index of its parameter.</summary>
    public IEnumerable<(int Parameter, int Row, GradientDestination Destination)> Destinations =>
        Enumerable.Range(0, RowCount).SelectMany(row => Differentiated.Select(i => (i, row, Parameters[i].Destinations[row])));

    /// <summary>How the overload with destinations is declared.</summary>
    public required GradientOverload Destination { get; init; }

    /// <summary>How the overload that returns the gradient is declared.</summary>
    public required GradientOverload Convenience { get; init; }

    /// <summary>How <c>{Method}Graph</c> is declared; null where it is not asked for.</summary>
    public required GradientOverload? Graph { get; init; }
}

/// <summary>A type that contains the marked method.</summary>
/// <param name="Keywords">The keywords of its declaration after <c>partial</c>: <c>class</c>, <c>record struct</c>, …</param>
/// <param name="Name">Its name with its type parameters, as written: <c>Model&lt;T&gt;</c>.</param>
internal sealed record ContainingType(string Keywords, string Name);

/// <summary>A parameter of a marked method and, where it is differentiated, its destination.</summary>
internal sealed record MarkedParameter
{
    /// <summary>The name as written in source (escaped where it is a keyword).</summary>
    public required string Name { get; init; }

    /// <summary>The type, fully qualified, with nullable annotations.</summary>
    public required string Type { get; init; }

    /// <summary>The modifiers of the parameter in the destination overload, each followed by a blank: <c>this in </c>.</summary>
    public required string Modifiers { get; init; }

    /// <summary>The modifiers in the convenience overload, which alone repeats <c>params</c>.</summary>
    public required string ConvenienceModifiers { get; init; }

    /// <summary>The default value with its equals sign, ` = 1.0`, or the empty string: the convenience overload repeats it.</summary>
    public required string Default { get; init; }

    /// <summary>The modifier that an argument is passed with from one overload to the other, with a blank: <c>in </c>.</summary>
    public required string ArgumentModifier { get; init; }

    /// <summary>Whether the parameter is read through a reference (<c>in</c>, <c>ref readonly</c>), which a destination may alias.</summary>
    public required bool IsByReference { get; init; }

    /// <summary>What the parameter holds.</summary>
    public required ParameterKind Kind { get; init; }

    /// <summary>Where its gradient goes, in each row; empty where it is not differentiated.</summary>
    public required EquatableArray<GradientDestination> Destinations { get; init; }

    /// <summary>Whether it is differentiated.</summary>
    public bool IsDifferentiated => Destinations.Length > 0;
}

/// <summary>The shapes of parameter that differentiation tells apart.</summary>
internal enum ParameterKind
{
    /// <summary>Not differentiable: an integer, a string, a class, …</summary>
    Other,
    Double,
    Single,
    DoubleArray,
    SingleArray,
    DoubleSpan,
    SingleSpan,
    DoubleReadOnlySpan,
    SingleReadOnlySpan,
    DoubleMatrix,
    SingleMatrix,
    DoubleJagged,
    SingleJagged,
}

/// <summary>Where the gradient with respect to one parameter goes.</summary>
/// <param name="Name">The name of the destination parameter, <c>{parameter}Gradient</c> or <c>{result}{Parameter}Gradient</c>, escaped where needed.</param>
/// <param name="Declaration">Its modifier and type: <c>out double</c>, <c>global::System.Span&lt;double&gt;</c>, <c>double[,]</c>.</param>
/// <param name="ElementName">The name of the tuple element in the convenience overload's result.</param>
/// <param name="ConvenienceType">The type of that element: <c>double</c>, <c>double[]</c>.</param>
internal sealed record GradientDestination(string Name, string Declaration, string ElementName, string ConvenienceType);

/// <summary>How one generated method is declared.</summary>
internal sealed record GradientOverload
{
    /// <summary>
    /// The modifiers, in order, with a blank after each: <c>public static </c>, with <c>new</c> where a base class's
    /// method is hidden and <c>partial</c> where the user declared the method.
    /// </summary>
    public required string Modifiers { get; init; }

    /// <summary>Whether it implements a partial method that the user declared.</summary>
    public required bool IsPartialImplementation { get; init; }

    /// <summary>Whether the declaration has a documentation comment of the user's own, which stands for both parts.</summary>
    public required bool IsDocumented { get; init; }

    /// <summary>
    /// The attributes of the generated method, without brackets; where the user declared the method, those only which that
    /// declaration lacks, since the attributes of both parts are one list.
    /// </summary>
    public required EquatableArray<string> Attributes { get; init; }

    /// <summary>The result type as written.</summary>
    public required string ReturnType { get; init; }

    /// <summary>
    /// The parameter list, without parentheses, one string for each parameter: its modifiers, type, name and, in the
    /// convenience overload, default. Where the user declared the method these are the user's own names and annotations.
    /// </summary>
    public required EquatableArray<string> ParameterList { get; init; }

    /// <summary>The names of those parameters, in order, for the body and the documentation.</summary>
    public required EquatableArray<string> ParameterNames { get; init; }
}
