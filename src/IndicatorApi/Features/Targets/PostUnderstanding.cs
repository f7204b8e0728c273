using FastEndpoints;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

public sealed class PostUnderstanding(ReferenceDataCache cache) : Endpoint<PostUnderstandingRequest, Results<Ok<UnderstandingResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/targets/understanding");
        Group<TargetsGroup>();
        Policies(Right.Read);
        Metadata(new TakesNoIfMatch());
    }

    /// <summary>Says how a clause of a resolution is understood as a target, or asks; and what an example figure would come to. Nothing is stored.</summary>
    public override async Task<Results<Ok<UnderstandingResponse>, Problem>> ExecuteAsync(
        PostUnderstandingRequest request, CancellationToken cancellationToken)
    {
        var (body, errors) = (request.Body, new Errors());
        var reference = await cache.GetAsync(cancellationToken);
        var indicator = body.Indicator is null ? null : reference.Indicator(body.Indicator);
        if (body.Indicator is not null && indicator is null) errors.Add("indicator", ErrorCodes.UnknownReference, Noun.Indicator, body.Indicator);
        if ((body.Wording is null) == (body.Rule is null))
            errors.Add("wording", ErrorCodes.Inconsistent, "Send a wording or a rule, and not both.", "Gửi wording hoặc rule, không gửi cả hai.");
        var measure = indicator?.Measure ?? Text.Line(errors, "measure", body.Measure, 80);
        var name = indicator?.Name ?? Text.Line(errors, "name", body.Name, 200);
        var wording = Text.Clean(errors, "wording", body.Wording, 2000);
        var definition = indicator is null ? null : ReferenceData.Define(indicator);
        if (body.Rule is { } given)
        {
            foreach (var wrong in given.Validate(definition ?? UnderstandingBody.Assumed(), body.Start(), body.Recurrence ?? Recurrence.Once))
            {
                var where = wrong.Member == "recurrence" ? wrong.Member : $"rule.{wrong.Member}";
                if (wrong.TooLarge) errors.Add(where, ErrorCodes.NumberNotStorable, StorableNumber.IntegerDigits, StorableNumber.DecimalDigits);
                else errors.Add(where, ErrorCodes.Inconsistent, wrong.Message.En, wrong.Message.Vi);
            }
        }
        if (errors.AreFatal(out var problem)) return problem;
        var clause = body.Rule is { } rule ? Clause.Of(rule, body.Recurrence ?? Recurrence.Once) : new ClauseReader(definition, measure, name).Read(wording!);
        return TypedResults.Ok(UnderstandingResponse.From(clause, body, definition ?? UnderstandingBody.Assumed()));
    }
}

/// <summary>A clause to be understood.</summary>
public sealed record PostUnderstandingRequest
{
    /// <summary>The clause.</summary>
    [FromBody] public required UnderstandingBody Body { get; init; }
}

/// <summary>A clause to be understood, or a rule to be tried.</summary>
public sealed record UnderstandingBody
{
    /// <summary>What the resolution says: <c>giảm 2 hộ</c>.</summary>
    public string? Wording { get; init; }

    /// <summary>A rule to be said in words and tried, in the place of a wording.</summary>
    public TargetRule? Rule { get; init; }

    /// <summary>How often the rule asks; of a wording it is read.</summary>
    public Recurrence? Recurrence { get; init; }

    /// <summary>Code of the indicator, where it is there already.</summary>
    public string? Indicator { get; init; }

    /// <summary>The Vietnamese name, where the indicator is not there yet: of a poverty rate less is better.</summary>
    public string? Name { get; init; }

    /// <summary>The unit of the figures, where the indicator is not there yet.</summary>
    public string? Measure { get; init; }

    /// <summary>The value at the start, where it is known.</summary>
    public decimal? Baseline { get; init; }

    /// <summary>An example figure, to see what it would come to.</summary>
    public decimal? Actual { get; init; }

    /// <summary>A level for example, where the indicator has a scale: <c>yes</c>.</summary>
    public string? Level { get; init; }

    internal Baseline? Start() => Baseline is { } value ? new Baseline(value) : null;

    internal static IndicatorDefinition Assumed() => new() { Code = "example", ValueType = IndicatorValueType.Number, OverTime = TimeCombining.Last };
}

/// <summary>How a clause is understood.</summary>
public sealed record UnderstandingResponse
{
    /// <summary>What is understood; null where something has to be said first.</summary>
    public required ReadingResponse? Understood { get; init; }

    /// <summary>What has to be said first; null where it is understood.</summary>
    public required ClauseQuestion? Question { get; init; }

    /// <summary>The question in words.</summary>
    public required Phrase? QuestionText { get; init; }

    /// <summary>What it may mean, to choose from; empty where it is understood, and where nothing can be offered.</summary>
    public required IReadOnlyList<ReadingResponse> Choices { get; init; }

    internal static UnderstandingResponse From(Clause clause, UnderstandingBody body, IndicatorDefinition indicator)
    {
        List<ReadingResponse> readings = [.. clause.Readings.Select(reading => ReadingResponse.From(reading, body, indicator))];
        return new()
        {
            Understood = clause.Question is null ? readings[0] : null,
            Question = clause.Question,
            QuestionText = clause.Question is { } question ? ClauseQuestions.Of(question) : null,
            Choices = clause.Question is null ? [] : readings,
        };
    }
}

/// <summary>One way to understand a clause.</summary>
public sealed record ReadingResponse
{
    /// <summary>What is asked.</summary>
    public required TargetRule Rule { get; init; }

    /// <summary>How often.</summary>
    public required Recurrence Recurrence { get; init; }

    /// <summary>What is asked, as a resolution says it in Vietnamese, without the unit.</summary>
    public required string TargetText { get; init; }

    /// <summary>When it is met, in words.</summary>
    public required Phrase Words { get; init; }

    /// <summary>The percent of the example; null where it has none or no example was sent.</summary>
    public required decimal? Percent { get; init; }

    /// <summary>The verdict of the example as if it were the figure of the whole time asked; null where no example was sent.</summary>
    public required Verdict? Verdict { get; init; }

    /// <summary>Why the example has no percent or no verdict; null where it has both.</summary>
    public required Reason? Reason { get; init; }

    internal static ReadingResponse From(ClauseReading reading, UnderstandingBody body, IndicatorDefinition indicator)
    {
        var answer = Try(reading, body, indicator);
        return new()
        {
            Rule = reading.Rule,
            Recurrence = reading.Recurrence,
            TargetText = reading.Rule.TargetText(),
            Words = RuleInWords.Of(reading.Rule, reading.Recurrence),
            Percent = answer?.Percent,
            Verdict = answer?.Verdict,
            Reason = answer?.Reason,
        };
    }

    // One year, so that once and each year are the same.
    private static Achievement? Try(ClauseReading reading, UnderstandingBody body, IndicatorDefinition indicator)
    {
        if (body.Actual is null && body.Level is null) return null;
        var year = Period.Parse("2001", null);
        var target = new TargetDefinition { Scope = year, Recurrence = reading.Recurrence, Rule = reading.Rule, Baseline = body.Start() };
        if (reading.Rule is CombinedRule) return null;
        var figure = new Observation { Period = year, Value = body.Level is null ? body.Actual : null, Level = body.Level };
        return AchievementCalculator.Calculate(indicator, target, [figure], year);
    }
}
