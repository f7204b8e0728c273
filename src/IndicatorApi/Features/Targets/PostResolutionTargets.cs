using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

public sealed class PostResolutionTargets : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/resolutions/{code}/targets", HandleAsync);

    /// <summary>Sets one target of this resolution, or many: all or none; the same body again changes nothing.</summary>
    /// <param name="code">The resolution's code.</param>
    internal static async Task<Results<Created<TargetResponse>, Ok<TargetResponse>, Ok<BatchResponse>, Problem>> HandleAsync(
        string code, OneOrMany<TargetBody> body, IndicatorDbContext context, StoreTargets store, ReferenceDataCache cache, HttpContext http, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        if (reference.Resolution(code) is null) return Problem.Unknown(Noun.Resolution, code);
        var errors = new Errors();
        for (var i = 0; i < body.Items.Count; i++)
        {
            if (body.Items[i].Resolution is { } other && other != code) errors.Add(body.Where(i, "resolution"), ErrorCodes.CodeDiffers);
        }
        if (errors.AreFatal(out var problem)) return problem;
        TargetBody[] items = [.. body.Items.Select(item => item with { Resolution = code })];
        return await PostTargets.RunAsync(body, items, context, store, cache, http, cancellationToken);
    }
}
