extern alias client;

using System.Net;
using System.Reflection;
using System.Text.Json;
using client::IndicatorApi.Client;
using IndicatorApi.Tests.Hostile;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace IndicatorApi.Tests.Contract;

/// <summary>The client that is published calls every operation of the document, and stores nothing twice.</summary>
[Trait(Kinds.Name, Kinds.Slow)]
public sealed class OwnClientTests(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>What is not JSON, with its address in the small world: read by one door.</summary>
    private static readonly Dictionary<string, Func<string, string>> Files = new(StringComparer.Ordinal)
    {
        ["GetActualsTemplate"] = mark => $"api/v1/templates/actuals.xlsx?orgUnit={mark}unit&period=2022",
        ["GetOfficialPage"] = mark => $"api/v1/achievements/{mark}unit/2022.html",
        ["GetOfficialSheet"] = mark => $"api/v1/achievements/{mark}unit/2022.xlsx",
        ["GetMetrics"] = _ => "metrics",
        ["GetEmbed"] = mark => $"embed/{mark}unit/2022",
        ["GetEmbedBadge"] = mark => $"embed/{mark}unit/2022.svg",
        ["GetEmbedTargetBadge"] = mark => $"embed/{mark}unit/2022/{mark}indicator.svg",
    };

    private ApiServer _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiServer.StartAsync(postgres);

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_CallsEveryOperation()
    {
        await using var services = Services();
        var calls = services.GetRequiredService<IndicatorApiClient>();
        var document = await ServedDocument.ReadAsync(_api);
        var requests = await WorkingRequests.StartAsync(_api, document);
        List<string> failed = [], called = [];
        // What removes comes last, targets before what they stand on.
        foreach (var operation in document.Operations.OrderBy(one => one.Method == "DELETE").ThenBy(
            one => !one.Path.Contains("targets", StringComparison.Ordinal)))
        {
            var id = operation.Element.GetProperty("operationId").GetString()!;
            await requests.RenewAsync(operation);
            var said = await RefusalAsync(() => CallAsync(calls, operation, id, requests));
            if (said is not null) failed.Add($"{id}: {said}");
            called.Add(id);
        }
        failed.ShouldBeEmpty();
        called.Count.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Write_WhoseAnswerIsLost_IsSentAgainUnderOneKey_AndStoredOnce()
    {
        var ward = await _api.WardAsync();
        var indicator = await _api.IndicatorAsync();
        using var flaky = new LosesAnswers(new HttpClientHandler(), lost: 2);
        await using var services = Services(flaky);
        var calls = services.GetRequiredService<IndicatorApiClient>();
        var stored = await calls.PostActualAsync(new ActualItem { OrgUnit = ward, Indicator = indicator, Period = "2022", Value = 5 },
            cancellationToken: TestContext.Current.CancellationToken);
        (stored.StatusCode, stored.Result.Version, stored.ETag).ShouldBe((201, 1, "\"1\""));
        flaky.Keys.Count.ShouldBe(3);
        flaky.Keys.Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
        var revisions = await calls.ListActualRevisionsAsync(ward, indicator, "2022", cancellationToken: TestContext.Current.CancellationToken);
        revisions.Result.Items.ShouldHaveSingleItem();
        // What keeps no promise is not sent twice.
        flaky.Keys.Clear();
        flaky.Lost = 1;
        (await Should.ThrowAsync<ProblemException>(() => calls.PostKeysAsync(new KeyBody { Name = "x", Role = AccessRole.Reader }))).StatusCode.ShouldBe(503);
        flaky.Keys.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Lists_ProblemsAndChanges_AreThoseOfTheServer()
    {
        var worlds = new[] { await _api.WorldAsync(), await _api.WorldAsync(), await _api.WorldAsync() };
        await using var services = Services();
        var calls = services.GetRequiredService<IndicatorApiClient>();
        List<string> units = [];
        await foreach (var unit in Pages.AllAsync(
            cursor => calls.ListOrganisationUnitsAsync(limit: 1, cursor: cursor, cancellationToken: Cancelled),
            page => (page.Items, page.NextCursor), Cancelled))
            units.Add(unit.Code);
        units.ShouldBe(worlds.Select(world => world.Ward), ignoreOrder: true);

        var problem = await Should.ThrowAsync<ProblemException>(
            () => calls.GetActualAsync("nobody", worlds[0].Indicator, "2022", cancellationToken: Cancelled));
        (problem.StatusCode, problem.Problem!.Code).ShouldBe((404, "unknown_resource"));

        Dictionary<Guid, decimal?> percents = [];
        string? kept = null;
        async Task<int> FollowAsync()
        {
            var told = 0;
            await foreach (var page in calls.OfAchievementsAsync("2022", kept, waits: false, cancellationToken: Cancelled))
            {
                foreach (var item in page.Items) percents[item.TargetId] = (decimal?)item.Achievement?.Percent;
                (told, kept) = (told + page.Items.Count, page.NextCursor);
            }
            return told;
        }
        (await FollowAsync()).ShouldBe(3);
        (await FollowAsync()).ShouldBe(0);
        await _api.ActualAsync(worlds[1].Ward, worlds[1].Indicator, "2022", 7);
        (await FollowAsync()).ShouldBe(1);
        percents[Guid.Parse(worlds[1].Target)].ShouldBe(28);
        // Who waits is told when something comes.
        await using var waiting = calls.OfActualsAsync(cancellationToken: Cancelled).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        (await waiting.MoveNextAsync()).ShouldBeTrue();
        var next = waiting.MoveNextAsync().AsTask();
        await _api.ActualAsync(worlds[2].Ward, worlds[2].Indicator, "2022", 9);
        (await next).ShouldBeTrue();
        waiting.Current.Items.ShouldAllBe(item => item.OrgUnit == worlds[2].Ward);
    }

    private async Task CallAsync(IndicatorApiClient calls, ServedOperation operation, string id, WorkingRequests requests)
    {
        if (Files.TryGetValue(id, out var address))
        {
            await using var file = await calls.OpenAsync(address(requests.Mark));
            (await file.ReadAsync(new byte[1])).ShouldBe(1);
            return;
        }
        if (id == "GetImportEvents")
        {
            await using var events = await calls.OpenAsync(requests.Address(operation), "text/event-stream");
            (await new StreamReader(events).ReadToEndAsync()).ShouldContain("data:");
            return;
        }
        if (id == "PostImports")
        {
            using var table = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(requests.Table));
            (await calls.PostImportAsync(table, "text/csv", "dryRun=true")).Id.ShouldNotBe(Guid.Empty);
            return;
        }
        if (id is "DeleteKey" or "DeleteOrganisationUnit" or "DeleteResolution")
        {
            // What others stand on cannot be removed.
            var code = Calls.NewCode("gone");
            if (id == "DeleteKey") await calls.DeleteKeyAsync((await calls.PostKeysAsync(new KeyBody { Name = code, Role = AccessRole.Reader })).Result.Id);
            else if (id == "DeleteResolution") await calls.DeleteResolutionAsync(await _api.ResolutionAsync(requests.Mark + "unit"), "*");
            else await calls.DeleteOrganisationUnitAsync(await _api.WardAsync(), "*");
            return;
        }
        var method = typeof(IndicatorApiClient).GetMethods().Single(method => method.Name == id + "Async" && method.ReturnType != typeof(void));
        await (Task)method.Invoke(calls, [.. method.GetParameters().Select(parameter => Argument(parameter, operation, requests))])!;
    }

    private static object? Argument(ParameterInfo parameter, ServedOperation operation, WorkingRequests requests)
    {
        if (parameter.ParameterType == typeof(CancellationToken)) return TestContext.Current.CancellationToken;
        if (parameter.Name == "body") return JsonSerializer.Deserialize(
            JsonSerializer.Serialize(requests.Body(operation)), parameter.ParameterType, SettingsOfClient());
        if (parameter.Name == "if_Match") return "*";
        if (parameter.HasDefaultValue) return parameter.DefaultValue;
        var value = requests.Value(operation, parameter.Name!) ?? Guid.Empty.ToString();
        return parameter.ParameterType == typeof(Guid) ? Guid.Parse(value) : value;
    }

    // A body is made by the types of the client, as a caller makes one.
    private static JsonSerializerOptions SettingsOfClient() =>
        (JsonSerializerOptions)typeof(IndicatorApiClient).GetProperty("Json", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;

    private static async Task<string?> RefusalAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (ProblemException problem)
        {
            return problem.Problem is { } said ? $"{said.Code}: {said.Detail}" : $"{problem.Message} {problem.InnerException?.Message}";
        }
    }

    private ServiceProvider Services(HttpMessageHandler? line = null)
    {
        var services = new ServiceCollection();
        services.AddIndicatorApi(_api.Client.BaseAddress!, ApiServer.AdministratorKey, options => options.Retry.Delay = TimeSpan.FromMilliseconds(10))
            .ConfigurePrimaryHttpMessageHandler(() => line ?? new HttpClientHandler());
        return services.BuildServiceProvider();
    }

    /// <summary>A line on which what was asked arrives, and the answer does not.</summary>
    private sealed class LosesAnswers(HttpMessageHandler inner, int lost) : DelegatingHandler(inner)
    {
        public int Lost { get; set; } = lost;

        public List<string?> Keys { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Post) Keys.Add(request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null);
            var answer = await base.SendAsync(request, cancellationToken);
            if (Lost-- <= 0) return answer;
            answer.Dispose();
            return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        }
    }
}
