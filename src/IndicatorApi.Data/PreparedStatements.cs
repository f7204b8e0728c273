using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Work on a connection of <see cref="Database.Read"/>, whose statements the driver prepares.</summary>
/// <remarks>
/// A statement that fails while it is being prepared - cancelled, or refused - counts as prepared, and its next use on that connection is answered
/// wrongly. So nobody gets a connection again on which anything failed.
/// </remarks>
public static class PreparedStatements
{
    /// <summary>Does the work; where it fails, the connection is closed for good when it is given back.</summary>
    public static async Task<T> RunAsync<T>(NpgsqlConnection connection, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch
        {
            NpgsqlConnection.ClearPool(connection);
            throw;
        }
    }
}
