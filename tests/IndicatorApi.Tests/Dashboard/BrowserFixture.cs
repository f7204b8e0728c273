using IndicatorApi.Tests.Running;
using Microsoft.Playwright;

namespace IndicatorApi.Tests.Dashboard;

/// <summary>A server with the sample data, open to readers, and a real Chromium to look at it. Where none is installed the tests are skipped and say
/// so.</summary>
public sealed class BrowserFixture(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly string[] Places =
        [Environment.GetEnvironmentVariable("CHROMIUM") ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public ApiServer Api { get; private set; } = null!;

    public string Address => Api.Client.BaseAddress!.ToString();

    public async ValueTask InitializeAsync()
    {
        Api = await ApiServer.StartAsync(postgres, sample: true, publicRead: true);
        if (Places.FirstOrDefault(File.Exists) is not { } chromium) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        });
    }

    /// <summary>Another server that is open to readers, without data.</summary>
    public Task<ApiServer> OtherServerAsync(Func<Settings, Settings>? change = null) => ApiServer.StartAsync(postgres, publicRead: true, change: change);

    /// <summary>A new visitor with a page of this width, who has given this key.</summary>
    public async Task<Visit> VisitAsync(int width = 1440, int height = 1000, ColorScheme theme = ColorScheme.Light, string? key = null,
        ApiServer? server = null)
    {
        Assert.SkipWhen(_browser is null,
            "No Chromium: looked for /usr/bin/chromium, /usr/bin/chromium-browser, /usr/bin/google-chrome and the path in CHROMIUM.");
        var address = (server ?? Api).Client.BaseAddress!.ToString();
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address,
            ColorScheme = theme,
            Locale = "vi-VN",
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        if (key is not null) await context.AddInitScriptAsync($"sessionStorage.setItem('key', '{key}')");
        return new Visit(context, await context.NewPageAsync(), address);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        await Api.DisposeAsync();
    }
}

/// <summary>One visitor, with everything that went wrong and every request that left the server.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public Visit(IBrowserContext context, IPage page, string address)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") Complaints.Add(message.Text); };
        page.PageError += (_, error) => Complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address, StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                Outside.Add(request.Url);
        };
    }

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    public List<string> Outside { get; } = [];

    /// <summary>Opens a place of the dashboard and waits until it shows its figures.</summary>
    public async Task OpenAsync(string place)
    {
        await Page.GotoAsync($"/#{place}");
        await SettleAsync();
    }

    /// <summary>Waits until nothing is being loaded.</summary>
    public async Task SettleAsync()
    {
        await Page.WaitForSelectorAsync("main:not([aria-busy]) h1");
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    /// <summary>Nothing was asked of another machine, and the page had nothing to complain of.</summary>
    public void ShouldBeClean()
    {
        Outside.ShouldBeEmpty();
        Complaints.ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
