using System.Reflection;
using System.Reflection.Emit;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>
/// Calls a method whose parameters may be spans, which reflection cannot pass: an array stands for each of them.
/// </summary>
internal sealed class Invoker
{
    private readonly Func<object?, object?[], object> call;

    public Invoker(MethodInfo method)
    {
        var dynamic = new DynamicMethod("Call", typeof(object), [typeof(object), typeof(object[])], typeof(Invoker).Module, skipVisibility: true);
        var code = dynamic.GetILGenerator();
        var parameters = method.GetParameters();
        var references = new LocalBuilder?[parameters.Length];
        if (!method.IsStatic)
        {
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Castclass, method.DeclaringType!);
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            var type = parameters[i].ParameterType;
            var own = type.IsByRef ? type.GetElementType()! : type;
            LoadArgument(code, i, own);
            if (type.IsByRef)
            {
                references[i] = code.DeclareLocal(own);
                code.Emit(OpCodes.Stloc, references[i]!);
                code.Emit(OpCodes.Ldloca, references[i]!);
            }
        }

        code.Emit(method.IsStatic ? OpCodes.Call : OpCodes.Callvirt, method);
        code.Emit(OpCodes.Box, method.ReturnType);
        for (int i = 0; i < parameters.Length; i++)
        {
            if (references[i] is { } local)
            {
                code.Emit(OpCodes.Ldarg_1);
                code.Emit(OpCodes.Ldc_I4, i);
                code.Emit(OpCodes.Ldloc, local);
                code.Emit(OpCodes.Box, local.LocalType);
                code.Emit(OpCodes.Stelem_Ref);
            }
        }

        code.Emit(OpCodes.Ret);
        call = dynamic.CreateDelegate<Func<object?, object?[], object>>();
    }

    /// <summary>Calls the method; what it assigns to <c>out</c> parameters is in the arguments afterwards.</summary>
    public object Call(object? instance, object?[] arguments) => call(instance, arguments);

    private static void LoadArgument(ILGenerator code, int index, Type type)
    {
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldc_I4, index);
        code.Emit(OpCodes.Ldelem_Ref);
        if (type.IsByRefLike)
        {
            var array = type.GetGenericArguments()[0].MakeArrayType();
            code.Emit(OpCodes.Castclass, array);
            code.Emit(OpCodes.Newobj, type.GetConstructor([array])!);
        }
        else
        {
            code.Emit(OpCodes.Unbox_Any, type);
        }
    }
}
