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
    [FromQuery(Name = "orgUnit")]
    public string? OrgUnit { get; init; }

    /// <summary>Only of this unit and all under it.</summary>
    [FromQuery(Name = "under")]
    public string? Under { get; init; }

    /// <summary>Only of this indicator.</summary>
    [FromQuery(Name = "indicator")]
    public string? Indicator { get; init; }

    /// <summary>The period asked for; required.</summary>
    [FromQuery(Name = "period")]
    public string? Period { get; init; }

    /// <summary>Only targets of this resolution.</summary>
    [FromQuery(Name = "resolution")]
    public string? Resolution { get; init; }

    /// <summary>Only rows judged so; several, parted by commas.</summary>
    [FromQuery(Name = "verdict")]
    public string? Verdict { get; init; }

    /// <summary>Only targets for this sub-group.</summary>
    [FromQuery(Name = "group")]
    public string? Group { get; init; }

    /// <summary>The question in ids; a name that names nothing is a problem.</summary>
    public (FactQuestion? Question, IReadOnlySet<Verdict>? Verdicts) Read(ReferenceData reference, Errors errors, out Problem? unknown)
    {
        unknown = null;
        if (Period is null) errors.Add("period", ErrorCodes.Required);
        var period = Query.Period(errors, "period", Period);
        HashSet<Verdict>? verdicts = null;
        foreach (var word in Verdict?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            if (Query.Word<Verdict>(errors, "verdict", word) is { } verdict) (verdicts ??= []).Add(verdict);
        }
        if (OrgUnit is not null && reference.Unit(OrgUnit) is null) unknown = Problem.Unknown(Noun.OrganisationUnit, OrgUnit);
        if (Under is not null && reference.Unit(Under) is null) unknown = Problem.Unknown(Noun.OrganisationUnit, Under);
        if (Indicator is not null && reference.Indicator(Indicator) is null) unknown = Problem.Unknown(Noun.Indicator, Indicator);
        if (Resolution is not null && reference.Resolution(Resolution) is null) unknown = Problem.Unknown(Noun.Resolution, Resolution);
        if (unknown is not null || period is null) return default;

        IEnumerable<OrganisationUnit>? units = Under is null ? null : reference.Under(reference.Unit(Under)!);
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
        }, verdicts);
    }
}

/// <summary>From a question to rows: loads facts, judges each, and says what version the answer is of.</summary>
public sealed class AchievementQuery(AchievementFacts facts, Database database)
{
    /// <summary>The rows, unit by unit in the order the units were created, within a unit in the order of its resolutions.</summary>
    public async IAsyncEnumerable<(TargetFacts Facts, AchievementRow Row)> RowsAsync(
        FactQuestion question, IReadOnlySet<Verdict>? verdicts, ReferenceData reference, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (current, targets) in facts.ReadAsync(question, reference, cancellationToken))
        {
            foreach (var target in targets)
            {
                var achievement = AchievementCalculator.Calculate(current.Definition(target.Indicator), target.Definition, target.Observations, target.Asked);
                if (verdicts is not null && !verdicts.Contains(achievement.Verdict)) continue;
                yield return (target, AchievementRow.From(target, achievement, question.Asked, current));
            }
        }
    }

    /// <summary>
    /// The entity tag of an answer, known before it is computed: the versions of everything it depends on, and the question.
    /// </summary>
    public async Task<string> TagAsync(HttpContext http, IReadOnlyList<Guid>? units, CancellationToken cancellationToken)
    {
        await using var command = database.Read.CreateCommand(units switch
        {
            null => "SELECT (SELECT version FROM reference_version WHERE id = 1), (SELECT coalesce(sum(version), 0)::bigint FROM unit_version)",
            [_] => "SELECT (SELECT version FROM reference_version WHERE id = 1), (SELECT version FROM unit_version WHERE organisation_unit_id = $1)",
            _ => "SELECT (SELECT version FROM reference_version WHERE id = 1), (SELECT coalesce(sum(version), 0)::bigint FROM unit_version WHERE organisation_unit_id = ANY($1))",
        });
        if (units is [var one]) command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = one });
        else if (units is not null) command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. units] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var versions = string.Create(CultureInfo.InvariantCulture, $"{reader.GetInt64(0)}-{(reader.IsDBNull(1) ? 0 : reader.GetInt64(1))}");
        var question = $"{http.Request.Path}{http.Request.QueryString}\n{http.Request.Headers.Accept}";
        return $"\"{versions}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(question)).AsSpan(0, 6))}\"";
    }
}
