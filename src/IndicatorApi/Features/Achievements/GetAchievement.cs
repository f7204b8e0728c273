using System.Text.Json.Serialization;
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
        var which = new AchievementRequest
        {
            OrgUnit = orgUnit,
            Indicator = indicator,
            Period = period,
            Resolution = request.Resolution,
            Group = request.Group,
            AsOf = request.AsOf,
            Against = request.Against,
        };
        var opened = await readings.OpenAsync(which, HttpContext, new Errors(), question => question with { EveryObservation = true }, cancellationToken);
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
            .OrderByDescending(row => row.RowVersion).FirstAsync(cancellationToken);
        return new AchievementResponse(asked, achievement, reading.Asked, reference)
        {
            Wording = version.Wording,
            Clause = version.Clause,
            TargetVersion = version.RowVersion,
            Amendment = version.RowVersion > 1 ? new TargetAmendment(version.Reason, version.LegalBasis, version.RecordedBy, version.RecordedAt) : null,
            MetOn = achievement.MetOn,
            MetThenLost = achievement.MetThenLost,
            FailedPeriods = [.. achievement.FailedPeriods.Select(failed => failed with { Actual = AchievementRow.Wire(failed.Actual) })],
            Years = [.. achievement.Years.Select(year => year with { Actual = Wire(year.Actual), Percent = Wire(year.Percent) })],
            // Every figure is there already.
            Comparisons = ComparisonRows.Of(asked, asked.Asked, Both, reference),
            Explain = ExplainResponse.From(explanation, inputs, reference),
            Benchmarks = [.. reading.Benchmarks
                .Where(row => row.PeriodEnd >= asked.Definition.Scope.Start && row.PeriodEnd <= asked.Asked.End).Select(row => SeriesBenchmark.From(row, reference))],
            AlsoAsked = [.. targets.Where(row => row.Id != asked.Id).Select(row =>
                new OtherTarget(row.Id, reference.Resolution(row.Resolution).Code, row.Group.Length > 0 ? row.Group : null, row.Period))],
        };
    }

    private Task<List<ActualRevision>> InputsAsync(TargetFacts asked, Explanation explanation, CancellationToken cancellationToken)
    {
        var ids = explanation.Used.Concat(explanation.LeftOut).Select(input => input.Revision).ToArray();
        return context.ActualRevisions.AsNoTracking()
            .Where(row => row.OrganisationUnitId == asked.Unit && row.IndicatorId == asked.Indicator && row.GroupCode == asked.Group && ids.Contains(row.Id))
            .ToListAsync(cancellationToken);
    }

    private static decimal? Wire(decimal? value) => value is { } number ? AchievementRow.Wire(number) : null;
}

/// <summary>Which achievement.</summary>
public sealed record GetAchievementRequest
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

    /// <summary>The answer as the facts stood at this instant.</summary>
    [QueryParam] public string? AsOf { get; init; }

    /// <summary>Set against targets as they stand (revised) or as first set (original).</summary>
    [QueryParam] public string? Against { get; init; }
}

/// <summary>One achievement with everything that a reader needs to find it again by hand.</summary>
public sealed class AchievementResponse : AchievementRow
{
    /// <summary>The answer for a target's achievement.</summary>
    public AchievementResponse(TargetFacts facts, Achievement achievement, Period asked, ReferenceData reference) : base(facts, achievement, asked, reference) { }

    /// <summary>The resolution's own sentence.</summary>
    [JsonPropertyOrder(1)]
    public required string? Wording { get; init; }

    /// <summary>Where in the resolution it stands.</summary>
    [JsonPropertyOrder(1)]
    public required string? Clause { get; init; }

    /// <summary>Which version of the target this is set against; 1 is the original.</summary>
    [JsonPropertyOrder(1)]
    public required long TargetVersion { get; init; }

    /// <summary>Why the target was changed; null for the original. <c>against=original</c> sets against that.</summary>
    [JsonPropertyOrder(1)]
    public required TargetAmendment? Amendment { get; init; }

    /// <summary>The end of the first figure on which the target was met; null if never.</summary>
    [JsonPropertyOrder(1)]
    public required DateOnly? MetOn { get; init; }

    /// <summary>True when it was met earlier and is not now.</summary>
    [JsonPropertyOrder(1)]
    public required bool MetThenLost { get; init; }

    /// <summary>Of a value to maintain the periods that failed, in order.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<FailedPeriod> FailedPeriods { get; init; }

    /// <summary>For a target of each year asked over several: every year with its own actual, percent and verdict.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<YearAchievement> Years { get; init; }

    /// <summary>How it was found.</summary>
    [JsonPropertyOrder(1)]
    public required ExplainResponse Explain { get; init; }

    /// <summary>Values of wider units to compare with; never targets.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<SeriesBenchmark> Benchmarks { get; init; }

    /// <summary>Other targets of the same indicator at that time; name one by <c>resolution</c>, <c>group</c> or <c>target</c>.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<OtherTarget> AlsoAsked { get; init; }
}

/// <summary>How a target came to be changed.</summary>
/// <param name="Reason">Why, if it was said.</param>
/// <param name="LegalBasis">The document that changed it, if it was named.</param>
/// <param name="RecordedBy">Who recorded it.</param>
/// <param name="RecordedAt">When.</param>
public sealed record TargetAmendment(string? Reason, string? LegalBasis, string RecordedBy, DateTimeOffset RecordedAt);

/// <summary>Another target of the same indicator.</summary>
/// <param name="TargetId">Its id.</param>
/// <param name="Resolution">Code of its resolution.</param>
/// <param name="Group">Its sub-group; null for the whole.</param>
/// <param name="TargetPeriod">The time it is for.</param>
public sealed record OtherTarget(Guid TargetId, string Resolution, string? Group, string TargetPeriod);

/// <summary>How an achievement was found.</summary>
public sealed record ExplainResponse
{
    /// <summary>The formula with its version, such as <c>ratio/1</c>.</summary>
    public required string FormulaId { get; init; }

    /// <summary>How the figures became one actual, with its version, such as <c>sum/2</c>.</summary>
    public required string ActualId { get; init; }

    /// <summary>The formula in symbols.</summary>
    public required string Expression { get; init; }

    /// <summary>The formula with this answer's numbers and its result; null where there is no percent.</summary>
    public required string? Substituted { get; init; }

    /// <summary>The comparison that decided the verdict; null without an actual.</summary>
    public required string? Test { get; init; }

    /// <summary>What the formula means.</summary>
    public required Phrase Words { get; init; }

    /// <summary>The days that count.</summary>
    public required Phrase Window { get; init; }

    /// <summary>For a target as assigned by the level above: what was assigned, by whom and in which version; null for every other.</summary>
    public required Phrase? Assigned { get; init; }

    /// <summary>The verdict in words.</summary>
    public required Phrase Verdict { get; init; }

    /// <summary>Why there is no percent or no verdict.</summary>
    public required Phrase? Reason { get; init; }

    /// <summary>Every number on the way, in the order in which they are found.</summary>
    public required IReadOnlyList<ExplanationStep> Steps { get; init; }

    /// <summary>What to know of the figures used: one that is longer than the days it is counted for.</summary>
    public required IReadOnlyList<Phrase> Notes { get; init; }

    /// <summary>The figures, each used or left out with the reason.</summary>
    public required IReadOnlyList<ExplainInput> Inputs { get; init; }

    /// <summary>The answer for an explanation.</summary>
    public static ExplainResponse From(Explanation explanation, IReadOnlyList<ActualRevision> inputs, ReferenceData reference)
    {
        var byId = inputs.ToDictionary(input => input.Id);
        ExplainInput Input(ExplainedObservation observation, bool used) => ExplainInput.From(observation, used, byId.GetValueOrDefault(observation.Revision), reference);
        return new ExplainResponse
        {
            FormulaId = explanation.FormulaId,
            ActualId = explanation.ActualId,
            Expression = explanation.Expression,
            Substituted = explanation.Substituted,
            Test = explanation.Test,
            Words = explanation.Words,
            Window = explanation.Window,
            Assigned = explanation.Assigned,
            Verdict = explanation.Verdict,
            Reason = explanation.Reason,
            Steps = explanation.Steps,
            Notes = explanation.Notes,
            Inputs = [.. explanation.Used.Select(input => Input(input, true)), .. explanation.LeftOut.Select(input => Input(input, false))],
        };
    }
}

/// <summary>A figure that was looked at.</summary>
public sealed record ExplainInput
{
    /// <summary>Id of the revision.</summary>
    public required Guid Revision { get; init; }

    /// <summary>The time it is about.</summary>
    public required Period Period { get; init; }

    /// <summary>Whether it made the actual.</summary>
    public required bool Used { get; init; }

    /// <summary>Why it was left out; null when used.</summary>
    public required Phrase? Why { get; init; }

    /// <summary>The figure as recorded.</summary>
    public required Features.Actuals.ActualResponse? Actual { get; init; }

    /// <summary>Who recorded it.</summary>
    public required string? RecordedBy { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset? RecordedAt { get; init; }

    /// <summary>The answer for an explained observation.</summary>
    public static ExplainInput From(ExplainedObservation observation, bool used, ActualRevision? revision, ReferenceData reference) => new()
    {
        Revision = observation.Revision,
        Period = observation.Period,
        Used = used,
        Why = observation.Why,
        Actual = revision is null ? null : Features.Actuals.ActualResponse.From(revision, revision.Id, reference),
        RecordedBy = revision?.RecordedBy,
        RecordedAt = revision?.RecordedAt,
    };
}
