using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Features.Remedies;

public sealed class PostRemedy(IndicatorDbContext context, ReferenceDataCache cache, TimeProvider clock)
    : Endpoint<PostRemedyRequest, Results<Created<RemedyResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/targets/{id}/remedies");
        Group<RemediesGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Asks a unit why a target of its is missed, and what it will do.</summary>
    public override async Task<Results<Created<RemedyResponse>, Problem>> ExecuteAsync(PostRemedyRequest request, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var target = !Guid.TryParse(request.Id, out var key) ? null
            : await context.Targets.AsNoTracking().SingleOrDefaultAsync(row => row.Id == key, cancellationToken);
        if (target is null) return Problem.Unknown(Noun.Target, request.Id);
        var reference = await cache.GetAsync(cancellationToken);
        var caller = Caller.Of(User);
        var unit = reference.Unit(target.OrganisationUnitId);
        if (caller.Grant.Refusal(unit, reference.PathIn(unit, reference.Calendar.Scope(target))) is { } foreign) return foreign;
        await VersionCounters.RaiseUnitsAsync((NpgsqlConnection)context.Database.GetDbConnection(), [target.OrganisationUnitId], cancellationToken);
        var errors = new Errors();
        var now = clock.GetUtcNow();
        var row = new Remedy
        {
            OrganisationUnitId = target.OrganisationUnitId,
            Id = Guid.CreateVersion7(now),
            RowVersion = 1,
            TargetId = target.Id,
            Period = request.Body.Period?.ToString() ?? target.Period,
            State = RemedyState.Asked,
            Question = Text.Clean(errors, "question", request.Body.Question, 2000) ?? "",
            AnswerBy = request.Body.AnswerBy,
            RecordedAt = now,
            RecordedBy = caller.Name,
        };
        if (errors.AreFatal(out var problem)) return problem;
        context.Add(row);
        await context.SaveChangesAsync(caller.Author, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        HttpContext.Response.Headers.ETag = ETags.Of(row.RowVersion);
        return TypedResults.Created($"/api/v1/remedies/{row.Id}", RemedyResponse.From(row, reference));
    }
}

/// <summary>A target and what is asked about it.</summary>
public sealed record PostRemedyRequest
{
    /// <summary>The target's id.</summary>
    [RouteParam] public required string Id { get; init; }

    /// <summary>What is asked.</summary>
    [FromBody] public required RemedyQuestionBody Body { get; init; }
}
