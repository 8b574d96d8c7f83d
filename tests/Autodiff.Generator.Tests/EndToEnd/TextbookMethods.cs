namespace Autodiff.Generator.Tests.EndToEnd;

/// <summary>Functions from textbooks of several fields, as people write them.</summary>
internal static class TextbookMethods
{
    public static IReadOnlyList<ScalarMethod> All { get; } =
    [
        ScalarMethod.InModel(
            "sum times factor",
            """
            [Differentiable]
            public static double F(double x, double y, double z) => (x + y) * z;
            """,
            at: [-2.0, 5.0, -4.0],
            value: -12,
            gradient: [-4, -4, 3]),
        ScalarMethod.InModel(
            "sigmoid neuron",
            """
            [Differentiable]
            public static double Neuron(double w0, double x0, double w1, double x1, double w2)
            {
                double z = w0 * x0 + w1 * x1 + w2;
                return 1 / (1 + Math.Exp(-z));
            }
            """,
            at: [2.0, -1.0, -3.0, -2.0, -3.0],
            value: 0.7310585786300049,
            gradient: [-0.19661193324148185, 0.3932238664829637, -0.3932238664829637, -0.5898357997244456, 0.19661193324148185]),
        ScalarMethod.InModel(
            "squared error",
            """
            [Differentiable]
            public static double SquaredError(double w, double x, double y)
            {
                double prediction = w * x;
                double error = prediction - y;
                return error * error;
            }
            """,
            at: [1.0, 1.0, 2.0],
            value: 1,
            gradient: [-2, -2, 2]),
        ScalarMethod.InModel(
            "Rosenbrock function of four variables",
            """
            [Differentiable]
            public static double Rosenbrock(double a, double b, double c, double d)
            {
                double first = 100 * Math.Pow(b - a * a, 2) + Math.Pow(1 - a, 2);
                double second = 100 * Math.Pow(c - b * b, 2) + Math.Pow(1 - b, 2);
                double third = 100 * Math.Pow(d - c * c, 2) + Math.Pow(1 - c, 2);
                return first + second + third;
            }
            """,
            at: [-1.2, 1.0, 0.7, 0.3],
            value: 36.89999999999999,
            gradient: [-215.59999999999994, 32.000000000000036, -7.400000000000027, -37.99999999999999]),
        ScalarMethod.InModel(
            "Black-Scholes call",
            """
            [Differentiable]
            public static double Call(double spot, double strike, double rate, double volatility, double maturity)
            {
                double deviation = volatility * Math.Sqrt(maturity);
                double d1 = (Math.Log(spot / strike) + (rate + volatility * volatility / 2) * maturity) / deviation;
                double d2 = d1 - deviation;
                return spot * NormalCdf(d1) - strike * Math.Exp(-rate * maturity) * NormalCdf(d2);
            }

            // Abramowitz and Stegun, 26.2.17.
            private static double NormalCdf(double x)
            {
                double t = 1 / (1 + 0.2316419 * Math.Abs(x));
                double polynomial = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
                double tail = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI) * polynomial;
                return x >= 0 ? 1 - tail : tail;
            }
            """,
            at: [102.0, 95.5, 0.03, 0.25, 0.75],
            value: 13.421837375300045,
            gradient: [0.6971833259152833, -0.6040927944299356, 43.268146401044135, 30.842801649825372, 6.871192797679327]),
        ScalarMethod.InModel(
            "Lennard-Jones potential",
            """
            private const double Depth = 0.25;

            [Differentiable]
            public static double Energy(double x, double y, double z, double sigma)
            {
                double squared = x * x + y * y + z * z;
                double ratio = sigma * sigma / squared;
                double sixth = ratio * ratio * ratio;
                return 4 * Depth * (sixth * sixth - sixth);
            }
            """,
            at: [0.8, -0.6, 0.5, 0.95],
            value: -0.23471489317976565,
            gradient: [0.3573609153006008, -0.2680206864754506, 0.2233505720628755, -0.5877646633233566]),
        ScalarMethod.InModel(
            "distance of a three-joint arm to its target",
            """
            [Differentiable]
            public static double Distance(double a, double b, double c)
            {
                double elbow = a + b;
                double wrist = elbow + c;
                double x = Math.Cos(a) + 0.75 * Math.Cos(elbow) + 0.5 * Math.Cos(wrist);
                double y = Math.Sin(a) + 0.75 * Math.Sin(elbow) + 0.5 * Math.Sin(wrist);
                double dx = x - 1.5;
                double dy = y - 0.25;
                return Math.Sqrt(dx * dx + dy * dy);
            }
            """,
            at: [0.4, -0.9, 0.6],
            value: 0.601348659427601,
            gradient: [-0.6644043322169461, -0.03017489708016495, -0.18871129184044202]),
        ScalarMethod.InModel(
            "log-likelihood of a normal distribution",
            """
            [Differentiable]
            public static double LogLikelihood(double x, double mean, double deviation)
            {
                var z = (x - mean) / deviation;
                return -0.5 * z * z - Math.Log(deviation) - 0.5 * Math.Log(2 * Math.PI);
            }
            """,
            at: [1.7, 0.4, 1.3],
            value: -1.6813027976721637,
            gradient: [-0.7692307692307692, 0.7692307692307692, -1.313873401923262E-16]),
        ScalarMethod.InModel(
            "great-circle distance",
            """
            [Differentiable]
            public static double Distance(double latitude1, double longitude1, double latitude2, double longitude2)
            {
                double s = Math.Sin((latitude2 - latitude1) / 2);
                double t = Math.Sin((longitude2 - longitude1) / 2);
                double h = s * s + Math.Cos(latitude1) * Math.Cos(latitude2) * t * t;
                return 2 * 6371.0 * Math.Asin(Math.Sqrt(h));
            }
            """,
            at: [0.9, 0.2, 0.7, -1.3],
            value: 6386.421437658218,
            gradient: [-2706.858633917753, 3585.0547160678198, -4314.943566144855, -3585.0547160678198]),
        ScalarMethod.InModel(
            "log-sum-exp, shifted by the maximum",
            """
            [Differentiable]
            public static double LogSumExp(double a, double b, double c)
            {
                double largest = Math.Max(a, Math.Max(b, c));
                return largest + Math.Log(Math.Exp(a - largest) + Math.Exp(b - largest) + Math.Exp(c - largest));
            }
            """,
            at: [0.5, 2.25, -1.0],
            value: 2.4427240554386485,
            gradient: [0.14331302494395284, 0.824709516848947, 0.031977458207100115]),
        ScalarMethod.InModel(
            "Huber loss, linear part",
            """
            [Differentiable]
            public static double Huber(double residual, double delta) => Math.Abs(residual) <= delta
                ? 0.5 * residual * residual
                : delta * (Math.Abs(residual) - 0.5 * delta);
            """,
            at: [-2.5, 1.5],
            value: 2.625,
            gradient: [-1.5, 1]),
        ScalarMethod.InModel(
            "cross entropy of a clamped probability",
            """
            [Differentiable]
            public static double CrossEntropy(double probability, bool label)
            {
                double p = Math.Clamp(probability, 1e-7, 1 - 1e-7);
                return label ? -Math.Log(p) : -Math.Log(1 - p);
            }
            """,
            at: [0.3, false],
            value: 0.35667494393873234,
            gradient: [1.4285714285714286]),
        ScalarMethod.InModel(
            "three Newton steps for Kepler's equation",
            """
            [Differentiable]
            public static double EccentricAnomaly(double mean, double eccentricity)
            {
                double e = mean;
                e -= (e - eccentricity * Math.Sin(e) - mean) / (1 - eccentricity * Math.Cos(e));
                e -= (e - eccentricity * Math.Sin(e) - mean) / (1 - eccentricity * Math.Cos(e));
                e -= (e - eccentricity * Math.Sin(e) - mean) / (1 - eccentricity * Math.Cos(e));
                return e;
            }
            """,
            at: [1.1, 0.35],
            value: 1.4473359571694235,
            gradient: [1.045042851841926, 1.037088531043191]),
        ScalarMethod.InModel(
            "determinant of a three by three matrix",
            """
            [Differentiable]
            public static double Determinant(double a, double b, double c, double d, double e, double f, double g, double h, double i) =>
                a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
            """,
            at: [1.0, 2.5, -3.0, 0.5, 4.0, 1.5, -2.0, 0.25, 6.0],
            value: -15.75,
            gradient: [23.625, -6, 8.125, -15.75, 0, -5.25, 15.75, -3, 2.75]),
        ScalarMethod.InModel(
            "Planck's law",
            """
            [Differentiable]
            public static double Radiance(double frequency, double temperature)
            {
                double x = frequency / temperature;
                return 2 * Math.Pow(frequency, 3) / (Math.Exp(x) - 1);
            }
            """,
            at: [1.8, 0.9],
            value: 1.8256217850321004,
            gradient: [0.6967431935226543, 4.691919563061692]),
        ScalarMethod.InModel(
            "Heron's formula",
            """
            [Differentiable]
            public static double Area(double a, double b, double c)
            {
                double s = (a + b + c) / 2;
                return Math.Sqrt(s * (s - a) * (s - b) * (s - c));
            }
            """,
            at: [3.0, 4.0, 4.5],
            value: 5.881313097429858,
            gradient: [1.7374946428996625, 1.1264491262835732, 0.45429905800587506]),
        ScalarMethod.InModel(
            "Hill equation with a variable exponent",
            """
            [Differentiable]
            public static double Hill(double concentration, double half, double n) =>
                Math.Pow(concentration, n) / (Math.Pow(half, n) + Math.Pow(concentration, n));
            """,
            at: [1.6, 0.9, 2.3],
            value: 0.7897364491588911,
            gradient: [0.23870088566639616, -0.4243571300735932, 0.0955408215437697]),
        ScalarMethod.InModel(
            "smooth step",
            """
            [Differentiable]
            public static double SmoothStep(double edge0, double edge1, double x)
            {
                double t = Math.Clamp((x - edge0) / (edge1 - edge0), 0.0, 1.0);
                return t * t * (3 - 2 * t);
            }
            """,
            at: [0.2, 1.4, 0.65],
            value: 0.31640625000000006,
            gradient: [-0.732421875, -0.4394531250000001, 1.1718750000000002]),
        ScalarMethod.InModel(
            "logistic loss of a label",
            """
            [Differentiable]
            public static double LogisticLoss(double w, double b, double x, int label)
            {
                double margin = label * (w * x + b);
                return double.LogP1(Math.Exp(-margin));
            }
            """,
            at: [0.8, -0.3, 1.4, -1],
            value: 1.1849428287424455,
            gradient: [0.9719308761512426, 0.6942363401080305, 0.5553890720864244]),
        ScalarMethod.InModel(
            "van der Waals pressure",
            """
            [Differentiable]
            public static double Pressure(double volume, double temperature, double a, double b)
            {
                const double GasConstant = 8.314;
                return GasConstant * temperature / (volume - b) - a / (volume * volume);
            }
            """,
            at: [2.5, 300.0, 1.4, 0.04],
            value: 1013.6784390243903,
            gradient: [-411.9762630180448, 3.3796747967479677, -0.16, 412.1554630180448]),
    ];
}
