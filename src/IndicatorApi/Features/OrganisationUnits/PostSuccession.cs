using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Features.OrganisationUnits;

public sealed class PostSuccession(IndicatorDbContext context, ReferenceDataCache cache, FactReadings readings, StoreSuccessions store, WeighedShares shares)
    : Endpoint<PostSuccessionRequest, Results<Created<SuccessionResponse>, Ok<SuccessionResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/organisation-units/successions");
        Group<OrganisationUnitsGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Records that units took the place of others from a day on: merged, split, renamed, moved. Another one takes it back.</summary>
    /// <remarks>Nothing is deleted or changed but the days of the units: what a successor has of its predecessors is worked out when it is asked for.
    /// The key must cover what is above all of these units.</remarks>
    public override async Task<Results<Created<SuccessionResponse>, Ok<SuccessionResponse>, Problem>> ExecuteAsync(
        PostSuccessionRequest request, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.LockTreeAsync(cancellationToken);
        // Nobody changes the tree meanwhile: the names are those of now.
        var before = await cache.GetAsync(cancellationToken);
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        var asked = request.DryRun ? Concerned(request.Body, before) : null;
        var standing = asked is null ? [] : await StandingAsync(connection, before, asked, cancellationToken);
        await context.RaiseReferenceAsync(cancellationToken);
        var (body, unknown) = await shares.FillAsync(request.Body, before, errors, cancellationToken);
        if (errors.AreFatal(out var refused)) return refused;
        var row = await store.RunAsync(body, before, Caller.Of(User), errors, cancellationToken);
        if (errors.AreFatal(out var problem)) return problem;
        var after = await cache.OfAsync(connection, cancellationToken);
        if (!request.DryRun)
        {
            await transaction.CommitAsync(cancellationToken);
            return TypedResults.Created(
                $"/api/v1/organisation-units/successions/{row!.Id}", SuccessionResponse.Of(row, after) with { SharesUnknown = unknown });
        }
        var effects = Effects(standing, before, await StandingAsync(connection, after, asked!, cancellationToken), after);
        await transaction.RollbackAsync(cancellationToken);
        return TypedResults.Ok(SuccessionResponse.Of(row!, after) with { Id = Guid.Empty, SharesUnknown = unknown, Effects = effects });
    }

    // The units and the year of the day.
    private static FactQuestion? Concerned(SuccessionBody body, ReferenceData reference)
    {
        var undone = reference.Lineage.Successions.FirstOrDefault(row => row.Id == body.Undoes);
        if ((undone?.FromDate ?? body.From) is not { } day) return null;
        var units = undone?.Parts.SelectMany(part => new[] { part.PredecessorId, part.SuccessorId })
            ?? (body.Parts ?? []).SelectMany(part => new[] { part.Predecessor, part.Successor }).Select(reference.Unit).OfType<OrganisationUnit>()
                .Select(unit => unit.Id);
        return new FactQuestion { Asked = Period.Year(day.Year), Units = [.. units.Distinct()] };
    }

    private async Task<List<TargetFacts>> StandingAsync(
        NpgsqlConnection connection, ReferenceData reference, FactQuestion question, CancellationToken cancellationToken)
    {
        // What is written here is in no picture yet: the version of the names is that of the transaction.
        await using var reading = await readings.OpenAsync(connection, reference, _ => question, cancellationToken);
        return await reading!.TargetsAsync(cancellationToken).ToListAsync(cancellationToken);
    }

    private static List<SuccessionEffect> Effects(List<TargetFacts> before, ReferenceData then, List<TargetFacts> after, ReferenceData now)
    {
        var were = before.ToDictionary(target => target.Id);
        var will = after.ToDictionary(target => target.Id);
        return [.. before.Concat(after).DistinctBy(target => target.Id).Select(target => new SuccessionEffect(
            now.Unit(target.Unit).Code, target.Id, now.Resolution(target.Resolution).Code, now.Indicator(target.Indicator).Code,
            target.Group.Length > 0 ? target.Group : null, target.Period,
            Standing(were.GetValueOrDefault(target.Id), then), Standing(will.GetValueOrDefault(target.Id), now)))];
    }

    private static SuccessionStanding? Standing(TargetFacts? target, ReferenceData reference)
    {
        if (target?.Judge(reference, Detail.None) is not { } achievement) return null;
        return new(AchievementRow.Wire(achievement.Target), AchievementRow.Wire(achievement.Actual), achievement.Verdict, achievement.Reason);
    }
}

/// <summary>What happened to units.</summary>
public sealed record PostSuccessionRequest
{
    /// <summary>Says what it would do, target by target, and records nothing.</summary>
    [QueryParam] public bool DryRun { get; init; }

    /// <summary>What happened.</summary>
    [FromBody] public required SuccessionBody Body { get; init; }
}
