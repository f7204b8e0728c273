using IndicatorApi.Access;
using IndicatorApi.Features.Operations;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IndicatorApi.Tests.Access;

/// <summary>What the start says of doors that are more open than they should be.</summary>
public sealed class OpenDoorsTests(PostgresFixture postgres)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Host=db1;Database=x", "db1")]
    [InlineData("Host=db1:5433,127.0.0.1,10.0.0.7;SSL Mode=Prefer", "db1, 10.0.0.7")]
    [InlineData("Host=db1;SSL Mode=Disable", "db1")]
    [InlineData("Host=2001:db8::1", "2001:db8::1")]
    [InlineData("Host=db1;SSL Mode=Require", null)]
    [InlineData("Host=db1,db2;SSL Mode=VerifyFull", null)]
    [InlineData("Host=localhost", null)]
    [InlineData("Host=127.0.0.1,[::1]:5433", null)]
    [InlineData("Host=/run/postgresql", null)]
    public void Database_OfAnotherMachine_WithoutEncryption_IsSaidAtTheStart(string connectionString, string? named)
    {
        var said = OpenDoors.ToTheDatabase(new Settings { Write = connectionString, Access = new AccessSettings() });
        if (named is null) said.ShouldBeEmpty();
        else said.ShouldHaveSingleItem().ShouldStartWith($"ConnectionStrings__Write reaches {named} and does not insist on encryption");
    }

    [Fact]
    public async Task FirstKey_ThatHasBecomeALastingOne_IsSaidAtTheStart_UntilItIsRevoked()
    {
        await using var api = await ApiServer.StartAsync(postgres, isFirst: false,
            change: settings => settings with { Access = settings.Access with { AdministratorKey = null } });
        var keys = api.Services.GetRequiredService<ApiKeys>();
        var settings = api.Services.GetRequiredService<Settings>();
        using var administrator = api.ClientWith(await keys.EnsureAdministratorAsync(null, Cancelled));
        (await OpenDoors.OfAsync(settings, keys, Cancelled)).ShouldBeEmpty();
        await using var source = NpgsqlDataSource.Create(api.ConnectionString);
        await using (var older = source.CreateCommand("UPDATE api_key SET created_at = created_at - interval '31 days'"))
            await older.ExecuteNonQueryAsync(Cancelled);
        (await OpenDoors.OfAsync(settings, keys, Cancelled)).ShouldHaveSingleItem().ShouldContain("older than 30 days");

        var first = (await administrator.CallAsync(HttpMethod.Get, "/api/v1/keys")).With(200)["items"][0].GetProperty("id").GetString();
        using var other = api.ClientWith(
            (await administrator.PostAsync("/api/v1/keys", new { name = "Quản trị Hà", role = "administrator" })).With(201)["key"].GetString());
        (await other.RemoveAsync($"/api/v1/keys/{first}")).With(204);
        (await OpenDoors.OfAsync(settings, keys, Cancelled)).ShouldBeEmpty();
    }
}
