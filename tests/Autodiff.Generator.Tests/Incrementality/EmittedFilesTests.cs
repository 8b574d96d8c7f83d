using System.Runtime.CompilerServices;
using Autodiff.Generator.Caching;
using Autodiff.Generator.Discovery;
using Autodiff.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Autodiff.Generator.Tests.Incrementality;

/// <summary>A file is written once, whoever does it, and not again for a model that came out as it was.</summary>
public class EmittedFilesTests
{
    private const string Square = "public static double F(double x) => x * x;";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_model_that_comes_out_as_it_was_has_the_file_that_there_is()
    {
        var files = new EmittedFiles();
        var first = files.Of(Read(Square), Token);

        Assert.Same(first, files.Of(Read("public static double F(double x) => /* again */ x * x;"), Token));
    }

    [Fact]
    public void Another_model_of_the_same_name_has_a_file_of_its_own()
    {
        var files = new EmittedFiles();
        var first = files.Of(Read(Square), Token);
        var second = files.Of(Read("public static double F(double x) => x * x * x;"), Token);

        Assert.Equal(first.Model.Declaration.HintName, second.Model.Declaration.HintName);
        Assert.NotEqual(first, second);
        Assert.NotEqual(first.Text!.ToString(), second.Text!.ToString());
    }

    [Fact]
    public void A_file_that_was_cancelled_is_written_when_it_is_asked_for()
    {
        var model = Read(Square);

        var file = new EmittedFiles().Of(model, new CancellationToken(canceled: true));

        Assert.Equal(GradientEmitter.Emit(model), file.Text!.ToString());
    }

    [Fact]
    public void All_who_ask_at_once_get_one_text()
    {
        var model = Read(Square);
        var file = new EmittedFile(model);
        var texts = new object?[64];

        Parallel.For(0, texts.Length, i =>
        {
            file.Begin(Token);
            texts[i] = file.Text;
        });

        Assert.Equal(GradientEmitter.Emit(model), file.Text!.ToString());
        Assert.All(texts, text => Assert.Same(file.Text, text));
    }

    [Fact]
    public void A_file_that_nobody_holds_is_not_kept()
    {
        var files = new EmittedFiles();
        var file = Drop(files);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        files.Prune();

        Assert.False(file.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Drop(EmittedFiles files) => new(files.Of(Read(Square), new CancellationToken(canceled: true)));

    private static MethodModel Read(string method)
    {
        var compilation = GeneratorHost.Compile(LanguageVersion.Latest, [$"using Autodiff; public static partial class C {{ [Differentiable] {method} }}"]);
        var symbol = (IMethodSymbol)compilation.GetTypeByMetadataName("C")!.GetMembers("F").Single();
        return MethodModelReader.Read(symbol, AttributeArguments.Of(symbol).Single(), compilation, Token).Model!;
    }
}
