using System.Text.Json;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Figures;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Submissions;

/// <summary>One figure of a submission.</summary>
public record SubmittedItem
{
    /// <summary>The figure as it would be recorded; for a withdrawal only its place.</summary>
    public required ActualItem Figure { get; init; }

    /// <summary>True when the figure is to be withdrawn.</summary>
    public required bool Removes { get; init; }

    /// <summary>The version that was current when it was submitted; null when there was no figure.</summary>
    public required long? BasedOn { get; init; }

    /// <summary>Figures as a submission keeps them.</summary>
    public static string Write(AllowedFigures figures, ReferenceData reference) =>
        JsonSerializer.Serialize(figures.All.Select(figure => From(figure.Compared, reference)).ToList(), WireJson.Options);

    /// <summary>The figures of a stored submission.</summary>
    public static List<SubmittedItem> Read(Submission submission) => JsonSerializer.Deserialize<List<SubmittedItem>>(submission.Items, WireJson.Options)!;

    /// <summary>The figure to be recorded: checked again, for a definition may have changed since.</summary>
    public WantedFigure ToWanted(ReferenceData reference, Errors errors, Func<string, string> where)
    {
        // Neither can have been removed: a submission counts as a use of both.
        var place = new ActualPlace(reference.Unit(Figure.OrgUnit)!, reference.Indicator(Figure.Indicator)!, Figure.Period);
        return Removes ? place.ToWithdrawal(Figure.Group, Figure.Reason) : Figure.ToWanted(place, errors, where);
    }

    /// <summary>The refusal to decide about the figure: by where its unit stood in its period, as for who reports it; null when the caller may.</summary>
    public Problem? Refusal(Caller caller, ReferenceData reference)
    {
        var unit = reference.Unit(Figure.OrgUnit)!;
        return caller.Grant.Refusal(unit, reference.PathIn(unit, Figure.Period));
    }

    private static SubmittedItem From(ComparedFigure compared, ReferenceData reference) => new()
    {
        Figure = ActualItem.Of(compared.Wanted, compared.Wanted.Figure ?? new Figure { Status = ActualStatus.Provisional }, reference),
        Removes = compared.Wanted.Figure is null,
        BasedOn = compared.Stored?.RowVersion,
    };
}
