using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Autodiff.Generator.Caching;

/// <summary>The file of one marked method, which is written beside whatever is lowered after it.</summary>
/// <remarks>
/// <para>
/// The transforms of a pipeline run one after another, so that lowering asks the compiler for one method at a time. All that follows is a pure
/// function of the model and can be done meanwhile by the thread pool: a first run for many methods takes the longer of the two times
/// in place of their sum. The text depends neither on which thread wrote it nor on when.
/// </para>
/// <para>
/// Whoever comes to a file first writes it, the pool or the driver, and the other uses what was written. So nobody waits for work that has not begun: a
/// host without other threads runs as if there was only the driver, and what a cancelled run had not begun is not begun.
/// </para>
/// <para>Two are equal if their models are: this is the value at the cache boundary.</para>
/// </remarks>
internal sealed class EmittedFile : IEquatable<EmittedFile>
{
    private readonly Lazy<SourceText?> text;
    private int isTaken;

    /// <summary>The file of a method, which nobody writes yet.</summary>
    public EmittedFile(MethodModel model)
    {
        Model = model;
        text = new Lazy<SourceText?>(() => Write(model));
    }

    /// <summary>What it is written from.</summary>
    public MethodModel Model { get; }

    /// <summary>Its text; null where the method cannot be emitted, which the analyzer reports.</summary>
    public SourceText? Text
    {
        get
        {
            Interlocked.Exchange(ref isTaken, 1);
            // A thread of the pool may have less room on its stack than the driver's, which a very long method needs.
            return text.Value ?? Write(Model);
        }
    }

    /// <summary>Has the pool write it, unless that is cancelled before it begins.</summary>
    public void Begin(CancellationToken cancellation)
    {
        if (!cancellation.IsCancellationRequested)
        {
            ThreadPool.QueueUserWorkItem(_ => WriteAhead(cancellation));
        }
    }

    /// <inheritdoc/>
    public bool Equals(EmittedFile? other) => other is not null && (ReferenceEquals(this, other) || Model.Equals(other.Model));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EmittedFile);

    /// <inheritdoc/>
    public override int GetHashCode() => Model.GetHashCode();

    private void WriteAhead(CancellationToken cancellation)
    {
        if (!cancellation.IsCancellationRequested && Interlocked.Exchange(ref isTaken, 1) == 0)
        {
            _ = text.Value;
        }
    }

    private static SourceText? Write(MethodModel model) =>
        GradientEmitter.TryEmit(model, out string text, out _) ? SourceText.From(text, Encoding.UTF8) : null;
}
