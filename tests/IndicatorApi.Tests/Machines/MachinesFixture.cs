using IndicatorApi.Data;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Machines;

/// <summary>A primary and a hot standby that follows it.</summary>
public sealed class MachinesFixture : IAsyncLifetime
{
    private const string Template = "migrated_template";
    private int _databases;

    public PostgresServer Primary { get; private set; } = null!;

    public PostgresServer Standby { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (PostgresServer.Missing is not null) return;
        Primary = await PostgresServer.PrimaryAsync();
        await Primary.ExecuteAsync("postgres", $"CREATE DATABASE {Template}");
        await SchemaMigrator.RunAsync(Primary.ConnectionString(Template), null, CancellationToken.None);
        NpgsqlConnection.ClearAllPools();
        Standby = await Primary.StandbyAsync("standby");
    }

    /// <summary>A new database with the schema, on both.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        var name = $"machines_{Interlocked.Increment(ref _databases)}";
        await Primary.ExecuteAsync("postgres", $"CREATE DATABASE {name} TEMPLATE {Template}");
        await Primary.WaitForAsync(Standby);
        return name;
    }

    /// <summary>A server that writes to the primary and reads from the standby.</summary>
    public async Task<ApiServer> ServeAsync(string database, string? write = null, string? read = null)
    {
        var api = await ApiServer.StartAsync(null, connectionString: write ?? Primary.ConnectionString(database), faults: true,
            change: settings => settings with { Read = read ?? Standby.ConnectionString(database), Limits = settings.Limits with { DatabaseSeconds = 2 } });
        await Primary.WaitForAsync(Standby);
        await api.LookAsync();
        return api;
    }

    /// <summary>Keeps the standby at this moment until it is disposed of.</summary>
    public Task<IAsyncDisposable> HoldStandbyAsync() => HoldAsync(Standby);

    /// <summary>The same for any standby of the primary.</summary>
    public async Task<IAsyncDisposable> HoldAsync(PostgresServer standby)
    {
        await Primary.WaitForAsync(standby);
        await standby.ExecuteAsync("postgres", "SELECT pg_wal_replay_pause()");
        await Eventually.SeenAsync(TimeSpan.FromSeconds(10), () => standby.ExecuteAsync("postgres", "SELECT pg_get_wal_replay_pause_state()"),
            state => "paused".Equals(state));
        return new Held(standby);
    }

    public async ValueTask DisposeAsync()
    {
        if (Standby is not null) await Standby.DisposeAsync();
        if (Primary is not null) await Primary.DisposeAsync();
    }

    private sealed class Held(PostgresServer standby) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await standby.ExecuteAsync("postgres", "SELECT pg_wal_replay_resume()");
    }
}
