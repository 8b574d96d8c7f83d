using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Diagnostics;

/// <content>ADG0030–ADG0059: what the body of a marked method, or of a method that it calls, contains.</content>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor NotSupported = Error(
        "ADG0030",
        "The expression is not supported",
        "'{0}' cannot be differentiated through: write it with arithmetic, locals, tuples, conditional expressions and calls");

    public static readonly DiagnosticDescriptor Loop = Error(
        "ADG0031",
        "Only arrays and spans are iterated over",
        "'foreach' over '{0}' cannot be differentiated through: iterate over an array or a span, or write a 'for' loop");

    public static readonly DiagnosticDescriptor Jump = Error(
        "ADG0033",
        "Jumps are not supported",
        "'{0}' cannot be differentiated through: write the flow with 'if', loops, 'break' and 'continue'");

    public static readonly DiagnosticDescriptor Scope = Error(
        "ADG0034",
        "Protected scopes are not supported",
        "'{0}' cannot be differentiated through: put it around the call of the differentiable method instead");

    public static readonly DiagnosticDescriptor Suspension = Error(
        "ADG0035",
        "Asynchronous methods and iterators are not supported",
        "'{0}' cannot be differentiated through: compute the value in an ordinary method and pass it in as a parameter");

    public static readonly DiagnosticDescriptor Arrays = Error(
        "ADG0036",
        "The operation on an array is not supported",
        "'{0}' cannot be differentiated through: write it as a loop over the elements of arrays and spans");

    public static readonly DiagnosticDescriptor Rows = Error(
        "ADG0036",
        "The operation on an array is not supported",
        "'{0}' is a row of a parameter, which cannot be replaced: copy its elements, or collect the rows in an array of the method's own");

    public static readonly DiagnosticDescriptor Pointers = Error(
        "ADG0037",
        "Pointers are not supported",
        "Pointers cannot be differentiated through: pass the numbers as parameters");

    public static readonly DiagnosticDescriptor Dynamic = Error(
        "ADG0038",
        "Dynamic binding is not supported",
        "What a 'dynamic' expression does is not known at compile time: give it a static type");

    public static readonly DiagnosticDescriptor Reference = Error(
        "ADG0039",
        "The reference variable is not supported",
        "'{0}' is a reference variable that is not one element of an array throughout: copy the value to an ordinary local");

    public static readonly DiagnosticDescriptor SideEffect = Error(
        "ADG0040",
        "A differentiable method has no side effects",
        "'{0}' writes to the outside of the method: keep the value in a local and return it");

    public static readonly DiagnosticDescriptor NoDerivative = Error(
        "ADG0041",
        "No derivative is known",
        "No derivative of '{0}' is known, since its source is not in this project: use the functions of 'Math', or write the method in this project");

    public static readonly DiagnosticDescriptor Impure = Error(
        "ADG0042",
        "The call is not known to be a pure function",
        "'{0}' may give another value at each call: compute it outside and pass it in as a parameter");

    public static readonly DiagnosticDescriptor MayBeOverridden = Error(
        "ADG0043",
        "The method may be overridden",
        "'{0}' may be overridden, so that its derivative is not known at compile time: seal it or its class, or call a method that is not virtual");

    public static readonly DiagnosticDescriptor Recursion = Error(
        "ADG0044",
        "The recursion is not supported",
        "'{0}' calls itself in a way that cannot be differentiated through: make it a method that returns numbers, is given what it reads, and changes nothing but its own variables and arrays");

    public static readonly DiagnosticDescriptor Inaccessible = Error(
        "ADG0045",
        "A helper uses what the marked type cannot reach",
        "'{0}' cannot be reached from '{1}', into which the derivative is generated: make it internal, or pass its value in as a parameter");

    public static readonly DiagnosticDescriptor Pattern = Error(
        "ADG0046",
        "The pattern is not supported",
        "The pattern '{0}' cannot be differentiated through: use constant, relational, logical, type and property patterns, or a comparison");

    public static readonly DiagnosticDescriptor Delegate = Error(
        "ADG0047",
        "The delegate is not known at compile time",
        "What '{0}' calls is not known at compile time: call a method, a local function, or a lambda held in a local");

    public static readonly DiagnosticDescriptor FlowsInto = Error(
        "ADG0048",
        "A differentiated value flows into a type that is not differentiated",
        "A differentiated value flows into '{0}', which derivatives do not pass through: keep it in 'double' or 'float' locals or in a tuple");

    public static readonly DiagnosticDescriptor AlwaysThrows = Error(
        "ADG0049",
        "The method always throws",
        "'{0}' always throws, so that it has no value to differentiate: return one");

    public static readonly DiagnosticDescriptor TooDeep = Error(
        "ADG0050",
        "The expression is nested too deeply",
        "The expression is nested too deeply to be differentiated: hold parts of it in locals");

    public static readonly DiagnosticDescriptor TooLarge = Error(
        "ADG0051",
        "The method is too large",
        "'{0}' is too large to be differentiated once all calls are written out: call fewer helpers of helpers");

    public static readonly DiagnosticDescriptor NoInfluence = Warning(
        "ADG0052",
        "A differentiated parameter cannot influence the result",
        "'{0}' cannot influence the result of '{1}', and its gradient is always zero: name the parameters to differentiate in the attribute");

    public static readonly DiagnosticDescriptor OnlyThroughInteger = Warning(
        "ADG0053",
        "A differentiated parameter reaches the result only through an integer",
        "'{0}' reaches the result of '{1}' only through an integer, and its gradient is always zero: compute with the number itself");

    public static readonly DiagnosticDescriptor GeneratedCode = Error(
        "ADG0054",
        "The method uses code of another generator",
        "'{0}' uses code that another source generator makes, which generators cannot see: write that code by hand, or pass its value in as a parameter");

    public static readonly DiagnosticDescriptor Internal = Error(
        "ADG0055",
        "The generator failed",
        "'{0}' could not be differentiated because of a fault in the generator, please report it: {1}");

    public static readonly DiagnosticDescriptor LostSpan = Error(
        "ADG0057",
        "The span is not known in the backward pass",
        "'{0}' stands for a row or for an array that is there throughout, which cannot be told again in the backward pass: choose the array in a variable of its own, and take the span of that");

    public static readonly DiagnosticDescriptor GraphOfLoop = Error(
        "ADG0056",
        "The graph of a method with loops or arrays",
        "The graph of '{0}' cannot be explained, since it has loops, recursion or arrays of numbers: take 'Explain' off, and mark a helper without them to see its graph");

    public static readonly DiagnosticDescriptor JacobianOfRecursion = Error(
        "ADG0058",
        "The Jacobian of a recursive method",
        "'{0}' asks for a Jacobian, and it or what it calls is recursive: write the recursion as a loop, or mark a method for each of its results");
}
