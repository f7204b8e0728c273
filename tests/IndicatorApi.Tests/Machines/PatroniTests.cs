using System.Diagnostics;
using IndicatorApi.Data;
using IndicatorApi.Tests.Faults;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Machines;

/// <summary>The program on servers that Patroni keeps: it names both, is told nothing of who is the primary, and loses nothing when that changes.</summary>
[Trait(Kinds.Name, Kinds.Faults)]
[Collection(Alone.Name)]
public sealed class PatroniTests
{
    private const string Name = "indicators";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Primary_ChangesPlaces_AndDies_UnderLoad_WritesComeBackSoon_AndNoneIsLost()
    {
        Assert.SkipWhen(PatroniCluster.Missing is not null, PatroniCluster.Missing ?? "");
        await using var cluster = await PatroniCluster.StartAsync();
        await using (var connection = new NpgsqlConnection((await cluster.PrimaryAsync("postgres"))! + ";Pooling=false"))
        {
            await connection.OpenAsync(Cancelled);
            await using var command = new NpgsqlCommand($"CREATE DATABASE {Name}", connection);
            await command.ExecuteNonQueryAsync(Cancelled);
        }
        await SchemaMigrator.RunAsync((await cluster.PrimaryAsync(Name))!, null, Cancelled);
        NpgsqlConnection.ClearAllPools();

        var hosts = cluster.ConnectionString(Name);
        await using var api = await ApiServer.StartAsync(null, connectionString: hosts, faults: true,
            change: settings => settings with { Read = hosts, Limits = settings.Limits with { DatabaseSeconds = 2 } });
        var ledger = new ClientLedger(api, await api.WorldAsync());
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var writing = ledger.RunAsync(4, end.Token);
        await GoesOnAsync(ledger);

        var switched = await GapAsync(cluster, ledger, () => cluster.SwitchOverAsync(Cancelled));
        await cluster.FollowedAsync();
        await GoesOnAsync(ledger);
        var startAgain = () => { };
        var died = await GapAsync(cluster, ledger, async () => startAgain = await cluster.KillPrimaryAsync());
        await GoesOnAsync(ledger);
        // The one that died comes back as the standby of the other.
        startAgain();
        await cluster.FollowedAsync();
        await GoesOnAsync(ledger);
        await end.CancelAsync();
        await writing;
        TestContext.Current.SendDiagnosticMessage("{0} writes; first write {1:0} ms after the change of places, {2:0} ms after the promotion; refused: {3}",
            ledger.Acknowledged, switched.TotalMilliseconds, died.TotalMilliseconds, string.Join(", ", ledger.Refusals));
        await ledger.CheckAsync();
        switched.ShouldBeLessThan(LongestGap);
        died.ShouldBeLessThan(LongestGap);
        ledger.Refusals.Keys.ShouldBeSubsetOf([503]);
        (await api.ReadAsync("/readyz")).With(200)["status"].GetString().ShouldBe("ready");
    }

    // How long after another server became the primary a write was taken.
    private static async Task<TimeSpan> GapAsync(PatroniCluster cluster, ClientLedger ledger, Func<Task> change)
    {
        var before = await cluster.PrimaryAsync(Name);
        var changing = change();
        await Eventually.SeenAsync(Patience, () => cluster.PrimaryAsync(Name), primary => primary is not null && primary != before);
        var (promoted, count) = (Stopwatch.GetTimestamp(), ledger.Acknowledged);
        await Eventually.SeenAsync(Patience, () => ledger.Acknowledged, now => now > count);
        var gap = Stopwatch.GetElapsedTime(promoted);
        await changing;
        return gap;
    }

    private static Task<int> GoesOnAsync(ClientLedger ledger)
    {
        var before = ledger.Acknowledged;
        return Eventually.SeenAsync(Patience, () => ledger.Acknowledged, now => now > before + 20);
    }
}
