using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>Two servers on one database: what one stores, the other answers within a moment, and at once when it is asked for that version.</summary>
public sealed class TwoInstancesTests(ServerFixture server, PostgresFixture postgres) : IClassFixture<ServerFixture>
{
    // It is a tenth of a second where nothing else wants the processors.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Get_AtOneInstance_SeesWhatTheOtherHasStored()
    {
        await using var other = await ApiServer.StartAsync(postgres, connectionString: server.Api.ConnectionString);
        const string All = "/api/v1/achievements?period=2022&fields=orgUnit,indicatorName";
        var top = await server.Api.WardAsync();
        (await other.ReadAsync(All)).With(200);
        (await other.ReadAsync($"/api/v1/achievements?period=2022&under={top}")).With(200);

        var world = await server.Api.WorldAsync();
        var pull = await Eventually.SeenAsync(Moment, () => other.ReadAsync(All), seen => seen.With(200).Text.Contains(world.Ward, StringComparison.Ordinal));
        pull.Text.ShouldContain(world.Ward);
        pull.Text.ShouldContain("Chỉ tiêu thử");

        var address = $"/api/v1/organisation-units/{world.Ward}";
        var moved = (await server.Api.PutJsonAsync(address,
            new { code = world.Ward, name = "Phường Thử", level = "ward", parent = top, parentFrom = "2020-01-01" },
            (await server.Api.ReadAsync(address)).ETag)).With(200);
        (await other.ReadAsync($"/api/v1/achievements?period=2022&under={top}", ("Min-Version", moved.DataVersion))).With(200)["items"]
            .GetArrayLength().ShouldBe(1);

        var indicator = $"/api/v1/indicators/{world.Indicator}";
        var renamed = (await server.Api.PutJsonAsync(indicator,
            new { code = world.Indicator, name = "Tên mới", measure = "người", valueType = "number", overTime = "sum", frequency = "year" },
            (await server.Api.ReadAsync(indicator)).ETag)).With(200);
        (await other.ReadAsync(All, ("If-None-Match", pull.ETag), ("Min-Version", renamed.DataVersion))).With(200).Text.ShouldContain("Tên mới");
        (await other.ReadAsync($"/api/v1/achievements/{world.Ward}/2022")).With(200).Text.ShouldContain("Tên mới");
    }
}
