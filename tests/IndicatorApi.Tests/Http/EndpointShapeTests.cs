using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IndicatorApi.Tests.Http;

/// <summary>What is forgotten at an endpoint stops the start, not the first request.</summary>
public sealed class EndpointShapeTests
{
    [Theory]
    [InlineData(typeof(Complete), null)]
    [InlineData(typeof(Open), null)]
    [InlineData(typeof(WithoutRight), "must ask for one right")]
    [InlineData(typeof(WithTwoRights), "must ask for one right")]
    [InlineData(typeof(OpenWithRight), "must ask for one right")]
    [InlineData(typeof(WithoutSource), "LooseRequest.Code must say by one attribute")]
    [InlineData(typeof(WithTwoBodies), "TwoBodiesRequest.Second must say by one attribute")]
    [InlineData(typeof(OfAnotherPlace), "the route and its request name different places")]
    [InlineData(typeof(WithoutItsPlace), "the route and its request name different places")]
    public async Task Start_AnEndpointWithoutWhatItNeeds_IsRefused(Type endpoint, string? because)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddAuthorization();
        EndpointShape.Add(builder.Services, typeof(EndpointShapeTests).Assembly, type => type == endpoint);
        await using var app = builder.Build();
        if (because is null)
        {
            EndpointShape.Map(app);
            var mapped = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)
                .Single(one => one.Metadata.GetMetadata<EndpointDefinition>() is not null);
            // The library would ask for more than the one right, or for a caller where anyone may come.
            mapped.Metadata.OfType<IAuthorizeData>().Select(asked => asked.Policy).ShouldBe(endpoint == typeof(Open) ? [] : [Right.Read]);
            mapped.Metadata.OfType<IAcceptsMetadata>().ShouldBeEmpty();
        }
        else
        {
            Should.Throw<InvalidOperationException>(() => EndpointShape.Map(app)).Message.ShouldContain(because);
        }
    }

    [Fact]
    public void Shape_NamesMembersAsTheWireDoes_OwnOnesFirst()
    {
        var shape = RequestShape.Of(typeof(ManyPlacesRequest));
        shape.Route.Keys.ShouldBe(["orgUnit"]);
        shape.Query.Keys.ShouldBe(["asOf", "limit", "cursor"]);
        shape.Body!.Name.ShouldBe("Body");
        RequestShape.Of(typeof(EmptyRequest)).Query.ShouldBeEmpty();
    }

    internal abstract class Trial<T> : Endpoint<T, Ok<string>> where T : notnull
    {
        public override Task<Ok<string>> ExecuteAsync(T req, CancellationToken ct) => Task.FromResult(TypedResults.Ok("ok"));
    }

    public sealed record CodeRequest
    {
        [RouteParam] public required string Code { get; init; }
    }

    public sealed record LooseRequest
    {
        public required string Code { get; init; }
    }

    public sealed record TwoBodiesRequest
    {
        [FromBody] public required string First { get; init; }

        [FromBody] public required string Second { get; init; }
    }

    public sealed record ManyPlacesRequest : PagedRequest
    {
        [RouteParam] public required string OrgUnit { get; init; }

        [QueryParam] public DateOnly? AsOf { get; init; }

        [FromBody] public required string Body { get; init; }
    }

    internal sealed class Complete : Trial<CodeRequest>
    {
        public override void Configure()
        {
            Get("/trial/{code}");
            Policies(Right.Read);
        }
    }

    internal sealed class Open : Trial<CodeRequest>
    {
        public override void Configure()
        {
            Get("/trial/{code}");
            AllowAnonymous();
        }
    }

    internal sealed class WithoutRight : Trial<CodeRequest>
    {
        public override void Configure() => Get("/trial/{code}");
    }

    internal sealed class WithTwoRights : Trial<CodeRequest>
    {
        public override void Configure()
        {
            Get("/trial/{code}");
            Policies(Right.Read, Right.Plan);
        }
    }

    internal sealed class OpenWithRight : Trial<CodeRequest>
    {
        public override void Configure()
        {
            Get("/trial/{code}");
            Policies(Right.Read);
            AllowAnonymous();
        }
    }

    internal sealed class WithoutSource : Trial<LooseRequest>
    {
        public override void Configure()
        {
            Get("/trial/{code}");
            Policies(Right.Read);
        }
    }

    internal sealed class WithTwoBodies : Trial<TwoBodiesRequest>
    {
        public override void Configure()
        {
            Post("/trial");
            Policies(Right.Plan);
        }
    }

    internal sealed class OfAnotherPlace : Trial<CodeRequest>
    {
        public override void Configure()
        {
            Get("/trial/{id}");
            Policies(Right.Read);
        }
    }

    internal sealed class WithoutItsPlace : Trial<CodeRequest>
    {
        public override void Configure()
        {
            Get("/trial");
            Policies(Right.Read);
        }
    }
}
