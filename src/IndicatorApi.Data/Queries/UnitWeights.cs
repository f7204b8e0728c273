using Npgsql;

namespace IndicatorApi.Data;

/// <summary>The figures that weight a mean over units: population, households.</summary>
public sealed class UnitWeights(Database database)
{
    /// <summary>
    /// One figure per unit and indicator: the latest that had ended by a day, else the earliest after it. A weight changes slowly, and
    /// the first census of a term weights its first months better than nothing does.
    /// </summary>
    public async Task<Dictionary<(Guid Unit, Guid Indicator), decimal>> ReadAsync(
        IReadOnlyCollection<Guid> units, IReadOnlyCollection<Guid> indicators, DateOnly day, DateTimeOffset? then, CancellationToken cancellationToken)
    {
        var weights = new Dictionary<(Guid, Guid), decimal>();
        if (indicators.Count == 0) return weights;
        var source = then is null ? "actual" : """
            (SELECT * FROM (SELECT DISTINCT ON (organisation_unit_id, indicator_id, group_code, period) * FROM actual_revision
             WHERE organisation_unit_id = ANY($1) AND indicator_id = ANY($2) AND recorded_at <= $4
             ORDER BY organisation_unit_id, indicator_id, group_code, period, row_version DESC) AS stood WHERE NOT deleted)
            """;
        await using var command = database.Read.CreateCommand($"""
            SELECT DISTINCT ON (organisation_unit_id, indicator_id) organisation_unit_id, indicator_id, value
            FROM {source} AS figure
            WHERE organisation_unit_id = ANY($1) AND indicator_id = ANY($2) AND group_code = '' AND value IS NOT NULL
            ORDER BY organisation_unit_id, indicator_id, period_end > $3, CASE WHEN period_end <= $3 THEN $3 - period_end ELSE period_end - $3 END, period
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. units] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. indicators] });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = day });
        if (then is { } instant) command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = instant });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) weights[(reader.GetGuid(0), reader.GetGuid(1))] = reader.GetDecimal(2);
        return weights;
    }
}
