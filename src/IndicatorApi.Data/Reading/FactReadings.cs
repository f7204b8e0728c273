using Npgsql;

namespace IndicatorApi.Data;

/// <summary>The one door to facts: opens readings, and hides where facts come from.</summary>
public sealed class FactReadings(Database database, ReferenceDataCache cache)
{
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
        while (ask(reference) is { } question)
        {
            var own = connection is null ? await database.Read.OpenConnectionAsync(cancellationToken) : null;
            var reading = new FactReading(_known, connection ?? own!, own is not null, question, reference);
            var isWhole = false;
            try
            {
                isWhole = await reading.BeginAsync(cancellationToken);
                if (isWhole) return reading;
            }
            finally
            {
                if (!isWhole) await reading.DisposeAsync();
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
        await using var connection = await database.Read.OpenConnectionAsync(cancellationToken);
        return await PreparedStatements.RunAsync(connection, () => FactVersions.ReadAsync(connection, question, cancellationToken));
    }

    /// <summary>Opens a reading of every figure of some units, whether a target asks for it or not; null when nothing is asked.</summary>
    /// <param name="reference">The names to begin with.</param>
    /// <param name="ask">Which units and indicator, in the ids of some names.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<FigureReading> OpenFiguresAsync(
        ReferenceData reference, Func<ReferenceData, (IReadOnlyCollection<Guid> Units, Guid? Indicator)> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            var reading = new FigureReading(await database.Read.OpenConnectionAsync(cancellationToken), reference);
            var version = long.MaxValue;
            try
            {
                version = await reading.BeginAsync(ask(reference), cancellationToken);
                if (version <= reference.Version) return reading;
            }
            finally
            {
                if (version > reference.Version) await reading.DisposeAsync();
            }
            reference = await cache.GetAsync(version, cancellationToken);
        }
    }
}
