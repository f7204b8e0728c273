using IndicatorApi.Calculation;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Every figure of some units, whether a target asks for it or not.</summary>
public sealed class SeriesFacts(Database database)
{
    /// <summary>The figures of these units, by unit, indicator and sub-group.</summary>
    public async Task<Dictionary<FactKey, List<Observation>>> ReadAsync(
        IReadOnlyCollection<Guid> units, Guid? indicator, Calendar calendar, CancellationToken cancellationToken)
    {
        var facts = new Dictionary<FactKey, List<Observation>>();
        await using var command = database.Read.CreateCommand($"""
            SELECT {FactStatements.ObservationColumns}, a.revision
            FROM actual a WHERE a.organisation_unit_id = ANY($1) AND ($2::uuid IS NULL OR a.indicator_id = $2)
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. units] });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)indicator ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await FactReader.ObservationsAsync(reader, facts, calendar, cancellationToken);
        return facts;
    }

    /// <summary>What other units of a level report on an indicator for a period, this unit left out.</summary>
    public async Task<Dictionary<(Guid Indicator, string Period), List<(Guid Unit, decimal Value)>>> PeersAsync(
        IReadOnlyCollection<(Guid Indicator, string Period)> figures, IReadOnlyCollection<Guid> units, CancellationToken cancellationToken)
    {
        var peers = new Dictionary<(Guid, string), List<(Guid, decimal)>>();
        await using var command = database.Read.CreateCommand("""
            SELECT a.indicator_id, a.period, a.organisation_unit_id, coalesce(a.value, round(a.numerator * i.factor / nullif(a.denominator, 0), 10))
            FROM unnest($1, $2) AS k (indicator, period)
            JOIN actual a ON a.indicator_id = k.indicator AND a.period = k.period AND a.group_code = ''
            JOIN indicator i ON i.id = a.indicator_id
            WHERE a.organisation_unit_id = ANY($3) AND coalesce(a.value, round(a.numerator * i.factor / nullif(a.denominator, 0), 10)) IS NOT NULL
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. figures.Select(figure => figure.Indicator)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. figures.Select(figure => figure.Period)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. units] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = (reader.GetGuid(0), reader.GetString(1));
            if (!peers.TryGetValue(key, out var values)) peers[key] = values = [];
            values.Add((reader.GetGuid(2), reader.GetDecimal(3)));
        }
        return peers;
    }
}
