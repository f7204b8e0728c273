using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Targets;

public sealed class ListTargetVersions(IndicatorDbContext context, ReferenceDataCache cache)
    : Endpoint<TargetRequest, Results<Ok<Page<TargetVersionResponse>>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/targets/{id}/versions");
        Group<TargetsGroup>();
        Policies(Right.Read);
    }

    /// <summary>Every version of a target, the newest first.</summary>
    public override async Task<Results<Ok<Page<TargetVersionResponse>>, Problem>> ExecuteAsync(TargetRequest request, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(request.Id, out var key)) return Problem.Unknown(Noun.Target, request.Id);
        var versions = await context.TargetVersions.AsNoTracking()
            .Where(version => version.TargetId == key)
            .OrderByDescending(version => version.RowVersion)
            .Take(Pages.Most)
            .ToListAsync(cancellationToken);
        if (versions.Count == 0) return Problem.Unknown(Noun.Target, request.Id);
        var reference = await cache.GetAsync(cancellationToken);
        return TypedResults.Ok(new Page<TargetVersionResponse>([.. versions.Select(version => TargetVersionResponse.From(version, reference))], null, null));
    }
}

/// <summary>A target as it stood.</summary>
public sealed record TargetVersionResponse
{
    /// <summary>The version's number.</summary>
    public required long Version { get; init; }

    /// <summary>True when this is its removal.</summary>
    public required bool Deleted { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Who recorded it.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>Why, if it was said.</summary>
    public required string? Reason { get; init; }

    /// <summary>The document that changed it, if it was named.</summary>
    public required string? LegalBasis { get; init; }

    /// <summary>What was asked.</summary>
    public required TargetBody Target { get; init; }

    /// <summary>The answer for a stored version.</summary>
    public static TargetVersionResponse From(TargetVersion version, ReferenceData reference) => new()
    {
        Version = version.RowVersion,
        Deleted = version.Deleted,
        RecordedAt = version.RecordedAt,
        RecordedBy = version.RecordedBy,
        Reason = version.Reason,
        LegalBasis = version.LegalBasis,
        Target = TargetBody.From(version, reference),
    };
}
