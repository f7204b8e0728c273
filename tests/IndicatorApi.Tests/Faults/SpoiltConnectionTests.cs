using IndicatorApi.Data;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Faults;

/// <summary>A statement that the database refuses must not become somebody else's wrong answer.</summary>
/// <remarks>When statements were prepared by the driver everywhere, the second refused text made a 500 of the next caller's good one.</remarks>
public sealed class SpoiltConnectionTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Connection_OnWhichATextWasRefused_AnswersTheNextRight(int times)
    {
        var text = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync()) { MaxPoolSize = 1 }.ConnectionString;
        await using var database = new Database(text);
        for (var i = 0; i < times; i++)
            await Should.ThrowAsync<Exception>(() => AskAsync(database, "a\0b"));
        for (var i = 0; i < 5; i++) (await AskAsync(database, $"good {i}")).ShouldBe($"good {i}");
    }

    // A statement is prepared at its second use: whether one fails before, at or after that, the next is answered right.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Connection_OnWhichAPreparedStatementFailed_IsGivenUp(int times)
    {
        var text = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync()) { MaxPoolSize = 1 }.ConnectionString;
        await using var database = new Database(text);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < times; i++) await Should.ThrowAsync<Exception>(() => PreparedAsync(database, "a\0b"));
            for (var i = 0; i < 4; i++) (await PreparedAsync(database, $"good {i}")).ShouldBe($"good {i}");
        }
    }

    private static async Task<string> PreparedAsync(Database database, string text)
    {
        await using var connection = await database.Read.Facts.OpenConnectionAsync(TestContext.Current.CancellationToken);
        return await PreparedStatements.RunAsync(connection, () => AskAsync(connection.CreateCommand(), text));
    }

    private static Task<string> AskAsync(Database database, string text) => AskAsync(database.Reads.Primary.Source.CreateCommand(), text);

    private static async Task<string> AskAsync(NpgsqlCommand asked, string text)
    {
        await using var command = asked;
        command.CommandText = "SELECT $1::text, generate_series(1, 2)";
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        return reader.GetString(0);
    }
}
