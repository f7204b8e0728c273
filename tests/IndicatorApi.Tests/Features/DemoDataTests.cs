using System.Text.Json;
using IndicatorApi.Sample;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace IndicatorApi.Tests.Features;

/// <summary>The invented town: that it shows what it is there for, and says that it is invented.</summary>
public sealed class DemoDataTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Load_BesideTheDocuments_ShowsPacesCoursesAndSums_AndChangesNothingTheSecondTime()
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true);
        var documents = (await api.ReadAsync("/api/v1/achievements?orgUnit=tra-vinh-phuong-4&period=2020-2025")).Text;
        var sample = api.Services.GetRequiredService<SampleData>();

        var first = await sample.LoadAsync(SampleChoice.All, null, TestContext.Current.CancellationToken);
        first.Created.ShouldBeGreaterThan(2_000);
        var again = await sample.LoadAsync(SampleChoice.Demo, null, TestContext.Current.CancellationToken);
        (again.Created, again.Updated).ShouldBe((0, 0));

        (await api.ReadAsync("/api/v1/achievements?orgUnit=tra-vinh-phuong-4&period=2020-2025")).Text.ShouldBe(documents);
        var wards = (await api.ReadAsync("/api/v1/organisation-units?parent=demo-town")).With(200)["items"].EnumerateArray().ToList();
        wards.Count.ShouldBe(12);
        foreach (var ward in wards) ward.GetProperty("name").GetString()!.ShouldContain("hư cấu");

        var rows = await api.WalkAsync("/api/v1/achievements?under=demo-town&period=2025-2030&limit=1000");
        rows.Count.ShouldBe(12 * 13);
        var verdicts = rows.Select(row => row.GetProperty("verdict").GetString()).Distinct().ToList();
        foreach (var verdict in (string[])["exceeded", "met", "notMet", "noData"]) verdicts.ShouldContain(verdict);
        var paces = rows.Select(row => row.GetProperty("pace")).Where(pace => pace.ValueKind == JsonValueKind.Object)
            .Select(pace => pace.GetProperty("class").GetString()).Distinct().ToList();
        foreach (var pace in (string[])["ahead", "behind"]) paces.ShouldContain(pace);
        rows.Select(row => row.GetProperty("rule").GetProperty("kind").GetString()).Distinct().Count().ShouldBeGreaterThanOrEqualTo(8);

        var sums = (await api.ReadAsync("/api/v1/achievements/summary?under=demo-town&period=2020-2025&by=indicator&indicator=demo-new-members")).With(200);
        sums["items"][0].GetProperty("rollUp").GetProperty("actual").GetDecimal().ShouldBe((await api.WalkAsync(
            "/api/v1/actuals?under=demo-town&indicator=demo-new-members&from=2020-07-01&to=2025-06-30&limit=1000"))
            .Sum(figure => figure.GetProperty("value").GetDecimal()));
        var series = (await api.ReadAsync("/api/v1/achievements/series?orgUnit=demo-ward-01&indicator=demo-income")).With(200)["items"];
        series.EnumerateArray().Count(point => point.GetProperty("actual").ValueKind == JsonValueKind.Number).ShouldBeGreaterThanOrEqualTo(5);
    }
}
