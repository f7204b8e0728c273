using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Features;

/// <summary>What was once recorded stays readable, and the application cannot change it.</summary>
public sealed class RevisionTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Fact]
    public async Task List_OfAnActual_HasEveryFigureWithWhoWhenAndWhy()
    {
        var world = await Api.WorldAsync();
        var address = $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022";
        (await Api.PutJsonAsync(address, new { value = 5, reason = "báo cáo quý" })).With(201);
        (await Api.PutJsonAsync(address, new { value = 6, reason = "sửa lỗi", source = "BC 12" }, (await Api.ReadAsync(address)).ETag)).With(200);
        (await Api.PutJsonAsync(address, new { value = 6, source = "BC 12" }, (await Api.ReadAsync(address)).ETag)).With(200);
        (await Api.RemoveAsync($"{address}?reason=nhập%20nhầm", (await Api.ReadAsync(address)).ETag)).With(204);
        (await Api.PutJsonAsync(address, new { value = 7 })).With(201)["version"].GetInt64().ShouldBe(4);

        var revisions = await Api.WalkAsync($"{address}/revisions?limit=2");
        revisions.Select(revision =>
            (revision.GetProperty("version").GetInt64(), revision.GetProperty("actual").GetProperty("value").GetDecimal(),
                revision.GetProperty("deleted").GetBoolean(), revision.GetProperty("reason").GetString()))
            .ShouldBe([(4, 7, false, null), (3, 6, true, "nhập nhầm"), (2, 6, false, "sửa lỗi"), (1, 5, false, "báo cáo quý")]);
        revisions.ShouldAllBe(revision => revision.GetProperty("recordedBy").GetString()!.StartsWith("administrator"));
        var times = revisions.Select(revision => revision.GetProperty("recordedAt").GetDateTimeOffset()).ToList();
        times.ShouldBe(times.OrderDescending());
        revisions[2].GetProperty("actual").GetProperty("source").GetString().ShouldBe("BC 12");
        (await Api.ReadAsync(address))["revision"].GetString().ShouldBe(revisions[0].GetProperty("revision").GetString());
        (await Api.ReadAsync($"/api/v1/achievements/{world.Ward}/2022/{world.Indicator}"))["explain"].GetProperty("inputs")[0].GetProperty("revision")
            .GetString().ShouldBe(revisions[0].GetProperty("revision").GetString());
    }

    [Fact]
    public async Task List_OfATarget_HasEveryVersionWithItsReason()
    {
        var world = await Api.WorldAsync();
        var address = $"/api/v1/targets/{world.Target}";
        (await Api.PutJsonAsync(address,
            new { indicator = world.Indicator, rule = new { kind = "atLeast", value = 30 }, reason = "điều chỉnh giữa nhiệm kỳ", legalBasis = "NQ 15" },
            (await Api.ReadAsync(address)).ETag)).With(200)["version"].GetInt64().ShouldBe(2);
        (await Api.RemoveAsync(address, (await Api.ReadAsync(address)).ETag)).With(204);
        (await Api.ReadAsync(address)).Problem(404);

        var versions = (await Api.ReadAsync($"{address}/versions")).With(200)["items"].EnumerateArray().ToList();
        versions.Select(version =>
            (version.GetProperty("version").GetInt64(), version.GetProperty("deleted").GetBoolean(),
                version.GetProperty("target").GetProperty("rule").GetProperty("value").GetDecimal(), version.GetProperty("reason").GetString(),
                version.GetProperty("legalBasis").GetString()))
            .ShouldBe([(3, true, 30, null, null), (2, false, 30, "điều chỉnh giữa nhiệm kỳ", "NQ 15"), (1, false, 25, null, null)]);
        versions.ShouldAllBe(version => version.GetProperty("recordedBy").GetString()!.Length > 0);
    }

    [Theory]
    [InlineData("UPDATE actual_revision SET value = 1")]
    [InlineData("DELETE FROM actual_revision")]
    [InlineData("TRUNCATE actual_revision")]
    [InlineData("UPDATE target_version SET reason = 'x'")]
    [InlineData("DELETE FROM target_version")]
    [InlineData("DELETE FROM reference_version")]
    [InlineData("DROP TABLE actual")]
    [InlineData("ALTER TABLE actual_revision DISABLE TRIGGER ALL")]
    [InlineData("CREATE TABLE mine (id int)")]
    public async Task Sql_OfTheApplicationsRole_CannotChangeHistory(string sql)
    {
        await using var database = new Data.Database(Api.ConnectionString);
        await using var command = database.Write.CreateCommand(sql);
        var refused = await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }
}
