using System.Net;
using System.Text.Json;
using IndicatorApi.Features.Webhooks;
using IndicatorApi.Tests.Hostile;
using IndicatorApi.Tests.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Npgsql;
using StandardWebhooks;

namespace IndicatorApi.Tests.Changes;

/// <summary>A receiver ends with what a full read has, whenever it was away, and other people's libraries take the messages for ours.</summary>
[Trait(Kinds.Name, Kinds.Slow)]
public sealed class WebhookTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Question = "period=2022";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private ApiServer _api = null!;
    private Receiver _receiver = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiServer.StartAsync(postgres, change: settings => settings with { WebhooksToPrivateAddresses = true });
        _receiver = await Receiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Receiver_ThatWasAwayForAnHour_EndsWithTheSameSet()
    {
        List<World> worlds = [await _api.WorldAsync(), await _api.WorldAsync(), await _api.WorldAsync()];
        var webhook = await MakeAsync();
        await SameAsync();
        _receiver.Status = 500;
        await _api.ActualAsync(worlds[0].Ward, worlds[0].Indicator, "2022", 1);
        await Eventually.SeenAsync(Soon, () => DeliveriesAsync(webhook), list => list[0].GetProperty("state").GetString() == "pending"
            && list[0].GetProperty("attempts").GetInt32() > 0);
        // Meanwhile the hour goes by, with much written and something removed.
        for (var value = 2; value < 6; value++)
        {
            var items = worlds.Select(world => new { orgUnit = world.Ward, indicator = world.Indicator, period = "2022", value });
            await _api.PostAsync("/api/v1/actuals/batch", new { items });
            await LaterAsync();
        }
        (await _api.RemoveAsync($"/api/v1/targets/{worlds[2].Target}", "*")).With(204);
        var tried = (await DeliveriesAsync(webhook))[0];
        tried.GetProperty("lastStatus").GetInt32().ShouldBe(500);
        tried.GetProperty("lastError").GetString().ShouldBe("It answered 500.");

        _receiver.Status = 204;
        await LaterAsync();
        await SameAsync();
        _receiver.Copy.Rows.Count.ShouldBe(2);
        // What was sent again was the same message, and nothing is left to send.
        _receiver.Messages.GroupBy(message => message.Headers["webhook-id"]).ShouldAllBe(sent => sent.Select(message => message.Body).Distinct().Count() == 1);
        (await DeliveriesAsync(webhook)).ShouldAllBe(delivery => delivery.GetProperty("state").GetString() == "delivered");
    }

    [Fact]
    public async Task Messages_AreTakenForOurs_ByTheLibrariesOfOthers_AlsoWhileTheSecretChanges()
    {
        var world = await _api.WorldAsync();
        var webhook = await MakeAsync();
        await SameAsync();
        var changed = (await _api.PostJsonAsync($"/api/v1/webhooks/{webhook["id"].GetString()}/secret", new { })).With(200);
        changed["formerSecretUntil"].GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
        await _api.ActualAsync(world.Ward, world.Indicator, "2022", 1);
        await SameAsync();
        var (first, last) = (_receiver.Messages.First(), _receiver.Messages.Last());
        string former = webhook["secret"].GetString()!, secret = changed["secret"].GetString()!;
        secret.ShouldNotBe(former);

        new StandardWebhook(former).Verify(first.Body, HeadersOf(first));
        // This one looks at the first signature alone, which is that of the new secret; npm's looks at each.
        new StandardWebhook(secret).Verify(last.Body, HeadersOf(last));
        Should.Throw<Exception>(() => new StandardWebhook(secret).Verify(first.Body, HeadersOf(first)));
        Should.Throw<Exception>(() => new StandardWebhook(secret).Verify(last.Body + " ", HeadersOf(last)));

        TestTools.File("standardwebhooks/package.json");
        var lines = Path.GetTempFileName();
        await File.WriteAllLinesAsync(lines, ((string Secret, Message Message, string More)[])
            [(former, first, ""), (former, last, ""), (secret, last, ""), (secret, first, ""), (secret, last, " ")] switch
        {
            var all => all.Select(one => JsonSerializer.Serialize(new
            {
                secret = one.Secret,
                headers = one.Message.Headers,
                body = one.Message.Body + one.More,
            })),
        }, TestContext.Current.CancellationToken);
        var judged = (await TestTools.RunAsync("webhook.mjs", lines)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        File.Delete(lines);
        judged.ShouldBe(["ok achievementsChanged 1", "ok achievementsChanged 1", "ok achievementsChanged 1",
            "refused No matching signature found", "refused No matching signature found"]);
    }

    [Fact]
    public async Task Receiver_ThatIsGone_IsStopped_AndAReplayBringsWhatItMissed()
    {
        var world = await _api.WorldAsync();
        var webhook = await MakeAsync();
        await SameAsync();
        _receiver.Status = 410;
        await _api.ActualAsync(world.Ward, world.Indicator, "2022", 5);
        var stopped = await Eventually.SeenAsync(Soon, () => _api.ReadAsync(Address(webhook)), answer => answer["state"].GetString() == "stopped");
        stopped["stoppedBecause"].GetString().ShouldBe("It answered 410.");
        (await DeliveriesAsync(webhook))[0].GetProperty("state").GetString().ShouldBe("dead");
        _receiver.Status = 204;
        (await _api.PostJsonAsync($"{Address(webhook)}/replay", new { from = "lastDelivered" })).With(200)["state"].GetString().ShouldBe("active");
        await SameAsync();

        var taken = _receiver.Messages.Count;
        var first = (await DeliveriesAsync(webhook))[^1].GetProperty("id").GetString();
        (await _api.PostJsonAsync($"{Address(webhook)}/replay", new { delivery = first })).With(200);
        await Eventually.SeenAsync(Soon, () => _receiver.Messages.Count, count => count > taken);
        (await _api.PostJsonAsync($"{Address(webhook)}/replay", new { delivery = Guid.Empty })).Problem(404);
        await SameAsync();
    }

    [Fact]
    public async Task Delivery_ThatFailsEveryTime_IsGivenUpWithItsReason()
    {
        await _api.WorldAsync();
        _receiver.Status = 302;
        _receiver.Location = _receiver.Url;
        var webhook = await MakeAsync();
        for (var attempt = 1; attempt <= WebhookSender.Waits.Count + 1; attempt++)
        {
            var sent = attempt;
            await Eventually.SeenAsync(Soon, () => DeliveriesAsync(webhook), list => list.Count > 0 && list[0].GetProperty("attempts").GetInt32() >= sent);
            await LaterAsync();
        }
        var dead = (await DeliveriesAsync(webhook)).ShouldHaveSingleItem();
        dead.GetProperty("state").GetString().ShouldBe("dead");
        dead.GetProperty("lastError").GetString().ShouldBe("It answered with a redirect, which is not followed.");
        (await _api.ReadAsync(Address(webhook)))["state"].GetString().ShouldBe("stopped");
        _receiver.Messages.Count.ShouldBe(WebhookSender.Waits.Count + 1, "one request for each attempt: a redirect leads nowhere");
    }

    [Fact]
    public async Task Receiver_OfVerdicts_IsToldOnlyWhenOneChanges()
    {
        var world = await _api.WorldAsync();
        await _api.ActualAsync(world.Ward, world.Indicator, "2022", 1);
        var webhook = await MakeAsync("verdictChanged");
        await using var source = NpgsqlDataSource.Create(_api.ConnectionString);
        await using var learnt = source.CreateCommand("SELECT count(*) FROM webhook WHERE NOT is_learning");
        await Eventually.SeenAsync(Soon, async () => (long)(await learnt.ExecuteScalarAsync())!, count => count == 1);
        await _api.ActualAsync(world.Ward, world.Indicator, "2021", 1);
        await _api.ActualAsync(world.Ward, world.Indicator, "2020", 100);
        var delivery = (await Eventually.SeenAsync(Soon, () => DeliveriesAsync(webhook), list => list.Count > 0)).ShouldHaveSingleItem();
        var item = JsonDocument.Parse(delivery.GetProperty("body").GetString()!).RootElement.GetProperty("data").GetProperty("items")[0];
        item.GetProperty("achievement").GetProperty("verdict").GetString().ShouldBe("exceeded");
    }

    [Fact]
    public async Task Receiver_OfClosings_ThatWasAway_IsToldEachOnce_AsItIsByThen()
    {
        var world = await _api.WorldAsync();
        var other = await _api.WorldAsync();
        async Task<string> CloseAsync(string unit, string period) =>
            (await _api.PostJsonAsync("/api/v1/closures", new { orgUnit = unit, period, reason = "Đã kiểm tra" })).With(201)["id"].GetString()!;
        var before = await CloseAsync(world.Ward, "2019");
        var body = new { name = "x", url = _receiver.Url, @event = "closingChanged", orgUnit = world.Ward };
        var webhook = (await _api.PostJsonAsync("/api/v1/webhooks", body)).With(201);
        webhook["period"].ValueKind.ShouldBe(JsonValueKind.Null);
        await ToldAsync([$"closed {before}"]);
        _receiver.Status = 500;
        var (kept, opened) = (await CloseAsync(world.Ward, "2020"), await CloseAsync(world.Ward, "2021"));
        await CloseAsync(other.Ward, "2020");
        await Eventually.SeenAsync(Soon, () => DeliveriesAsync(webhook), list => list[0].GetProperty("attempts").GetInt32() > 0);
        (await _api.PostJsonAsync($"/api/v1/closures/{opened}/reopening", new { reason = "Nhập sai" })).With(200);
        (await _api.PostJsonAsync($"/api/v1/closures/{before}/reopening", new { reason = "Nhập sai" })).With(200);
        _receiver.Status = 204;
        // The hour is over.
        await LaterAsync();
        // Whether the short closing was put into the message that failed depends on the moment; what is told last of each does not.
        var states = await Eventually.SeenAsync(Soon, Told, told => told.Count > 3
            && LastOfEach(told).SequenceEqual(new[] { $"closed {kept}", $"reopened {opened}", $"reopened {before}" }.Order(StringComparer.Ordinal)));
        states.ShouldBeUnique("what was told is not told again");
        (await _api.PostJsonAsync("/api/v1/webhooks", new { name = "x", url = _receiver.Url })).Problem(400, "required", "period");
        (await _api.PostJsonAsync("/api/v1/webhooks", new { name = "x", url = _receiver.Url, @event = "closingChanged", period = "2022" }))
            .Problem(422, "inconsistent", "period");
        (await _api.PostJsonAsync("/api/v1/webhooks",
            new { name = "x", url = _receiver.Url, @event = "closingChanged", indicator = world.Indicator })).Problem(422, "inconsistent", "indicator");
    }

    [Fact]
    public async Task Receiver_OfSubmissions_IsToldWhatWaits_AndWhatWasDecided()
    {
        var unit = Calls.NewCode("reviewed");
        (await _api.PostJsonAsync("/api/v1/organisation-units", new { code = unit, name = "Phường", level = "ward", review = "fourEyes" })).With(201);
        var (indicator, unwanted) = (await _api.IndicatorAsync(), await _api.IndicatorAsync());
        async Task<string> SubmitAsync(string what, int year) => (await _api.Client.CallAsync(HttpMethod.Put, $"/api/v1/actuals/{unit}/{what}/{year}",
            Calls.Body(new { value = 1 }))).With(202)["id"].GetString()!;
        await SubmitAsync(indicator, 2019);
        (await _api.PostJsonAsync("/api/v1/webhooks", new
        {
            name = "x",
            url = _receiver.Url,
            @event = "submissionChanged",
            under = unit,
            indicator,
            everything = false,
        })).With(201);
        await using var source = NpgsqlDataSource.Create(_api.ConnectionString);
        await using var learnt = source.CreateCommand("SELECT count(*) FROM webhook WHERE NOT is_learning");
        await Eventually.SeenAsync(Soon, async () => (long)(await learnt.ExecuteScalarAsync())!, count => count == 1);
        var (approved, withdrawn) = (await SubmitAsync(indicator, 2020), await SubmitAsync(indicator, 2021));
        await SubmitAsync(unwanted, 2020);
        await ToldAsync([$"waiting {approved}", $"waiting {withdrawn}"]);
        var key = (await _api.PostJsonAsync("/api/v1/keys", new { name = "second", role = "reporter", orgUnit = unit })).With(201)["key"].GetString();
        using var second = _api.ClientWith(key);
        (await second.CallAsync(HttpMethod.Post, $"/api/v1/submissions/{approved}/approval", Calls.Body(new { reason = "Đúng" }))).With(200);
        (await _api.PostJsonAsync($"/api/v1/submissions/{withdrawn}/withdrawal", new { reason = "Nhầm" })).With(200);
        await ToldAsync([$"waiting {approved}", $"waiting {withdrawn}", $"approved {approved}", $"withdrawn {withdrawn}"]);
    }

    [Fact]
    public async Task Address_OfAPrivateNetwork_IsNotCalled_WhateverItsName()
    {
        var world = await _api.WorldAsync();
        await using var strict = await ApiServer.StartAsync(postgres);
        await strict.WorldAsync();
        object Body(string url) => new { name = "x", url, period = "2022" };
        string[] wrongs = ["http://example.org/", "ftp://example.org/", "example.org", "https://user:word@example.org/", "https://example.org/#x", ""];
        foreach (var wrong in wrongs)
            (await strict.PostJsonAsync("/api/v1/webhooks", Body(wrong))).Problem(422, "invalid_webhook_url", "url");
        string[] insides = ["https://localhost:1/", "https://127.0.0.1:1/", "https://[::1]:1/", "https://169.254.169.254/", "https://[::ffff:10.0.0.1]/"];
        foreach (var inside in insides)
        {
            var made = (await strict.PostJsonAsync("/api/v1/webhooks", Body(inside))).With(201);
            var delivery = (await Eventually.SeenAsync(Soon, async () => await strict.WalkAsync($"{Address(made)}/deliveries"),
                list => list.Count > 0 && list[0].GetProperty("attempts").GetInt32() > 0))[0];
            delivery.GetProperty("lastError").GetString().ShouldBe("Its name leads to a private address, which is not called.", inside);
        }
        (await _api.PostJsonAsync("/api/v1/webhooks",
            new { name = "x", url = _receiver.Url, period = "2022", orgUnit = "nobody", indicator = world.Indicator })).Problem(422, null, "orgUnit");
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:192.168.1.1", false)]
    [InlineData("2002:0a00:0001::", false)]
    [InlineData("64:ff9b::a00:1", false)]
    public void IsPublic_OfAddresses_IsTrueForThoseOfTheWholeWorld(string address, bool isPublic) =>
        WebhookClient.IsPublic(IPAddress.Parse(address)).ShouldBe(isPublic);

    private static HeaderDictionary HeadersOf(Message message) =>
        new(message.Headers.ToDictionary(header => header.Key, header => new StringValues(header.Value)));

    // Waits until these were told, in whatever order, and says all that was.
    private async Task<List<string>> ToldAsync(string[] states) =>
        await Eventually.SeenAsync(Soon, Told, told => told.Order(StringComparer.Ordinal).SequenceEqual(states.Order(StringComparer.Ordinal)));

    private List<string> Told() => [.. _receiver.Messages.Where(message => message.Taken)
        .SelectMany(message => message.Data.GetProperty("items").EnumerateArray())
        .Select(item => $"{item.GetProperty("state").GetString()} {item.GetProperty("id").GetString()}")];

    private static IEnumerable<string> LastOfEach(List<string> told) =>
        told.GroupBy(state => state.Split(' ')[1]).Select(one => one.Last()).Order(StringComparer.Ordinal);

    private static string Address(Answer webhook) => $"/api/v1/webhooks/{webhook["id"].GetString()}";

    private async Task<Answer> MakeAsync(string what = "achievementsChanged") =>
        (await _api.PostJsonAsync("/api/v1/webhooks", new { name = "Trang của tỉnh", url = _receiver.Url, @event = what, period = "2022" })).With(201);

    private Task<List<JsonElement>> DeliveriesAsync(Answer webhook) => _api.WalkAsync($"{Address(webhook)}/deliveries");

    private async Task SameAsync()
    {
        var full = await Copy.FullAsync(_api, Question);
        await Eventually.SeenAsync(Soon, () => { lock (_receiver) return _receiver.Copy.Rows; }, rows => rows.SequenceEqual(full));
    }

    // The time that was waited for has come.
    private async Task LaterAsync()
    {
        await using var source = NpgsqlDataSource.Create(_api.ConnectionString);
        await using var command = source.CreateCommand("UPDATE webhook_delivery SET next_attempt_at = now() - interval '1 hour' WHERE state = 'pending'");
        await command.ExecuteNonQueryAsync();
    }
}
