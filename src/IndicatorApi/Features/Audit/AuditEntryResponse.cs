using System.Text.Json;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Audit;

/// <summary>One write, as the audit log keeps it.</summary>
public sealed record AuditEntryResponse
{
    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>The unit it is about; null where it is about none, or the unit is gone.</summary>
    public required string? OrgUnit { get; init; }

    /// <summary>The chain it stands in: a unit's id, or zeros for units, indicators, resolutions and keys.</summary>
    public required Guid Chain { get; init; }

    /// <summary>Its place in the chain: 1, 2, 3 and so on without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Who wrote: the name of the key, of the person in a token, or of the part of the program.</summary>
    public required string Caller { get; init; }

    /// <summary>What identifies the caller for good: <c>key:</c> with the key's id, or a token's issuer and subject; null for the program itself.</summary>
    public required string? CallerId { get; init; }

    /// <summary>The trace id of the request; null where there was none.</summary>
    public required string? RequestId { get; init; }

    /// <summary>What was done: opened, created, updated, removed or revoked.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to: actual, target, claim, benchmark, organisationUnit, indicator, resolution, key.</summary>
    public required string Kind { get; init; }

    /// <summary>Which one: its code, id or address; for several figures of one write the unit's code.</summary>
    public required string Subject { get; init; }

    /// <summary>Why, if that was said, and the same for all.</summary>
    public required string? Reason { get; init; }

    /// <summary>How many things the write changed.</summary>
    public required int ChangeCount { get; init; }

    /// <summary>The first hundred of them.</summary>
    public required IReadOnlyList<AuditChange> Changes { get; init; }

    /// <summary>The hash of the entry before it in the chain, in hex.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>The hash over all of this, in hex.</summary>
    public required string Hash { get; init; }
}

/// <summary>One thing that a write changed.</summary>
/// <param name="Subject">Which one.</param>
/// <param name="Before">As it stood before; null when it did not.</param>
/// <param name="After">As it stood after; null when it was removed.</param>
public sealed record AuditChange(string Subject, JsonElement? Before, JsonElement? After)
{
    /// <summary>The change between two states that are stored as JSON text.</summary>
    public static AuditChange Of(string subject, string? before, string? after) => new(subject, Parse(before), Parse(after));

    /// <summary>The change from one revision of a figure to the next; a withdrawn one does not stand.</summary>
    public static AuditChange Of(string subject, ActualRevision? before, ActualRevision after) => Of(subject, Text(before), Text(after));

    private static string? Text(ActualRevision? revision) => revision is null or { Deleted: true } ? null : AuditJson.Of(revision);

    private static JsonElement? Parse(string? json) => json is null ? null : JsonElement.Parse(json);
}
