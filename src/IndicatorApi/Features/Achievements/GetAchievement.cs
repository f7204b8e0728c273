using FastEndpoints;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Achievements;

public sealed class GetAchievement(AchievementReadings readings, IndicatorDbContext context)
    : Endpoint<GetAchievementRequest, Results<Ok<AchievementResponse>, StatusCodeHttpResult, Problem>>
{
    private static readonly IReadOnlySet<ComparedWith> Both = new HashSet<ComparedWith> { ComparedWith.Previous, ComparedWith.SamePeriodLastYear };

    public override void Configure()
    {
        Get("/api/v1/achievements/{orgUnit}/{period}/{indicator}");
        Group<AchievementsGroup>();
        Policies(Right.Read);
    }

    /// <summary>One achievement with its explanation: the inputs with their revisions, the formula, and every number on the way.</summary>
    public override async Task<Results<Ok<AchievementResponse>, StatusCodeHttpResult, Problem>> ExecuteAsync(
        GetAchievementRequest request, CancellationToken cancellationToken)
    {
        var (orgUnit, period, indicator, target) = (request.OrgUnit, request.Period, request.Indicator, request.Target);
        var which = request.Narrow() with
        {
            OrgUnit = orgUnit,
            Indicator = indicator,
            Period = period,
            Resolution = request.Resolution,
            Group = request.Group,
        };
        var opened = await readings.OpenAsync(which, HttpContext, new Errors(), question => question with { Revisions = true }, cancellationToken);
        if (opened.Problem is { } problem) return problem;
        if (opened.Reading is not { } reading) return AchievementReadings.NotModified;

        var targets = await reading.TargetsAsync(cancellationToken);
        var asked = targets.FirstOrDefault(row => target is null || row.Id.ToString() == target);
        if (asked is null) return Problem.Unknown(Noun.Achievement, $"{orgUnit}/{period}/{indicator}");
        return TypedResults.Ok(await ExplainAsync(asked, targets, reading, cancellationToken));
    }

    // Revisions and versions are never changed once written: those that the facts name are of the same moment.
    private async Task<AchievementResponse> ExplainAsync(
        TargetFacts asked, List<TargetFacts> targets, AchievementReading reading, CancellationToken cancellationToken)
    {
        var reference = reading.Reference;
        var definition = reference.Definition(asked.Indicator);
        var achievement = asked.Judge(reference);
        var explanation = Explanation.Of(definition, asked.Definition, achievement);
        var inputs = await InputsAsync(asked, explanation, cancellationToken);
        var version = await context.TargetVersions.AsNoTracking()
            .Where(row => row.OrganisationUnitId == asked.Unit && row.TargetId == asked.Id && row.RowVersion <= asked.Target.Version)
            .OrderByDescending(row => row.RowVersion).FirstOrDefaultAsync(cancellationToken);
        return new AchievementResponse(asked, achievement, reading.Asked, reference)
        {
            DeploymentBands = reading.Bands,
            // What a unit has of those whose place it took stands in no document of its own.
            Wording = version?.Wording,
            Clause = version?.Clause,
            TargetVersion = asked.Target.Version,
            Amendment = version?.RowVersion > 1 ? new TargetAmendment(version.Reason, version.LegalBasis, version.RecordedBy, version.RecordedAt) : null,
            MetOn = achievement.MetOn,
            MetThenLost = achievement.MetThenLost,
            FailedPeriods = [.. achievement.FailedPeriods.Select(failed => failed with { Actual = AchievementRow.Wire(failed.Actual) })],
            Years = [.. achievement.Years.Select(year => year with { Actual = Wire(year.Actual), Percent = Wire(year.Percent) })],
            // Every figure is there already.
            Comparisons = ComparisonRows.Of(asked, asked.Asked, Both, reference),
            Explain = ExplainResponse.From(explanation, inputs, asked, reference),
            Benchmarks = [.. reading.Benchmarks
                .Where(row => row.PeriodEnd >= asked.Definition.Scope.Start && row.PeriodEnd <= asked.Asked.End)
                    .Select(row => SeriesBenchmark.From(row, reference))],
            AlsoAsked = OtherTarget.Beside(asked, targets, reference),
        };
    }

    private Task<List<ActualRevision>> InputsAsync(TargetFacts asked, Explanation explanation, CancellationToken cancellationToken)
    {
        var ids = explanation.Used.Concat(explanation.LeftOut).Select(input => input.Revision).ToArray();
        Guid[] units = [asked.Unit, .. asked.Inherited];
        return context.ActualRevisions.AsNoTracking()
            .Where(row => units.Contains(row.OrganisationUnitId) && row.IndicatorId == asked.Indicator && row.GroupCode == asked.Group && ids.Contains(row.Id))
            .ToListAsync(cancellationToken);
    }

    private static decimal? Wire(decimal? value) => value is { } number ? AchievementRow.Wire(number) : null;
}

/// <summary>Which achievement.</summary>
public sealed record GetAchievementRequest : NarrowedRequest
{
    /// <summary>The unit's code.</summary>
    [RouteParam] public required string OrgUnit { get; init; }

    /// <summary>The period asked for.</summary>
    [RouteParam] public required string Period { get; init; }

    /// <summary>The indicator's code.</summary>
    [RouteParam] public required string Indicator { get; init; }

    /// <summary>The resolution, where several set a target; the first otherwise.</summary>
    [QueryParam] public string? Resolution { get; init; }

    /// <summary>The sub-group, where targets are set for several.</summary>
    [QueryParam] public string? Group { get; init; }

    /// <summary>The target's id, to be exact.</summary>
    [QueryParam] public string? Target { get; init; }
}
