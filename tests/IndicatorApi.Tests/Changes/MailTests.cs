using System.Text.Json;
using System.Text.RegularExpressions;
using IndicatorApi.Features.Webhooks;
using IndicatorApi.Tests.Running;
using MailKit.Security;
using MimeKit;
using Npgsql;

namespace IndicatorApi.Tests.Changes;

/// <summary>People are written to who have agreed, once, and not after they have ended it.</summary>
[Trait(Kinds.Name, Kinds.Slow)]
public sealed partial class MailTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Reader = "can.bo@example.org";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private MailServer _mail = null!;
    private ApiServer _api = null!;

    public async ValueTask InitializeAsync()
    {
        _mail = await MailServer.StartAsync();
        _api = await StartAsync(Settings());
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null) await _api.DisposeAsync();
        if (_mail is not null) await _mail.DisposeAsync();
    }

    [Fact]
    public async Task Reader_WhoAgrees_IsToldOnceOfAllThatChanged_ByThreeServers_UntilTheyEndIt()
    {
        await using var second = await StartAsync(Settings(), _api.ConnectionString);
        await using var third = await StartAsync(Settings(), _api.ConnectionString);
        List<World> worlds = [await _api.WorldAsync(), await _api.WorldAsync(), await _api.WorldAsync()];
        var webhook = await SubscribeAsync(new { name = "Nghị quyết của xã", url = $"mailto:{Reader}", @event = "verdictChanged", period = "2022" });
        webhook["state"].GetString().ShouldBe("unconfirmed");
        webhook["digest"].GetString().ShouldBe("daily");
        webhook.Text.ShouldNotContain("\"secret\":\"");
        var question = (await MailsAsync(1))[0];
        question.To.Mailboxes.ShouldHaveSingleItem().Address.ShouldBe(Reader);
        var link = LinkIn(question, "confirm");
        // Programs that guard a mailbox look behind every link.
        var page = (await _api.Anonymous.CallAsync(HttpMethod.Get, link)).With(200);
        page.ContentType.ShouldBe("text/html");
        page.Text.ShouldContain(Reader);
        (await StateAsync(webhook)).ShouldBe("unconfirmed");
        (await _api.Anonymous.CallAsync(HttpMethod.Post, link[..^1] + (link[^1] == '0' ? '1' : '0'))).With(404);
        (await _api.Anonymous.CallAsync(HttpMethod.Post, link.Replace("/confirm", "/end", StringComparison.Ordinal))).With(404);
        (await _api.Anonymous.CallAsync(HttpMethod.Post, link)).With(200);
        (await StateAsync(webhook)).ShouldBe("active");
        await LearntAsync();

        foreach (var world in worlds) await _api.ActualAsync(world.Ward, world.Indicator, "2022", 1);
        await NextDayAsync();
        var told = (await MailsAsync(2))[1];
        told.Subject.ShouldBe("Chỉ tiêu: 3 mục cần xem");
        foreach (var world in worlds) told.TextBody!.ShouldContain($"https://chi-tieu.example.org/#/ward/{world.Ward}?period=2022");
        told.TextBody!.ShouldContain("Phường Thử: Chỉ tiêu thử, 2022: chưa đạt (4 %)");
        told.Headers["Auto-Submitted"].ShouldBe("auto-generated");
        // Nothing has come since, and what comes today is for tomorrow.
        await NextDayAsync();
        await Eventually.SeenAsync(Soon, DueAsync, due => due == 0);
        await _api.ActualAsync(worlds[0].Ward, worlds[0].Indicator, "2021", 100);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        _mail.Mails.Count.ShouldBe(2);

        told.Headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
        var end = told.Headers["List-Unsubscribe"]!.Trim('<', '>').Replace("https://chi-tieu.example.org", "", StringComparison.Ordinal);
        using var body = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        (await _api.Anonymous.CallAsync(HttpMethod.Post, end, body)).With(200);
        (await StateAsync(webhook)).ShouldBe("unconfirmed");
        await NextDayAsync();
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        _mail.Mails.Count.ShouldBe(2, "who has ended it is written to no more");
    }

    [Fact]
    public async Task ServerOfMail_ThatWasDownForAnHour_GetsTheSameSet_Once()
    {
        List<World> worlds = [await _api.WorldAsync(), await _api.WorldAsync()];
        var webhook = await AgreedAsync(new { name = "x", url = $"mailto:{Reader}", @event = "verdictChanged", period = "2022", language = "en" });
        await LearntAsync();
        var port = _mail.Port;
        await _mail.DisposeAsync();
        await _api.ActualAsync(worlds[0].Ward, worlds[0].Indicator, "2022", 1);
        await NextDayAsync();
        var failed = (await Eventually.SeenAsync(Soon, () => DeliveriesAsync(webhook), list => list[0].GetProperty("state").GetString() == "pending"
            && list[0].GetProperty("attempts").GetInt32() > 0))[0];
        failed.GetProperty("lastError").GetString().ShouldBe("The mail server does not answer.");
        await _api.ActualAsync(worlds[1].Ward, worlds[1].Indicator, "2022", 1);
        _mail = await MailServer.StartAsync(port);
        await AnHourLaterAsync();
        var first = (await MailsAsync(1))[0];
        first.TextBody!.ShouldContain(worlds[0].Ward);
        first.TextBody!.ShouldContain("not met (4 %)");
        await NextDayAsync();
        var second = (await MailsAsync(2))[1];
        second.TextBody!.ShouldContain(worlds[1].Ward);
        second.TextBody!.ShouldNotContain(worlds[0].Ward);
        second.MessageId.ShouldNotBe(first.MessageId);
        await Eventually.SeenAsync(Soon, () => DeliveriesAsync(webhook), list => list.TrueForAll(one => one.GetProperty("state").GetString() == "delivered"));
    }

    [Fact]
    public async Task OneMail_HoldsAllThatAnAddressIsToldOf()
    {
        var world = await _api.WorldAsync();
        var unit = Calls.NewCode("reviewed");
        (await _api.PostJsonAsync("/api/v1/organisation-units", new { code = unit, name = "Phường Duyệt", level = "ward", review = "fourEyes" })).With(201);
        await AgreedAsync(new { name = "Chốt", url = $"mailto:{Reader}", @event = "closingChanged", language = "en" });
        // Whoever has agreed is not asked again.
        foreach (var what in (string[])["submissionChanged", "figuresDue"])
        {
            var period = what == "figuresDue" ? "2020-2025" : null;
            (await SubscribeAsync(new { name = what, url = $"mailto:{Reader}", @event = what, period, language = "en" }))["state"].GetString()
                .ShouldBe("active");
        }
        await LearntAsync();
        (await _api.PostJsonAsync("/api/v1/closures", new { orgUnit = world.Ward, period = "2019", reason = "Đã kiểm tra" })).With(201);
        (await _api.Client.CallAsync(HttpMethod.Put, $"/api/v1/actuals/{unit}/{world.Indicator}/2022", Calls.Body(new { value = 1 }))).With(202);
        await NextDayAsync();
        var told = (await MailsAsync(2))[1];
        told.Subject.ShouldBe("Indicators: 3 to look at");
        told.TextBody!.ShouldContain("Phường Thử: 2019 was closed (Đã kiểm tra)");
        told.TextBody!.ShouldContain("Phường Duyệt: 1 figures wait for approval");
        told.TextBody!.ShouldContain("Phường Thử: Chỉ tiêu thử, 2020-2025: no figure yet");
        told.TextBody!.ShouldContain("https://chi-tieu.example.org/#/review");
        // What is still missing is said again; what was told is not.
        await NextDayAsync();
        (await MailsAsync(3))[2].Subject.ShouldBe("Indicators: 1 to look at");
    }

    [Fact]
    public async Task WrongPassword_IsAClearState_AndNowhereShown()
    {
        await using var api = await StartAsync(Settings() with { Password = "sai-mat-khau" });
        var webhook = await SubscribeAsync(new { name = "x", url = $"mailto:{Reader}", @event = "closingChanged" }, api);
        var failed = await TriedAsync(webhook, api);
        failed[0].GetProperty("lastError").GetString().ShouldBe("The mail server refused the user or the password: see Mail__User and Mail__Password.");
        failed[0].GetRawText().ShouldNotContain("sai-mat-khau");
        $"{Settings()}".ShouldNotContain(MailServer.Password);
    }

    [Fact]
    public async Task CertificateThatNobodyKnows_IsNotTrusted()
    {
        await using var api = await StartAsync(Settings() with { Security = SecureSocketOptions.StartTls });
        var webhook = await SubscribeAsync(new { name = "x", url = $"mailto:{Reader}", @event = "closingChanged" }, api);
        var failed = await TriedAsync(webhook, api);
        failed[0].GetProperty("lastError").GetString()!.ShouldStartWith("The mail server's certificate is not valid");
        _mail.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task AddressThatIsNobodys_IsGivenUpAtOnce_AndMayBeAskedAgain()
    {
        var webhook = await SubscribeAsync(new { name = "x", url = "mailto:nobody@example.org", @event = "closingChanged" });
        var dead = await Eventually.SeenAsync(Soon, () => DeliveriesAsync(webhook), list => list[0].GetProperty("state").GetString() == "dead");
        dead[0].GetProperty("lastError").GetString().ShouldBe("The mail server answered 550.");
        var told = await Eventually.SeenAsync(Soon, () => _api.ReadAsync(Address(webhook)), one => one["stoppedBecause"].ValueKind != JsonValueKind.Null);
        told["stoppedBecause"].GetString().ShouldBe("The mail server answered 550.");
        told["state"].GetString().ShouldBe("unconfirmed", "a replay must not take the place of the reader's word");
        (await _api.PostJsonAsync($"{Address(webhook)}/replay", new { })).With(200)["state"].GetString().ShouldBe("unconfirmed");
        await Eventually.SeenAsync(Soon, () => DeliveriesAsync(webhook), list => list.Count == 2);
        // Nobody is asked again and again.
        for (var i = 0; i < 5; i++) (await _api.PostJsonAsync($"{Address(webhook)}/replay", new { })).With(200);
        (await DeliveriesAsync(webhook)).Count.ShouldBe(3);
        (await _api.PostJsonAsync($"{Address(webhook)}/secret", new { })).Problem(422, "inconsistent");
        (await _api.PutJsonAsync(Address(webhook), new { name = "x", url = "https://example.org/", period = "2022" }, "*")).Problem(422, "inconsistent", "url");
    }

    [Fact]
    public async Task Address_ThatIsMoreThanOnes_IsRefused()
    {
        string[] wrongs = ["a@example.org\r\nBcc: b@example.org", "a@example.org?bcc=b@example.org", "a@example.org,b@example.org", "A <a@example.org>",
            "\"a\"@example.org", "a@localhost", "", "@example.org", "a@example.org\n", "a%0d%0aBcc:b@example.org"];
        foreach (var wrong in wrongs) (await _api.PostJsonAsync("/api/v1/webhooks", new { name = "x", url = $"mailto:{wrong}", @event = "closingChanged" }))
            .Problem(422, "invalid_webhook_url", "url");
    }

    [Fact]
    public async Task WaysOfMail_ThatDoNotFit_AreRefused()
    {
        var mail = $"mailto:{Reader}";
        async Task RefusedAsync(object body, string where) => (await _api.PostJsonAsync("/api/v1/webhooks", body)).Problem(422, "inconsistent", where);
        await RefusedAsync(new { name = "x", url = mail, period = "2022" }, "event");
        await RefusedAsync(new { name = "x", url = mail, @event = "figuresDue", period = "2022", digest = "soon" }, "event");
        await RefusedAsync(new { name = "x", url = "https://example.org/", @event = "figuresDue", period = "2022" }, "event");
        await RefusedAsync(new { name = "x", url = "https://example.org/", period = "2022", digest = "daily" }, "digest");
        await RefusedAsync(new { name = "x", url = "https://example.org/", period = "2022", language = "vi" }, "language");
        for (var i = 0; i < 20; i++) await SubscribeAsync(new { name = "x", url = mail, @event = "closingChanged" });
        (await _api.PostJsonAsync("/api/v1/webhooks", new { name = "x", url = mail, @event = "closingChanged" })).Problem(422, "too_many_mails", "url");
        await using var without = await ApiServer.StartAsync(postgres);
        (await without.PostJsonAsync("/api/v1/webhooks", new { name = "x", url = mail, @event = "closingChanged" })).Problem(422, "mail_not_configured", "url");
    }

    private MailSettings Settings() => new()
    {
        Host = "127.0.0.1",
        Port = _mail.Port,
        Security = SecureSocketOptions.None,
        User = MailServer.User,
        Password = MailServer.Password,
        Sender = "chi-tieu@example.org",
        PublicUrl = "https://chi-tieu.example.org",
    };

    private Task<ApiServer> StartAsync(MailSettings mail, string? database = null) => ApiServer.StartAsync(
        postgres, connectionString: database, change: settings => settings with { Mail = mail }, isFirst: database is null);

    private async Task<Answer> SubscribeAsync(object body, ApiServer? api = null) => (await (api ?? _api).PostJsonAsync("/api/v1/webhooks", body)).With(201);

    // Somebody who has agreed, and whose question is forgotten.
    private async Task<Answer> AgreedAsync(object body)
    {
        var webhook = await SubscribeAsync(body);
        (await _api.Anonymous.CallAsync(HttpMethod.Post, LinkIn((await MailsAsync(1))[0], "confirm"))).With(200);
        return webhook;
    }

    private async Task<List<MimeMessage>> MailsAsync(int count) =>
        [.. await Eventually.SeenAsync(Soon, () => _mail.Mails.ToList(), mails => mails.Count == count)];

    private static string LinkIn(MimeMessage mail, string what) => Link().Matches(mail.TextBody!).Select(match => match.Groups["path"].Value)
        .Single(path => path.Contains($"/{what}?", StringComparison.Ordinal));

    private static string Address(Answer webhook) => $"/api/v1/webhooks/{webhook["id"].GetString()}";

    private async Task<string> StateAsync(Answer webhook) => (await _api.ReadAsync(Address(webhook)))["state"].GetString()!;

    private Task<List<JsonElement>> DeliveriesAsync(Answer webhook) => _api.WalkAsync($"{Address(webhook)}/deliveries");

    private static Task<List<JsonElement>> TriedAsync(Answer webhook, ApiServer api) => Eventually.SeenAsync(
        Soon, () => api.WalkAsync($"{Address(webhook)}/deliveries"), list => list[0].GetProperty("attempts").GetInt32() > 0);

    private Task<long> LearntAsync() => Eventually.SeenAsync(Soon, () => CountAsync("SELECT count(*) FROM webhook WHERE is_learning"), count => count == 0);

    private Task<long> DueAsync() => CountAsync("SELECT count(*) FROM webhook WHERE next_mail_at <= now()");

    private async Task<long> CountAsync(string question)
    {
        await using var source = NpgsqlDataSource.Create(_api.ConnectionString);
        await using var command = source.CreateCommand(question);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    // The time that was waited for has come.
    private Task NextDayAsync() => RunAsync("UPDATE webhook SET next_mail_at = now() - interval '1 minute'");

    private Task AnHourLaterAsync() => RunAsync("UPDATE webhook_delivery SET next_attempt_at = now() - interval '1 hour' WHERE state = 'pending'");

    private async Task RunAsync(string statement)
    {
        await using var source = NpgsqlDataSource.Create(_api.ConnectionString);
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"https://chi-tieu\.example\.org(?<path>/mail/\S+)")]
    private static partial Regex Link();
}
