using IndicatorApi.Access;
using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Dashboard;

/// <summary>An officer signs in with the account of the office, at an issuer that checks what the page sends.</summary>
[Trait(Kinds.Name, Kinds.Browser)]
public sealed class SignInTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string Kept = "sessionStorage.getItem('key')";

    [Fact]
    public async Task Officer_WithAnAccount_IsKnown_AndSignsOut()
    {
        await using var issuer = await TokenIssuerServer.StartAsync();
        await using var api = await StartAsync(issuer);
        issuer.SignsIn = issuer.Claims(("roles", "reporter"), ("org_unit", "*"));
        await using var visit = await browser.VisitAsync(server: api);
        await visit.OpenAsync("/key?lang=vi");
        await visit.Page.ClickAsync("#signIn");
        await visit.Page.WaitForSelectorAsync("text=user-7:");
        await visit.Page.WaitForSelectorAsync("text=Chờ duyệt");
        visit.Page.Url.ShouldEndWith("/#/key?lang=vi");
        (await visit.Page.EvaluateAsync<string>(Kept)).Split('.').Length.ShouldBe(3);
        (await visit.Page.InputValueAsync("#key")).ShouldBeEmpty();
        // Another page of the same tab asks with the same token.
        await visit.OpenAsync("/work?lang=vi");
        await visit.OpenAsync("/key?lang=vi");
        await visit.Page.ClickAsync("button:text('Đăng xuất')");
        // The issuer ends its session too, and leads back.
        await visit.Page.WaitForURLAsync(address => !address.Contains("/key", StringComparison.Ordinal));
        await visit.OpenAsync("/key?lang=vi");
        await visit.Page.WaitForSelectorAsync("#signIn");
        (await visit.Page.EvaluateAsync<string?>(Kept)).ShouldBeNull();
        visit.Outside.ShouldContain(address => address.StartsWith($"{issuer.Address}/end?", StringComparison.Ordinal));
        visit.Outside.ShouldAllBe(address => address.StartsWith(issuer.Address, StringComparison.Ordinal));
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Session_ThatEnds_IsSaidToHaveEnded()
    {
        await using var issuer = await TokenIssuerServer.StartAsync();
        await using var api = await StartAsync(issuer);
        issuer.SignsIn = issuer.Claims(("roles", "reporter"), ("org_unit", "*"), ("exp", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 15));
        await using var visit = await browser.VisitAsync(server: api);
        await visit.OpenAsync("/key?lang=vi");
        await visit.Page.ClickAsync("#signIn");
        await visit.Page.WaitForSelectorAsync("text=user-7:");
        await visit.Page.WaitForSelectorAsync("text=Phiên đăng nhập đã hết hạn");
        await visit.Page.WaitForSelectorAsync("#signIn");
        (await visit.Page.EvaluateAsync<string?>(Kept)).ShouldBeNull();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Answer_ThatNobodyAskedFor_SignsNobodyIn()
    {
        await using var issuer = await TokenIssuerServer.StartAsync();
        await using var api = await StartAsync(issuer);
        await using var visit = await browser.VisitAsync(server: api);
        await visit.Page.GotoAsync("/?code=x&state=y#/key?lang=vi");
        await visit.Page.WaitForSelectorAsync("text=Chưa đăng nhập được");
        visit.Page.Url.ShouldNotContain("code=");
        await visit.Page.ClickAsync("#signIn");
        await visit.Page.WaitForSelectorAsync("text=Chưa đăng nhập được: access_denied");
        (await visit.Page.EvaluateAsync<string?>(Kept)).ShouldBeNull();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Policy_NamesTheIssuer_OnlyWhereThePagesAreItsClient()
    {
        await using var issuer = await TokenIssuerServer.StartAsync();
        await using var api = await StartAsync(issuer);
        await using var other = await StartAsync(issuer, client: null);
        (await PolicyAsync(api)).ShouldEndWith($"; connect-src 'self' {issuer.Address}");
        (await PolicyAsync(other)).ShouldNotContain(issuer.Address);
        (await api.Anonymous.CallAsync(HttpMethod.Get, "/sign-in.json")).With(200)["issuer"].GetString().ShouldBe(issuer.Address);
        (await other.Anonymous.CallAsync(HttpMethod.Get, "/sign-in.json")).With(200).Text.ShouldBe("null");
        await using var visit = await browser.VisitAsync(server: other);
        await visit.OpenAsync("/key?lang=vi");
        (await visit.Page.Locator("#signIn").CountAsync()).ShouldBe(0);
    }

    private static async Task<string> PolicyAsync(ApiServer api) =>
        (await api.Anonymous.CallAsync(HttpMethod.Get, "/")).With(200).Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();

    private Task<ApiServer> StartAsync(TokenIssuerServer issuer, string? client = "indicator-pages") => browser.OtherServerAsync(settings => settings with
    {
        Access = settings.Access with
        {
            Jwt = new JwtSettings { Authority = issuer.Address, Audience = TokenIssuerServer.Audience, ClientId = client },
        },
    });
}
