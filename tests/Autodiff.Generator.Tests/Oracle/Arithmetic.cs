namespace Autodiff.Generator.Tests.Oracle;

/// <summary>C#'s operators on dual numbers: promotion, then the operation in the promoted type.</summary>
internal static class Arithmetic
{
    public static Dual Apply(string operation, Dual left, Dual right)
    {
        var type = ScalarTypes.Promote(left.Type, right.Type);
        return Apply(operation, type, left.ConvertTo(type), right.ConvertTo(type));
    }

    public static Dual Negate(Dual operand) => operand.Type == ScalarType.Integer
        ? Dual.Constant(ScalarType.Integer, unchecked(-operand.Integer))
        : Dual.Constant(operand.Type, -operand.Value).With(operand, -1);

    public static Dual Compare(string operation, Dual left, Dual right)
    {
        var type = ScalarTypes.Promote(left.Type, right.Type);
        (double a, double b) = (left.ConvertTo(type).Value, right.ConvertTo(type).Value);
        return Dual.Boolean(operation switch
        {
            "<" => a < b,
            "<=" => a <= b,
            ">" => a > b,
            ">=" => a >= b,
            "==" => a == b,
            "!=" => a != b,
            _ => throw new ArgumentOutOfRangeException(nameof(operation)),
        });
    }

    private static Dual Apply(string operation, ScalarType type, Dual left, Dual right)
    {
        if (type == ScalarType.Integer)
        {
            return Dual.Constant(type, Compute(operation, left.Integer, right.Integer));
        }

        double value = type == ScalarType.Single
            ? Compute(operation, left.Single, right.Single)
            : Compute(operation, left.Value, right.Value);
        (double a, double b) = (left.Value, right.Value);
        return operation switch
        {
            "+" => Dual.From(type, value, left, 1, right, 1),
            "-" => Dual.From(type, value, left, 1, right, -1),
            "*" => Dual.From(type, value, left, b, right, a),
            "/" => Dual.From(type, value, left, 1 / b, right, -a / b / b),
            "%" => Dual.From(type, value, left, 1, right, -Math.Round((a - value) / b)),
            _ => throw new ArgumentOutOfRangeException(nameof(operation)),
        };
    }

    private static int Compute(string operation, int left, int right) => operation switch
    {
        "+" => unchecked(left + right),
        "-" => unchecked(left - right),
        "*" => unchecked(left * right),
        "/" => left / right,
        _ => left % right,
    };

    private static float Compute(string operation, float left, float right) => operation switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        _ => left % right,
    };

    private static double Compute(string operation, double left, double right) => operation switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        _ => left % right,
    };
}
