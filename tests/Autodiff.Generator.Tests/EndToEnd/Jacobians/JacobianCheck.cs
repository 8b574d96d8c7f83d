using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Autodiff.Generator.Tests.EndToEnd.Language;
using Autodiff.Generator.Tests.Infrastructure;
using Autodiff.Generator.Tests.Oracle;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autodiff.Generator.Tests.EndToEnd.Jacobians;

/// <summary>
/// Derives a case whose method returns a tuple, and compares both overloads with the method and each row with dual numbers that run
/// through the same source.
/// </summary>
internal sealed class JacobianCheck
{
    private const string Namespace = "Case";

    /// <summary>What destinations hold before a call: nothing may be added to it.</summary>
    private const double Garbage = -12345.678;

    private readonly LanguageCase one;
    private readonly GeneratorRun run;
    private readonly int rowCount;
    private readonly int[] differentiated;
    private readonly Func<object[], object> original;
    private readonly Func<object[], object> onDualNumbers;
    private readonly Func<object[], object[], object> destination;
    private readonly Func<object[], object> convenience;

    private JacobianCheck(LanguageCase one, GeneratorRun run, LoadedProgram program)
    {
        this.one = one;
        this.run = run;
        rowCount = RowCount(one);
        differentiated = [.. CaseEvaluation.Differentiated(one)];
        original = Method<Func<object[], object>>(program.Assembly, "CallEvaluate");
        onDualNumbers = Method<Func<object[], object>>(Duals(one), "CallEvaluate");
        destination = Method<Func<object[], object[], object>>(program.Assembly, "CallDestination");
        convenience = Method<Func<object[], object>>(program.Assembly, "CallConvenience");
    }

    /// <summary>Throws where anything is not as it must be.</summary>
    public static void Run(LanguageCase one)
    {
        var run = GeneratorHost.Run(one.Text(Namespace, Calls(one)));
        Assert.True(!run.Files.IsEmpty, "refused: " + string.Join(" ", run.AnalyzerDiagnostics().Where(d => d.Id.StartsWith("ADG", StringComparison.Ordinal))));
        using var program = run.Load();
        var check = new JacobianCheck(one, run, program);
        foreach (object[] arguments in one.Arguments)
        {
            check.Compare(arguments);
        }

        foreach (object[] arguments in one.Throws)
        {
            check.CompareExceptions(arguments);
        }
    }

    /// <summary>Calls of the two overloads, by arrays of objects.</summary>
    private static string Calls(LanguageCase one)
    {
        string inputs = string.Join(", ", one.Parameters.Select((parameter, i) => $"({parameter.StorageType})a[{i}]"));
        var differentiated = one.Parameters.Where(parameter => parameter.IsDifferentiated).ToList();
        var places = Enumerable.Range(0, RowCount(one) * differentiated.Count).Select(i => (Index: i, Parameter: differentiated[i % differentiated.Count])).ToList();
        string destinations = string.Concat(places.Select(p => p.Parameter.IsScalar ? $", out {p.Parameter.Type} g{p.Index}" : $", ({p.Parameter.StorageType})d[{p.Index}]"));
        string stores = string.Concat(places.Where(p => p.Parameter.IsScalar).Select(p => $" d[{p.Index}] = g{p.Index};"));
        return $$"""
                public static object CallDestination(object[] a, object[] d) { var r = EvaluateJacobian({{inputs}}{{destinations}});{{stores}} return r; }
                public static object CallConvenience(object[] a) => EvaluateJacobian({{inputs}});
            """;
    }

    private static int RowCount(LanguageCase one)
    {
        var model = (ClassDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"class Model {{ {one.Members} }}")!;
        return model.Members.OfType<MethodDeclarationSyntax>().Single(method => method.AttributeLists.Count > 0).ReturnType switch
        {
            TupleTypeSyntax tuple => tuple.Elements.Count,
            GenericNameSyntax tuple => tuple.TypeArgumentList.Arguments.Count,
            _ => throw new ArgumentException("no tuple"),
        };
    }

    private static Assembly Duals(LanguageCase one)
    {
        var compilation = CompilerReferences.EmptyCompilation
            .AddReferences(MetadataReference.CreateFromFile(typeof(DualRewriter).Assembly.Location))
            .AddSyntaxTrees(GeneratorHost.Parse(DualRewriter.Rewrite(one.Text(Namespace)), "Source.cs"));
        var image = CompiledImage.Of(compilation);
        Assert.True(image.Bytes is not null, string.Join('\n', image.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        var context = new AssemblyLoadContext("duals", isCollectible: true);
        context.Resolving += (_, name) => AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(loaded => loaded.GetName().Name == name.Name);
        return context.LoadFromStream(new MemoryStream(image.Bytes!));
    }

    private static T Method<T>(Assembly assembly, string name)
        where T : Delegate => assembly.GetType(Namespace + ".Model", throwOnError: true)!.GetMethod(name)!.CreateDelegate<T>();

    private static IEnumerable<object> Elements(object tuple) => Enumerable.Range(0, ((ITuple)tuple).Length).Select(i => ((ITuple)tuple)[i]!);

    private static IEnumerable<double> Flattened(object value) => value is ITuple ? Elements(value).SelectMany(Flattened) : Arguments.Numbers(value);

    private void Compare(object[] arguments)
    {
        object[] after = Arguments.Copy(arguments);
        object values = original(after);
        double[] expected = [.. Enumerable.Range(0, rowCount).SelectMany(row => Row(arguments, row))];

        double[] jacobian = CallDestination(arguments, values, after);
        Compare(expected, jacobian);
        AssertSame(jacobian, CallDestination(arguments, values, after), "derivatives of the second call");

        object[] inputs = Arguments.Copy(arguments);
        AssertSame(jacobian, [.. Flattened(convenience(inputs))], "derivatives of the convenience overload");
        AssertSame(Numbers(after), Numbers(inputs), "arguments after the call");
    }

    private double[] CallDestination(object[] arguments, object values, object[] after)
    {
        object[] inputs = Arguments.Copy(arguments);
        object[] destinations = [.. Enumerable.Range(0, rowCount).SelectMany(_ => differentiated).Select(i => Arguments.Map(arguments[i], _ => Garbage))];
        object result = destination(inputs, destinations);
        AssertSame([.. Flattened(values)], [.. Flattened(result)], "values");
        AssertSame(Numbers(after), Numbers(inputs), "arguments after the call");
        return Numbers(destinations);
    }

    /// <summary>The gradient of one result: one run on dual numbers for each number that it is differentiated by.</summary>
    private IEnumerable<double> Row(object[] arguments, int row)
    {
        int count = Numbers([.. differentiated.Select(i => arguments[i])]).Length;
        for (int seed = 0; seed < count; seed++)
        {
            int next = 0;
            object[] duals = [.. arguments.Select((argument, i) =>
                Arguments.Convert(argument, x => new DualDouble(x, Unit(i)), x => new DualSingle(x, Unit(i))))];
            object result = Elements(onDualNumbers(duals)).ElementAt(row);
            yield return result is DualSingle single ? single.Derivative : ((DualDouble)result).Derivative;

            double Unit(int parameter) => one.Parameters[parameter].IsDifferentiated && next++ == seed ? 1 : 0;
        }
    }

    private void CompareExceptions(object[] arguments)
    {
        object[] after = Arguments.Copy(arguments);
        var expected = Assert.ThrowsAny<Exception>(() => original(after));
        object[] destinations = [.. Enumerable.Range(0, rowCount).SelectMany(_ => differentiated).Select(i => Arguments.Map(arguments[i], _ => Garbage))];
        object[] inputs = Arguments.Copy(arguments);
        var thrown = Assert.Throws(expected.GetType(), () => destination(inputs, destinations));
        Assert.Equal(expected.Message, thrown.Message);
        AssertSame(Numbers(after), Numbers(inputs), "arguments after the call");
        Assert.Throws(expected.GetType(), () => convenience(Arguments.Copy(arguments)));
    }

    private void Compare(double[] expected, double[] actual)
    {
        int columns = expected.Length / rowCount;
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            // What cancels to nearly nothing is as exact as the products that cancelled.
            double largest = expected.Skip(i / columns * columns).Take(columns).Max(Math.Abs);
            double tolerance = (one.UsesSingle ? 1e-4 : one.Tolerance) * Math.Max(Math.Abs(expected[i]), 1e-3 * largest);
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance))
            {
                Assert.Fail($"derivative {i % columns} of row {i / columns} is {actual[i]:R}, not {expected[i]:R}, in\n{run.Dump()}");
            }
        }
    }

    private void AssertSame(double[] first, double[] second, string what)
    {
        if (!first.SequenceEqual(second))
        {
            Assert.Fail($"{what}: ({string.Join(", ", second)}), not ({string.Join(", ", first)}), in\n{run.Dump()}");
        }
    }

    private static double[] Numbers(object[] values) => [.. values.SelectMany(Arguments.Numbers)];
}
