namespace Autodiff.Generator.Tests.Incrementality;

/// <summary>A project in which marked methods depend in many ways on what is declared and done elsewhere.</summary>
internal static class SampleProject
{
    /// <summary>The files, in order.</summary>
    public static readonly (string Path, string Text)[] Files =
    [
        ("Globals.cs", """
            global using Autodiff;
            global using Waves = System.Math;
            """),
        ("Losses.cs", """
            using System;
            using System.Diagnostics;
            using Sample.Helpers;
            using static Sample.Helpers.Units;

            namespace Sample;

            public static partial class Losses
            {
                private const double Rate = 0.5;

                [Differentiable]
                public static double Own(double x, double y)
                {
                    double z = x * y; // A comment.
                    return z + 1;
                }

                [Differentiable(nameof(x))]
                public static double Named(double x, double y = 1) => x * y * y;

                [Differentiable]
                public static double Rated(double x) => x * x * Rate;

                [Differentiable]
                public static double Calls(double x) => Tools.Twice(x) + 1;

                [Differentiable]
                public static double Deep(double x) => Tools.Outer(x) * x;

                [Differentiable]
                public static double Overloaded(double x) => Tools.Scale(3) * x * x + Tools.Pick(x);

                [Differentiable]
                public static double Constants(double x) => Settings.Mode == Mode.Fast ? x * Settings.Factor : x * x * (int)Mode.Slow;

                [Differentiable]
                public static double Fields(double x) => x * Settings.Offset * Settings.Level;

                [Differentiable]
                public static double Extended(double x) => x.Squash() + Metre(x);

                [Differentiable]
                public static double Waved(double x) => Waves.Sin(x) + Math.Cos(x);

                [Differentiable]
                public static double Integers(double x, int n) => x * (n * n + 1);

                [Differentiable]
                public static double Checked(double x)
                {
                    Traced(x);
                    Debug.Assert(x > 0, "not positive");
                    ArgumentOutOfRangeException.ThrowIfNegative(x);
                    return x * x;
                }

                [Differentiable]
                public static double Nested(double x)
                {
                    double Local(double z) => z * z + 2;
                    Func<double, double> lambda = z => z * 3;
                    return Local(x) + lambda(x);
                }

                [Differentiable]
                public static double Recursive(double x, int n) => Tools.Power(x, n);

                [Differentiable]
                public static double Pathed(double x) => x * Tools.PathLength();

                [Differentiable(Jacobian = true)]
                public static (double Sum, double Product) Both(double x, double y) => (x + y, x * y);

                [Conditional("TRACED")]
                private static void Traced(double x) => throw new ArgumentException("traced");

                private static double Unread(double x)
                {
                    return x + 1;
                }
            }
            """),
        ("Tools.cs", """
            using System;
            using System.Runtime.CompilerServices;

            namespace Sample.Helpers;

            public static class Tools
            {
                public static double Twice(double x)
                {
                    return 2 * x;
                }

                public static double Outer(double x) => Inner(x) + 1;

                public static double Inner(double x) => x * x;

                public static double Scale(double factor) => factor;

                public static double Pick(double x, double y = 5) => x * y;

                public static double Squash(this double x) => x / (1 + x * x);

                public static double Power(double x, int n)
                {
                    return n <= 0 ? 1 : x * Power(x, n - 1);
                }

                public static double PathLength([CallerFilePath] string path = "") => path.Length;

                public static double Line(double x, [CallerLineNumber] int line = 0) => x * line;

                public static double Unread(double x) => x;
            }

            public static class Units
            {
                public static double Metre(double x) => x * 100;
            }
            """),
        ("Settings.cs", """
            namespace Sample;

            public enum Mode { Fast = 1, Slow = 2 }

            public static class Settings
            {
                public const double Factor = 4;
                public const Mode Mode = Sample.Mode.Slow;
                public static readonly double Offset = 2;

                public static double Level { get { return 3; } }
            }
            """),
        ("Models.cs", """
            using System;

            namespace Sample;

            public abstract class Base
            {
                protected double Weight = 1;

                protected double Scaled(double x) => Weight * x;
            }

            public partial class Model : Base
            {
                [Differentiable]
                public double Loss(double x) => Scaled(x) * Weight;
            }

            public partial class Declared
            {
                [Differentiable]
                public static double F(double x) => x * x;

                [Differentiable(Explain = true)]
                public static double G(double x) => x * x * x;
            }

            public partial struct Handle(string name)
            {
                private readonly int length = 1;
            }

            partial struct Handle
            {
                public int Length() { return length; }
            }

            public static class Choice
            {
                public static double Of<T>(T value, double x) where T : unmanaged => x;

                public static double Of(object value, double x) => x * x;
            }

            public class Parent(double k)
            {
                protected double Weight = 1;

                public double Known() { return 1; }

                protected double Scaled(double x) => Weight * x;
            }

            public partial class Child(double k) : Parent(1)
            {
                [Differentiable]
                public double Inherited(double x) => Scaled(x);
            }

            partial class Child
            {
                public double Own() { return 1; }
            }

            public partial class Holder
            {
                [Differentiable]
                public static double Managed(double x) => Choice.Of(default(Handle), x);
            }
            """),
        ("Lines.cs", """
            using Sample.Helpers;

            namespace Sample;

            public static partial class Lines
            {
                [Differentiable]
                public static double Numbered(double x) => Tools.Line(x);
            }
            """),
        ("Unrelated.cs", """
            namespace Sample;

            public class Unrelated
            {
                private int number = 42;

                public Unrelated() { number = 43; }

                public int Answer()
                {
                    return number;
                }

                public static Unrelated operator +(Unrelated left, Unrelated right) { return left; }

                public int Number { get { return number; } }
            }
            """),
    ];
}
