using FastEndpoints;

namespace IndicatorApi.Features.OrganisationUnits;

/// <summary>Wards, communes, and what they roll up to.</summary>
public sealed class OrganisationUnitsGroup : Group
{
    public OrganisationUnitsGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Organisation units")));
}
