using IndicatorApi.Access;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Features.Targets;

/// <summary>Decides about judgements that wait for a second person.</summary>
public sealed class DecideJudgements(IndicatorDbContext context, ReferenceDataCache cache, TimeProvider clock)
{
    /// <summary>Lets a judgement stand, or rejects it; another key than the one that set it does.</summary>
    public async Task<Results<Ok<JudgementResponse>, Problem>> RunAsync(
        string id, string? said, JudgementState state, HttpContext http, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (!Guid.TryParse(id, out var key) || await FindAsync() is not { } found) return Problem.Unknown(Noun.Judgement, id);
        await VersionCounters.RaiseUnitsAsync((NpgsqlConnection)context.Database.GetDbConnection(), [found.OrganisationUnitId], cancellationToken);
        found = (await FindAsync())!;
        var reference = await cache.GetAsync(cancellationToken);
        var caller = Caller.Of(http.User);
        var unit = reference.Unit(found.OrganisationUnitId);
        var target = await context.TargetVersions.AsNoTracking().Where(row => row.OrganisationUnitId == unit.Id && row.TargetId == found.TargetId)
            .OrderByDescending(row => row.RowVersion).FirstAsync(cancellationToken);
        if (caller.Grant.Refusal(unit, reference.PathIn(unit, reference.Calendar.Scope(target))) is { } foreign) return foreign;
        if (found.State != JudgementState.Proposed) return new Problem(ErrorCodes.JudgementDecided, WireNames<JudgementState>.Of(found.State));
        if (found.RecordedById == caller.Identity) return new Problem(ErrorCodes.OwnJudgement);
        var errors = new Errors();
        var reason = Text.Clean(errors, "reason", said, 1000);
        if (reason is null && state == JudgementState.Rejected) errors.Add("reason", ErrorCodes.Required);
        if (errors.AreFatal(out var problem)) return problem;
        var decided = found.Decided(state, reason, caller.Author, clock.GetUtcNow());
        context.Add(decided);
        await context.SaveChangesAsync(caller.Author, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(JudgementResponse.From(decided));

        Task<JudgementVersion?> FindAsync() => context.CurrentJudgements().SingleOrDefaultAsync(row => row.Id == key, cancellationToken);
    }
}
