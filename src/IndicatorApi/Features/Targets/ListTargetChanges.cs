using FastEndpoints;
using IndicatorApi.Following;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Targets;

public sealed class ListTargetChanges(ChangeAnswers answers) : Endpoint<ListTargetChangesRequest, IResult>
{
    public override void Configure()
    {
        Get("/api/v1/targets/changes");
        Group<TargetsGroup>();
        Policies(Right.Read);
        Description(route => route.Produces<ChangePage<TargetChangeItem>>(StatusCodes.Status200OK, "application/json", ChangeAnswers.Events));
    }

    /// <summary>What changed since a cursor, for programs that keep a copy of the targets: those of each unit under which something was written, or whose
    /// names or terms changed, and those that were removed. Without <c>after</c> all of them. Pages, waiting and server-sent events are those of
    /// <c>/achievements/changes</c>.</summary>
    public override Task<IResult> ExecuteAsync(ListTargetChangesRequest request, CancellationToken cancellationToken) =>
        answers.AnswerAsync(new FollowedTargets(request), request, HttpContext, cancellationToken);
}

/// <summary>Which targets are followed, from where, and how many at once.</summary>
public sealed record ListTargetChangesRequest : FollowRequest
{
    /// <summary>Only this unit's; all units without it.</summary>
    [QueryParam] public string? OrgUnit { get; init; }

    /// <summary>Only on this indicator.</summary>
    [QueryParam] public string? Indicator { get; init; }

    /// <summary>Only of this resolution.</summary>
    [QueryParam] public string? Resolution { get; init; }
}
