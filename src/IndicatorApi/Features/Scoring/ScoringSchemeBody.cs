using System.Text.Json;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Scoring;

/// <summary>How a rating makes points and a grade of achievements, for the days that it holds for.</summary>
public sealed record ScoringSchemeBody
{
    /// <summary>The identity in addresses, such as <c>xep-loai-nam</c>. Editions of one code follow one another.</summary>
    public required string Code { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>The document that sets it.</summary>
    public string? Source { get; init; }

    /// <summary>First day that it holds for: of one code the latest edition that has begun counts.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day that it holds for; null without an end.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>What gives points.</summary>
    public required IReadOnlyList<CriterionBody> Criteria { get; init; }

    /// <summary>What takes points away.</summary>
    public IReadOnlyList<ScoringDeductionBody>? Deductions { get; init; }

    /// <summary>The grades, by the points from which each is given.</summary>
    public required IReadOnlyList<ScoringGradeBody> Grades { get; init; }

    /// <summary>What the arithmetic goes by.</summary>
    public ScoringScheme ToScheme() => new(
        [.. Criteria.Select(criterion => new Criterion(criterion.Indicator, criterion.Points, criterion.Steps is { } steps
            ? new PointSteps([.. steps.Select(step => new PointStep(step.From, step.Points))])
            : new PointLine(criterion.From ?? 0, criterion.To ?? 100, criterion.Most ?? 1)))],
        [.. (Deductions ?? []).Select(deduction => new ScoringDeduction(deduction.Code, deduction.Title, deduction.Points, deduction.Most))],
        [.. Grades.Select(grade => new ScoringGrade(grade.Name, grade.From))]);

    /// <summary>The row of this body, without its identity.</summary>
    public ScoringSchemeVersion ToRow(ReferenceData reference, Errors errors)
    {
        Text.CheckCode(errors, "code", Code);
        if (ValidTo < ValidFrom) errors.Add("validTo", ErrorCodes.OutOfRange, ">= validFrom");
        if (Criteria.Count > Most) errors.Add("criteria", ErrorCodes.TooMany, Most);
        if (Deductions?.Count > Most) errors.Add("deductions", ErrorCodes.TooMany, Most);
        if (Grades.Count > Most) errors.Add("grades", ErrorCodes.TooMany, Most);
        for (var i = 0; i < Criteria.Count && !errors.IsFull; i++)
        {
            if (reference.Indicator(Criteria[i].Indicator) is null) errors.Add(
                $"criteria[{i}].indicator", ErrorCodes.UnknownReference, Noun.Indicator, Criteria[i].Indicator);
            if (Criteria[i].Steps is not null && (Criteria[i].From ?? Criteria[i].To ?? Criteria[i].Most) is not null)
                errors.Add($"criteria[{i}].steps", ErrorCodes.Inconsistent, "Give steps, or from, to and most.", "Chỉ ghi steps, hoặc from, to và most.");
        }
        foreach (var (i, deduction) in (Deductions ?? []).Index()) Text.CheckCode(errors, $"deductions[{i}].code", deduction.Code);
        List<ScoringDeductionBody> deductions =
            [.. (Deductions ?? []).Select((one, i) => one with { Title = Text.Line(errors, $"deductions[{i}].title", one.Title, 500) ?? "" })];
        List<ScoringGradeBody> grades = [.. Grades.Select((one, i) => one with { Name = Text.Line(errors, $"grades[{i}].name", one.Name, 200) ?? "" })];
        if (!errors.Any)
        {
            foreach (var wrong in ToScheme().Validate()) errors.Add(
                wrong.Member.Replace(".rule.", ".", StringComparison.Ordinal), ErrorCodes.Inconsistent, wrong.Message.En, wrong.Message.Vi);
        }
        return new ScoringSchemeVersion
        {
            Code = Code,
            ValidFrom = ValidFrom,
            ValidTo = ValidTo,
            Title = Text.Line(errors, "title", Title, 500) ?? "",
            Source = Text.Clean(errors, "source", Source, 1000),
            Definition = errors.Any ? "{}" : JsonSerializer.Serialize(new ScoringDefinition(Criteria, deductions, grades), WireJson.Options),
            RecordedBy = "",
        };
    }

    /// <summary>The body of a stored edition.</summary>
    public static ScoringSchemeBody From(ScoringSchemeVersion row)
    {
        var definition = JsonSerializer.Deserialize<ScoringDefinition>(row.Definition, WireJson.Options)!;
        return new ScoringSchemeBody
        {
            Code = row.Code,
            Title = row.Title,
            Source = row.Source,
            ValidFrom = row.ValidFrom,
            ValidTo = row.ValidTo,
            Criteria = definition.Criteria,
            Deductions = definition.Deductions,
            Grades = definition.Grades,
        };
    }

    private const int Most = 500;
}

/// <summary>What of a scheme is stored as one value.</summary>
internal sealed record ScoringDefinition(IReadOnlyList<CriterionBody> Criteria, IReadOnlyList<ScoringDeductionBody> Deductions,
    IReadOnlyList<ScoringGradeBody> Grades);

/// <summary>What gives points: by <c>steps</c>, otherwise in proportion.</summary>
public sealed record CriterionBody
{
    /// <summary>Code of the indicator whose achievement is scored.</summary>
    public required string Indicator { get; init; }

    /// <summary>The points for the whole of it.</summary>
    public required decimal Points { get; init; }

    /// <summary>Points by steps of the percent; in proportion when left out.</summary>
    public IReadOnlyList<PointStepBody>? Steps { get; init; }

    /// <summary>In proportion: the percent that gives nothing; 0 when left out.</summary>
    public decimal? From { get; init; }

    /// <summary>In proportion: the percent that gives all points; 100 when left out.</summary>
    public decimal? To { get; init; }

    /// <summary>In proportion: the most that more than that gives, as a factor; 1 when left out.</summary>
    public decimal? Most { get; init; }
}

/// <summary>A step from percent to points.</summary>
/// <param name="From">The least percent, this included.</param>
/// <param name="Points">The points.</param>
public sealed record PointStepBody(decimal From, decimal Points);

/// <summary>What takes points away, each time that it comes about.</summary>
public sealed record ScoringDeductionBody
{
    /// <summary>Its name for programs.</summary>
    public required string Code { get; init; }

    /// <summary>What it is for.</summary>
    public required string Title { get; init; }

    /// <summary>The points of one time.</summary>
    public required decimal Points { get; init; }

    /// <summary>The most points of all times together; null without a limit.</summary>
    public decimal? Most { get; init; }
}

/// <summary>A grade.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">The least points, these included.</param>
public sealed record ScoringGradeBody(string Name, decimal From);

/// <summary>Which scheme, and as of which day.</summary>
public sealed record ScoringSchemeRequest
{
    /// <summary>The scheme's code.</summary>
    [FastEndpoints.RouteParam] public required string Code { get; init; }

    /// <summary>The day that it holds for; the latest edition without it.</summary>
    [FastEndpoints.QueryParam] public DateOnly? On { get; init; }
}
