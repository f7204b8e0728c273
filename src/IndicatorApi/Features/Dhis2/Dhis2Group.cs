using FastEndpoints;

namespace IndicatorApi.Features.Dhis2;

/// <summary>Figures as DHIS2 reads and writes its data values.</summary>
public sealed class Dhis2Group : Group
{
    public Dhis2Group() => Configure("", endpoint => endpoint.Description(route => route.WithTags("DHIS2")));
}
