using System.Reflection;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Features.Targets;
using Mapster;

namespace IndicatorApi.Tests.House;

/// <summary>Members that are copied by name: none is forgotten, and what is missing stays missing.</summary>
public sealed class MappingTests
{
    [Fact]
    public void Rules_AllCompile() => Mapping.Config.RuleMap.Count.ShouldBeGreaterThan(8);

    [Fact]
    public void Rules_FromWhatMayBeMissingToWhatMayNot_AreNone()
    {
        List<string> found = [];
        foreach (var rule in Mapping.Config.RuleMap.Keys.Where(rule => rule.Source != rule.Destination && Nullable.GetUnderlyingType(rule.Source) is null))
        {
            foreach (var to in rule.Destination.GetProperties().Where(member => member.CanWrite))
            {
                if (Sources(rule.Source).Any(from => from.Name == to.Name && Nullable.GetUnderlyingType(from.PropertyType) == to.PropertyType))
                    found.Add($"{rule.Source.Name} to {rule.Destination.Name}: {to.Name}");
            }
        }
        found.ShouldBeEmpty();
    }

    [Fact]
    public void Compile_AMemberThatNothingFills_IsRefused()
    {
        var config = Mapping.Strict();
        config.NewConfig<Narrow, Wide>();
        Should.Throw<CompileException>(() => config.Compile()).ToString().ShouldContain("Added");
    }

    [Fact]
    public void Rules_FromTextToWhatIsNoText_AreNamed()
    {
        List<string> found = [];
        foreach (var (pair, rule) in Mapping.Config.RuleMap.Where(one => one.Key.Source != typeof(string)))
        {
            var named = rule.Settings.Resolvers.Select(resolver => resolver.DestinationMemberName).ToHashSet();
            foreach (var to in pair.Destination.GetProperties()
                .Where(member => member.CanWrite && member.PropertyType != typeof(string) && !named.Contains(member.Name)))
            {
                if (Sources(pair.Source).Any(from => from.Name == to.Name && from.PropertyType == typeof(string))) found.Add(
                    $"{pair.Source.Name} to {pair.Destination.Name}: {to.Name}");
            }
        }
        found.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1.862", "2020-01-02")]
    [InlineData("01/02/2020", "01/02/2020")]
    public void Map_ATextForANumberOrADay_IsRefused(string value, string on)
    {
        var config = Mapping.Strict();
        config.NewConfig<Written, Counted>();
        config.Compile();
        Should.Throw<InvalidOperationException>(() => config.GetMapFunction<Written, Counted>()(new Written { Value = value, On = on }));
    }

    [Fact]
    public void Map_ANumberOrADayThatIsMissing_IsRefused_AndOneThatIsThereIsKept()
    {
        var config = Mapping.Strict();
        config.NewConfig<Perhaps, Surely>();
        config.Compile();
        var map = config.GetMapFunction<Perhaps, Surely>();
        map(new Perhaps { Value = 1.50m, On = new DateOnly(2020, 1, 2) }).ShouldBe(new Surely { Value = 1.50m, On = new DateOnly(2020, 1, 2) });
        Should.Throw<InvalidOperationException>(() => map(new Perhaps { Value = null, On = new DateOnly(2020, 1, 2) }));
        Should.Throw<InvalidOperationException>(() => map(new Perhaps { Value = 1, On = null }));
    }

    [Fact]
    public void TargetVersion_KeepsEveryMemberOfTheTarget()
    {
        var target = (Target)Filled(typeof(Target));
        var change = new TargetChange(target, true, "Vì sao", "Căn cứ", DateTimeOffset.UnixEpoch, "Ai");
        var version = Mapping.To<TargetChange, TargetVersion>(change);
        foreach (var member in typeof(TargetTerms).GetProperties())
        {
            member.GetValue(target).ShouldNotBe(Empty(member.PropertyType), $"the test fills {member.Name}");
            member.GetValue(version).ShouldBe(member.GetValue(target), member.Name);
        }
        (version.TargetId, version.Deleted, version.Reason, version.LegalBasis, version.RecordedAt, version.RecordedBy)
            .ShouldBe((target.Id, true, "Vì sao", "Căn cứ", DateTimeOffset.UnixEpoch, "Ai"));
        version.ShouldNotBeSameAs(Mapping.To<TargetChange, TargetVersion>(change));
    }

    // A rule may take all members of one of its source's members.
    private static IEnumerable<PropertyInfo> Sources(Type source) =>
        source.GetProperties().Concat(source.GetProperties().Where(member => IsOurs(member.PropertyType))
            .SelectMany(member => member.PropertyType.GetProperties()));

    private static object? Empty(Type type) => type.IsValueType && type != typeof(bool) ? Activator.CreateInstance(type) : null;

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("IndicatorApi", StringComparison.Ordinal) == true && !type.IsEnum
        && type != typeof(ReferenceData);

    // Every member gets a value that no member has by itself, and no two of one type the same.
    private static object Filled(Type type)
    {
        var made = Activator.CreateInstance(type)!;
        var count = 0;
        foreach (var member in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(member => member.CanWrite)) member.SetValue(
            made, Value(member.PropertyType, ++count));
        return made;
    }

    private static object Value(Type type, int count) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var text when text == typeof(string) => $"text {count}",
        var id when id == typeof(Guid) => new Guid(count, 0, 0, new byte[8]),
        var day when day == typeof(DateOnly) => new DateOnly(2020, 1, 1).AddDays(count),
        var number when number == typeof(decimal) => count + 0.5m,
        var whole when whole == typeof(int) => count,
        var whole when whole == typeof(long) => (long)count,
        var yes when yes == typeof(bool) => false,
        { IsEnum: true } word => Enum.GetValues(word).GetValue(1)!,
        var other => throw new NotSupportedException($"Say how a {other.Name} is filled."),
    };

    private sealed record Narrow
    {
        public string? Code { get; init; }
    }

    private sealed record Wide
    {
        public string? Code { get; init; }

        public string? Added { get; init; }
    }

    private sealed record Written
    {
        public string? Value { get; init; }

        public string? On { get; init; }
    }

    private sealed record Counted
    {
        public decimal Value { get; init; }

        public DateOnly On { get; init; }
    }

    private sealed record Perhaps
    {
        public decimal? Value { get; init; }

        public DateOnly? On { get; init; }
    }

    private sealed record Surely
    {
        public decimal Value { get; init; }

        public DateOnly On { get; init; }
    }
}
