using Npgsql;

namespace IndicatorApi.Data;

/// <summary>The one door to facts: opens readings, and hides where facts come from.</summary>
public sealed class FactReadings(Database database, ReferenceDataCache cache)
{
    // Names may change as often as they are read; then they are read in one transaction with the facts.
    private const int MostAttempts = 3;

    private readonly KnownTargets _known = new();

    /// <summary>Opens a reading with names that are as new as its facts; null when nothing is asked.</summary>
    /// <param name="reference">The names to begin with, which may be old: where they are, it begins again with newer ones.</param>
    /// <param name="ask">What is asked, in the ids of some names; null for nothing.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public Task<FactReading?> OpenAsync(ReferenceData reference, Func<ReferenceData, FactQuestion?> ask, CancellationToken cancellationToken) =>
        OpenAsync(null, reference, ask, cancellationToken);

    /// <summary>The same over an open connection: within its transaction also what is not committed yet.</summary>
    public async Task<FactReading?> OpenAsync(
        NpgsqlConnection? connection, ReferenceData reference, Func<ReferenceData, FactQuestion?> ask, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ask(reference) is { } question; attempt++)
        {
            var own = connection is null ? await database.Read.Source.OpenConnectionAsync(cancellationToken) : null;
            FactReading? reading = null;
            var isWhole = false;
            try
            {
                if (own is not null && attempt > MostAttempts)
                {
                    await BeginAsync(own, cancellationToken);
                    reference = await cache.OfAsync(own, cancellationToken);
                    if (ask(reference) is not { } again) return null;
                    question = again;
                }
                reading = new FactReading(_known, connection ?? own!, own is not null, question, reference);
                isWhole = await reading.BeginAsync(cancellationToken);
                if (isWhole) return reading;
                if (attempt > MostAttempts) throw new InvalidOperationException("Names and facts of one transaction do not fit together.");
            }
            finally
            {
                if (!isWhole && own is not null) await own.DisposeAsync();
            }
            reference = await cache.GetAsync(reading.Versions.Reference, cancellationToken);
        }
        return null;
    }

    /// <summary>What an answer depends on, without the answer.</summary>
    public async Task<FactVersions> VersionsAsync(FactQuestion question, CancellationToken cancellationToken)
    {
        // What stood then stands for ever.
        if (question.AsOf is not null) return default;
        await using var connection = await database.Read.Source.OpenConnectionAsync(cancellationToken);
        return await FactVersions.ReadAsync(connection, question, cancellationToken);
    }

    /// <summary>Opens a reading of every figure of some units, whether a target asks for it or not; null when nothing is asked.</summary>
    /// <param name="reference">The names to begin with.</param>
    /// <param name="ask">Which units and indicator, in the ids of some names.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<FigureReading> OpenFiguresAsync(
        ReferenceData reference, Func<ReferenceData, (IReadOnlyCollection<Guid> Units, Guid? Indicator)> ask, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var connection = await database.Read.Source.OpenConnectionAsync(cancellationToken);
            var version = long.MaxValue;
            try
            {
                if (attempt > MostAttempts)
                {
                    await BeginAsync(connection, cancellationToken);
                    reference = await cache.OfAsync(connection, cancellationToken);
                }
                var reading = new FigureReading(connection, reference);
                version = await reading.BeginAsync(ask(reference), cancellationToken);
                if (version <= reference.Version) return reading;
            }
            finally
            {
                if (version > reference.Version) await connection.DisposeAsync();
            }
            reference = await cache.GetAsync(version, cancellationToken);
        }
    }

    private static async Task BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("BEGIN READ ONLY", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
