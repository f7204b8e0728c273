using IndicatorApi.Data;
using IndicatorApi.Http;
using IndicatorApi.Tests.Running;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IndicatorApi.Tests.Access;

public sealed class IdempotencyTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Fact]
    public async Task Post_TenTimesAtOnceUnderOneKey_StoresOnceAndAnswersTheSame()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        var body = new { orgUnit = ward, indicator, period = "2022", value = 3 };
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostAsync("/api/v1/actuals", body, "parallel")));
        foreach (var answer in answers)
        {
            answer.With(201).Text.ShouldBe(answers[0].Text);
            answer.ETag.ShouldBe(answers[0].ETag);
            answer.ContentType.ShouldBe("application/json");
            answer.Headers.Location.ShouldNotBeNull().ShouldBe(answers[0].Headers.Location);
        }
        answers.Count(answer => answer.Headers.Contains("Idempotency-Replayed")).ShouldBe(9);
        (await RevisionsAsync(ward, indicator)).ShouldBe(1);
    }

    [Fact]
    public async Task Post_ABatchTenTimesAtOnceWithOthersUnderItsKey_StoresItsRowsOnceAndRefusesTheOthers()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        object Body(int value) => new
        {
            items = Enumerable.Range(1, 12)
            .Select(month => new { orgUnit = ward, indicator, period = $"2022-{month:00}", value })
        };
        (await PostAsync("/api/v1/actuals/batch", Body(1), "batch")).With(200)["created"].GetInt32().ShouldBe(12);
        await ExecuteAsync("DELETE FROM idempotent_request");
        (await Api.PostJsonAsync("/api/v1/actuals/batch", Body(2))).With(200)["updated"].GetInt32().ShouldBe(12);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => PostAsync("/api/v1/actuals/batch", Body(number % 2 == 0 ? 3 : 4), "batch")));
        // Whichever came first holds the key.
        var winner = answers.First(answer => answer.Status == 200);
        winner["updated"].GetInt32().ShouldBe(12);
        answers.Count(answer => answer.Status == 200 && answer.Text == winner.Text).ShouldBe(10);
        foreach (var answer in answers.Where(answer => answer.Status != 200)) answer.Problem(422, "idempotency_key_reused");
        (await Api.WalkAsync($"/api/v1/actuals?orgUnit={ward}")).Count.ShouldBe(12);
        (await Api.WalkAsync($"/api/v1/actuals/{ward}/{indicator}/2022-01/revisions")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Post_TheSameKeyAfterTheFigureHasChanged_AnswersAsFirstAndChangesNothing()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        object Body(int value) => new { items = new[] { new { orgUnit = ward, indicator, period = "2022", value } } };
        var first = (await PostAsync("/api/v1/actuals/batch", Body(3), "late")).With(200);
        (await Api.PostJsonAsync("/api/v1/actuals/batch", Body(4))).With(200)["updated"].GetInt32().ShouldBe(1);
        (await PostAsync("/api/v1/actuals/batch", Body(3), "late")).With(200).Text.ShouldBe(first.Text);
        (await Api.ReadAsync($"/api/v1/actuals/{ward}/{indicator}/2022"))["value"].GetInt32().ShouldBe(4);
    }

    [Fact]
    public async Task Post_AnotherBodyUnderTheKey_IsRefused()
    {
        var (one, other) = (Calls.NewCode("unit"), Calls.NewCode("unit"));
        (await PostAsync("/api/v1/organisation-units", Unit(one), "body")).With(201);
        (await PostAsync("/api/v1/organisation-units", Unit(other), "body")).Problem(422, "idempotency_key_reused");
        (await Api.ReadAsync($"/api/v1/organisation-units/{other}")).Problem(404);
    }

    [Fact]
    public async Task Post_TheSameKeyByAnotherCallerOrElsewhere_IsAnotherRequest()
    {
        using var other = await Api.ClientAsync("administrator");
        var codes = (string[])[Calls.NewCode("unit"), Calls.NewCode("unit")];
        (await PostAsync("/api/v1/organisation-units", Unit(codes[0]), "shared")).With(201);
        (await other.PostAsync("/api/v1/organisation-units", Unit(codes[1]), ("Idempotency-Key", "shared"))).With(201);
        (await PostAsync("/api/v1/actuals/batch", new { items = Array.Empty<object>() }, "shared")).With(200);
    }

    [Fact]
    public async Task Post_ThatFailed_MayBeMendedUnderTheSameKey()
    {
        var ward = await Api.WardAsync();
        var indicator = Calls.NewCode("indicator");
        var body = new { orgUnit = ward, indicator, period = "2022", value = 3 };
        (await PostAsync("/api/v1/actuals", body, "mended")).Problem(422, "unknown_reference");
        (await PostAsync("/api/v1/actuals", "{", "mended")).Problem(400);
        (await Api.PostJsonAsync("/api/v1/indicators",
            new { code = indicator, name = "x", measure = "x", valueType = "number", overTime = "sum", frequency = "year" })).With(201);
        (await PostAsync("/api/v1/actuals", body, "mended")).With(201);
    }

    [Fact]
    public async Task Post_AfterAServerDiedInBetween_StoresOnce()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        var body = new { orgUnit = ward, indicator, period = "2022", value = 3 };
        (await PostAsync("/api/v1/actuals", body, "crash")).With(201);
        // As it is left by a server that dies after the commit and before the answer is kept, a lease ago.
        await ExecuteAsync("UPDATE idempotent_request SET status = NULL, body = NULL, reserved_at = reserved_at - interval '2 minutes'");
        (await PostAsync("/api/v1/actuals", new { orgUnit = ward, indicator, period = "2022", value = 4 }, "crash")).Problem(422, "idempotency_key_reused");
        (await PostAsync("/api/v1/actuals", body, "crash")).With(200)["value"].GetInt32().ShouldBe(3);
        (await RevisionsAsync(ward, indicator)).ShouldBe(1);
    }

    [Fact]
    public async Task Post_ADayLater_IsANewRequest()
    {
        var (one, other) = (Calls.NewCode("unit"), Calls.NewCode("unit"));
        (await PostAsync("/api/v1/organisation-units", Unit(one), "expired")).With(201);
        await ExecuteAsync("UPDATE idempotent_request SET expires_at = expires_at - interval '24 hours'");
        (await PostAsync("/api/v1/organisation-units", Unit(other), "expired")).With(201);
        await ExecuteAsync("UPDATE idempotent_request SET expires_at = expires_at - interval '24 hours'");
        (await Api.Services.GetRequiredService<IdempotentRequests>().ForgetAsync(TestContext.Current.CancellationToken)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Post_WhileTheFirstStillRuns_IsToldToComeBackAndThenGetsItsAnswer()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        var body = new { orgUnit = ward, indicator, period = "2022", value = 3 };
        await Api.ActualAsync(ward, indicator, "2021", 1);
        await using var source = NpgsqlDataSource.Create(Api.ConnectionString);
        Task<Answer> first;
        await using (var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            // Someone holds the unit, so that the first request waits.
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var hold = new NpgsqlCommand(
                "SELECT v.* FROM unit_version v JOIN organisation_unit u ON u.id = v.organisation_unit_id WHERE u.code = $1 FOR UPDATE OF v", connection,
                transaction);
            hold.Parameters.AddWithValue(ward);
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            Task<Answer>[] both = [PostAsync("/api/v1/actuals", body, "running"), PostAsync("/api/v1/actuals", body, "running")];
            var refused = await Task.WhenAny(both);
            (await refused).Problem(409, "still_running").Headers.RetryAfter.ShouldNotBeNull();
            first = both.Single(request => request != refused);
            first.IsCompleted.ShouldBeFalse();
        }
        (await first).With(201);
        (await PostAsync("/api/v1/actuals", body, "running")).With(201).Headers.Contains("Idempotency-Replayed").ShouldBeTrue();
    }

    [Fact]
    public async Task Post_WithAKeyThatIsNone_IsRefused()
    {
        foreach (var key in (string[])["has blank", new('x', 201)])
            (await PostAsync("/api/v1/organisation-units", Unit(Calls.NewCode("unit")), key)).Problem(400);
        (await PostAsync("/api/v1/keys", new { name = "x", role = "reader" }, "secret")).Problem(400, "idempotency_key_not_taken");
    }

    [Fact]
    public async Task AnyRequest_WithAKeyThatItsRouteDoesNotTake_IsRefusedAndNotIgnored()
    {
        var asked = 0;
        foreach (var route in Api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var address = Filled(route.RoutePattern);
            foreach (var method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                var answer = await Api.Client.CallAsync(new HttpMethod(method), address, null, ("Idempotency-Key", "walk"));
                var isRefused = answer.Status == 400 && (method == "HEAD" || answer.Text.Contains("idempotency_key_not_taken", StringComparison.Ordinal));
                isRefused.ShouldBe(route.Metadata.GetMetadata<TakesIdempotencyKey>() is null, $"{method} {route.RoutePattern.RawText}: {answer.Text}");
                asked++;
            }
        }
        asked.ShouldBeGreaterThan(70);
    }

    // A place that is filled with what any of them may be, an id too: the key is looked at before what it names.
    private static string Filled(RoutePattern route) =>
        "/" + string.Join('/', route.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            _ => Guid.Empty.ToString(),
        }))));

    private static object Unit(string code) => new { code, name = "Phường", level = "ward" };

    private Task<Answer> PostAsync(string path, object body, string key) => Api.Client.PostAsync(path, body, ("Idempotency-Key", key));

    private async Task<int> RevisionsAsync(string ward, string indicator) => (await Api.WalkAsync($"/api/v1/actuals/{ward}/{indicator}/2022/revisions")).Count;

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Api.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
