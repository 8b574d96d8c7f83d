namespace Autodiff.Generator.Tests.EndToEnd;

/// <summary>Methods that call others with source.</summary>
internal static class Calls
{
    public static IReadOnlyList<ScalarMethod> All { get; } =
    [
        ScalarMethod.InModel(
            "a static helper called twice",
            """
            [Differentiable]
            public static double F(double x, double y) => Sigmoid(x * y) + Sigmoid(x) * 2;

            private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));
            """,
            at: [0.8, -1.2],
            value: 1.656827157130835,
            gradient: [0.18755940094694828, 0.16017332806242707]),
        ScalarMethod.InModel(
            "a helper in another class, through a third",
            """
            [Differentiable]
            public static double F(double x) => Tools.Cube(x) - Tools.Square(x + 1);

            internal static class Tools
            {
                public static double Square(double x) => x * x;

                public static double Cube(double x) => x * Square(x);
            }
            """,
            at: [1.3],
            value: -3.093,
            gradient: [0.47000000000000025]),
        ScalarMethod.InModel(
            "generic helpers",
            """
            [Differentiable]
            public static double F(double x, double y) => Identity(x) * Select(x > y, x * y, y);

            private static T Identity<T>(T value) => value;

            private static T Select<T>(bool condition, T first, T second) => condition ? first : second;
            """,
            at: [1.5, 0.5],
            value: 1.125,
            gradient: [1.5, 2.25]),
        ScalarMethod.InModel(
            "local functions that capture",
            """
            [Differentiable]
            public static double F(double x, double y)
            {
                double scale = x * 2;
                double Scaled(double z) => scale * z + y;
                static double Square(double z) => z * z;
                return Square(Scaled(y)) + Scaled(x);
            }
            """,
            at: [0.7, 1.1],
            value: 9.0496,
            gradient: [14.416000000000002, 13.672]),
        ScalarMethod.InModel(
            "lambdas in locals",
            """
            [Differentiable]
            public static double F(double x, double y)
            {
                Func<double, double> square = z => z * z;
                var blend = (double a, double b) => { double sum = a + b; return sum * y; };
                return blend(square(x), square(y));
            }
            """,
            at: [1.2, 0.4],
            value: 0.64,
            gradient: [0.96, 1.92]),
        ScalarMethod.InModel(
            "instance methods, fields and properties",
            """
            private readonly double rate = 0.75;

            private double Doubled => 2 * rate;

            private double Scale(double x) => rate * x;

            [Differentiable]
            public double F(double x) => Scale(x) * this.Scale(x + Doubled);
            """,
            at: [1.6],
            value: 2.79,
            gradient: [2.6437500000000003]),
        ScalarMethod.InModel(
            "an extension method",
            """
            [Differentiable]
            public static double F(double x) => x.Squared() + (x + 1).Squared();
            """,
            at: [0.9],
            value: 4.42,
            gradient: [5.6]) with
        {
            Others = """
                public static class Extensions
                {
                    public static double Squared(this double x) => x * x;
                }
                """,
        },
        ScalarMethod.InModel(
            "a helper that returns a tuple",
            """
            [Differentiable]
            public static double F(double x, double y)
            {
                var (r, phi) = Polar(x, y);
                return r * phi + Polar(y, x).Angle;
            }

            private static (double Radius, double Angle) Polar(double x, double y) => (Math.Sqrt(x * x + y * y), Math.Atan2(y, x));
            """,
            at: [1.2, 0.5],
            value: 1.689233662704825,
            gradient: [0.27566517558084497, 0.3648604898253521]),
        ScalarMethod.InModel(
            "named and optional arguments",
            """
            [Differentiable]
            public static double F(double x, double y) => Line(slope: x, at: y) + Line(y, at: x, offset: x * y);

            private static double Line(double slope, double offset = 0.5, double at = 2) => slope * at + offset;
            """,
            at: [1.1, 0.7],
            value: 2.81,
            gradient: [2.0999999999999996, 3.3000000000000003]),
        ScalarMethod.InModel(
            "arguments by reference to read",
            """
            [Differentiable]
            public static double F(in double x, in double y) => Product(in x, y) + Product(x + 1, in y);

            private static double Product(in double a, in double b) => a * b;
            """,
            at: [1.1, 0.7],
            value: 2.2399999999999998,
            gradient: [1.4, 3.2]),
        ScalarMethod.InModel(
            "a call of another differentiable method",
            """
            [Differentiable]
            public static double Outer(double x) => Inner(x, x * x) + x;

            [Differentiable]
            public static double Inner(double a, double b) => a * Math.Sin(b);
            """,
            at: [0.85],
            value: 1.412072805196401,
            gradient: [2.745235982851868]) with
        {
            Method = "Model.Outer",
        },
        ScalarMethod.InModel(
            "a helper with locals and branches",
            """
            [Differentiable]
            public static double F(double x) => Shape(x) + Shape(-x);

            private static double Shape(double x)
            {
                double y = x > 0 ? x * x : -2 * x;
                y += x;
                return y * y;
            }
            """,
            at: [1.25],
            value: 9.47265625,
            gradient: [22.1875]),
        ScalarMethod.InModel(
            "an argument with an effect on the next",
            """
            [Differentiable]
            public static double F(double x)
            {
                double a = x;
                return Combine(a *= 2, a + 1, a);
            }

            private static double Combine(double p, double q, double r) => p * q - r * r * r;
            """,
            at: [0.75],
            value: 0.375,
            gradient: [-5.5]),
        ScalarMethod.InModel(
            "calls within conditions",
            """
            [Differentiable]
            public static double F(double x) => Square(x) > 2 && IsLarge(x) ? Square(x) * x : x;

            private static double Square(double x) => x * x;

            private static bool IsLarge(double x) => Math.Abs(x) > 1;
            """,
            at: [1.5],
            value: 3.375,
            gradient: [6.75]),
        ScalarMethod.InModel(
            "helpers that call helpers that call helpers",
            """
            [Differentiable]
            public static double F(double x) => A(x, 2) - A(2, x);

            private static double A(double x, double y) => B(x) * B(y) + C(x / y);

            private static double B(double x) => C(x) + 1;

            private static double C(double x) => Math.Tanh(x) * x;
            """,
            at: [0.6],
            value: -3.2374661078439804,
            gradient: [5.918389690594467]),
        ScalarMethod.InModel(
            "results through out and ref parameters",
            """
            [Differentiable]
            public static double F(double x)
            {
                Split(x, out double a, out var b);
                Twice(ref a);
                return a * b;
            }

            private static void Split(double x, out double square, out double sine)
            {
                square = x * x;
                sine = Math.Sin(x);
            }

            private static void Twice(ref double value) => value *= 2;
            """,
            at: [0.65],
            value: 0.5113825128469535,
            gradient: [2.246175464687655]),
        ScalarMethod.InModel(
            "a local function that assigns what it captures",
            """
            [Differentiable]
            public static double F(double x)
            {
                double total = 0;
                double scale = x;
                void Add(double value) => total += scale * value;
                Add(x * x);
                scale = 3;
                Add(x);
                return total * total;
            }
            """,
            at: [0.65],
            value: 4.948956390625001,
            gradient: [18.987174375000002]),
        ScalarMethod.InModel(
            "lambdas made of method groups",
            """
            [Differentiable]
            public static double F(double x)
            {
                Func<double, double> sine = Math.Sin;
                Func<double, double> square = Square;
                return sine(square(x)) + square(sine(x));
            }

            private static double Square(double x) => x * x;
            """,
            at: [0.65],
            value: 0.7762924844694701,
            gradient: [2.1492448783093008]),
    ];
}
