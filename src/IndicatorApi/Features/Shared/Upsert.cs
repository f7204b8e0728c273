using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Shared;

/// <summary>The body of something that the world knows by its code: what it is called, where it stands, and which row it shows.</summary>
/// <typeparam name="TRow">The row.</typeparam>
public interface ICodedBody<TRow> where TRow : class, ICodedRow
{
    /// <summary>The identity in addresses and bodies.</summary>
    string Code { get; }

    /// <summary>What it is called in problems.</summary>
    static abstract Noun Noun { get; }

    /// <summary>The address that its code is added to.</summary>
    static abstract string Address { get; }

    /// <summary>The row of a code; null when there is none.</summary>
    static abstract TRow? Find(ReferenceData reference, string code);
}

/// <summary>What is particular to storing one noun.</summary>
/// <typeparam name="TBody">What comes in.</typeparam>
/// <typeparam name="TRow">What is stored.</typeparam>
public interface ICodedStore<TBody, TRow>
{
    /// <summary>Checks and saves all of the bodies or none; saving waits for the caller's commit.</summary>
    Task<UpsertCounts> RunAsync(IReadOnlyList<TBody> bodies, Func<int, string, string> where, Caller caller, Errors errors,
        CancellationToken cancellationToken);

    /// <summary>The refusal to change a stored row; null when the caller may.</summary>
    Task<Problem?> RefusalAsync(TRow stored, Caller caller, CancellationToken cancellationToken);
}

/// <summary>Creates, replaces and reads what is known by its code: units, indicators and resolutions differ in what they store, not in how.</summary>
public sealed class Upsert(IndicatorDbContext context, ReferenceDataCache cache)
{
    /// <summary>Creates one that is new; one that is there already, with the same content, is answered as it is.</summary>
    public async Task<Results<Created<TBody>, Ok<TBody>, Problem>> PostAsync<TBody, TRow>(
        ICodedStore<TBody, TRow> store, TBody body, HttpContext http, CancellationToken cancellationToken)
        where TBody : ICodedBody<TRow> where TRow : class, ICodedRow
    {
        var (counts, problem) = await StoreAsync(store, Batch<TBody>.One(body), http, cancellationToken);
        if (problem is not null) return problem;
        var answer = await StoredAsync<TBody, TRow>(body.Code, http, cancellationToken);
        return counts.Created > 0 ? TypedResults.Created($"{TBody.Address}/{answer.Code}", answer) : TypedResults.Ok(answer);
    }

    /// <summary>Stores many: all or none.</summary>
    public async Task<Results<Ok<BatchResponse>, Problem>> PostBatchAsync<TBody, TRow>(
        ICodedStore<TBody, TRow> store, Batch<TBody> body, HttpContext http, CancellationToken cancellationToken)
        where TBody : ICodedBody<TRow> where TRow : class, ICodedRow
    {
        var (counts, problem) = await StoreAsync(store, body, http, cancellationToken);
        if (problem is not null) return problem;
        return TypedResults.Ok(new BatchResponse(counts.Created, counts.Updated, counts.Unchanged, body.DryRun));
    }

    private async Task<(UpsertCounts Counts, Problem? Problem)> StoreAsync<TBody, TRow>(
        ICodedStore<TBody, TRow> store, Batch<TBody> body, HttpContext http, CancellationToken cancellationToken)
        where TBody : ICodedBody<TRow> where TRow : class, ICodedRow
    {
        var errors = new Errors();
        var caller = Caller.Of(http.User);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.RaiseReferenceAsync(cancellationToken);
        var counts = await store.RunAsync(body.Items, body.Where, caller, errors, cancellationToken);
        if (errors.AreFatal(out var problem)) return (counts, problem);
        if (body.IsSingle && counts.Updated > 0) return (counts, new Problem(ErrorCodes.AlreadyExists, body.Items[0].Code));
        if (!body.DryRun && counts.Created + counts.Updated > 0)
        {
            await context.SaveChangesAsync(caller.Author, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        return (counts, null);
    }

    /// <summary>Creates one, or replaces the one that exists, under its tag.</summary>
    public async Task<Results<Ok<TBody>, Created<TBody>, Problem>> PutAsync<TBody, TRow>(
        ICodedStore<TBody, TRow> store, string code, TBody body, HttpContext http, CancellationToken cancellationToken)
        where TBody : ICodedBody<TRow> where TRow : class, ICodedRow
    {
        if (body.Code != code) return new Problem([new Error("code", ErrorCodes.CodeDiffers)]);
        var errors = new Errors();
        var caller = Caller.Of(http.User);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.RaiseReferenceAsync(cancellationToken);
        var existing = await context.Set<TRow>().SingleOrDefaultAsync(row => row.Code == code, cancellationToken);
        if (existing is not null && await store.RefusalAsync(existing, caller, cancellationToken) is { } foreign) return foreign;
        if ((existing is null ? ETags.RefusalOfNew(http) : ETags.Refusal(http, RowTags.Of(existing))) is { } refusal) return refusal;
        var counts = await store.RunAsync([body], (_, member) => member, caller, errors, cancellationToken);
        if (errors.AreFatal(out var problem)) return problem;
        if (counts.Unchanged == 0)
        {
            await context.SaveChangesAsync(caller.Author, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        var answer = await StoredAsync<TBody, TRow>(code, http, cancellationToken);
        return counts.Created > 0 ? TypedResults.Created($"{TBody.Address}/{code}", answer) : TypedResults.Ok(answer);
    }

    /// <summary>One of a code, or that the caller has it already.</summary>
    public static Results<Ok<TBody>, StatusCodeHttpResult, Problem> Read<TBody, TRow>(ReferenceData reference, string code, HttpContext http)
        where TBody : ICodedBody<TRow> where TRow : class, ICodedRow
    {
        if (TBody.Find(reference, code) is not { } row) return Problem.Unknown(TBody.Noun, code);
        if (ETags.IsUnchanged(http, RowTags.Of(row))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(Mapping.Show<TRow, TBody>(row, reference));
    }

    private async Task<TBody> StoredAsync<TBody, TRow>(string code, HttpContext http, CancellationToken cancellationToken)
        where TBody : ICodedBody<TRow> where TRow : class, ICodedRow
    {
        var reference = await cache.GetAsync(cancellationToken);
        var row = TBody.Find(reference, code)!;
        http.Response.Headers.ETag = RowTags.Of(row);
        return Mapping.Show<TRow, TBody>(row, reference);
    }
}
