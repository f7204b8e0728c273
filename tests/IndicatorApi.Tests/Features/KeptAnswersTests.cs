using IndicatorApi.Data;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IndicatorApi.Tests.Features;

/// <summary>An answer that was kept is the one that would be made: the same bytes and headers, to those who may have it, until something is written.</summary>
/// <remarks>That every route and format is kept to the byte is asked by <see cref="FactSnapshotTests"/>, of all its addresses.</remarks>
public sealed class KeptAnswersTests(PostgresFixture postgres)
{
    // Of the moment of the answer, not of its making; and what was made before knows its length.
    private static readonly string[] OfTheMoment = ["Date", "Data-Age", "Cache-Status", "Transfer-Encoding"];

    [Fact]
    public async Task Get_OfWhatWasAnswered_IsKept_UntilAnythingIsWrittenAnywhere()
    {
        await using var api = await ApiServer.StartAsync(postgres, change: FactSnapshotTests.WithMemory);
        await using var other = await ApiServer.StartAsync(postgres, connectionString: api.ConnectionString, change: FactSnapshotTests.WithMemory);
        var world = await api.WorldAsync();
        await FactSnapshotTests.LoadedAsync(api);
        var address = $"/api/v1/achievements/{world.Ward}/2022";
        for (var value = 1; value <= 10; value++)
        {
            var made = (await api.ReadAsync(address)).With(200);
            var kept = (await api.ReadAsync(address)).With(200);
            IsKept(made).ShouldBeFalse();
            IsKept(kept).ShouldBeTrue();
            kept.Text.ShouldBe(made.Text);
            Headers(kept).ShouldBe(Headers(made));
            kept.Headers.GetValues("Data-Age").ShouldHaveSingleItem();
            (await api.ReadAsync(address, ("If-None-Match", made.ETag))).Status.ShouldBe(304);
            var head = await api.Client.CallAsync(HttpMethod.Head, address);
            head.With(200).Text.ShouldBeEmpty();
            head.ETag.ShouldBe(made.ETag);
            // At the other instance it is a write of somebody else's.
            var writer = value % 2 == 0 ? api : other;
            var version = (await writer.Client.CallAsync(HttpMethod.Put, $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022",
                Calls.Body($$"""{"value": {{value}}}"""), value == 1 ? [] : [("If-Match", "*")])).With(value == 1 ? 201 : 200).DataVersion;
            // Who asks for what was written is not answered with what was kept.
            var seen = (await api.ReadAsync(address, ("Min-Version", version))).With(200);
            IsKept(seen).ShouldBeFalse();
            seen.Json.GetProperty("items")[0].GetProperty("actual").GetDecimal().ShouldBe(value);
        }
    }

    [Fact]
    public async Task Get_OfWhatIsKeptForAnother_IsRefusedToWhoMayNotRead_AndToWhoAsksWrongly()
    {
        await using var api = await ApiServer.StartAsync(postgres, publicRead: false, change: FactSnapshotTests.WithMemory);
        var world = await api.WorldAsync();
        await FactSnapshotTests.LoadedAsync(api);
        var address = $"/api/v1/achievements?orgUnit={world.Ward}&period=2022";
        for (var i = 0; i < 2; i++) (await api.ReadAsync(address)).With(200);
        IsKept(await api.ReadAsync(address)).ShouldBeTrue();
        using var stranger = new HttpClient { BaseAddress = api.Client.BaseAddress };
        (await stranger.CallAsync(HttpMethod.Get, address)).Problem(401, "unauthenticated");
        (await stranger.CallAsync(HttpMethod.Get, address, null, ("X-Api-Key", "not a key at all"))).Status.ShouldBe(401);
        foreach (var wrong in (string[])[address.Replace("period", "PERIOD", StringComparison.Ordinal), address + "&unknown=1", address.ToUpperInvariant()])
            (await api.ReadAsync(wrong)).Status.ShouldBeInRange(400, 404, wrong);
        // Another format under the same address is another answer.
        (await api.ReadAsync(address, ("Accept", "text/csv"))).ContentType.ShouldBe("text/csv");
        (await api.ReadAsync(address)).ContentType.ShouldBe("application/json");
    }

    [Fact]
    public async Task Get_WhereNothingIsKept_IsMadeEachTime()
    {
        await using var off = await ApiServer.StartAsync(postgres, change: settings => settings with { Snapshot = new SnapshotSettings(true, 1024, 0) });
        var world = await off.WorldAsync();
        await FactSnapshotTests.LoadedAsync(off);
        await using var without = await ApiServer.StartAsync(postgres, connectionString: off.ConnectionString, change: FactSnapshotTests.WithoutMemory);
        foreach (var api in (ApiServer[])[off, without])
        {
            for (var i = 0; i < 3; i++) IsKept((await api.ReadAsync($"/api/v1/achievements/{world.Ward}/2022")).With(200)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Versions_OfADatabaseThatLostItsLastCommits_AreNotTakenForThoseOfBefore()
    {
        await using var api = await ApiServer.StartAsync(postgres, change: FactSnapshotTests.WithMemory);
        var world = await api.WorldAsync();
        await FactSnapshotTests.LoadedAsync(api);
        var address = $"/api/v1/achievements/{world.Ward}/2022";
        for (var i = 0; i < 2; i++) await api.ReadAsync(address);
        IsKept(await api.ReadAsync(address)).ShouldBeTrue();
        var snapshot = api.Services.GetRequiredService<FactSnapshot>();
        var (life, moment) = (snapshot.Life, snapshot.Moment);
        // As if it had failed: what it comes back with may have fewer commits, and count on to the same versions with other ones.
        foreach (var server in new[] { api.ConnectionString, await postgres.ReadForAsync(api.ConnectionString) }.OfType<string>())
        {
            await using var source = NpgsqlDataSource.Create(server);
            await using var end = source.CreateCommand(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
            await end.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        }
        await Eventually.SeenAsync(TimeSpan.FromSeconds(30), () => snapshot.Life, now => now > life);
        await FactSnapshotTests.LoadedAsync(api);
        snapshot.Moment.ShouldBe(moment);
        IsKept((await api.ReadAsync(address)).With(200)).ShouldBeFalse();
    }

    internal static bool IsKept(Answer answer) => answer.Headers.TryGetValues("Cache-Status", out _);

    private static string Headers(Answer answer) => string.Join('\n', answer.Headers.Where(header => !OfTheMoment.Contains(header.Key))
        .OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"));
}
