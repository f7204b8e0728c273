using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Lays the tables out over the nodes of a Citus cluster as they declare it; on one server there is nothing to do.</summary>
/// <remarks>
/// All of it is one transaction. Foreign keys of distributed tables are taken off and put back: while it goes on, one side of them is split and
/// the other is not yet.
/// </remarks>
public sealed class Distribution : IAsyncDisposable
{
    /// <summary>Whether the database is a cluster, as an expression of SQL.</summary>
    internal const string IsCluster = "EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus')";

    private readonly NpgsqlConnection _connection;

    private Distribution(NpgsqlConnection connection) => _connection = connection;

    /// <summary>The tables as they declare it: parents before those that refer to them.</summary>
    public static IReadOnlyList<DeclaredTable> Declared { get; } = [.. InOrder(Model().GetEntityTypes().ToList()).Select(table => new DeclaredTable(
        table.GetTableName()!, Enum.Parse<Topology>((string)table.FindAnnotation(TopologyAnnotation.Name)!.Value!)))];

    /// <summary>Connects as the owner of the tables; null when the database is no cluster.</summary>
    public static async Task<Distribution?> OpenAsync(NpgsqlDataSource primary, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"SELECT {IsCluster}", connection);
        if ((bool)(await command.ExecuteScalarAsync(cancellationToken))!) return new Distribution(connection);
        await connection.DisposeAsync();
        return null;
    }

    /// <summary>What differs from what the tables declare; nothing when all is well.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync(CancellationToken cancellationToken)
    {
        var kinds = await KindsAsync(cancellationToken);
        var together = kinds.Values.Where(kind => kind.Topology == Topology.Distributed).Select(kind => kind.Colocation).Distinct().Count();
        List<string> found = [.. from table in Declared
            let kind = kinds.GetValueOrDefault(table.Name, (Topology: Topology.Local, Column: null, 0))
            where kind.Topology != table.Topology || (table.Topology == Topology.Distributed && kind.Column != Unit)
            select $"{table.Name} is {Word(kind.Topology)}{(kind.Column is { } by ? $" by {by}" : "")}, and is declared {Word(table.Topology)}"];
        if (together > 1) found.Add("the distributed tables do not lie together");
        return found;
    }

    /// <summary>Lays out what is not yet as declared. Safe to repeat.</summary>
    /// <param name="shards">Into how many shards; the cluster's own number when null. Only the first time: later tables lie with the first.</param>
    /// <param name="report">Is told of each table.</param>
    /// <param name="cancellationToken">Ends it early: then nothing was done.</param>
    /// <returns>The tables that were laid out.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(int? shards, Action<string>? report, CancellationToken cancellationToken)
    {
        await using var transaction = await _connection.BeginTransactionAsync(cancellationToken);
        // One shard after the other: reference tables may not be written beside what is done to shards at once.
        await ExecuteAsync("SET LOCAL citus.multi_shard_modify_mode TO 'sequential'", cancellationToken);
        var kinds = await KindsAsync(cancellationToken);
        if (Declared.FirstOrDefault(table => kinds.TryGetValue(table.Name, out var kind) && kind.Topology != table.Topology) is { } other)
            throw new InvalidOperationException($"{other.Name} is {Word(kinds[other.Name].Topology)} already, and is declared {Word(other.Topology)}: "
                + "undo it first (undistribute_table).");
        var missing = Declared.Where(table => table.Topology != Topology.Local && !kinds.ContainsKey(table.Name)).ToList();
        var taken = await TakeForeignKeysAsync(missing.FindAll(table => table.Topology == Topology.Distributed), cancellationToken);
        var first = Declared.FirstOrDefault(table => kinds.TryGetValue(table.Name, out var kind) && kind.Topology == Topology.Distributed)?.Name;
        foreach (var table in missing.OrderBy(table => table.Topology))
        {
            report?.Invoke($"{table.Name}: {Word(table.Topology)}");
            if (table.Topology == Topology.Reference)
            {
                await ExecuteAsync($"SELECT create_reference_table('{table.Name}')", cancellationToken);
                continue;
            }
            var where = first is not null ? $", colocate_with => '{first}'" : shards is { } count
                ? string.Create(CultureInfo.InvariantCulture, $", colocate_with => 'none', shard_count => {count}") : ", colocate_with => 'none'";
            await ExecuteAsync($"SELECT create_distributed_table('{table.Name}', '{Unit}'{where})", cancellationToken);
            first ??= table.Name;
        }
        foreach (var (table, name, definition) in taken)
            await ExecuteAsync($"""ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}""", cancellationToken);
        // The coordinator reaches the other nodes as the role that the application has taken on. It has no password: who may log in as it from
        // elsewhere is for each node's pg_hba.conf to say.
        await ExecuteAsync($"ALTER ROLE {Database.ApplicationRole} LOGIN", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return [.. missing.Select(table => table.Name)];
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private const string Unit = "organisation_unit_id";

    private static string Word(Topology topology) => topology switch
    {
        Topology.Reference => "a reference table",
        Topology.Distributed => "distributed",
        _ => "local",
    };

    // What Citus keeps of local tables that refer to its own is no layout of theirs.
    private async Task<Dictionary<string, (Topology Topology, string? Column, int Colocation)>> KindsAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            SELECT t.table_name::text, t.citus_table_type, CASE WHEN t.citus_table_type = 'distributed' THEN t.distribution_column END, t.colocation_id
            FROM citus_tables t WHERE t.citus_table_type IN ('distributed', 'reference')
            """, _connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<string, (Topology, string?, int)> kinds = new(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            var isReference = reader.GetString(1) == "reference";
            kinds[reader.GetString(0)] = (isReference ? Topology.Reference : Topology.Distributed, reader.IsDBNull(2) ? null : reader.GetString(2),
                isReference ? 0 : reader.GetInt32(3));
        }
        return kinds;
    }

    private async Task<List<(string Table, string Name, string Definition)>> TakeForeignKeysAsync(
        IReadOnlyList<DeclaredTable> tables, CancellationToken cancellationToken)
    {
        List<(string Table, string Name, string Definition)> taken = [];
        await using (var command = new NpgsqlCommand("""
            SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE contype = 'f' AND conparentid = 0 AND conrelid = ANY ($1::text[]::regclass[]) ORDER BY 1, 2
            """, _connection))
        {
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. tables.Select(table => table.Name)] });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) taken.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }
        foreach (var (table, name, _) in taken) await ExecuteAsync($"""ALTER TABLE "{table}" DROP CONSTRAINT "{name}" """, cancellationToken);
        return taken;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static IEnumerable<IEntityType> InOrder(List<IEntityType> tables)
    {
        HashSet<IEntityType> done = [];
        while (done.Count < tables.Count)
        {
            var next = tables.FindAll(table => !done.Contains(table)
                && table.GetForeignKeys().All(key => key.PrincipalEntityType == table || done.Contains(key.PrincipalEntityType)));
            if (next.Count == 0) throw new InvalidOperationException("Tables refer to each other in a circle.");
            foreach (var table in next)
            {
                done.Add(table);
                yield return table;
            }
        }
    }

    private static IModel Model()
    {
        using var context = new IndicatorDbContext(new DbContextOptionsBuilder<IndicatorDbContext>().UseNpgsql("Host=none").Options);
        return context.GetService<IDesignTimeModel>().Model;
    }
}

/// <summary>A table and where its rows live in a cluster.</summary>
/// <param name="Name">The table.</param>
/// <param name="Topology">Where.</param>
public sealed record DeclaredTable(string Name, Topology Topology);
