using System.Globalization;
using System.Reflection;
using FastEndpoints;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;

namespace IndicatorApi.Http;

/// <summary>What holds for every endpoint: its right, its filter, how it is bound, and what the documentation sees of it.</summary>
/// <remarks>What an endpoint forgets stops the start.</remarks>
public static class EndpointShape
{
    /// <summary>Adds what endpoints are made of, and finds those of one assembly.</summary>
    public static void Add(IServiceCollection services, Assembly assembly, Func<Type, bool>? which = null)
    {
        // Before the library's own, which it only adds where there is none.
        services.AddSingleton(typeof(IRequestBinder<>), typeof(StrictBinder<>));
        services.AddFastEndpoints(discovery =>
        {
            discovery.DisableAutoDiscovery = true;
            discovery.Assemblies = [assembly];
            if (which is not null) discovery.Filter = which;
        });
    }

    /// <summary>Adds all endpoints to the routes.</summary>
    /// <remarks>The library keeps its settings once for the process: nothing of one server may stand in them.</remarks>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("");
        // The library lists every route with its class here, for anyone; it cannot be told not to.
        ((IEndpointConventionBuilder)group).Finally(builder =>
        {
            if (builder is RouteEndpointBuilder { RoutePattern.RawText: { } route }
                && route.Contains("_test_url_cache_", StringComparison.Ordinal))
                builder.RequestDelegate = http => new Problem(ErrorCodes.NotFound).ExecuteAsync(http);
        });
        group.MapFastEndpoints(config =>
        {
            config.Endpoints.ShortNames = true;
            config.Endpoints.Configurator = endpoint => endpoint.Description(route => Apply(endpoint, route));
            // What is wrong with JSON is told by ExceptionProblems, as everywhere else.
            config.Binding.JsonExceptionTransformer = null;
            config.Binding.FailureMessage = (_, _, given) => given.ToString();
            // A day has one spelling; the usual parser would guess which of two numbers is the month.
            config.Binding.ValueParserFor<DateOnly>(given =>
                new(DateOnly.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day), day));
            // Its own way of both would go by the settings of whichever server was put together last.
            config.Serializer.RequestDeserializer = async (request, type, _, cancellationToken) =>
                await request.ReadFromJsonAsync(type, WireJson.Sent, cancellationToken);
            config.Serializer.ResponseSerializer = (response, body, mediaType, _, cancellationToken) =>
                response.WriteAsJsonAsync(body, body?.GetType() ?? typeof(object), WireJson.Options, mediaType, cancellationToken);
            config.Serializer.CharacterEncoding = null;
            config.Errors.ContentType = Problem.MediaType;
            config.Errors.ProducesMetadataType = null;
            config.Errors.ResponseBuilder = (failures, http, _) =>
                new Problem([.. failures.Select(one => new Error(one.PropertyName, ErrorCodes.InvalidQuery, $"'{one.ErrorMessage}'"))]).Body(http);
        });
    }

    private static void Apply(EndpointDefinition endpoint, RouteHandlerBuilder route)
    {
        var request = RequestShape.Of(endpoint.ReqDtoType);
        var right = endpoint.PreBuiltUserPolicies is [var only] ? only : null;
        if (right is null == endpoint.AnonymousVerbs is null || endpoint.PreBuiltUserPolicies is { Count: > 1 })
            throw new InvalidOperationException($"{endpoint.EndpointType.Name} must ask for one right, or say that it is open to anyone.");
        var places = endpoint.Routes!.SelectMany(one => RoutePatternFactory.Parse(one).Parameters).Select(place => place.Name)
            .ToHashSet(StringComparer.Ordinal);
        if (!places.SetEquals(request.Route.Keys))
            throw new InvalidOperationException($"{endpoint.EndpointType.Name}: the route and its request name different places.");
        var method = Method(endpoint.EndpointType);
        route.AddEndpointFilter(new RequestFilter(request).InvokeAsync);
        // Last of all: the library says more, and some of it otherwise.
        route.Finally(builder =>
        {
            // It would also ask for a caller who is known, where anyone may read.
            Remove<IAuthorizeData>(builder.Metadata);
            if (right is not null)
            {
                builder.Metadata.Add(new AuthorizeAttribute(right));
                builder.Metadata.Add(new RequiredRight(right));
            }
            // It takes the whole request for the body.
            Remove<IAcceptsMetadata>(builder.Metadata);
            if (request.Body is { } body) builder.Metadata.Add(new AcceptsMetadata(["application/json"], body.PropertyType, request.MayLackBody));
            // Comments and answers are those of the endpoint's own method, not of the one lambda that all routes are mapped to.
            Remove<MethodInfo>(builder.Metadata);
            builder.Metadata.Add(method);
        });
    }

    private static void Remove<T>(IList<object> metadata)
    {
        for (var i = metadata.Count - 1; i >= 0; i--)
        {
            if (metadata[i] is T) metadata.RemoveAt(i);
        }
    }

    // The library has both of these; an endpoint overrides the one that it answers by.
    private static MethodInfo Method(Type endpoint) => endpoint.GetMethods(BindingFlags.Public | BindingFlags.Instance)
        .Single(method => method.Name is "ExecuteAsync" or "HandleAsync" && method.DeclaringType!.Assembly != typeof(EndpointDefinition).Assembly);
}
