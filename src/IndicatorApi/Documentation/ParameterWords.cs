using System.Text.Json.Nodes;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Achievements;
using IndicatorApi.Features.Dhis2;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IndicatorApi.Documentation;

/// <summary>
/// What the parameters of addresses take, by their names, which mean the same wherever they stand: an example from the sample data that works,
/// the words of a closed list, the form of a code or a period. One that means something else in one operation stands under its full name.
/// </summary>
internal static class ParameterWords
{
    private const string FilePattern = "^[^/\\\\]{1,200}$";

    private static readonly Dictionary<string, Words> Known = new(StringComparer.Ordinal)
    {
        ["against"] = Closed("original", "revised", "original"),
        ["after"] = new("WyI5ZjM0YzE3YTIwYjEiLCI3MzEyMy0wMDAwMDAwMSIsIjc1MDo3NTA6IiwiOSIsbnVsbCwiMCIsIiJd"),
        ["ListAchievements.after"] = new("tra-vinh-phuong-4,0197b3c2-5d1e-7c4a-9f00-3a5e8d2b6c10"),
        ["asOf"] = new("2026-01-31T17:00:00Z") { Format = "date-time" },
        ["ListOrganisationUnits.asOf"] = new("2022-12-31") { Format = "date" },
        ["GetOrganisationUnit.asOf"] = new("2022-12-31") { Format = "date" },
        ["atomic"] = new(true),
        ["bom"] = new(true),
        ["boundaries"] = new("today") { Pattern = "^(today|asOf:[0-9]{4}-[0-9]{2}-[0-9]{2})$" },
        ["GetRanking.by"] = Of<RankingBy>(RankingBy.Percent),
        ["GetSummary.by"] = Of<SummaryBy>(SummaryBy.Indicator),
        ["caller"] = new("sample data"),
        ["categoryOptionComboIdScheme"] = Scheme(),
        ["code"] = Code("tra-vinh-phuong-4"),
        ["indicators/code"] = Code("new-members"),
        ["scoring-schemes/code"] = Code("xep-loai-nam"),
        ["resolutions/code"] = Code("tra-vinh-phuong-4-2020"),
        ["compare"] = Several(WireNames<ComparedWith>.All),
        ["cursor"] = new("WyIvYXBpL3YxL29yZ2FuaXNhdGlvbi11bml0cyIsInRyYS12aW5oIl0"),
        ["dataElementIdScheme"] = Scheme(),
        ["deductions"] = new("late:1") { Pattern = "^[a-z0-9-]+:[0-9]+(,[a-z0-9-]+:[0-9]+)*$" },
        ["dryRun"] = new(true),
        ["fields"] = Members("orgUnit,indicator,percent,verdict"),
        ["ListOrganisationUnits.fields"] = Members("code,name,parent"),
        ["ListIndicators.fields"] = Members("code,name,measure"),
        ["ListResolutions.fields"] = Members("code,orgUnit,term"),
        ["GetRanking.fields"] = Members("rank,orgUnit,percent"),
        ["GetSeries.fields"] = Members("period,actual,percent"),
        ["GetSummary.fields"] = Members("indicator,scoreboard"),
        ["fileName"] = new("quy-3.csv") { Pattern = FilePattern },
        ["format"] = Closed("csv", "json", "ndjson", "csv", "xlsx"),
        ["ListAchievements.format"] = Closed("csv", "json", "ndjson", "csv", "xlsx", "json-stat", "sdmx-csv", "sdmx-csv-1"),
        ["GetDataValueSets.format"] = Closed("csv", "json", "csv"),
        ["ListImportErrors.format"] = Closed("csv", "json", "csv", "xlsx"),
        ["from"] = new("2020-01-01") { Format = "date" },
        ["ListAudit.from"] = new("2020-01-01T00:00:00Z") { Format = "date-time" },
        ["group"] = Code("party"),
        ["holds"] = new(true),
        ["officialCode"] = new("42"),
        ["id"] = new("0197b3c2-5d1e-7c4a-9f00-3a5e8d2b6c10") { Format = "uuid" },
        ["idScheme"] = Scheme(),
        ["importStrategy"] = Of<ImportStrategy>(ImportStrategy.CreateAndUpdate),
        ["indicator"] = Code("new-members"),
        ["issuer"] = Several(WireNames<ResolutionIssuer>.All),
        ["kind"] = Several(WireNames<ResolutionKind>.All),
        ["ListQualityWarnings.kind"] = Of<QualityKind>(),
        ["lead"] = new("Phòng Kinh tế"),
        ["lang"] = Closed("vi", "vi", "en"),
        ["late"] = new(false),
        ["level"] = Of<OrganisationUnitLevel>(),
        ["limit"] = new(100),
        ["locale"] = Closed("vi", "en", "vi"),
        ["on"] = new("2026-12-31") { Format = "date" },
        ["orgUnit"] = Code("tra-vinh-phuong-4"),
        ["orgUnitIdScheme"] = Scheme(),
        ["parent"] = Code("tra-vinh"),
        ["period"] = Period("2020-2025"),
        ["ListActuals.period"] = Period("2020-05-20--2022-12-31"),
        ["ListActualChanges.period"] = Period("2020-05-20--2022-12-31"),
        ["GetActual.period"] = Period("2020-05-20--2022-12-31"),
        ["PutActual.period"] = Period("2020-05-20--2022-12-31"),
        ["DeleteActual.period"] = Period("2020-05-20--2022-12-31"),
        ["ListActualRevisions.period"] = Period("2020-05-20--2022-12-31"),
        ["GetDataValueSets.period"] = new("2022Q3") { Pattern = "^[0-9A-Za-z/-]{4,22}$" },
        ["q"] = new("phuong"),
        ["ListIndicators.q"] = new("dang vien"),
        ["reason"] = new("Nhập nhầm kỳ báo cáo"),
        ["resolution"] = Code("tra-vinh-phuong-4-2020"),
        // No closed list: generators make names of its words, and these are none.
        ["separator"] = new(";") { Pattern = "^([,;]|tab)$" },
        ["PostImports.separator"] = Closed("semicolon", "comma", "semicolon", "tab"),
        ["sheet"] = new("Số liệu"),
        ["columns"] = new("Thực hiện năm 2022=value;Mục đích=ignore"),
        ["ListImports.state"] = Of<ImportState>(),
        ["ListRemedies.state"] = Several(WireNames<RemedyState>.All),
        ["ListSubmissions.state"] = Of<SubmissionState>(),
        ["status"] = Of<ActualStatus>(ActualStatus.Final),
        ["subject"] = new("tra-vinh-phuong-4"),
        ["target"] = new("0197b3c2-5d1e-7c4a-9f00-3a5e8d2b6c10") { Format = "uuid" },
        ["term"] = Period("2020-2025"),
        ["to"] = new("2025-12-31") { Format = "date" },
        ["ListAudit.to"] = new("2026-01-01T00:00:00Z") { Format = "date-time" },
        ["under"] = Code("tra-vinh"),
        ["wait"] = new(1),
        ["verdict"] = Several(WireNames<Verdict>.All),
    };

    /// <summary>Parameters without which an operation answers 400.</summary>
    private static readonly HashSet<string> Required = new(StringComparer.Ordinal)
    {
        "GetScoringResults.orgUnit", "GetScoringResults.period",
        "ListAchievements.period", "ListAchievementChanges.period",
        "GetSummary.period", "GetRanking.period", "GetRanking.indicator", "GetSeries.orgUnit", "GetSeries.indicator",
        "GetActualsTemplate.orgUnit", "GetActualsTemplate.period",
    };

    /// <summary>Says it of every parameter of an operation.</summary>
    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>()
            .Where(parameter => parameter.In is ParameterLocation.Path or ParameterLocation.Query))
        {
            var name = parameter.Name!;
            var noun = context.Description.RelativePath!.Split('/') is var parts
                && Array.IndexOf(parts, $"{{{name}}}") is > 0 and var place ? parts[place - 1] : "";
            if (Known.GetValueOrDefault($"{operation.OperationId}.{name}") is { } own) own.Apply(parameter);
            else if (Known.GetValueOrDefault($"{noun}/{name}") is { } placed) placed.Apply(parameter);
            else Known.GetValueOrDefault(name)?.Apply(parameter);
            if (Required.Contains($"{operation.OperationId}.{name}")) parameter.Required = true;
        }
        return Task.CompletedTask;
    }

    private static Words Code(string example) => new(example) { Pattern = Components.CodePattern };

    private static Words Period(string example) => new(example) { Pattern = Components.PeriodPattern };

    private static Words Closed(string example, params IEnumerable<string> words) => new(example) { Closed = [.. words] };

    private static Words Of<T>(T? example = null) where T : struct, Enum =>
        Closed(example is { } given ? WireNames<T>.Of(given) : WireNames<T>.All.First(), WireNames<T>.All);

    private static Words Members(string example) => new(example) { Pattern = "^[A-Za-z]+(,[A-Za-z]+)*$" };

    private static Words Scheme() => new("CODE") { Pattern = "^[Cc][Oo][Dd][Ee]$" };

    private static Words Several(IReadOnlyCollection<string> words)
    {
        var one = $"({string.Join('|', words)})";
        return new(string.Join(',', words.Take(2))) { Pattern = $"^{one}(,{one})*$" };
    }

    /// <summary>What one parameter takes.</summary>
    private sealed record Words(JsonNode Example)
    {
        public string? Pattern { get; init; }

        public string? Format { get; init; }

        public IReadOnlyList<string>? Closed { get; init; }

        public void Apply(OpenApiParameter parameter)
        {
            parameter.Example = Example.DeepClone();
            // The schema may be one that others share.
            var known = parameter.Schema as OpenApiSchema;
            parameter.Schema = new OpenApiSchema
            {
                Type = known?.Type is { } type && type != JsonSchemaType.Null ? type & ~JsonSchemaType.Null : JsonSchemaType.String,
                Format = Format ?? known?.Format,
                Pattern = Pattern,
                Enum = Closed?.Select(word => (JsonNode)JsonValue.Create(word)!).ToList(),
                Minimum = parameter.Name == "limit" ? "1" : null,
                Maximum = parameter.Name == "limit" ? "1000" : null,
            };
        }
    }
}
