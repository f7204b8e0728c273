using System.CommandLine;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IndicatorApi.Commands;

/// <summary><c>openapi</c>: prints the OpenAPI document.</summary>
public static class PrintOpenApi
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("openapi", "Print the OpenAPI document. Needs no database.");
        command.SetAction(async (_, cancellationToken) =>
        {
            var builder = Server.CreateBuilder();
            var settings = new Settings { Access = new() };
            await using var app = Server.Build(builder, settings, "Host=none");
            // Routes reach the document only once the routing middleware has them, and the server that would add it is never started.
            app.UseRouting();
            app.UseEndpoints(_ => { });
            var provider = app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1");
            var document = await provider.GetOpenApiDocumentAsync(cancellationToken);
            Console.WriteLine(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken));
            return 0;
        });
        return command;
    }
}
