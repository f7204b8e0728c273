using System.Runtime.Versioning;
using IndicatorApi.Data.Embedded;
using Npgsql;

namespace IndicatorApi.Tests.Embedded;

/// <summary>A test with a directory of its own.</summary>
[UnsupportedOSPlatform("windows")]
public abstract class EmbeddedPostgresTest : IDisposable
{
    private protected readonly EmbeddedPostgresTestDirectory directory = new();
    private protected readonly List<string> lines = [];

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    protected EmbeddedPostgresOptions Options => new() { DataDirectory = directory.Data };

    public void Dispose()
    {
        directory.Dispose();
        GC.SuppressFinalize(this);
    }

    internal static Task WriteAsync(EmbeddedPostgres postgres) =>
        AskAsync(postgres, "CREATE TABLE note AS SELECT 'kept' AS text; SELECT text FROM note");

    protected static Task<string?> ReadAsync(EmbeddedPostgres postgres) => AskAsync(postgres, "SELECT text FROM note");

    protected static async Task<string?> AskAsync(EmbeddedPostgres postgres, string sql)
    {
        await using NpgsqlConnection connection = new(postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancelled);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only the tests' own constants come here.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (string?)await command.ExecuteScalarAsync(Cancelled);
    }

    protected static string UserOf(int process) =>
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];

    protected static Task<EmbeddedPostgresException> RefusedAsync(EmbeddedPostgresOptions options) =>
        Should.ThrowAsync<EmbeddedPostgresException>(() => EmbeddedPostgres.StartAsync(options, null, Cancelled));

    protected Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions? options = null) =>
        EmbeddedPostgres.StartAsync(options ?? Options, lines.Add, Cancelled);
}
