using FastEndpoints;

namespace IndicatorApi.Features.Submissions;

/// <summary>Figures that wait until a second person approves them.</summary>
public sealed class SubmissionsGroup : Group
{
    public SubmissionsGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Submissions")));
}
