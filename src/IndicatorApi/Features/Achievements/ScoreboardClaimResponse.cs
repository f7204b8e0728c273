using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Achievements;

/// <summary>The count of a whole scoreboard that a report published: "15/18 chỉ tiêu đạt và vượt".</summary>
/// <param name="Resolution">Code of the resolution whose targets it counts; null for all of the unit.</param>
/// <param name="Met">How many are met or better, as printed.</param>
/// <param name="Of">Of how many, as printed.</param>
/// <param name="OurMet">How many of the same targets we find met or better.</param>
/// <param name="OurOf">Of how many that apply.</param>
/// <param name="Disagrees">Whether the two differ; counts are whole, so there is no tolerance.</param>
public sealed record ScoreboardClaimResponse(string? Resolution, int Met, int Of, int OurMet, int OurOf, bool Disagrees)
{
    /// <summary>The printed count beside ours.</summary>
    public static ScoreboardClaimResponse From(ScoreboardClaim claim, Scoreboard ours, ReferenceData reference) => new(
        claim.Resolution is { } id ? reference.Resolution(id).Code : null, claim.Met, claim.Of, ours.MetOrExceeded, ours.Applicable,
        ClaimComparison.ScoreboardDisagrees(claim.Met, claim.Of, ours.MetOrExceeded, ours.Applicable));
}
