using System.Text.Json.Serialization;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Achievements;

public sealed class GetRanking : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/achievements/ranking", HandleAsync).WithFiles();

    /// <summary>Units in order of one indicator, the best first. Ties share a rank; units without a figure are listed apart.</summary>
    /// <param name="indicator">The indicator's code; required.</param>
    /// <param name="period">The period asked for; required.</param>
    /// <param name="under">Only this unit and all under it.</param>
    /// <param name="by">In order of percent (the default), or of the actual in the direction that is better.</param>
    /// <param name="group">The sub-group the targets are for; the whole when left out.</param>
    /// <param name="issuer">Whose targets; the units' own congresses when left out.</param>
    /// <param name="asOf">The answer as the facts stood at this instant.</param>
    /// <param name="against">Set against targets as they stand (revised) or as first set (original).</param>
    /// <param name="boundaries">Who is under whom: as on the last day of the period (the default), as on a day (asOf:2022-12-31), or as today.</param>
    internal static async Task<Results<Ok<RankingResponse>, FileAnswer, StatusCodeHttpResult, Problem>> HandleAsync(
        string? indicator, string? period, string? under, string? by, string? group, string? issuer, string? asOf, string? against, string? boundaries,
        [AsParameters] FileRequest file,
        HttpContext http, AchievementReadings readings, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        if (indicator is null) errors.Add("indicator", ErrorCodes.Required);
        var order = Query.Word<RankingBy>(errors, "by", by) ?? RankingBy.Percent;
        var whose = Query.Word<ResolutionIssuer>(errors, "issuer", issuer) ?? ResolutionIssuer.Congress;
        var choice = file.Read(errors);
        var request = new AchievementRequest
        {
            Indicator = indicator,
            Period = period,
            Under = under,
            Group = group ?? "",
            AsOf = asOf,
            Against = against,
            Boundaries = boundaries,
        };
        var opened = await readings.OpenAsync(request, http, errors, question => question with { Coverage = false }, cancellationToken);
        if (opened.Problem is { } problem) return problem;
        if (opened.Reading is not { } reading) return AchievementReadings.NotModified;

        var reference = reading.Reference;
        var rows = await reading.RowsAsync(cancellationToken)
            .Where(row => reference.Resolution(row.Facts.Resolution).Issuer == whose).ToListAsync(cancellationToken);
        var ranking = Rank(rows, order, reference.Indicator(indicator!)!, reading.Asked, under);
        if (choice is null) return TypedResults.Ok(ranking);
        var lines = ranking.Items.Select(RankingLine.From).Concat(ranking.Missing.Select(RankingLine.From));
        return FileAnswer.Of(choice, lines, "ranking", indicator, under, reading.Asked.ToString());
    }

    private static RankingResponse Rank(List<AchievementRow> rows, RankingBy by, Indicator indicator, Period period, string? under)
    {
        // A percent is better the higher it is, whatever the direction; an actual is better where the rule says.
        decimal? Merit(AchievementRow row) => by == RankingBy.Percent ? row.Percent : row.Direction == Direction.Down ? -row.Actual : row.Actual;
        var ranked = rows.Where(row => Merit(row) is not null).OrderByDescending(Merit).ThenBy(row => row.OrgUnit, StringComparer.Ordinal).ToList();
        List<RankedUnit> items = new(ranked.Count);
        for (var i = 0; i < ranked.Count; i++)
        {
            var rank = i > 0 && Merit(ranked[i]) == Merit(ranked[i - 1]) ? items[i - 1].Rank : i + 1;
            items.Add(RankedUnit.From(rank, ranked[i]));
        }
        return new RankingResponse
        {
            Indicator = indicator.Code,
            IndicatorName = indicator.Name,
            Measure = indicator.Measure,
            Period = period,
            Under = under,
            By = by,
            Items = items,
            Missing = [.. rows.Where(row => Merit(row) is null).OrderBy(row => row.OrgUnit, StringComparer.Ordinal).Select(row => new UnrankedUnit(row.OrgUnit, row.OrgUnitName, row.Resolution, row.Verdict, row.Reason))],
        };
    }
}

/// <summary>What units are ordered by.</summary>
public enum RankingBy
{
    /// <summary>Percent of the resolution.</summary>
    [JsonStringEnumMemberName("percent")] Percent,
    /// <summary>The actual, in the direction that is better.</summary>
    [JsonStringEnumMemberName("actual")] Actual,
}

/// <summary>Units in order.</summary>
public sealed record RankingResponse
{
    /// <summary>Code of the indicator.</summary>
    public required string Indicator { get; init; }

    /// <summary>Its name.</summary>
    public required string IndicatorName { get; init; }

    /// <summary>The unit of its figures.</summary>
    public required string Measure { get; init; }

    /// <summary>The period asked for.</summary>
    public required Period Period { get; init; }

    /// <summary>Code of the unit that all are under.</summary>
    public required string? Under { get; init; }

    /// <summary>What they are ordered by.</summary>
    public required RankingBy By { get; init; }

    /// <summary>The units, the best first; ties in order of code.</summary>
    public required IReadOnlyList<RankedUnit> Items { get; init; }

    /// <summary>The units that cannot be ranked.</summary>
    public required IReadOnlyList<UnrankedUnit> Missing { get; init; }
}

/// <summary>A unit with its rank.</summary>
public sealed record RankedUnit
{
    /// <summary>1 for the best; ties share it, and the next rank is skipped.</summary>
    public required int Rank { get; init; }

    /// <summary>Code of the unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Its name.</summary>
    public required string OrgUnitName { get; init; }

    /// <summary>Code of the resolution.</summary>
    public required string Resolution { get; init; }

    /// <summary>The number to reach.</summary>
    public required decimal? Target { get; init; }

    /// <summary>The actual.</summary>
    public required decimal? Actual { get; init; }

    /// <summary>Percent of the resolution.</summary>
    public required decimal? Percent { get; init; }

    /// <summary>How far beyond the target.</summary>
    public required decimal? Difference { get; init; }

    /// <summary>The judgement.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The ranked unit of a row.</summary>
    public static RankedUnit From(int rank, AchievementRow row) => new()
    {
        Rank = rank,
        OrgUnit = row.OrgUnit,
        OrgUnitName = row.OrgUnitName,
        Resolution = row.Resolution,
        Target = row.Target,
        Actual = row.Actual,
        Percent = row.Percent,
        Difference = row.Difference,
        Verdict = row.Verdict,
    };
}

/// <summary>A unit that cannot be ranked.</summary>
/// <param name="OrgUnit">Its code.</param>
/// <param name="OrgUnitName">Its name.</param>
/// <param name="Resolution">Code of the resolution.</param>
/// <param name="Verdict">The judgement.</param>
/// <param name="Reason">Why.</param>
public sealed record UnrankedUnit(string OrgUnit, string OrgUnitName, string Resolution, Verdict Verdict, Reason? Reason);

/// <summary>A line of the ranking as a file: the units in order, then those that cannot be ranked, without a rank.</summary>
public sealed record RankingLine(
    int? Rank, string OrgUnit, string OrgUnitName, string Resolution, decimal? Target, decimal? Actual, decimal? Percent, decimal? Difference, Verdict Verdict, Reason? Reason)
{
    /// <summary>The line of a unit with a rank.</summary>
    public static RankingLine From(RankedUnit unit) =>
        new(unit.Rank, unit.OrgUnit, unit.OrgUnitName, unit.Resolution, unit.Target, unit.Actual, unit.Percent, unit.Difference, unit.Verdict, null);

    /// <summary>The line of a unit without one.</summary>
    public static RankingLine From(UnrankedUnit unit) => new(null, unit.OrgUnit, unit.OrgUnitName, unit.Resolution, null, null, null, null, unit.Verdict, unit.Reason);
}
