using System.Text.Json;
using System.Text.RegularExpressions;
using IndicatorApi.Documentation;
using IndicatorApi.Tests.Running;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IndicatorApi.Tests.House;

/// <summary>The OpenAPI document says everything about every route.</summary>
public sealed partial class OpenApiTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Document_HasEveryRouteOfTheProgram()
    {
        await using var server = await ApiServer.StartAsync(postgres);
        var documented = Operations(await server.GetAsync("/openapi/v1.json")).Select(operation => operation.Name).Order(StringComparer.Ordinal);
        var mapped = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is not null)
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method =>
            $"{method} {endpoint.RoutePattern.RawText}"));
        documented.ShouldBe(mapped.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_EveryOperation_IsNamedExplainedAndSaysItsErrors()
    {
        await using var server = await ApiServer.StartAsync(postgres);
        var document = await server.GetAsync("/openapi/v1.json");
        List<string> missing = [];
        HashSet<string> ids = [];
        foreach (var (name, operation) in Operations(document))
        {
            if (!Has(operation, "operationId") || !ids.Add(operation.GetProperty("operationId").GetString()!)) missing.Add($"{name}: its own operationId");
            if (!Has(operation, "summary")) missing.Add($"{name}: summary");
            if (!Has(operation, "tags")) missing.Add($"{name}: tag");
            var responses = operation.GetProperty("responses").EnumerateObject().ToList();
            if (!responses.Any(response => response.Name[0] == '2')) missing.Add($"{name}: a good answer");
            var errors = responses.Where(response => response.Name[0] is '4' or '5').ToList();
            // /healthz has one answer: that the process lives.
            if ((errors.Count == 0 && name != "GET /healthz") || !errors.All(IsProblem)) missing.Add($"{name}: problems");
            if (!operation.TryGetProperty("parameters", out var parameters)) continue;
            foreach (var parameter in parameters.EnumerateArray().Where(parameter => !Has(parameter, "description")))
                missing.Add($"{name}: description of {parameter.GetProperty("name")}");
        }
        missing.ShouldBeEmpty();
    }

    [Fact]
    public async Task Document_NoReadAndNoRemoval_TakesABody_AndParametersStandInTheirPlaces()
    {
        await using var server = await ApiServer.StartAsync(postgres);
        List<string> wrong = [];
        foreach (var (name, operation) in Operations(await server.GetAsync("/openapi/v1.json")))
        {
            if (operation.TryGetProperty("requestBody", out _) && name.Split(' ')[0] is "GET" or "DELETE") wrong.Add($"{name}: a body");
            var places = operation.TryGetProperty("parameters", out var parameters)
                ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "path")
                    .Select(parameter => $"{{{parameter.GetProperty("name")}}}").ToList() : [];
            if (!places.SequenceEqual(Place().Matches(name).Select(place => place.Value), StringComparer.Ordinal)) wrong.Add(
                $"{name}: its places are {string.Join(", ", places)}");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Document_Tags_AreTheNounsInTheirOrder()
    {
        await using var server = await ApiServer.StartAsync(postgres);
        var document = await server.GetAsync("/openapi/v1.json");
        var tags = document.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString()!).ToList();
        tags.ShouldBe(DocumentTags.Names);
        Operations(document).SelectMany(operation => operation.Operation.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)).Distinct()
            .ShouldBeSubsetOf(tags);
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();

    private static bool IsProblem(JsonProperty response) =>
        response.Value.TryGetProperty("content", out var content) && content.TryGetProperty("application/problem+json", out _);

    private static bool Has(JsonElement element, string member) => element.TryGetProperty(member, out var value)
        && (value.ValueKind != JsonValueKind.String || value.GetString()!.Length > 0) && (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > 0);

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);
}
