using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.Json;
using IndicatorApi.Tests.Embedded;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Readme;

/// <summary>How the program starts, ends, and refuses: as a process, with a private PostgreSQL of its own.</summary>
[UnsupportedOSPlatform("windows")]
[Trait(Kinds.Name, Kinds.Slow)]
public sealed class ProgramTests : IDisposable
{
    private readonly EmbeddedPostgresTestDirectory _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Serve_KilledAfterAWrite_KeepsItAndItsPercent()
    {
        await using (var first = await RunningProgram.StartAsync(_directory.Data, Cancelled))
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/actuals/tra-vinh-phuong-4/new-members/2023");
            request.Content = JsonContent.Create(new { value = 5 });
            request.Headers.Add("X-Api-Key", (await File.ReadAllTextAsync(Path.Combine(_directory.Data, "administrator.key"), Cancelled)).Trim());
            using var response = await first.Client.SendAsync(request, Cancelled);
            response.StatusCode.ShouldBe(HttpStatusCode.Created);
            (await PercentAsync(first)).ShouldBe(132);
            await first.KillAsync(Cancelled);
        }

        await using var second = await RunningProgram.StartAsync(_directory.Data, Cancelled);

        (await PercentAsync(second)).ShouldBe(132);
        second.Output.ShouldNotContain("Loading the sample data");
        (await second.TerminateAsync(TimeSpan.FromSeconds(10), Cancelled)).ShouldBe(0);
        File.Exists(Path.Combine(_directory.Data, "cluster", "postmaster.pid")).ShouldBeFalse("PostgreSQL was left running");
    }

    [Fact]
    public async Task Serve_OnADirectoryInUse_SaysSoInOneLine()
    {
        await using var first = await RunningProgram.StartAsync(_directory.Data, Cancelled);

        var (exitCode, output, errors) = await RunningProgram.RunAsync([], _directory.Data, new() { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" }, Cancelled);

        exitCode.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("already used by process");
        (await PercentAsync(first)).ShouldBe(112);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("*")]
    public async Task Serve_OnAnAddressInUse_SaysSoAndTheRemedy_BeforeItMakesAnything(string host)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (exitCode, output, errors) = await RunningProgram.RunAsync([], _directory.Data, new() { ["ASPNETCORE_URLS"] = $"http://{host}:{port}" }, Cancelled);

        exitCode.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain($"ASPNETCORE_URLS=http://127.0.0.1:{port + 1}");
        Directory.Exists(_directory.Data).ShouldBeFalse();
    }

    [Fact]
    public async Task Keys_MadeBesideAServerThatRuns_AreTakenByIt_AndItGoesOn()
    {
        await using var server = await RunningProgram.StartAsync(_directory.Data, Cancelled, arguments: ["serve", "--sample", "none"]);
        (await server.Client.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/organisation-units", UriKind.Relative), Cancelled)).GetProperty("items")
            .GetArrayLength().ShouldBe(0, "an own database begins with nothing");

        var made = await RunAsync("keys", "create", "--name", "Phường", "--role", "reporter", "--json");
        (await RunAsync("verify", "--json")).GetProperty("found").GetInt32().ShouldBe(0);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/keys/me");
        request.Headers.Add("X-Api-Key", made.GetProperty("key").GetString());
        using var response = await server.Client.SendAsync(request, Cancelled);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.TerminateAsync(TimeSpan.FromSeconds(10), Cancelled)).ShouldBe(0);
    }

    [Fact]
    public async Task Serve_WithWrongSettings_SaysEachInOneLine()
    {
        var (exitCode, output, errors) = await RunningProgram.RunAsync([], _directory.Data, new()
        {
            ["ConnectionStrings__Write"] = "nonsense with a secret",
            ["Access__AdministratorKey"] = "short",
            ["Access__PublicRead"] = "maybe",
            ["Limits__MaximumBodyBytes"] = "3",
        }, Cancelled);

        exitCode.ShouldBe(2);
        output.ShouldBeEmpty();
        errors.ShouldNotContain("secret");
        errors.Trim().Split('\n').Select(line => line.Split(' ')[0]).ShouldBe(
            ["ConnectionStrings__Write", "Access__AdministratorKey", "Access__PublicRead", "Limits__MaximumBodyBytes"]);
    }

    [Fact]
    public async Task Commands_WithJson_PrintOneObjectEach()
    {
        var migrated = await RunAsync("migrate", "--json");
        migrated.GetProperty("applied").GetArrayLength().ShouldBeGreaterThan(0);
        (await RunAsync("migrate", "--json")).GetProperty("applied").GetArrayLength().ShouldBe(0);

        (await RunAsync("sample", "--json")).GetProperty("created").GetInt32().ShouldBeGreaterThan(0);
        var again = await RunAsync("sample", "--json");
        again.GetProperty("created").GetInt32().ShouldBe(0);
        again.GetProperty("updated").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task OpenApi_WithoutADatabase_PrintsTheWholeDocument()
    {
        var document = await RunAsync("openapi");
        document.GetProperty("openapi").GetString()!.ShouldStartWith("3.1");
        document.GetProperty("paths").GetProperty("/api/v1/achievements").GetProperty("get").GetProperty("operationId").GetString()
            .ShouldBe("ListAchievements");
        Directory.Exists(_directory.Data).ShouldBeFalse("it needs no database");
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("migrate")]
    [InlineData("sample")]
    [InlineData("openapi")]
    [InlineData("verify")]
    public async Task Help_OfACommand_SaysHowToUseIt(string command)
    {
        var (exitCode, output, _) = await RunningProgram.RunAsync([command, "--help"], _directory.Data, [], Cancelled);
        exitCode.ShouldBe(0);
        output.ShouldContain($"IndicatorApi {command}");
        Directory.Exists(_directory.Data).ShouldBeFalse();
    }

    private static async Task<decimal> PercentAsync(RunningProgram program)
    {
        var answer = await program.Client.GetFromJsonAsync<JsonElement>(
            new Uri("/api/v1/achievements?orgUnit=tra-vinh-phuong-4&indicator=new-members&period=2020-2025", UriKind.Relative), Cancelled);
        return answer.GetProperty("items")[0].GetProperty("percent").GetDecimal();
    }

    private async Task<JsonElement> RunAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await RunningProgram.RunAsync(arguments, _directory.Data, [], Cancelled);
        exitCode.ShouldBe(0, errors);
        return JsonDocument.Parse(output).RootElement;
    }
}
