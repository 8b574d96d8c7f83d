using System.Collections.Concurrent;
using System.Collections.Immutable;
using Autodiff.Generator.Lowering;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Caching;

/// <summary>
/// Remembers what marked methods were lowered to, for as long as nothing changes that the lowering read.
/// </summary>
/// <remarks>
/// <para>
/// <b>What a lowering reads.</b> Discovery and lowering look at a compilation in two ways: they ask for symbols, and for the operations
/// of the bodies that they come to, the marked method's own and those of what it calls. Symbols are the compiler's reading of
/// the declarations, the options and the references: <see cref="Declarations"/>, which are compared as a whole, so that it need not be known which of
/// them were asked for, and how name lookup and overload resolution found them. No body of a method changes a symbol, but for one case: a
/// body that captures a parameter of its type gives the type a field, and may make a struct a managed one. Such bodies
/// count as declarations.
/// </para>
/// <para>
/// The operations of a body depend on its text, on symbols, and on nothing in another body. So each step of a lowering is determined by the
/// declarations and the bodies that it has asked for before, and so is for which body it asks next: where the declarations are equal and
/// these bodies have the same text, the whole lowering runs as it did before, and there is no need to run it. The bodies are those that
/// the lowering itself has listed (<see cref="BodiesRead"/>), in the compilation's numbering of methods, which equal
/// declarations have in common. This is the <em>verifying trace</em> of Mokhov, Mitchell and Peyton Jones, <em>Build systems à la carte</em>.
/// </para>
/// <para>
/// <b>What is not remembered</b>: a method that was refused, since that may have other reasons than what it read (the room on the stack),
/// and its errors are about to be mended; a body with syntax errors; a lowering that was told a line number
/// (<c>[CallerLineNumber]</c>), which an edit above it changes; and a script.
/// </para>
/// <para>
/// A memory holds the lowerings under one set of declarations, and forgets them when others come. It lives as long as the
/// pipeline that made it, keeps nothing of a compilation alive, and its models are those that the pipeline holds anyway.
/// </para>
/// </remarks>
internal sealed class LoweringMemory
{
    private readonly EmittedFiles files = new();
    private Lowerings remembered = new(null);

    /// <summary>Tells tests of each method that is lowered.</summary>
    public Action<IMethodSymbol>? Lowering { get; init; }

    /// <summary>The file of a marked method; null where it is refused.</summary>
    public EmittedFile? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var compilation = context.SemanticModel.Compilation;
        var declarations = CompilationDeclarations.Of(compilation, cancellation);
        var lowerings = Under(declarations.Declared);
        var place = declarations.PlaceOf(context.TargetNode);
        if (place is { } known && lowerings.Find(known, declarations) is { } earlier)
        {
            return earlier;
        }

        var method = (IMethodSymbol)context.TargetSymbol;
        Lowering?.Invoke(method);
        var reading = MethodModelReader.Read(method, context.Attributes[0], compilation, BoundBodies.Bind, cancellation);
        if (reading.Model is null)
        {
            return null;
        }

        var file = files.Of(reading.Model, cancellation);
        if (place is { } own && compilation.ScriptCompilationInfo is null && CanBeRemembered(reading.Bodies))
        {
            lowerings.Add(own, file, reading.Bodies, declarations);
        }

        return file;
    }

    private static bool CanBeRemembered(BodiesRead bodies) => !bodies.IsToldLine && !bodies.Declarations.Any(d => d.ContainsDiagnostics);

    /// <summary>The lowerings under these declarations; those under others are forgotten.</summary>
    private Lowerings Under(Declarations declarations)
    {
        var lowerings = Volatile.Read(ref remembered);
        if (ReferenceEquals(lowerings.Declarations, declarations))
        {
            return lowerings;
        }

        // Where the driver runs for two versions of a project at once, one of them remembers in vain.
        if (declarations.Equals(lowerings.Declarations))
        {
            lowerings = lowerings.With(declarations);
        }
        else
        {
            files.Prune();
            lowerings = new Lowerings(declarations);
        }

        Volatile.Write(ref remembered, lowerings);
        return lowerings;
    }

    /// <summary>What methods were lowered to under certain declarations.</summary>
    private sealed class Lowerings(Declarations? declarations, ConcurrentDictionary<MethodPlace, Trace>? traces = null)
    {
        private readonly ConcurrentDictionary<MethodPlace, Trace> traces = traces ?? new ConcurrentDictionary<MethodPlace, Trace>();

        public Declarations? Declarations => declarations;

        /// <summary>The same under equal declarations, which are next compared by reference.</summary>
        public Lowerings With(Declarations equal) => new(equal, traces);

        public EmittedFile? Find(MethodPlace place, CompilationDeclarations now) =>
            traces.TryGetValue(place, out var trace) && trace.Bodies.All(b => now.BodyAt(b.Place) == b.Text) ? trace.File : null;

        public void Add(MethodPlace place, EmittedFile file, BodiesRead read, CompilationDeclarations now)
        {
            var bodies = read.Declarations
                .Select(now.PlaceOf)
                .OfType<MethodPlace>()
                .Distinct()
                .Select(p => (p, now.BodyAt(p)))
                .ToImmutableArray();
            traces[place] = new Trace(file, bodies);
        }
    }

    /// <summary>What a method was lowered to, and the bodies that were read for it.</summary>
    private sealed record Trace(EmittedFile File, ImmutableArray<(MethodPlace Place, Fingerprint Text)> Bodies);
}
