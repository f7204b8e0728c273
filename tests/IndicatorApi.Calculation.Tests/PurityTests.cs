using System.Reflection;
using System.Runtime.CompilerServices;

namespace IndicatorApi.Calculation.Tests;

public class PurityTests
{
    private static readonly Assembly Library = typeof(AchievementCalculator).Assembly;

    [Fact]
    public void References_OfTheLibrary_AreOnlyTheFramework() =>
        Library.GetReferencedAssemblies().Select(reference => reference.Name!).ShouldAllBe(name => name.StartsWith("System.", StringComparison.Ordinal));

    [Fact]
    public void Members_OfTheLibrary_HoldNoBinaryFloatingPointAndNoClock()
    {
        Type[] forbidden = [typeof(double), typeof(float), typeof(Half), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeProvider)];
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var type in Library.GetTypes().Where(type => type.GetCustomAttribute<CompilerGeneratedAttribute>() is null))
        {
            foreach (var field in type.GetFields(All))
                forbidden.ShouldNotContain(Bare(field.FieldType), $"{type.Name}.{field.Name}");
            foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
            {
                var types = method.GetParameters().Select(parameter => parameter.ParameterType)
                    .Concat(method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? [])
                    .Concat(method is MethodInfo { ReturnType: var returned } ? [returned] : []);
                types.Select(Bare).Intersect(forbidden).ShouldBeEmpty($"{type.Name}.{method.Name}");
            }
        }
    }

    [Fact]
    public void Fields_OfTheLibrary_HaveNoStateThatCouldChange() =>
        Library.GetTypes().Where(type => type.GetCustomAttribute<CompilerGeneratedAttribute>() is null && !type.Name.StartsWith('<'))
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => !field.IsLiteral && !field.IsInitOnly && !field.Name.StartsWith('<'))
            .Select(field => $"{field.DeclaringType!.Name}.{field.Name}").ShouldBeEmpty();

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? (type.IsByRef ? type.GetElementType()! : type);
}
