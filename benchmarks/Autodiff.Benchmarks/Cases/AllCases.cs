namespace Autodiff.Benchmarks.Cases;

/// <summary>Something to be done once for each case.</summary>
internal interface ICaseVisitor
{
    /// <summary>Visits one case.</summary>
    public void Visit<TCase>()
        where TCase : struct, IGradientCase;
}

/// <summary>The list of all cases.</summary>
internal static class AllCases
{
    /// <summary>Visits every case, in the order of the tables.</summary>
    public static void Accept(ICaseVisitor visitor)
    {
        visitor.Visit<BlackScholesCase>();
        visitor.Visit<SigmoidNeuronCase>();
        visitor.Visit<RosenbrockCase>();
        visitor.Visit<LennardJonesCase>();
        visitor.Visit<PlanarArmCase>();
        visitor.Visit<GaussianCase>();
        visitor.Visit<HuberRegressionCase>();
        visitor.Visit<QuaternionRotationCase>();
        visitor.Visit<PinholeCameraCase>();
        visitor.Visit<LogSumExpCase>();
        visitor.Visit<HillKineticsCase>();
        visitor.Visit<NelsonSiegelCase>();
    }
}
