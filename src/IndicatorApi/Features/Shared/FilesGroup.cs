using FastEndpoints;

namespace IndicatorApi.Features.Shared;

/// <summary>Sheets to fill in, and the official ones.</summary>
public sealed class FilesGroup : Group
{
    public FilesGroup() => Configure("", endpoint => endpoint.Description(route => route.WithTags("Files")));
}
