using Npgsql;

namespace IndicatorApi.Data;

/// <summary>The figures that weight a mean over units: population, households.</summary>
internal static class UnitWeights
{
    /// <summary>
    /// One figure per unit and indicator: the latest that had ended by a day, else the earliest after it. A weight changes slowly, and
    /// the first census of a term weights its first months better than nothing does.
    /// </summary>
    /// <param name="connection">Where to read.</param>
    /// <param name="units">The units.</param>
    /// <param name="indicators">The indicators that weigh.</param>
    /// <param name="when">The day, and the instant of which the figures are to be; now when null.</param>
    /// <param name="calendar">The days of terms.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<Dictionary<(Guid Unit, Guid Indicator), decimal>> ReadAsync(
        NpgsqlConnection connection, Guid[] units, Guid[] indicators, (DateOnly Day, DateTimeOffset? Then) when, Calendar calendar,
        CancellationToken cancellationToken)
    {
        var weights = new Dictionary<(Guid, Guid), decimal>();
        if (indicators.Length == 0) return weights;
        var (day, then) = when;
        var source = then is null ? "actual" : """
            (SELECT * FROM (SELECT DISTINCT ON (organisation_unit_id, indicator_id, group_code, period) * FROM actual_revision
             WHERE organisation_unit_id = ANY($1) AND indicator_id = ANY($2) AND recorded_at <= $4
             ORDER BY organisation_unit_id, indicator_id, group_code, period, row_version DESC) AS stood WHERE NOT deleted)
            """;
        // Of the figures for terms each, because their days are not known there; of all others the one that may be it.
        var term = $"CASE WHEN {StoredPeriods.IsTerm("period")} THEN period ELSE '' END";
        await using var command = new NpgsqlCommand($"""
            SELECT DISTINCT ON (organisation_unit_id, indicator_id, {term}) organisation_unit_id, indicator_id, value, period
            FROM {source} AS figure
            WHERE organisation_unit_id = ANY($1) AND indicator_id = ANY($2) AND group_code = '' AND value IS NOT NULL
            ORDER BY organisation_unit_id, indicator_id, {term}, period_end > $3,
              CASE WHEN period_end <= $3 THEN $3 - period_end ELSE period_end - $3 END, period
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = units });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = indicators });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = day });
        if (then is { } instant) command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = instant });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<(Guid, Guid), ((bool IsAfter, int Days) Distance, string Period)> nearest = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            var (key, period) = ((reader.GetGuid(0), reader.GetGuid(1)), reader.GetString(3));
            var end = calendar.Days(key.Item1, period).End;
            var distance = (end > day, Math.Abs(end.DayNumber - day.DayNumber));
            if (nearest.TryGetValue(key, out var other))
            {
                var order = distance.CompareTo(other.Distance);
                if (order > 0 || (order == 0 && string.CompareOrdinal(period, other.Period) > 0)) continue;
            }
            nearest[key] = (distance, period);
            weights[key] = reader.GetDecimal(2);
        }
        return weights;
    }
}
