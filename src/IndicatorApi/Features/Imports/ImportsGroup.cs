using FastEndpoints;

namespace IndicatorApi.Features.Imports;

/// <summary>Files of figures, stored as a whole or not at all.</summary>
public sealed class ImportsGroup : Group
{
    public ImportsGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Imports")));
}
