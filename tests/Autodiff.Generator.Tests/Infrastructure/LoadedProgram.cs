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

    /// <summary>Compiles and loads a compilation without errors.</summary>
    public static LoadedProgram Load(CSharpCompilation compilation) => Load(CompiledImage.Of(compilation));

    /// <summary>Loads an assembly that was compiled without errors.</summary>
    public static LoadedProgram Load(CompiledImage image)
    {
        Assert.True(image.Bytes is not null, string.Join('\n', image.Diagnostics));

        var context = new AssemblyLoadContext("program under test", isCollectible: true);
        return new LoadedProgram(context, context.LoadFromStream(new MemoryStream(image.Bytes!)));
    }

    /// <summary>The assembly itself.</summary>
    public Assembly Assembly => assembly;

    /// <summary>The marked method of that name, qualified by its type, <c>Losses.SquaredError</c>, and its two gradient overloads.</summary>
    public GradientMethod Method(string qualifiedName) => new(Find(qualifiedName));

    /// <summary>The marked method of that qualified name alone.</summary>
    public OriginalMethod Original(string qualifiedName) => new(Find(qualifiedName));

    /// <summary>The only method of the program that is marked.</summary>
    public GradientMethod OnlyMethod() => new(Assert.Single(
        assembly.GetTypes().SelectMany(type => type.GetMethods(GradientMethod.AllDeclared)),
        method => method.IsDefined(typeof(DifferentiableAttribute))));

    public void Dispose() => context.Unload();

    /// <summary>The marked method of that qualified name as reflection sees it.</summary>
    public MethodInfo Find(string qualifiedName)
    {
        int dot = qualifiedName.LastIndexOf('.');
        return Assert.Single(
            assembly.GetType(qualifiedName[..dot], throwOnError: true)!.GetMethods(GradientMethod.AllDeclared),
            method => method.Name == qualifiedName[(dot + 1)..] && method.IsDefined(typeof(DifferentiableAttribute)));
    }
}
