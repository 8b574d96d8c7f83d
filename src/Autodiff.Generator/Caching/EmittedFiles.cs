using System.Collections.Concurrent;

namespace Autodiff.Generator.Caching;

/// <summary>
/// The files of a pipeline, so that one is not written again where a method was lowered anew and its model came out as it was: the pipeline
/// keeps the earlier file then, and would never ask for the later one.
/// </summary>
/// <remarks>It keeps no file alive that the pipeline has dropped.</remarks>
internal sealed class EmittedFiles
{
    private readonly ConcurrentDictionary<string, WeakReference<EmittedFile>> files = new();

    /// <summary>The file of a model: the one that there is, or a new one that the thread pool begins to write.</summary>
    public EmittedFile Of(MethodModel model, CancellationToken cancellation)
    {
        string name = model.Declaration.HintName;
        if (files.TryGetValue(name, out var known) && known.TryGetTarget(out var earlier) && earlier.Model.Equals(model))
        {
            return earlier;
        }

        var file = new EmittedFile(model);
        files[name] = new WeakReference<EmittedFile>(file);
        file.Begin(cancellation);
        return file;
    }

    /// <summary>Forgets the names of files that are gone.</summary>
    public void Prune()
    {
        foreach (var entry in files)
        {
            if (!entry.Value.TryGetTarget(out _))
            {
                files.TryRemove(entry.Key, out _);
            }
        }
    }
}
