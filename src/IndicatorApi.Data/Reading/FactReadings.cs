using IndicatorApi.Calculation;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>The one door to facts: opens readings, and hides where facts come from.</summary>
public sealed class FactReadings(Database database, ReferenceDataCache cache, FactSnapshot snapshot)
{
    // Names may change as often as they are read; then they are read in one transaction with the facts.
    private const int MostAttempts = 3;

    /// <summary>The names that memory answers with; null where it does not answer.</summary>
    public ReferenceData? HeldNames => snapshot.Current?.Reference;

    /// <summary>Opens a reading with names that are as new as its facts; null when nothing is asked.</summary>
    /// <param name="reference">The names to begin with, which may be old: where they are, it begins again with newer ones.</param>
    /// <param name="ask">What is asked, in the ids of some names; null for nothing.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <param name="isFresh">Whether the primary has to answer.</param>
    public Task<FactReading?> OpenAsync(
        ReferenceData reference, Func<ReferenceData, FactQuestion?> ask, CancellationToken cancellationToken, bool isFresh = false) =>
        !isFresh && Held(reference, ask) is { } held ? Task.FromResult<FactReading?>(held)
            : OpenAsync(null, Server(isFresh), reference, ask, cancellationToken);

    /// <summary>The same over an open connection: within its transaction also what is not committed yet.</summary>
    public Task<FactReading?> OpenAsync(
        NpgsqlConnection connection, ReferenceData reference, Func<ReferenceData, FactQuestion?> ask, CancellationToken cancellationToken) =>
        OpenAsync(connection, database.Read, reference, ask, cancellationToken);

    /// <summary>What of some units was ever asked of every unit below them: unit and indicator.</summary>
    public static async Task<HashSet<(Guid Unit, Guid Indicator)>> AskingUnitsBelowAsync(
        NpgsqlConnection connection, Guid[] units, CancellationToken cancellationToken)
    {
        if (units.Length == 0) return [];
        await using var command = new NpgsqlCommand(
            "SELECT DISTINCT organisation_unit_id, indicator_id FROM target_version WHERE organisation_unit_id = ANY($1) AND rule_kind = $2", connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = units });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = EveryUnit.Kind });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        HashSet<(Guid, Guid)> found = [];
        while (await reader.ReadAsync(cancellationToken)) found.Add((reader.GetGuid(0), reader.GetGuid(1)));
        return found;
    }

    private async Task<FactReading?> OpenAsync(
        NpgsqlConnection? connection, ReadServer server, ReferenceData reference, Func<ReferenceData, FactQuestion?> ask,
        CancellationToken cancellationToken)
    {
        var shown = connection is not null || ReferenceEquals(server, database.Reads.Primary) ? null : snapshot.Current;
        for (var attempt = 1; ask(reference) is { } question; attempt++)
        {
            var own = connection is null ? await server.Facts.OpenConnectionAsync(cancellationToken) : null;
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
                reading = new FactReading(question, reference, connection ?? own!, own is null ? null : server.Facts);
                var isRead = await reading.BeginAsync(cancellationToken);
                isWhole = isRead && !Lacks(reading, shown);
                if (isWhole) return reading;
                if (isRead) throw new StandbyLagsException();
                if (attempt > MostAttempts) throw new InvalidOperationException("Names and facts of one transaction do not fit together.");
            }
            finally
            {
                if (!isWhole && reading is not null) await reading.DisposeAsync();
                else if (!isWhole && own is not null) await own.DisposeAsync();
            }
            reference = await cache.GetAsync(reading.Versions.Reference, cancellationToken);
        }
        return null;
    }

    /// <summary>What an answer depends on, without the answer.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="reference">The names that it is asked in.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <param name="isFresh">Whether the primary has to answer.</param>
    public async Task<FactVersions> VersionsAsync(
        FactQuestion question, ReferenceData reference, CancellationToken cancellationToken, bool isFresh = false)
    {
        // What stood then stands for ever.
        if (question.AsOf is not null) return default;
        if (!isFresh && snapshot.Current?.VersionsOf(question.Units) is { } known) return known;
        var source = Server(isFresh).Facts;
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var versions = await PreparedStatements.RunAsync(source,
            () => FactVersions.ReadAsync(connection, question.Units, reference.Lineage, cancellationToken));
        // Who belongs together is known of these names only.
        return versions.Reference > reference.Version ? default : versions;
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
            var source = database.Read.Facts;
            var connection = await source.OpenConnectionAsync(cancellationToken);
            var version = long.MaxValue;
            try
            {
                if (attempt > MostAttempts)
                {
                    await BeginAsync(connection, cancellationToken);
                    reference = await cache.OfAsync(connection, cancellationToken);
                }
                var reading = new FigureReading(source, connection, reference);
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

    // The present, where memory has all that is asked about; names that are newer than it are of what it does not have yet.
    private FactReading? Held(ReferenceData reference, Func<ReferenceData, FactQuestion?> ask)
    {
        if (snapshot.Current is not { } held || held.Reference.Version < reference.Version) return null;
        return ask(held.Reference) is { AsOf: null, OriginalTargets: false, Revisions: false } question && held.Holds(question.Units)
            ? new FactReading(question, held) : null;
    }

    // What has to be fresh cannot be had of a standby: the work begins again elsewhere.
    private ReadServer Server(bool isFresh) =>
        !isFresh || ReferenceEquals(database.Read, database.Reads.Primary) ? database.Read : throw new StandbyLagsException();

    // Whoever was shown something by memory is shown nothing older by a standby.
    private static bool Lacks(FactReading reading, HeldFacts? shown) => reading.Question.AsOf is null && shown?.VersionsOf(reading.Question.Units) is { } known
        && (reading.Versions.Reference < known.Reference || reading.Versions.Units < known.Units);

    private static async Task BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("BEGIN READ ONLY", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
