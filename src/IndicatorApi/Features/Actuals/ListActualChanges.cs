using FastEndpoints;
using IndicatorApi.Following;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Actuals;

public sealed class ListActualChanges(ChangeAnswers answers) : Endpoint<ListActualChangesRequest, IResult>
{
    public override void Configure()
    {
        Get("/api/v1/actuals/changes");
        Group<ActualsGroup>();
        Policies(Right.Read);
        Description(route => route.Produces<ChangePage<ActualChangeItem>>(StatusCodes.Status200OK, "application/json", ChangeAnswers.Events));
    }

    /// <summary>What changed since a cursor, for programs that keep a copy of the figures: those of each unit under which something was written, and those
    /// that were withdrawn. Without <c>after</c> all of them. Pages, waiting and server-sent events are those of <c>/achievements/changes</c>.</summary>
    public override Task<IResult> ExecuteAsync(ListActualChangesRequest request, CancellationToken cancellationToken) =>
        answers.AnswerAsync(new FollowedActuals(request), request, HttpContext, cancellationToken);
}

/// <summary>Which figures are followed, from where, and how many at once.</summary>
public sealed record ListActualChangesRequest : FollowRequest
{
    /// <summary>Only this unit's; all units without it.</summary>
    [QueryParam] public string? OrgUnit { get; init; }

    /// <summary>Only of this indicator.</summary>
    [QueryParam] public string? Indicator { get; init; }

    /// <summary>Only of exactly this period.</summary>
    [QueryParam] public string? Period { get; init; }
}
