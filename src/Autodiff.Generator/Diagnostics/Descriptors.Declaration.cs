using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Diagnostics;

internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = Error(
        "ADG0001",
        "The containing type is not partial",
        "'{0}' contains the differentiable method '{1}' and is not partial: declare it as 'partial {2} {0}'");

    public static readonly DiagnosticDescriptor ResultType = Error(
        "ADG0002",
        "The result is not a double or a float",
        "'{0}' returns '{1}', and only a real number can be differentiated: return 'double' or 'float'{2}");

    public static readonly DiagnosticDescriptor UnknownParameterName = Error(
        "ADG0003",
        "The attribute names no parameter",
        "'{0}' has no parameter '{1}': name one of its parameters with nameof, or leave the names out to differentiate every parameter");

    public static readonly DiagnosticDescriptor NullParameterName = Error(
        "ADG0004",
        "The attribute names a parameter by null",
        "A name of a differentiated parameter of '{0}' is null: write nameof(parameter), or leave the names out to differentiate every parameter");

    public static readonly DiagnosticDescriptor RepeatedParameterName = Error(
        "ADG0005",
        "The attribute names a parameter twice",
        "The parameter '{1}' of '{0}' is named twice: name it once");

    public static readonly DiagnosticDescriptor ParameterNotDifferentiable = Error(
        "ADG0006",
        "The named parameter cannot be differentiated",
        "The parameter '{1}' of '{0}' has the type '{2}', which holds no real numbers: name parameters of type 'double' or 'float', or arrays and spans of these");

    public static readonly DiagnosticDescriptor NothingDifferentiable = Error(
        "ADG0007",
        "The method has nothing to differentiate",
        "'{0}' has no parameter that can be differentiated: give it one of type 'double' or 'float', or an array or a span of these");

    public static readonly DiagnosticDescriptor ParameterTypeNotSupported = Error(
        "ADG0008",
        "The parameter's type cannot be differentiated yet",
        "The parameter '{1}' of '{0}' has the type '{2}', which cannot be differentiated yet: pass its numbers as 'double' or 'float', or in an array or a span of these, or name the differentiated parameters in the attribute so that '{1}' is a constant");

    public static readonly DiagnosticDescriptor ByReferenceParameter = Error(
        "ADG0009",
        "A ref or out parameter",
        "The parameter '{1}' of '{0}' is passed by '{2}', and a marked method gives back its result alone: pass it by value or by 'in', and return what it computes");

    public static readonly DiagnosticDescriptor PointerParameter = Error(
        "ADG0010",
        "A parameter that safe code cannot pass on",
        "The parameter '{1}' of '{0}' has the type '{2}', which safe code cannot pass on: pass a span or an array");

    public static readonly DiagnosticDescriptor NoBody = Error(
        "ADG0011",
        "The method has no body in source",
        "'{0}' is {1} and has no body to differentiate: mark a method that has one{2}");

    public static readonly DiagnosticDescriptor Accessor = Error(
        "ADG0012",
        "A marked accessor",
        "'{0}' is an accessor: move its body to a method and mark that");

    public static readonly DiagnosticDescriptor Operator = Error(
        "ADG0013",
        "A marked operator",
        "'{0}' is an operator: move its body to a method and mark that");

    public static readonly DiagnosticDescriptor Finalizer = Error(
        "ADG0014",
        "A marked finalizer",
        "'{0}' is a finalizer and returns nothing: mark a method that returns 'double' or 'float'");

    public static readonly DiagnosticDescriptor LocalFunction = Error(
        "ADG0015",
        "A marked local function",
        "'{0}' is a local function, beside which no method can be declared: make it a method of its type and mark that");

    public static readonly DiagnosticDescriptor Lambda = Error(
        "ADG0016",
        "A marked lambda",
        "A lambda has no type in which its gradient could be declared: move its body to a method and mark that");

    public static readonly DiagnosticDescriptor ExtensionBlockMember = Error(
        "ADG0017",
        "A marked member of an extension block",
        "'{0}' is declared in an extension block: declare it as a static method whose first parameter has the modifier 'this'");

    public static readonly DiagnosticDescriptor InterfaceMember = Error(
        "ADG0018",
        "A marked member of an interface",
        "'{0}' is a member of the interface '{1}': mark a method of a class or a struct");

    public static readonly DiagnosticDescriptor ExplicitImplementation = Error(
        "ADG0019",
        "A marked explicit implementation",
        "'{0}' implements an interface member explicitly, so that it has no name of its own: move its body to a method and mark that");

    public static readonly DiagnosticDescriptor FileLocalType = Error(
        "ADG0020",
        "A file-local type",
        "'{0}' contains the differentiable method '{1}' and is local to its file, so that no generated file can add to it: remove the modifier 'file'");

    public static readonly DiagnosticDescriptor MemberClash = Error(
        "ADG0021",
        "A member has the name and the parameters of the generated method",
        "'{0}' takes the place of the gradient that is to be generated for '{1}': rename one of the two, or declare the gradient as '{2}' and leave its body out");

    public static readonly DiagnosticDescriptor PartialDeclarationMismatch = Error(
        "ADG0022",
        "The partial declaration does not match the generated method",
        "The partial method '{0}' is not one that is generated for '{1}': declare it as {2}");

    public static readonly DiagnosticDescriptor OverloadsCollide = Error(
        "ADG0023",
        "The gradients of two overloads collide",
        "A call of the gradient of '{0}' could not be told from one of the gradient of '{1}': rename one of the two methods");

    public static readonly DiagnosticDescriptor JacobianResult = Error(
        "ADG0024",
        "The Jacobian of what is no tuple of numbers",
        "'{0}' asks for a Jacobian and returns '{1}': return a tuple of 'double' and 'float', or one such number without 'Jacobian = true'");

    public static readonly DiagnosticDescriptor GraphOfJacobian = Error(
        "ADG0025",
        "The graph of a method with several results",
        "'{0}' returns several numbers, and its graph would show the derivatives of one: leave 'Explain = true' out, or mark a method that returns one of them");
}
