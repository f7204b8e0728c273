using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.OrganisationUnits;

public sealed class ListOrganisationUnits(ReferenceDataCache cache)
    : Endpoint<ListOrganisationUnitsRequest, Results<Ok<Page<OrganisationUnitBody>>, PickedAnswer, FileAnswer, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/organisation-units");
        Group<OrganisationUnitsGroup>();
        Policies(Right.Read);
        Description(route => route.WithFiles());
    }

    /// <summary>Organisation units, in order of code.</summary>
    public override async Task<Results<Ok<Page<OrganisationUnitBody>>, PickedAnswer, FileAnswer, Problem>> ExecuteAsync(
        ListOrganisationUnitsRequest request, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var wanted = ListChoice<OrganisationUnitBody>.Of(request, HttpContext, errors);
        var level = ParameterText.Word<OrganisationUnitLevel>(errors, "level", request.Level);
        var units = reference.Units;
        if (request.Parent is not null)
        {
            if (reference.Unit(request.Parent) is not { } above) return Problem.Unknown(Noun.OrganisationUnit, request.Parent);
            units = units.Where(unit => reference.Tree.ParentOf(unit, request.AsOf) == above.Id);
        }
        if (request.Under is not null)
        {
            if (reference.Unit(request.Under) is not { } top) return Problem.Unknown(Noun.OrganisationUnit, request.Under);
            var parent = request.Parent is null ? null : reference.Unit(request.Parent);
            units = reference.Under(top, request.AsOf).Where(unit => parent is null || reference.Tree.ParentOf(unit, request.AsOf) == parent.Id);
        }
        if (errors.AreFatal(out var problem)) return problem;

        var search = request.Q is null ? null : Text.Search(request.Q);
        var found = units
            .Where(unit => level is null || unit.Level == level)
            .Where(unit => request.OfficialCode is null || unit.OfficialCode == request.OfficialCode)
            .Where(unit => search is null
                || unit.SearchName.Contains(search, StringComparison.Ordinal) || unit.Code.Contains(search, StringComparison.Ordinal))
            .Where(unit => request.AsOf is null || (!(unit.ValidFrom > request.AsOf) && !(unit.ValidTo < request.AsOf)));
        return CodedList.Of<OrganisationUnit, OrganisationUnitBody>(
            found, wanted, reference, HttpContext, "organisation-units", request.Under ?? request.Parent);
    }
}

/// <summary>Which units.</summary>
public sealed record ListOrganisationUnitsRequest : CodedListRequest
{
    /// <summary>Only the units directly under this one.</summary>
    [QueryParam] public string? Parent { get; init; }

    /// <summary>Only this unit and all under it.</summary>
    [QueryParam] public string? Under { get; init; }

    /// <summary>Only units of this level.</summary>
    [QueryParam] public string? Level { get; init; }

    /// <summary>Part of the name or code; accents and case do not matter.</summary>
    [QueryParam] public string? Q { get; init; }

    /// <summary>Only units that bore this code of the statistics office, one after another: with <c>asOf</c> the one that bore it on a day.</summary>
    [QueryParam] public string? OfficialCode { get; init; }

    /// <summary>Only units that existed on this day, under the units that were above them then.</summary>
    [QueryParam] public DateOnly? AsOf { get; init; }
}
