using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis.CSharp;

namespace Autodiff.Generator.Tests.Infrastructure;

/// <summary>A compiled program in memory, which is unloaded when nothing refers to it any more.</summary>
internal sealed class LoadedProgram : IDisposable
{
    private readonly AssemblyLoadContext context;
    private readonly Assembly assembly;

    private LoadedProgram(AssemblyLoadContext context, Assembly assembly)
    {
        this.context = context;
        this.assembly = assembly;
    }

    /// <summary>Emits <paramref name="compilation"/>, which must have no errors, and loads it.</summary>
    public static LoadedProgram Load(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        image.Position = 0;

        var context = new AssemblyLoadContext("program under test", isCollectible: true);
        return new LoadedProgram(context, context.LoadFromStream(image));
    }

    /// <summary>The marked method of that name, qualified by its type, <c>Losses.SquaredError</c>, and its two gradient overloads.</summary>
    public GradientMethod Method(string qualifiedName) => new(Find(qualifiedName));

    /// <summary>The marked method of that qualified name alone.</summary>
    public OriginalMethod Original(string qualifiedName) => new(Find(qualifiedName));

    /// <summary>The only method of the program that is marked.</summary>
    public GradientMethod OnlyMethod() => new(Assert.Single(
        assembly.GetTypes().SelectMany(type => type.GetMethods(GradientMethod.AllDeclared)),
        method => method.IsDefined(typeof(DifferentiableAttribute))));

    public void Dispose() => context.Unload();

    private MethodInfo Find(string qualifiedName)
    {
        int dot = qualifiedName.LastIndexOf('.');
        return Assert.Single(
            assembly.GetType(qualifiedName[..dot], throwOnError: true)!.GetMethods(GradientMethod.AllDeclared),
            method => method.Name == qualifiedName[(dot + 1)..] && method.IsDefined(typeof(DifferentiableAttribute)));
    }
}
