using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace IndicatorApi.Features.Achievements;

/// <summary>Which achievements are asked for.</summary>
public sealed record AchievementFilter
{
    /// <summary>Only this unit's; all units without it.</summary>
    [Description("Only this unit's; all units without it.")]
    [FromQuery(Name = "orgUnit")]
    public string? OrgUnit { get; init; }

    /// <summary>Only of this unit and all under it.</summary>
    [Description("Only of this unit and all under it.")]
    [FromQuery(Name = "under")]
    public string? Under { get; init; }

    /// <summary>Only of this indicator.</summary>
    [Description("Only of this indicator.")]
    [FromQuery(Name = "indicator")]
    public string? Indicator { get; init; }

    /// <summary>The period asked for; required.</summary>
    [Description("The period asked for; required.")]
    [FromQuery(Name = "period")]
    public string? Period { get; init; }

    /// <summary>Only targets of this resolution.</summary>
    [Description("Only targets of this resolution.")]
    [FromQuery(Name = "resolution")]
    public string? Resolution { get; init; }

    /// <summary>Only rows judged so; several, parted by commas.</summary>
    [Description("Only rows judged so; several, parted by commas.")]
    [FromQuery(Name = "verdict")]
    public string? Verdict { get; init; }

    /// <summary>Only targets for this sub-group.</summary>
    [Description("Only targets for this sub-group.")]
    [FromQuery(Name = "group")]
    public string? Group { get; init; }

    /// <summary>The answer as the facts stood at this instant (2023-01-31T17:00:00Z).</summary>
    [Description("The answer as the facts stood at this instant (2023-01-31T17:00:00Z).")]
    [FromQuery(Name = "asOf")]
    public string? AsOf { get; init; }

    /// <summary>Set against targets as they stand (<c>revised</c>, the default) or as first set (<c>original</c>).</summary>
    [Description("Set against targets as they stand (`revised`, the default) or as first set (`original`).")]
    [FromQuery(Name = "against")]
    public string? Against { get; init; }

    /// <summary>Whether a picture knows everything that is named.</summary>
    public bool IsKnownTo(ReferenceData reference) =>
        OrgUnit is not null && reference.Unit(OrgUnit) is not null && Under is null
        && (Indicator is null || reference.Indicator(Indicator) is not null) && (Resolution is null || reference.Resolution(Resolution) is not null);

    /// <summary>The question in ids; a name that names nothing is a problem.</summary>
    public (FactQuestion? Question, IReadOnlySet<Verdict>? Verdicts) Read(ReferenceData reference, DateTimeOffset? asOf, Errors errors, out Problem? unknown)
    {
        unknown = null;
        if (Period is null) errors.Add("period", ErrorCodes.Required);
        var period = Query.Period(errors, "period", Period);
        HashSet<Verdict>? verdicts = null;
        foreach (var word in Verdict?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            if (Query.Word<Verdict>(errors, "verdict", word) is { } verdict) (verdicts ??= []).Add(verdict);
        }
        if (Against is not null and not "revised" and not "original") errors.Add("against", ErrorCodes.UnknownWord, Against, "revised, original");
        if (OrgUnit is not null && reference.Unit(OrgUnit) is null) unknown = Problem.Unknown(Noun.OrganisationUnit, OrgUnit);
        if (Under is not null && reference.Unit(Under) is null) unknown = Problem.Unknown(Noun.OrganisationUnit, Under);
        if (Indicator is not null && reference.Indicator(Indicator) is null) unknown = Problem.Unknown(Noun.Indicator, Indicator);
        if (Resolution is not null && reference.Resolution(Resolution) is null) unknown = Problem.Unknown(Noun.Resolution, Resolution);
        if (unknown is not null || period is null) return default;

        var units = Under is null ? null : reference.Under(reference.Unit(Under)!);
        if (OrgUnit is not null) units = (units ?? reference.Units).Where(unit => unit.Code == OrgUnit);
        var resolution = Resolution is null ? null : reference.Resolution(Resolution);
        if (resolution is not null) units = (units ?? reference.Units).Where(unit => unit.Id == resolution.OrganisationUnitId);
        return (new FactQuestion
        {
            Asked = period.Value,
            Units = units is null ? null : [.. units.Select(unit => unit.Id)],
            Indicator = Indicator is null ? null : reference.Indicator(Indicator)!.Id,
            Resolution = resolution?.Id,
            Group = Group,
            AsOf = asOf,
            OriginalTargets = Against == "original",
        }, verdicts);
    }
}

/// <summary>From a question to rows: loads facts, judges each, and says what version the answer is of.</summary>
public sealed class AchievementQuery(AchievementFacts facts, Database database)
{
    /// <summary>The rows, unit by unit in the order the units were created, within a unit in the order of its resolutions.</summary>
    public async IAsyncEnumerable<(FactChunk Chunk, TargetFacts Facts, AchievementRow Row)> RowsAsync(
        FactQuestion question, IReadOnlySet<Verdict>? verdicts, ReferenceData reference, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var chunk in facts.ReadAsync(question, reference, cancellationToken))
        {
            foreach (var target in chunk.Targets)
            {
                var achievement = AchievementCalculator.Calculate(chunk.Reference.Definition(target.Indicator), target.Definition, target.Observations, target.Asked);
                if (verdicts is not null && !verdicts.Contains(achievement.Verdict)) continue;
                yield return (chunk, target, new AchievementRow(target, achievement, question.Asked, chunk.Reference));
            }
        }
    }

    /// <summary>The entity tag of an answer, known before it is computed: the versions of everything it depends on, and the question.</summary>
    public async Task<string> TagAsync(HttpContext http, FactQuestion question, CancellationToken cancellationToken)
    {
        // What stood then stands for ever.
        if (question.AsOf is not null) return Tag(http, 0, 0);
        await using var command = database.Read.CreateCommand(question.Units switch
        {
            null => "SELECT (SELECT version FROM reference_version WHERE id = 1), (SELECT coalesce(sum(version), 0)::bigint FROM unit_version)",
            [_] => "SELECT (SELECT version FROM reference_version WHERE id = 1), coalesce((SELECT version FROM unit_version WHERE organisation_unit_id = $1), 0)",
            _ => "SELECT (SELECT version FROM reference_version WHERE id = 1), (SELECT coalesce(sum(version), 0)::bigint FROM unit_version WHERE organisation_unit_id = ANY($1))",
        });
        if (question.Units is [var one]) command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = one });
        else if (question.Units is not null) command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. question.Units] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return Tag(http, reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>The entity tag of these versions.</summary>
    public static string Tag(HttpContext http, long referenceVersion, long unitVersions)
    {
        var question = $"{http.Request.Path}{http.Request.QueryString}\n{NegotiatedFormat.Of(http)}";
        return string.Create(CultureInfo.InvariantCulture,
            $"\"{referenceVersion}-{unitVersions}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(question)).AsSpan(0, 6))}\"");
    }

    /// <summary>Whether the caller has this answer already. Asked before computing, and only when the caller shows a tag: the facts bring the versions along anyway.</summary>
    public async Task<bool> IsUnchangedAsync(HttpContext http, FactQuestion question, CancellationToken cancellationToken) =>
        http.Request.Headers.IfNoneMatch.Count > 0 && ETags.IsUnchanged(http, await TagAsync(http, question, cancellationToken));
}
