using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Resolutions;

public sealed class ListResolutions(ReferenceDataCache cache)
    : Endpoint<ListResolutionsRequest, Results<Ok<Page<ResolutionBody>>, PickedAnswer, FileAnswer, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/resolutions");
        Group<ResolutionsGroup>();
        Policies(Right.Read);
        Description(route => route.WithFiles());
    }

    /// <summary>Resolutions, in order of code.</summary>
    public override async Task<Results<Ok<Page<ResolutionBody>>, PickedAnswer, FileAnswer, Problem>> ExecuteAsync(
        ListResolutionsRequest request, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var wanted = ListChoice<ResolutionBody>.Of(request, HttpContext, errors);
        var term = ParameterText.Period(errors, "term", request.Term)?.ToString();
        var issuers = ParameterText.Words<ResolutionIssuer>(errors, "issuer", request.Issuer);
        var kinds = ParameterText.Words<ResolutionKind>(errors, "kind", request.Kind);
        if (errors.AreFatal(out var problem)) return problem;
        if (request.OrgUnit is not null && reference.Unit(request.OrgUnit) is null) return Problem.Unknown(Noun.OrganisationUnit, request.OrgUnit);
        if (request.Under is not null && reference.Unit(request.Under) is null) return Problem.Unknown(Noun.OrganisationUnit, request.Under);

        var path = request.Under is null ? null : reference.Unit(request.Under)!.Path;
        var found = reference.Resolutions
            .Where(row => request.OrgUnit is null || reference.Unit(row.OrganisationUnitId).Code == request.OrgUnit)
            .Where(row => path is null || reference.Unit(row.OrganisationUnitId).Path.StartsWith(path, StringComparison.Ordinal))
            .Where(row => term is null || row.Term == term)
            .Where(row => issuers is null || issuers.Contains(row.Issuer))
            .Where(row => kinds is null || kinds.Contains(row.Kind));
        return CodedList.Of<Resolution, ResolutionBody>(found, wanted, reference, HttpContext, "resolutions", request.OrgUnit ?? request.Under, term);
    }
}

/// <summary>Which resolutions.</summary>
public sealed record ListResolutionsRequest : CodedListRequest
{
    /// <summary>Only those of this unit.</summary>
    [QueryParam] public string? OrgUnit { get; init; }

    /// <summary>Only those of this unit and all under it.</summary>
    [QueryParam] public string? Under { get; init; }

    /// <summary>Only those of this term.</summary>
    [QueryParam] public string? Term { get; init; }

    /// <summary>Only those of this issuer; several are comma-separated.</summary>
    [QueryParam] public string? Issuer { get; init; }

    /// <summary>Only documents of this kind; several are comma-separated.</summary>
    [QueryParam] public string? Kind { get; init; }
}
