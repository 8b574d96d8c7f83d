using Autodiff.Generator.Tests.EndToEnd.Language;

namespace Autodiff.Generator.Tests.EndToEnd.Jacobians;

/// <summary>Methods that return tuples, each row against dual numbers.</summary>
public class JacobianTests
{
    private static readonly LanguageCase[] Cases = [.. TuplesOfNumbers.All, .. TuplesPassedAround.All, .. TuplesFromLoops.All, .. TuplesFromArrays.All];

    /// <summary>All cases.</summary>
    public static TheoryData<string> All => [.. Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void Each_row_is_that_of_dual_numbers(string name) => JacobianCheck.Run(Assert.Single(Cases, one => one.Name == name));
}
