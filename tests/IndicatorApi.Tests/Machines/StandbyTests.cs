using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using IndicatorApi.Tests.Features;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Machines;

/// <summary>Reads from a standby that lags: an answer is of one moment of one server, whichever that is.</summary>
[Trait(Kinds.Name, Kinds.Faults)]
public sealed class StandbyTests(MachinesFixture machines) : IClassFixture<MachinesFixture>
{
    [Fact]
    public async Task Get_FromAStandbyThatLags_IsOfTheStandbysMoment_ForNamesAndFacts()
    {
        var database = await machines.CreateDatabaseAsync();
        await using var api = await machines.ServeAsync(database);
        await using var primary = await machines.ServeAsync(database, read: machines.Primary.ConnectionString(database));
        var world = await api.WorldAsync();
        await api.ActualAsync(world.Ward, world.Indicator, "2022", 25);
        string[] addresses =
        [
            $"/api/v1/achievements/{world.Ward}/2020-2025", $"/api/v1/achievements?indicator={world.Indicator}&period=2020-2025",
            $"/api/v1/achievements/summary?indicator={world.Indicator}&period=2020-2025", $"/api/v1/actuals?orgUnit={world.Ward}",
            $"/api/v1/resolutions/{world.Resolution}/targets", $"/api/v1/resolutions/{world.Resolution}", $"/api/v1/targets/{world.Target}",
            $"/api/v1/organisation-units/{world.Ward}",
        ];
        await machines.Primary.WaitForAsync(machines.Standby);
        var before = new Dictionary<string, Answer>();
        foreach (var address in addresses) before[address] = (await primary.ReadAsync(address)).With(200);

        await using (await machines.HoldStandbyAsync())
        {
            await RemoveAsync(primary, $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022");
            await RemoveAsync(primary, $"/api/v1/targets/{world.Target}");
            await RemoveAsync(primary, $"/api/v1/resolutions/{world.Resolution}");
            // What the primary tells a process must not be mixed into what the standby tells it.
            (await primary.ReadAsync("/api/v1/resolutions")).With(200);
            foreach (var address in addresses)
            {
                var clock = Stopwatch.StartNew();
                var answer = (await api.ReadAsync(address)).With(200);
                clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5), address);
                answer.Text.ShouldBe(before[address].Text, address);
                answer.Headers.ETag.ShouldBe(before[address].Headers.ETag, address);
            }
        }

        await machines.Primary.WaitForAsync(machines.Standby);
        await Eventually.SeenAsync(TimeSpan.FromSeconds(10), () => api.ReadAsync(addresses[0]), answer => answer.With(200)["items"].GetArrayLength() == 0);
        await Eventually.SeenAsync(TimeSpan.FromSeconds(10), () => api.ReadAsync($"/api/v1/resolutions/{world.Resolution}"), answer => answer.Status == 404);
    }

    /// <summary>Memory follows one standby and an explanation asks the database: of two standbys the one that lags would take back what was shown.</summary>
    [Fact]
    public async Task Explanation_IsNeverOlderThanWhatMemoryHasShown_WhicheverStandbyIsAsked()
    {
        var database = await machines.CreateDatabaseAsync();
        await using var lagging = await machines.Primary.StandbyAsync("lagging");
        await using var api = await ApiServer.StartAsync(null, connectionString: machines.Primary.ConnectionString(database), faults: true,
            change: settings => FactSnapshotTests.WithMemory(settings) with { Read = PostgresServer.ConnectionString(database, machines.Standby, lagging) });
        var world = await api.WorldAsync();
        await api.ActualAsync(world.Ward, world.Indicator, "2022", 1);
        await FactSnapshotTests.LoadedAsync(api);
        var (figure, card) = ($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022", $"/api/v1/achievements/{world.Ward}/2022");
        await using (await machines.HoldAsync(lagging))
        {
            (await api.PutJsonAsync(figure, new { value = 2 }, "\"1\"")).With(200);
            await Eventually.SeenAsync(TimeSpan.FromSeconds(20), () => api.ReadAsync(card),
                answer => answer.With(200)["items"][0].GetProperty("actual").GetInt32() == 2);
            for (var i = 0; i < 6; i++)
            {
                var explained = (await api.ReadAsync($"{card}/{world.Indicator}")).With(200);
                explained["actual"].GetInt32().ShouldBe(2);
                explained["explain"].GetProperty("inputs")[0].GetProperty("actual").GetProperty("value").GetInt32().ShouldBe(2);
            }
        }
    }

    [Fact]
    public async Task AsOf_OfAnInstantThatTheStandbyHasNotReached_IsAskedOfThePrimary()
    {
        var database = await machines.CreateDatabaseAsync();
        await using var api = await machines.ServeAsync(database);
        var world = await api.WorldAsync();
        await api.ActualAsync(world.Ward, world.Indicator, "2022", 199);
        var figure = $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022";
        await machines.Primary.WaitForAsync(machines.Standby);
        var tag = (await api.ReadAsync(figure)).ETag;

        Answer[] lagging, there;
        string[] addresses;
        await using (await machines.HoldStandbyAsync())
        {
            (await api.PutJsonAsync(figure, new { value = 777 }, tag)).With(200);
            var then = Uri.EscapeDataString(TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
            addresses = [.. new[] { $"/api/v1/achievements/{world.Ward}/2020-2025", $"/api/v1/actuals?orgUnit={world.Ward}", figure }
                .Select(address => $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}asOf={then}")];
            lagging = await Task.WhenAll(addresses.Select(address => api.ReadAsync(address)));
            // And without one the standby answers, with what it has.
            (await api.ReadAsync($"/api/v1/actuals?orgUnit={world.Ward}")).With(200).Text.ShouldContain("199");
        }
        await machines.Primary.WaitForAsync(machines.Standby);
        there = await Task.WhenAll(addresses.Select(address => api.ReadAsync(address)));
        foreach (var (early, late) in lagging.Zip(there))
        {
            early.With(200).Text.ShouldContain("777");
            late.With(200).Text.ShouldBe(early.Text);
        }
    }

    [Fact]
    public async Task Keys_AreKnownAndRevokedAtOnce_WhateverTheStandbyKnows()
    {
        var database = await machines.CreateDatabaseAsync();
        await using var api = await machines.ServeAsync(database);
        await using var other = await machines.ServeAsync(database);
        await using (await machines.HoldStandbyAsync())
        {
            var made = (await api.PostJsonAsync("/api/v1/keys", new { name = "Người đọc", role = "reader" })).With(201);
            using var reader = other.ClientWith(made["key"].GetString());
            (await reader.CallAsync(HttpMethod.Get, "/api/v1/indicators")).With(200);
            (await other.ReadAsync("/api/v1/keys")).With(200).Text.ShouldContain("Người đọc");
            (await other.RemoveAsync($"/api/v1/keys/{made["id"].GetString()}")).With(204);
            (await reader.CallAsync(HttpMethod.Get, "/api/v1/indicators")).Problem(401);
        }
    }

    [Fact]
    public async Task Write_WhateverHostIsNamedFirst_GoesToThePrimary()
    {
        var database = await machines.CreateDatabaseAsync();
        await using var api = await machines.ServeAsync(database,
            write: PostgresServer.ConnectionString(database, machines.Standby, machines.Primary),
            read: PostgresServer.ConnectionString(database, machines.Primary, machines.Standby));
        for (var i = 0; i < 20; i++) await api.WardAsync();
        (await api.ReadAsync("/readyz")).With(200)["status"].GetString().ShouldBe("ready");
    }

    [Fact]
    public async Task Ready_WhereOnlyAStandbyIsNamed_IsForReadsOnly()
    {
        var database = await machines.CreateDatabaseAsync();
        await using (await machines.ServeAsync(database)) { }
        await machines.Primary.WaitForAsync(machines.Standby);
        await using var api = await ApiServer.StartAsync(null, connectionString: machines.Standby.ConnectionString(database), faults: true, isFirst: false);
        (await api.ReadAsync("/readyz")).With(200)["status"].GetString().ShouldBe("readsOnly");
        (await api.ReadAsync("/api/v1/indicators")).With(200);
        (await api.PostJsonAsync("/api/v1/organisation-units", new { code = "ward", name = "Phường", level = "ward" })).Problem(503);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Program_ThatStartsWhileThePrimaryIsGone_ServesReads()
    {
        var database = await machines.CreateDatabaseAsync();
        await using (await machines.ServeAsync(database)) { }
        await machines.Primary.WaitForAsync(machines.Standby);
        var hosts = machines.Standby.ConnectionString(database).Replace("Host=", $"Host=127.0.0.1:{Programs.FreePort()},", StringComparison.Ordinal);
        await using var program = await RunningProgram.StartAsync(Path.GetTempPath(), TestContext.Current.CancellationToken,
            new() { ["ConnectionStrings__Write"] = hosts, ["Access__PublicRead"] = "true" });
        (await program.Client.CallAsync(HttpMethod.Get, "/readyz")).With(200)["status"].GetString().ShouldBe("readsOnly");
        (await program.Client.CallAsync(HttpMethod.Get, "/api/v1/indicators")).With(200);
        program.Output.ShouldContain("only reads are served");
    }

    private static async Task RemoveAsync(ApiServer api, string address) =>
        (await api.RemoveAsync(address, (await api.ReadAsync(address)).ETag)).With(204);
}
