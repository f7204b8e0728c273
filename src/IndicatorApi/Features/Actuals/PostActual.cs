using FastEndpoints;
using IndicatorApi.Features.Shared;
using IndicatorApi.Figures;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Actuals;

public sealed class PostActual(ReportFigures report)
    : Endpoint<PostActualRequest, Results<Created<ActualResponse>, Ok<ActualResponse>, Accepted<SubmissionResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/actuals");
        Group<ActualsGroup>();
        Policies(Right.Report);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Reports one figure that is new; the same body again changes nothing.</summary>
    /// <remarks>Where a second person approves the unit's figures, it becomes a submission: 202.</remarks>
    public override Task<Results<Created<ActualResponse>, Ok<ActualResponse>, Accepted<SubmissionResponse>, Problem>> ExecuteAsync(
        PostActualRequest request, CancellationToken cancellationToken) => report.OneAsync(request.Body, HttpContext, cancellationToken);
}

/// <summary>A figure to be reported.</summary>
public sealed record PostActualRequest
{
    /// <summary>The figure.</summary>
    [FromBody] public required ActualItem Body { get; init; }
}
