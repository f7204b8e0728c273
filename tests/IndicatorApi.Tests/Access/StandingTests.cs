using IndicatorApi.Tests.Hostile;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Access;

/// <summary>Rights are those of the act: of now, of the tree of today, and of every part of an answer.</summary>
public sealed class StandingTests(ServerFixture server, PostgresFixture postgres) : IClassFixture<ServerFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private ApiServer Api => server.Api;

    /// <summary>An import was stored in the name of a key that had been revoked while it waited.</summary>
    [Theory]
    [InlineData("revoked_at = now()")]
    [InlineData("expires_at = now()")]
    [InlineData("role = 'reader'")]
    public async Task Import_WhoseSenderLostTheRightWhileItWaited_StoresNothing(string change)
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var world = await api.WorldAsync();
        var key = (await api.PostJsonAsync("/api/v1/keys", new { name = "x", role = "reporter", orgUnit = world.Ward })).With(201);
        using var client = api.ClientWith(key["key"].GetString());
        await using var source = NpgsqlDataSource.Create(api.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(Cancelled);
        await using (var transaction = await connection.BeginTransactionAsync(Cancelled))
        {
            // The worker claims the file and then waits for the unit, as behind a long import of somebody else.
            await RunAsync(connection, "UPDATE unit_version SET version = version");
            var sent = (await client.CallAsync(HttpMethod.Post, "/api/v1/imports",
                Calls.Body($"orgUnit,indicator,period,value\n{world.Ward},{world.Indicator},2022,5\n", "text/csv"))).With(202);
            await using var other = await source.OpenConnectionAsync(Cancelled);
            await using var waiting = new NpgsqlCommand(
                $"SELECT count(*) FROM {TestServers.Activity} WHERE datname = current_database() AND wait_event_type = 'Lock'", other);
            await Eventually.SeenAsync(Patience, () => waiting.ExecuteScalarAsync(Cancelled), count => count is > 0L);
            await RunAsync(other, $"UPDATE api_key SET {change} WHERE id = '{key["id"].GetString()}'");
            await transaction.CommitAsync(Cancelled);
            var ended = await Eventually.SeenAsync(Patience, () => api.GetAsync($"/api/v1/imports/{sent["id"].GetString()}"),
                import => import.GetProperty("finishedAt").ValueKind != System.Text.Json.JsonValueKind.Null);
            ended.GetProperty("state").GetString().ShouldBe("failed");
            (await api.GetAsync($"/api/v1/imports/{sent["id"].GetString()}/errors")).GetProperty("items")[0].GetProperty("code").GetString()
                .ShouldBe("sender_ended");
        }
        (await api.ReadAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022")).Problem(404);
    }

    /// <summary>Whoever followed the changes when their key was revoked went on being told them.</summary>
    [Fact]
    public async Task Changes_FollowedUnderAKeyThatIsRevoked_AreToldNoMore()
    {
        var world = await Api.WorldAsync();
        var path = $"/api/v1/achievements/changes?orgUnit={world.Ward}&period=2020-2025";
        var key = (await Api.PostJsonAsync("/api/v1/keys", new { name = "x", role = "reader" })).With(201);
        using var client = Api.ClientWith(key["key"].GetString());
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("Accept", "text/event-stream");
        using var stream = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        using var lines = new StreamReader(await stream.Content.ReadAsStreamAsync(Cancelled));
        var cursor = "";
        while (cursor.Length == 0)
            if ((await lines.ReadLineAsync(Cancelled)).ShouldNotBeNull().StartsWith("id:", StringComparison.Ordinal))
                cursor = (await client.CallAsync(HttpMethod.Get, path)).With(200)["nextCursor"].GetString()!;
        var waiting = client.CallAsync(HttpMethod.Get, $"{path}&wait=25&after={Uri.EscapeDataString(cursor)}");
        await Task.Delay(TimeSpan.FromSeconds(1), Cancelled);
        waiting.IsCompleted.ShouldBeFalse();

        (await Api.RemoveAsync($"/api/v1/keys/{key["id"].GetString()}")).With(204);
        await Api.ActualAsync(world.Ward, world.Indicator, "2022", 7);
        (await waiting).Problem(401, "unauthenticated");
        (await lines.ReadToEndAsync(Cancelled).WaitAsync(Patience, Cancelled)).ShouldNotContain("event: changes");
    }

    [Fact]
    public async Task Import_OfATokenThatExpiredWhileItWaited_StoresNothing()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var world = await api.WorldAsync();
        var sent = (await api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports?dryRun=true",
            Calls.Body($"orgUnit,indicator,period,value\n{world.Ward},{world.Indicator},2022,5\n", "text/csv"), ("Prefer", "wait=20"))).With(202);
        await using var source = NpgsqlDataSource.Create(api.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(Cancelled);
        await RunAsync(connection, $"""
            UPDATE import_job SET state = 'queued', dry_run = false, attempts = 0, finished_at = NULL, caller_id = 'token:https://issuer.example#me',
              caller_until = now() - interval '1 second' WHERE id = '{sent["id"].GetString()}'
            """);
        var ended = await Eventually.SeenAsync(Patience, () => api.GetAsync($"/api/v1/imports/{sent["id"].GetString()}"),
            import => import.GetProperty("finishedAt").ValueKind != System.Text.Json.JsonValueKind.Null);
        ended.GetProperty("state").GetString().ShouldBe("failed");
        (await api.ReadAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022")).Problem(404);
    }

    /// <summary>A district opened the closed period of a ward that had gone to another, and the other could not.</summary>
    [Fact]
    public async Task Reopen_OfAUnitThatHasMoved_IsForThoseWhoAreAboveItNow()
    {
        var (a, b) = (await Api.WardAsync(), await Api.WardAsync());
        var (ward, stays) = (await Api.WardAsync(a), await Api.WardAsync(a));
        using var ofA = await ClientAsync("planner", a);
        using var ofB = await ClientAsync("planner", b);
        var closure = (await ofA.PostAsync("/api/v1/closures", new { orgUnit = a, period = "2003", reason = "Đã khóa" })).With(201)["id"].GetString();
        var stored = await Api.ReadAsync($"/api/v1/organisation-units/{ward}");
        (await Api.PutJsonAsync($"/api/v1/organisation-units/{ward}", new { code = ward, name = "Phường", level = "ward", parent = b }, stored.ETag)).With(200);

        var address = $"/api/v1/closures/{closure}/reopening";
        (await ofA.PostAsync(address, new { reason = "Sửa", orgUnit = ward })).Problem(403, "foreign_unit");
        (await ofB.PostAsync(address, new { reason = "Sửa", orgUnit = stays })).Problem(403, "foreign_unit");
        (await ofB.PostAsync(address, new { reason = "Sửa" })).Problem(403, "foreign_unit");
        using var ofWard = await ClientAsync("planner", ward);
        (await ofWard.PostAsync(address, new { reason = "Sửa", orgUnit = ward })).Problem(403, "foreign_unit");
        // All of it, for the district, is what is still the district's: itself and the ward that stayed.
        (await ofA.PostAsync(address, new { reason = "Sửa" })).With(200)["reopenings"][0].GetProperty("units").GetInt32().ShouldBe(2);
        (await ofB.PostAsync(address, new { reason = "Sửa", orgUnit = ward })).With(200)["reopenings"][1].GetProperty("units").GetInt32().ShouldBe(1);
    }

    /// <summary>A ward made a unit below itself without the second person that its district asks for, and reported there at once.</summary>
    [Fact]
    public async Task Review_ThatUnitsAboveAskFor_IsNotLiftedByThoseWhoAreUnderIt()
    {
        var district = await Api.WardAsync();
        var ward = Calls.NewCode("ward");
        using var ofDistrict = await ClientAsync("planner", district);
        (await ofDistrict.PostAsync("/api/v1/organisation-units", Unit(ward, district, "fourEyes"))).With(201);
        using var ofWard = await ClientAsync("planner", ward);
        var (below, deeper, other) = (Calls.NewCode("below"), Calls.NewCode("below"), Calls.NewCode("below"));
        (await ofWard.PostAsync("/api/v1/organisation-units", Unit(below, ward, "none"))).Problem(403, "foreign_unit", "review");
        (await ofWard.PostAsync("/api/v1/organisation-units/batch", new { items = new[] { Unit(below, ward, null), Unit(deeper, below, "none") } }))
            .Problem(403, "foreign_unit", "items[1].review");
        var made = (await ofWard.PostAsync("/api/v1/organisation-units", Unit(below, ward, null))).With(201);
        (await ofWard.PutAsync($"/api/v1/organisation-units/{below}", Unit(below, ward, "none"), made.ETag)).Problem(403, "foreign_unit", "review");
        // Who could lift it for the ward may lift it for a part of it, and then it stays so whatever else is changed there.
        var lifted = (await ofDistrict.PutAsync($"/api/v1/organisation-units/{below}", Unit(below, ward, "none"), made.ETag)).With(200);
        (await ofWard.PutAsync($"/api/v1/organisation-units/{below}", Unit(below, ward, "none") with { name = "Tên mới" }, lifted.ETag)).With(200);
        // A free unit that is moved under the control comes with nothing that its new place does not allow.
        var free = (await Api.PostJsonAsync("/api/v1/organisation-units", Unit(other, null, "none"))).With(201);
        (await ofWard.PutAsync($"/api/v1/organisation-units/{other}", Unit(other, ward, "none"), free.ETag)).Problem(403);
    }

    [Fact]
    public async Task Submission_OfSeveralUnits_ShowsEachCallerTheirs()
    {
        var (first, second) = (Calls.NewCode("unit"), Calls.NewCode("unit"));
        foreach (var code in (string[])[first, second]) (await Api.PostJsonAsync("/api/v1/organisation-units", Unit(code, null, "fourEyes"))).With(201);
        var indicator = await Api.IndicatorAsync();
        var items = new[] { first, second }.Select(orgUnit => new { orgUnit, indicator, period = "2022", value = 7 });
        var submission = (await Api.PostJsonAsync("/api/v1/actuals/batch", new { items })).With(202)["id"].GetString();
        using var ofFirst = await ClientAsync("reporter", first);
        var seen = (await ofFirst.CallAsync(HttpMethod.Get, $"/api/v1/submissions/{submission}")).With(200);
        seen["figures"].EnumerateArray().Single().GetProperty("figure").GetProperty("orgUnit").GetString().ShouldBe(first);
        seen.Text.ShouldNotContain(second);
        (await ofFirst.CallAsync(HttpMethod.Get, "/api/v1/submissions")).With(200).Text.ShouldNotContain(second);
        (await Api.ReadAsync($"/api/v1/submissions/{submission}")).With(200)["figures"].GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task LastAdministrator_IsTheLastThatDoesNotExpire()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var first = (await api.GetAsync("/api/v1/keys")).GetProperty("items")[0].GetProperty("id").GetString();
        var expiresAt = TimeProvider.System.GetUtcNow().AddHours(1);
        (await api.PostJsonAsync("/api/v1/keys", new { name = "guest", role = "administrator", expiresAt })).With(201);
        (await api.RemoveAsync($"/api/v1/keys/{first}")).Problem(409, "last_administrator");
        (await api.PostJsonAsync("/api/v1/keys", new { name = "deputy", role = "administrator" })).With(201);
        (await api.RemoveAsync($"/api/v1/keys/{first}")).With(204);
    }

    [Fact]
    public async Task Own_SaysWhoTheCallerIs()
    {
        var ward = await Api.WardAsync();
        var until = new DateTimeOffset(2099, 1, 31, 10, 0, 0, TimeSpan.Zero);
        var made = (await Api.PostJsonAsync("/api/v1/keys", new { name = "Văn phòng", role = "reporter", orgUnit = ward, expiresAt = until })).With(201);
        using var client = Api.ClientWith(made["key"].GetString());
        var own = (await client.CallAsync(HttpMethod.Get, "/api/v1/keys/me")).With(200);
        (own["name"].GetString(), own["role"].GetString(), own["orgUnit"].GetString(), own["allUnits"].GetBoolean(), own["expiresAt"].GetDateTimeOffset())
            .ShouldBe(("Văn phòng", "reporter", ward, false, until));
        own.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var all = (await Api.ReadAsync("/api/v1/keys/me")).With(200);
        (all["allUnits"].GetBoolean(), all["orgUnit"].GetString(), all["role"].GetString()).ShouldBe((true, null, "administrator"));
        (await Api.Anonymous.CallAsync(HttpMethod.Get, "/api/v1/keys/me")).Problem(401);
    }

    /// <summary>Answers to keys had no <c>Cache-Control</c>, and a wrong key was nobody where anyone may read.</summary>
    [Fact]
    public async Task Answers_SayWhoMayKeepThem_AndWrongKeysAreRefused_AlsoWhereAnyoneReads()
    {
        await using var open = await ApiServer.StartAsync(postgres, publicRead: true);
        (await open.Anonymous.CallAsync(HttpMethod.Get, "/api/v1/indicators")).With(200).Headers.CacheControl!.ToString().ShouldBe("public, no-cache");
        (await open.Anonymous.CallAsync(HttpMethod.Get, "/api/v1/keys/me")).Problem(401);
        foreach (var (name, value) in new[] { ("X-Api-Key", "wrong"), ("X-Api-Key", ""), ("Authorization", "Bearer wrong") })
        {
            var refused = (await open.Anonymous.CallAsync(HttpMethod.Get, "/api/v1/indicators", null, (name, value))).Problem(401, "unauthenticated");
            refused.Headers.WwwAuthenticate.ShouldNotBeEmpty();
            refused.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }
        (await open.Anonymous.CallAsync(HttpMethod.Get, "/healthz", null, ("X-Api-Key", "wrong"))).With(200);
        var document = await ServedDocument.ReadAsync(open);
        var requests = await WorkingRequests.StartAsync(open, document);
        foreach (var operation in document.Operations.Where(operation => operation.Method == "GET"))
        {
            foreach (var client in (HttpClient[])[open.Client, open.Anonymous])
            {
                var answer = await client.CallAsync(HttpMethod.Get, requests.Address(operation));
                var kept = answer.Headers.CacheControl.ShouldNotBeNull(operation.Name);
                if (operation.Path is "/healthz" or "/readyz") kept.NoStore.ShouldBeTrue();
                else
                {
                    answer.Headers.Vary.ShouldContain("X-Api-Key", operation.Name);
                    answer.Headers.Vary.ShouldContain("Authorization", operation.Name);
                    if (answer.Status >= 400) kept.NoStore.ShouldBeTrue(operation.Name);
                    if (client == open.Client) (kept.Private || kept.NoStore).ShouldBeTrue($"{operation.Name}: {kept}");
                }
            }
        }
    }

    private static UnitBody Unit(string code, string? parent, string? review) => new(code, "Tổ", "neighbourhood", parent, review);

    private async Task<HttpClient> ClientAsync(string role, string orgUnit) =>
        Api.ClientWith((await Api.PostJsonAsync("/api/v1/keys", new { name = role, role, orgUnit })).With(201)["key"].GetString());

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancelled);
    }

#pragma warning disable IDE1006 // As on the wire.
    private sealed record UnitBody(string code, string name, string level, string? parent, string? review);
#pragma warning restore IDE1006
}
