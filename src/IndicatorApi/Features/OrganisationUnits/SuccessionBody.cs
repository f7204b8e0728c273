using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Features.OrganisationUnits;

/// <summary>That units took the place of others from a day on, or that an earlier succession did not happen.</summary>
public sealed record SuccessionBody
{
    /// <summary>What happened; left out it follows from the parts. Held against them where it is given.</summary>
    public SuccessionKind? Kind { get; init; }

    /// <summary>First day of the successors; the predecessors end on the day before. Required with <c>parts</c>.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Who took whose place. Both are units that are there already; a successor is one that begins with this.</summary>
    public IReadOnlyList<SuccessionPartBody>? Parts { get; init; }

    /// <summary>Work out the shares of units that several take the place of by figures, where the parts say none.</summary>
    public SharesByBody? SharesBy { get; init; }

    /// <summary>Id of the succession that this one takes back, in place of <c>from</c> and <c>parts</c>.</summary>
    public Guid? Undoes { get; init; }

    /// <summary>Why: the decision that says so, and where it is published.</summary>
    public required string Reason { get; init; }
}

/// <summary>Figures that say how much of a unit went where.</summary>
public sealed record SharesByBody
{
    /// <summary>Code of an indicator that adds up over units, such as households.</summary>
    public required string Indicator { get; init; }

    /// <summary>
    /// The period of the figures: those of the old unit for sub-groups named by the codes of the new ones; else those of the new units themselves, where
    /// each is made of that one alone.
    /// </summary>
    public required Period Period { get; init; }
}

/// <summary>One predecessor and one successor of it.</summary>
public sealed record SuccessionPartBody
{
    /// <summary>Code of the unit that ends.</summary>
    public required string Predecessor { get; init; }

    /// <summary>Code of the unit that takes its place, or a part of it.</summary>
    public required string Successor { get; init; }

    /// <summary>
    /// How much of the predecessor goes there, 0.25 for a quarter; null where nobody knows. A predecessor with one successor goes there whole. Of several,
    /// all have a share or none has: then nothing passes over, and its results stay under its own name.
    /// </summary>
    public decimal? Share { get; init; }
}

/// <summary>That units took the place of others.</summary>
public sealed record SuccessionResponse
{
    /// <summary>Its identity; all zeros in a dry run.</summary>
    public required Guid Id { get; init; }

    /// <summary>What happened.</summary>
    public required SuccessionKind Kind { get; init; }

    /// <summary>First day of the successors.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Id of the succession that this one takes back.</summary>
    public required Guid? Undoes { get; init; }

    /// <summary>Id of the succession that took this one back; null while it holds.</summary>
    public required Guid? UndoneBy { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Who recorded it.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>Who took whose place, in order of their codes; of one that takes back another, what it takes back.</summary>
    public required IReadOnlyList<SuccessionPartResponse> Parts { get; init; }

    /// <summary>With <c>sharesBy</c> the units whose shares stay unknown, and why; null otherwise.</summary>
    public IReadOnlyList<UnknownShares>? SharesUnknown { get; init; }

    /// <summary>In a dry run what becomes of each target of these units in the year of the day; null otherwise.</summary>
    public IReadOnlyList<SuccessionEffect>? Effects { get; init; }

    /// <summary>The answer for a recorded succession.</summary>
    public static SuccessionResponse Of(Succession row, ReferenceData reference)
    {
        var all = reference.Lineage.Successions;
        var parts = row.Undoes is { } undone ? all.FirstOrDefault(other => other.Id == undone)?.Parts ?? [] : row.Parts;
        return new SuccessionResponse
        {
            Id = row.Id,
            Kind = row.Kind,
            From = row.FromDate,
            Reason = row.Reason,
            Undoes = row.Undoes,
            UndoneBy = all.FirstOrDefault(other => other.Undoes == row.Id)?.Id,
            RecordedAt = row.RecordedAt,
            RecordedBy = row.RecordedBy,
            Parts = [.. parts.Select(part => SuccessionPartResponse.From(part, reference))
                .OrderBy(part => part.Predecessor, StringComparer.Ordinal).ThenBy(part => part.Successor, StringComparer.Ordinal)],
        };
    }
}

/// <summary>One predecessor and one successor of it.</summary>
/// <param name="Predecessor">Code of the unit that ended.</param>
/// <param name="PredecessorName">Its name.</param>
/// <param name="Successor">Code of the unit that took its place.</param>
/// <param name="SuccessorName">Its name.</param>
/// <param name="Share">How much of the predecessor went there; null where it is the only one, and where nobody knows.</param>
public sealed record SuccessionPartResponse(string Predecessor, string PredecessorName, string Successor, string SuccessorName, decimal? Share)
{
    /// <summary>The answer for a recorded part.</summary>
    public static SuccessionPartResponse From(SuccessionPart part, ReferenceData reference)
    {
        var (predecessor, successor) = (reference.Unit(part.PredecessorId), reference.Unit(part.SuccessorId));
        return new(predecessor.Code, predecessor.Name, successor.Code, successor.Name, part.Share);
    }
}

/// <summary>A unit of which figures do not say how much went where.</summary>
/// <param name="Predecessor">Code of the unit.</param>
/// <param name="Reason">Why not.</param>
public sealed record UnknownShares(string Predecessor, Phrase Reason);

/// <summary>What becomes of a target of one of the units.</summary>
/// <param name="OrgUnit">Code of the unit.</param>
/// <param name="TargetId">Id of the target.</param>
/// <param name="Resolution">Code of the resolution that set it.</param>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Group">The sub-group it is for; null for the whole.</param>
/// <param name="TargetPeriod">The time it is for.</param>
/// <param name="Before">How it stands now; null where there is none.</param>
/// <param name="After">How it would stand; null where there would be none.</param>
public sealed record SuccessionEffect(
    string OrgUnit, Guid TargetId, string Resolution, string Indicator, string? Group, string TargetPeriod, SuccessionStanding? Before,
    SuccessionStanding? After);

/// <summary>How a target stands in the year of the succession.</summary>
/// <param name="Target">The number to reach.</param>
/// <param name="Actual">The actual.</param>
/// <param name="Verdict">The judgement.</param>
/// <param name="Reason">Why there is no percent or verdict.</param>
public sealed record SuccessionStanding(decimal? Target, decimal? Actual, Verdict Verdict, Reason? Reason);
