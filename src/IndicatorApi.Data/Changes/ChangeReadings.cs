namespace IndicatorApi.Data;

/// <summary>Finds what has changed since a moment.</summary>
/// <remarks>
/// On the primary: a standby does not tell which transactions were running. Units whose last writer the moment had not seen are the changed ones,
/// so that none is lost behind a writer that commits late, and none is told again because an older one is still running.
/// </remarks>
public sealed class ChangeReadings(Database database, ReferenceDataCache cache)
{
    /// <summary>Opens a reading of what has changed; it holds one moment of the database until it is disposed of.</summary>
    /// <param name="since">The moment; null for everything.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<ChangeReading> OpenAsync(DatabaseMoment? since, CancellationToken cancellationToken)
    {
        database.ReadFrom(database.Reads.Primary);
        var connection = await database.Reads.Primary.Source.OpenConnectionAsync(cancellationToken);
        try
        {
            return await ChangeReading.BeginAsync(connection, since, cache, cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Two numbers that are another pair after every change: for who waits for one.</summary>
    public async Task<FactVersions> PulseAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.Reads.Primary.Source.OpenConnectionAsync(cancellationToken);
        return await FactVersions.ReadAsync(connection, units: null, Lineage.Empty, cancellationToken);
    }
}
