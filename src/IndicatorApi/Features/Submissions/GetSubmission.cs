using System.Security.Cryptography;
using System.Text;
using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Figures;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Submissions;

public sealed class GetSubmission(IndicatorDbContext context, ReferenceDataCache cache)
    : Endpoint<GetSubmissionRequest, Results<Ok<SubmissionWithFigures>, StatusCodeHttpResult, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/submissions/{id}");
        Group<SubmissionsGroup>();
        Policies(Right.Report);
    }

    /// <summary>One submission with its figures, each beside the one that stands now. For keys that cover one of its units: they see the figures of those
    /// that they cover.</summary>
    public override async Task<Results<Ok<SubmissionWithFigures>, StatusCodeHttpResult, Problem>> ExecuteAsync(
        GetSubmissionRequest request, CancellationToken cancellationToken)
    {
        var submission = !Guid.TryParse(request.Id, out var key) ? null
            : await context.Submissions.AsNoTracking().Include(row => row.Decision).SingleOrDefaultAsync(row => row.Id == key, cancellationToken);
        if (submission is null) return Problem.Unknown(Noun.Submission, request.Id);
        var reference = await cache.GetAsync(cancellationToken);
        var grant = Caller.Of(User).Grant;
        if (!submission.Units.Any(unit => grant.Covers(reference.Unit(unit)))) return grant.Refusal(reference.Unit(submission.Units[0]))!;

        // Of the units that are another's no figure is shown, though they were sent together.
        var items = SubmittedItem.Read(submission).Where(item => grant.Covers(reference.Unit(item.Figure.OrgUnit)!)).ToList();
        var periods = items.Select(item => item.Figure.Period.ToString()).Distinct().ToArray();
        var standing = await context.Actuals.AsNoTracking()
            .Where(row => submission.Units.Contains(row.OrganisationUnitId) && submission.Indicators.Contains(row.IndicatorId) && periods.Contains(row.Period))
            .ToDictionaryAsync(row => (row.OrganisationUnitId, row.IndicatorId, row.GroupCode, row.Period), cancellationToken);
        var figures = items.ConvertAll(item => new SubmittedFigure
        {
            Figure = item.Figure,
            Removes = item.Removes,
            BasedOn = item.BasedOn,
            Current = standing.GetValueOrDefault(Place(item.Figure, reference)) is { } current ? ActualResponse.From(current, reference) : null,
        });
        if (ETags.IsUnchanged(HttpContext, Tag(submission, figures))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(new SubmissionWithFigures(SubmissionResponse.From(submission, reference, grant)) { Figures = figures });
    }

    private static (Guid Unit, Guid Indicator, string Group, string Period) Place(ActualItem figure, ReferenceData reference) =>
        (reference.Unit(figure.OrgUnit)!.Id, reference.Indicator(figure.Indicator)!.Id, figure.Group ?? "", figure.Period.ToString());

    private static string Tag(Submission submission, List<SubmittedFigure> figures)
    {
        var shown = $"{submission.Decision?.State}{string.Join(' ', figures.Select(figure => figure.Current?.Revision))}";
        return $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shown)))[..12]}\"";
    }
}

/// <summary>Which submission.</summary>
public sealed record GetSubmissionRequest
{
    /// <summary>The submission's id.</summary>
    [RouteParam] public required string Id { get; init; }
}

/// <summary>A submission with its figures.</summary>
public sealed record SubmissionWithFigures : SubmissionResponse
{
    /// <summary>The submission with what else is known of it.</summary>
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public SubmissionWithFigures(SubmissionResponse submission) : base(submission) => Figures = [];

    /// <summary>The figures, in the order in which they were sent.</summary>
    public required IReadOnlyList<SubmittedFigure> Figures { get; init; }
}

/// <summary>A submitted figure beside the one that stands.</summary>
public sealed record SubmittedFigure : SubmittedItem
{
    /// <summary>The figure that readers see now; null when there is none. Of another version than <c>basedOn</c> the submission can no longer be
    /// approved.</summary>
    public required ActualResponse? Current { get; init; }
}
