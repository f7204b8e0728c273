using System.Reflection;
using IndicatorApi.Tests.Dashboard;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.House;

/// <summary>The quick set stays quick: what needs a browser or breaks things says so.</summary>
public sealed class KindTests
{
    private static readonly List<Type> Classes = [.. typeof(KindTests).Assembly.GetTypes().Where(type => type.IsClass && TestsOf(type).Any())];

    [Fact]
    public void Kinds_AreOfTheList() =>
        Classes.SelectMany(type => KindsOf(type).Concat(TestsOf(type).SelectMany(KindsOf))).Distinct().ShouldBe(Kinds.All, ignoreOrder: true);

    [Fact]
    public void Classes_WithABrowser_SayBrowser() =>
        Classes.Where(type => type.IsAssignableTo(typeof(IClassFixture<BrowserFixture>))).ShouldBe(Of(Kinds.Browser), ignoreOrder: true);

    [Fact]
    public void Classes_ThatRunAlone_SayFaults() =>
        Classes.Where(IsAlone).ShouldBeSubsetOf(Of(Kinds.Faults));

    [Fact]
    public void Classes_NamedAtScale_SayScale() =>
        Classes.Where(type => type.Name.EndsWith("AtScaleTests", StringComparison.Ordinal)).ShouldBe(Of(Kinds.Scale), ignoreOrder: true);

    private static IEnumerable<Type> Of(string kind) => Classes.Where(type => KindsOf(type).Contains(kind));

    private static bool IsAlone(Type type) =>
        type.GetCustomAttribute<CollectionAttribute>()?.Name is Alone.Name or Embedded.EmbeddedPostgresCollections.Recovery;

    private static IEnumerable<MethodInfo> TestsOf(Type type) => type.GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null);

    private static IEnumerable<string> KindsOf(MemberInfo member) =>
        member.GetCustomAttributes<TraitAttribute>().Where(trait => trait.Name == Kinds.Name).Select(trait => trait.Value);
}
