using IndicatorApi.Http;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IndicatorApi.Tests.House;

/// <summary>A line that a new file also needs is not forgotten.</summary>
public sealed class RegistrationTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Endpoints_EveryClassIsMapped_AndEveryRouteHasARightOrIsOpen()
    {
        await using var server = await ApiServer.StartAsync(postgres);
        var mapped = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is not null).ToList();

        mapped.Select(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName).Order(StringComparer.Ordinal)
            .ShouldBe(Classes().Order(StringComparer.Ordinal));
        mapped.Where(endpoint => endpoint.Metadata.GetMetadata<RequiredRight>() is null).Select(endpoint => endpoint.RoutePattern.RawText)
            .Where(route => route!.StartsWith("/api/", StringComparison.Ordinal)).ShouldBeEmpty("an endpoint of the API asks for no right");
        mapped.Where(endpoint => endpoint.RoutePattern.RawText!.EndsWith('/')).ShouldBeEmpty("a route ends in a slash");
    }

    [Fact]
    public void Endpoints_EachStandsInItsOwnFile()
    {
        var root = Path.Combine(Repository.Root, "src/IndicatorApi");
        var files = Directory.GetFiles(Path.Combine(root, "Features"), "*.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension).ToHashSet();
        Classes().Where(name => !files.Contains(name)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Classes() => typeof(Server).Assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(FastEndpoints.IEndpoint)))
        .Select(type => type.Name);

    [Fact]
    public void RuleKinds_EachIsNamedInTheGuide()
    {
        var guide = Repository.Read("docs/api.md");
        typeof(Calculation.TargetRule).GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonDerivedTypeAttribute), false)
            .Cast<System.Text.Json.Serialization.JsonDerivedTypeAttribute>().Select(kind => $"`{kind.TypeDiscriminator}`")
            .Where(kind => !guide.Contains(kind, StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
