using System.Globalization;
using FastEndpoints;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Scoring;

public sealed class GetScoringResults(StoreScoringSchemes store, AchievementReadings readings) : Endpoint<ScoringResultsRequest, IResult>
{
    /// <summary>Nobody is late more often.</summary>
    private const int MostTimes = 1000;

    public override void Configure()
    {
        Get("/api/v1/scoring-schemes/{code}/results");
        Group<ScoringGroup>();
        Policies(Right.Read);
        Description(route => route.Produces<ScoringResponse>());
    }

    /// <summary>The points and the grade of one unit for a period, with every step, by the edition that holds on the period's last day.</summary>
    /// <remarks>An indicator with several targets in the period scores by the one that has achieved least; one without any, or without a result, is not scored
    /// yet, and there is no grade.</remarks>
    public override async Task<IResult> ExecuteAsync(ScoringResultsRequest request, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        if (request.OrgUnit is null) errors.Add("orgUnit", ErrorCodes.Required);
        var period = ParameterText.Period(errors, "period", request.Period);
        if (request.Period is null) errors.Add("period", ErrorCodes.Required);
        var times = Times(request.Deductions, errors);
        if (errors.AreFatal(out var problem)) return problem;
        if (await store.FindAsync(request.Code, period!.Value.End, cancellationToken) is not { } row) return Problem.Unknown(Noun.ScoringScheme, request.Code);
        var edition = ScoringSchemeBody.From(row);
        var scheme = edition.ToScheme();
        foreach (var code in times.Keys.Except(scheme.Deductions.Select(deduction => deduction.Code)))
            errors.Add("deductions", ErrorCodes.UnknownWord, code, string.Join(", ", scheme.Deductions.Select(deduction => deduction.Code)));
        // Points are not the facts' own: their tag says nothing of the scheme.
        var which = new AchievementRequest { OrgUnit = request.OrgUnit, Period = request.Period, IsTagged = false };
        var opened = await readings.OpenAsync(which, HttpContext, errors, cancellationToken);
        if (opened.Reading is not { } reading) return opened.Instead;

        var wanted = scheme.Criteria.Select(criterion => criterion.Code).ToHashSet(StringComparer.Ordinal);
        var least = new Dictionary<string, (decimal? Percent, Verdict? Verdict)>(StringComparer.Ordinal);
        await foreach (var one in reading.RowsAsync(Detail.None, cancellationToken))
        {
            var achievement = one.Achievement;
            if (!wanted.Contains(one.Indicator) || one.Facts.Group.Length > 0 || achievement.Verdict == Verdict.NotAssessable) continue;
            var found = (achievement.Percent, (Verdict?)achievement.Verdict);
            if (!least.TryGetValue(one.Indicator, out var known) || Rank(found).CompareTo(Rank(known)) < 0) least[one.Indicator] = found;
        }
        var score = Score.Of(scheme, least, times);
        return TypedResults.Ok(Answer(edition, score, request.OrgUnit!, reading.Asked));
    }

    private static ScoringResponse Answer(ScoringSchemeBody edition, Score score, string orgUnit, Period period) => new()
    {
        Scheme = edition.Code,
        ValidFrom = edition.ValidFrom,
        OrgUnit = orgUnit,
        Period = period,
        Gained = AchievementRow.Wire(score.Gained),
        Deducted = AchievementRow.Wire(score.Deducted),
        Total = AchievementRow.Wire(score.Total),
        IsComplete = score.IsComplete,
        Grade = score.Grade,
        Criteria = [.. score.Criteria.Select(line => new ScoredLineResponse
        {
            Indicator = line.Code,
            Percent = AchievementRow.Wire(line.Percent),
            Verdict = line.Verdict,
            Most = line.Most,
            Points = AchievementRow.Wire(line.Points),
            Step = line.Step,
        })],
        Deductions = [.. score.Deductions.Select(line => new DeductedLineResponse(line.Code, line.Times, line.Points, line.Step))],
    };

    // What is not known comes first, then what has only a verdict, then the percent.
    private static (int, decimal) Rank((decimal? Percent, Verdict? Verdict) achieved) => achieved switch
    {
        ({ } percent, _) => (2, percent),
        (null, Verdict.NotMet) => (1, 0),
        (null, Verdict.Met or Verdict.Exceeded) => (3, 0),
        _ => (0, 0),
    };

    private static Dictionary<string, int> Times(string? text, Errors errors)
    {
        var times = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var pair in text?.Split(',') ?? [])
        {
            if (pair.Split(':') is not [var code, var count] || !Text.IsCode(code)
                || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number > MostTimes || !times.TryAdd(code, number))
                errors.Add("deductions", ErrorCodes.InvalidQuery, $"'{pair}'");
        }
        return times;
    }
}

/// <summary>Whose points, for when.</summary>
public sealed record ScoringResultsRequest
{
    /// <summary>The scheme's code.</summary>
    [RouteParam] public required string Code { get; init; }

    /// <summary>The unit; required.</summary>
    [QueryParam] public string? OrgUnit { get; init; }

    /// <summary>The period; required.</summary>
    [QueryParam] public string? Period { get; init; }

    /// <summary>How many times each deduction came about, comma-separated: <c>late:2,complaint:1</c>. None where it is left out.</summary>
    [QueryParam] public string? Deductions { get; init; }
}

/// <summary>The points and the grade of one unit.</summary>
public sealed record ScoringResponse
{
    /// <summary>Code of the scheme.</summary>
    public required string Scheme { get; init; }

    /// <summary>First day of the edition that was used.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Code of the unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>The period.</summary>
    public required Period Period { get; init; }

    /// <summary>What the criteria that are known give together.</summary>
    public required decimal Gained { get; init; }

    /// <summary>What the deductions take together.</summary>
    public required decimal Deducted { get; init; }

    /// <summary>The one less the other, and never below 0.</summary>
    public required decimal Total { get; init; }

    /// <summary>Whether every criterion is known.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>The grade; null below the least, and while a criterion is not known.</summary>
    public required string? Grade { get; init; }

    /// <summary>The points of each criterion.</summary>
    public required IReadOnlyList<ScoredLineResponse> Criteria { get; init; }

    /// <summary>The points that each deduction takes.</summary>
    public required IReadOnlyList<DeductedLineResponse> Deductions { get; init; }
}

/// <summary>The points of one criterion.</summary>
public sealed record ScoredLineResponse
{
    /// <summary>Code of the indicator.</summary>
    public required string Indicator { get; init; }

    /// <summary>The percent that was scored; null where there is none.</summary>
    public required decimal? Percent { get; init; }

    /// <summary>The verdict; null where the unit has no target.</summary>
    public required Verdict? Verdict { get; init; }

    /// <summary>The points for the whole.</summary>
    public required decimal Most { get; init; }

    /// <summary>The points; null while they are not known.</summary>
    public required decimal? Points { get; init; }

    /// <summary>How they are found.</summary>
    public required Phrase Step { get; init; }
}

/// <summary>The points that one deduction takes.</summary>
/// <param name="Code">The deduction.</param>
/// <param name="Times">How many times it came about.</param>
/// <param name="Points">The points.</param>
/// <param name="Step">How they are found.</param>
public sealed record DeductedLineResponse(string Code, int Times, decimal Points, Phrase Step);
