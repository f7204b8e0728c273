using IndicatorApi.Calculation;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Every figure of some units with the names of the same moment, whether a target asks for it or not.</summary>
public sealed class FigureReading : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;
    private readonly Dictionary<FactKey, List<Observation>> _figures = [];
    private readonly List<(FactKey Key, Observation Figure)> _supposed = [];

    internal FigureReading(NpgsqlDataSource source, NpgsqlConnection connection, ReferenceData reference) =>
        (_source, _connection, Reference) = (source, connection, reference);

    /// <summary>Names and definitions.</summary>
    public ReferenceData Reference { get; }

    /// <summary>The figures, by unit, indicator and sub-group.</summary>
    public IReadOnlyDictionary<FactKey, List<Observation>> Figures => _figures;

    /// <summary>Takes a figure that is not stored yet in place of the one that is.</summary>
    public void Suppose(FactKey key, Observation figure)
    {
        _supposed.Add((key, figure));
        if (!_figures.TryGetValue(key, out var observations)) _figures[key] = observations = [];
        observations.RemoveAll(stored => stored.Period == figure.Period);
        observations.Add(figure);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>Reads the figures; returns the version that names of the same moment have.</summary>
    internal Task<long> BeginAsync((IReadOnlyCollection<Guid> Units, Guid? Indicator) asked, CancellationToken cancellationToken) =>
        PreparedStatements.RunAsync(_source, () => ReadAsync(asked, cancellationToken));

    private async Task<long> ReadAsync((IReadOnlyCollection<Guid> Units, Guid? Indicator) asked, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(_connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN READ ONLY"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT version FROM reference_version WHERE id = 1"));
        var figures = new NpgsqlBatchCommand($"""
            SELECT {UnitStatements.ObservationColumns}
            FROM actual a WHERE a.organisation_unit_id = ANY($1) AND ($2::uuid IS NULL OR a.indicator_id = $2)
            """);
        figures.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. asked.Units] });
        figures.Parameters.Add(new NpgsqlParameter { Value = (object?)asked.Indicator ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        batch.BatchCommands.Add(figures);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var version = reader.GetInt64(0);
        if (version > Reference.Version) return version;
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (key, observation) = FactRows.Observation(reader, Reference.Calendar);
            if (!_figures.TryGetValue(key, out var observations)) _figures[key] = observations = [];
            observations.Add(observation);
        }
        return version;
    }

    /// <summary>What the units of a level report on an indicator for a period; of the units that were asked for, what is supposed of them.</summary>
    public async Task<Dictionary<(Guid Indicator, string Period), Dictionary<Guid, decimal>>> PeersAsync(
        IReadOnlyCollection<(Guid Indicator, string Period)> figures, IReadOnlyCollection<Guid> units, CancellationToken cancellationToken)
    {
        var peers = await PreparedStatements.RunAsync(_source, () => ReadPeersAsync(figures, units, cancellationToken));
        HashSet<Guid> alike = [.. units];
        foreach (var (key, figure) in _supposed.Where(pair => pair.Key.Group.Length == 0 && alike.Contains(pair.Key.Unit)))
        {
            if ((figure.Value ?? Ratio.Of(figure.Numerator, figure.Denominator, Reference.Indicator(key.Indicator).Factor)) is not { } value) continue;
            var place = (key.Indicator, figure.Period.ToString());
            if (!peers.TryGetValue(place, out var values)) peers[place] = values = [];
            values[key.Unit] = decimal.Round(value, 10);
        }
        return peers;
    }

    private async Task<Dictionary<(Guid Indicator, string Period), Dictionary<Guid, decimal>>> ReadPeersAsync(
        IReadOnlyCollection<(Guid Indicator, string Period)> figures, IReadOnlyCollection<Guid> units, CancellationToken cancellationToken)
    {
        var peers = new Dictionary<(Guid, string), Dictionary<Guid, decimal>>();
        await using var command = new NpgsqlCommand("""
            SELECT a.indicator_id, a.period, a.organisation_unit_id, coalesce(a.value, round(a.numerator * i.factor / nullif(a.denominator, 0), 10))
            FROM unnest($1, $2) AS k (indicator, period)
            JOIN actual a ON a.indicator_id = k.indicator AND a.period = k.period AND a.group_code = ''
            JOIN indicator i ON i.id = a.indicator_id
            WHERE a.organisation_unit_id = ANY($3) AND coalesce(a.value, round(a.numerator * i.factor / nullif(a.denominator, 0), 10)) IS NOT NULL
            """, _connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. figures.Select(figure => figure.Indicator)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. figures.Select(figure => figure.Period)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. units] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = (reader.GetGuid(0), reader.GetString(1));
            if (!peers.TryGetValue(key, out var values)) peers[key] = values = [];
            values[reader.GetGuid(2)] = reader.GetDecimal(3);
        }
        return peers;
    }
}
