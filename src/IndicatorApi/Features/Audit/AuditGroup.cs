using FastEndpoints;

namespace IndicatorApi.Features.Audit;

/// <summary>Who changed what, and when.</summary>
public sealed class AuditGroup : Group
{
    public AuditGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Audit")));
}
