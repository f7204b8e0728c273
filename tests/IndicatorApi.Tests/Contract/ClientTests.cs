using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Contract;

/// <summary>Four generators make clients of the served document; the clients compile, and make their journeys against the real server.</summary>
/// <remarks>They are made once for all tests. The journeys are in tests/IndicatorApi.Clients and tests/tools/clients.</remarks>
public sealed class ClientTests(ClientTests.CSharpClients csharp, ClientTests.TypeScriptClients typescript, PostgresFixture postgres)
    : IClassFixture<ClientTests.CSharpClients>, IClassFixture<ClientTests.TypeScriptClients>
{
    private static readonly string Rules = Path.Combine(Judges.Tools, "clients", "rules.json");

    [Fact]
    public async Task Officer_ByKiotasClient_ArrivesAtACorrectedAndAnApprovedFigure() => await ArriveAsync(csharp.ProgramAsync, "officer");

    [Fact]
    public async Task Rules_ByKiotasClient_AreReadBackAsTheyWereSent() => await ArriveAsync(csharp.ProgramAsync, "kiota-rules");

    [Fact]
    public async Task Rules_ByNSwagsClient_AreReadBackAsTheyWereSent() => await ArriveAsync(csharp.ProgramAsync, "nswag-rules");

    [Fact]
    public async Task Puller_ByOpenApiFetch_HasEverything() => await ArriveAsync(typescript.ProgramAsync, "puller");

    [Fact]
    public async Task Rules_ByOpenApiFetch_AreReadBackAsTheyWereSent() => await ArriveAsync(typescript.ProgramAsync, "fetch-rules");

    [Fact]
    public async Task Rules_ByHeyApisClient_AreReadBackAsTheyWereSent() => await ArriveAsync(typescript.ProgramAsync, "hey-rules");

    private async Task ArriveAsync(Func<ApiServer, Task<(string Program, string[] Arguments)>> make, string journey)
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true);
        var (program, arguments) = await make(api);
        var said = await Judges.RunAsync(Judges.Folder, program,
            [.. arguments, journey, api.Client.BaseAddress!.ToString(), ApiServer.AdministratorKey, Rules]);
        said.TrimEnd().ShouldEndWith("arrived");
    }

    /// <summary>The clients in C#, made when the first test asks for them.</summary>
    public sealed class CSharpClients : IDisposable
    {
        private readonly SemaphoreSlim _one = new(1, 1);
        private string? _program;

        public async Task<(string Program, string[] Arguments)> ProgramAsync(ApiServer api)
        {
            await _one.WaitAsync();
            try
            {
                _program ??= await MakeAsync(api);
            }
            finally
            {
                _one.Release();
            }
            return ("dotnet", [_program]);
        }

        public void Dispose() => _one.Dispose();

        private static async Task<string> MakeAsync(ApiServer api)
        {
            var document = await Judges.WriteDocumentAsync(api);
            await Judges.RunAsync(Repository.Root, "dotnet", "tool", "restore");
            await Judges.RunAsync(Repository.Root, "dotnet", "kiota", "generate", "--language", "CSharp", "--openapi", document, "--class-name", "ApiClient",
                "--namespace-name", "KiotaClient",
                "--output", Path.Combine(Judges.Folder, "kiota"), "--clean-output", "--log-level", "Error");
            await Judges.RunAsync(Repository.Root, "dotnet", "nswag", "openapi2csclient", $"/input:{document}",
                $"/output:{Path.Combine(Judges.Folder, "nswag", "Client.cs")}", "/namespace:NSwagClient",
                "/className:Client", "/operationGenerationMode:SingleClientFromOperationId", "/wrapResponses:true");
            var project = Path.Combine(Repository.Root, "tests", "IndicatorApi.Clients");
            var program = Path.Combine(Judges.Folder, "program");
            await Judges.RunAsync(project, "dotnet", "build", "--nologo", "--verbosity", "quiet", "--output", program);
            return Path.Combine(program, "IndicatorApi.Clients.dll");
        }
    }

    /// <summary>The clients in TypeScript, made when the first test asks for them.</summary>
    public sealed class TypeScriptClients : IDisposable
    {
        private readonly SemaphoreSlim _one = new(1, 1);
        private string? _folder;

        public async Task<(string Program, string[] Arguments)> ProgramAsync(ApiServer api)
        {
            await _one.WaitAsync();
            try
            {
                _folder ??= await MakeAsync(api);
            }
            finally
            {
                _one.Release();
            }
            return ("node", [Path.Combine(_folder, "built", "main.js")]);
        }

        public void Dispose() => _one.Dispose();

        private static async Task<string> MakeAsync(ApiServer api)
        {
            var document = await Judges.WriteDocumentAsync(api);
            var folder = Path.Combine(Judges.Folder, "typescript");
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(folder);
            foreach (var file in Directory.GetFiles(Path.Combine(Judges.Tools, "clients"))) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), Path.Combine(Judges.Tools, "node_modules"));
            // A member with a default need not be sent.
            await Judges.NodeAsync("openapi-typescript", document, "--default-non-nullable", "false", "--output", Path.Combine(folder, "schema.d.ts"));
            await Judges.NodeInAsync(folder, "openapi-ts");
            await Judges.NodeAsync("tsc", "--project", folder);
            return folder;
        }
    }
}
