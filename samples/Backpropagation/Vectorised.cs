using Autodiff;

namespace Backpropagation;

/// <summary>The vectorised example of those courses: f(x, W) = ‖W x‖².</summary>
internal static partial class Vectorised
{
    /// <summary>f(x, W) = ‖W x‖².</summary>
    [Differentiable]
    public static double Energy(double[,] w, double[] x) => SquaredLength(Product(w, x));

    /// <summary>‖q‖² = q₀² + q₁² + …: its gradient is the adjoint of q = W x.</summary>
    [Differentiable]
    public static double SquaredLength(double[] q)
    {
        double sum = 0;
        foreach (double component in q)
        {
            sum += component * component;
        }

        return sum;
    }

    /// <summary>W x.</summary>
    public static double[] Product(double[,] w, double[] x)
    {
        double[] q = new double[w.GetLength(0)];
        for (int i = 0; i < w.GetLength(0); i++)
        {
            for (int j = 0; j < w.GetLength(1); j++)
            {
                q[i] += w[i, j] * x[j];
            }
        }

        return q;
    }
}
