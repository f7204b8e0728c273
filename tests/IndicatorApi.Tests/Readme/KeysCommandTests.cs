using System.Runtime.Versioning;
using System.Text.Json;
using IndicatorApi.Data.Embedded;
using IndicatorApi.Tests.Embedded;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Readme;

/// <summary>The <c>keys</c> command, as a process of its own.</summary>
[UnsupportedOSPlatform("windows")]
[Trait(Kinds.Name, Kinds.Slow)]
public sealed class KeysCommandTests : IDisposable
{
    private readonly EmbeddedPostgresTestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Keys_CreateListRevoke_ShowTheKeyOnceAndEndIt()
    {
        (await RunAsync("migrate")).ExitCode.ShouldBe(0);
        // Beside whoever runs the private PostgreSQL, as on most days; the first command has shown that one can run it by itself.
        await using var held = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataDirectory = _directory.Data }, cancellationToken: TestContext.Current.CancellationToken);
        var made = Json(await RunAsync("keys", "create", "--name", "Văn phòng", "--role", "administrator", "--json"));
        var (id, key) = (made.GetProperty("id").GetString()!, made.GetProperty("key").GetString()!);
        key.ShouldStartWith("ik_");
        var other = Json(await RunAsync("keys", "create", "--name", "Báo cáo", "--role", "reader", "--expires", "2099-01-31T17:00:00Z", "--json"));

        var listed = await RunAsync("keys", "list", "--json");
        Json(listed).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()).ShouldBe(["Văn phòng", "Báo cáo"]);
        listed.Output.ShouldNotContain(key);
        (await RunAsync("keys", "list")).Output.ShouldContain("2099-01-31 17:00:00Z");

        var last = await RunAsync("keys", "revoke", id);
        last.ExitCode.ShouldBe(1, last.Errors);
        last.Errors.Split('\n').ShouldContain(IndicatorApi.Http.ErrorCodes.LastAdministrator.English);
        (await RunAsync("keys", "revoke", other.GetProperty("id").GetString()!)).ExitCode.ShouldBe(0);
        (await RunAsync("keys", "list")).Output.Split('\n')[1].ShouldContain("revoked");

        foreach (var (arguments, code, why) in new (string[], int, string)[]
        {
            (["keys", "create", "--name", "x", "--role", "king"], 1, "king"),
            (["keys", "create", "--name", "x", "--role", "reader", "--org-unit", "nowhere"], 1, "nowhere"),
            (["keys", "create", "--name", "x", "--role", "reader", "--expires", "tomorrow"], 1, "tomorrow"),
            (["keys", "revoke", $"{Guid.Empty}"], 1, $"{Guid.Empty}"),
        })
        {
            var refused = await RunAsync(arguments);
            refused.ExitCode.ShouldBe(code, refused.Output);
            refused.Errors.ShouldContain(why);
        }
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        RunningProgram.RunAsync(arguments, _directory.Data, [], TestContext.Current.CancellationToken);

    private static JsonElement Json((int ExitCode, string Output, string Errors) run)
    {
        run.ExitCode.ShouldBe(0, run.Errors);
        return JsonDocument.Parse(run.Output).RootElement;
    }
}
