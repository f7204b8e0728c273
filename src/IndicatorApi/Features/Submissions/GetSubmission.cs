using System.Security.Cryptography;
using System.Text;
using IndicatorApi.Data;
using IndicatorApi.Features.Actuals;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Submissions;

public sealed class GetSubmission : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/submissions/{id}", HandleAsync);

    /// <summary>One submission with its figures, each beside the one that stands now. For keys that cover one of its units.</summary>
    /// <param name="id">The submission's id.</param>
    internal static async Task<Results<Ok<SubmissionWithFigures>, StatusCodeHttpResult, Problem>> HandleAsync(
        string id, HttpContext http, IndicatorDbContext context, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var submission = !Guid.TryParse(id, out var key) ? null
            : await context.Submissions.AsNoTracking().Include(row => row.Decision).SingleOrDefaultAsync(row => row.Id == key, cancellationToken);
        if (submission is null) return Problem.Unknown(Noun.Submission, id);
        var reference = await cache.GetAsync(cancellationToken);
        var scope = Caller.Of(http.User).Scope;
        if (!submission.Units.Any(unit => scope.Covers(reference.Unit(unit)))) return scope.Refusal(reference.Unit(submission.Units[0]))!;

        var items = SubmittedItem.Read(submission);
        var periods = items.Select(item => item.Figure.Period.ToString()).Distinct().ToArray();
        var standing = await context.Actuals.AsNoTracking()
            .Where(row => submission.Units.Contains(row.OrganisationUnitId) && submission.Indicators.Contains(row.IndicatorId) && periods.Contains(row.Period))
            .ToDictionaryAsync(row => (row.OrganisationUnitId, row.IndicatorId, row.GroupCode, row.Period), cancellationToken);
        var figures = items.ConvertAll(item => new SubmittedFigure
        {
            Figure = item.Figure,
            Removes = item.Removes,
            BasedOn = item.BasedOn,
            Current = standing.GetValueOrDefault((reference.Unit(item.Figure.OrgUnit)!.Id, reference.Indicator(item.Figure.Indicator)!.Id, item.Figure.Group ?? "", item.Figure.Period.ToString()))
                is { } current ? ActualResponse.From(current, reference) : null,
        });
        if (ETags.IsUnchanged(http, Tag(submission, figures))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(new SubmissionWithFigures(SubmissionResponse.From(submission, reference)) { Figures = figures });
    }

    private static string Tag(Submission submission, List<SubmittedFigure> figures) =>
        $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{submission.Decision?.State}{string.Join(' ', figures.Select(figure => figure.Current?.Revision))}")))[..12]}\"";
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
    /// <summary>The figure that readers see now; null when there is none. Of another version than <c>basedOn</c> the submission can no longer be approved.</summary>
    public required ActualResponse? Current { get; init; }
}
