using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Work on a connection of <see cref="Database.Read"/>, whose statements the driver prepares.</summary>
/// <remarks>
/// A statement that fails while it is being prepared - cancelled, or refused - counts as prepared, and its next use on that connection is answered
/// wrongly. So nobody gets a connection again on which anything failed.
/// </remarks>
public static class PreparedStatements
{
    /// <summary>Does the work; where it fails, its connection is closed for good when it is given back.</summary>
    /// <param name="source">Where its connection is from: all that are open now are given up, for one alone cannot be.</param>
    /// <param name="work">The work.</param>
    public static async Task<T> RunAsync<T>(NpgsqlDataSource source, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch
        {
            source.Clear();
            throw;
        }
    }
}
