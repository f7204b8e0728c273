using IndicatorApi.Tests.Running;
using Microsoft.Extensions.Configuration;

namespace IndicatorApi.Tests.Dashboard;

/// <summary>The outlines of units that an operator loads for the map.</summary>
public sealed class BoundariesTests(PostgresFixture postgres)
{
    private const string Ward = """
        {"type":"Feature","properties":{"code":"phuong-an"},"geometry":{"type":"Polygon","coordinates":[[[106,10],[107,10],[107,11],[106,10]]]}}
        """;

    [Fact]
    public async Task File_IsServedAsItIs_AndWithoutOneThereAreNone()
    {
        var file = await FileAsync(Collection(Ward));
        List<string> mistakes = [];
        var settings = Read(file, mistakes);
        mistakes.ShouldBeEmpty();
        await using var server = await ApiServer.StartAsync(postgres, change: given => given with { Boundaries = settings.Boundaries });
        var answer = (await server.Anonymous.CallAsync(HttpMethod.Get, "/boundaries.json")).With(200);
        answer.ContentType.ShouldBe("application/geo+json");
        answer["features"][0].GetProperty("properties").GetProperty("code").GetString().ShouldBe("phuong-an");
        (await server.ReadAsync("/boundaries.json", ("If-None-Match", answer.ETag))).Status.ShouldBe(304);
        await using var other = await ApiServer.StartAsync(postgres);
        (await other.Anonymous.CallAsync(HttpMethod.Get, "/boundaries.json")).With(200)["features"].GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("not JSON", "cannot be read")]
    [InlineData("[]", "is no GeoJSON FeatureCollection")]
    [InlineData("""{"features":[{"type":"Feature","properties":{"name":"x"},"geometry":{"type":"Polygon","coordinates":[]}}]}""", "in feature 0")]
    [InlineData("""{"features":[{"type":"Feature","properties":{"code":"x"},"geometry":{"type":"Point","coordinates":[1,2]}}]}""", "in feature 0")]
    [InlineData("""{"features":[null]}""", "in feature 0")]
    public async Task FileThatIsNone_IsSaidAtStart(string content, string what)
    {
        List<string> mistakes = [];
        Read(await FileAsync(content), mistakes).Boundaries.Length.ShouldBeLessThan(100);
        mistakes.ShouldHaveSingleItem().ShouldContain(what);
        mistakes[0].ShouldStartWith("Boundaries__File");
    }

    [Fact]
    public async Task FileThatIsTooLargeOrNotThere_IsSaidAtStart()
    {
        List<string> mistakes = [];
        Read("/nowhere/boundaries.json", mistakes);
        mistakes.ShouldHaveSingleItem().ShouldContain("cannot be read");
        mistakes.Clear();
        Read(await FileAsync(Collection(Ward) + new string(' ', IndicatorApi.Features.Web.Boundaries.MostBytes)), mistakes);
        mistakes.ShouldHaveSingleItem().ShouldContain("simplify");
    }

    private static Settings Read(string file, List<string> mistakes) =>
        Settings.From(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Boundaries:File", (string?)file)]).Build(), mistakes);

    private static string Collection(string feature) => $$"""{"type":"FeatureCollection","features":[{{feature}}]}""";

    private static async Task<string> FileAsync(string content)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        return file;
    }
}
