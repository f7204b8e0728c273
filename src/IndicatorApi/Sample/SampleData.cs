using System.Text.Json;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Indicators;
using IndicatorApi.Features.OrganisationUnits;
using IndicatorApi.Features.Published;
using IndicatorApi.Features.Resolutions;
using IndicatorApi.Features.Shared;
using IndicatorApi.Features.Targets;
using IndicatorApi.Figures;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Sample;

/// <summary>Sample data, loaded through the same code that requests go through.</summary>
/// <remarks>Loading again changes nothing that is there with the same content; what someone has changed since is set back, with a revision.</remarks>
public sealed class SampleData(
    IServiceScopeFactory scopes, Recordings recordings, ReferenceDataCache cache)
{
    private static readonly Caller Loader = Caller.OfProgram("sample data");
    private static readonly UnitListOptions Reform = new(new(2025, 7, 1),
        "Sắp xếp đơn vị hành chính cấp xã năm 2025: Nghị quyết 1656, 1665, 1674 và 1687/NQ-UBTVQH15 ngày 16/6/2025", false);

    /// <summary>Loads what is chosen.</summary>
    /// <returns>What was created, updated and left as it was, over all kinds.</returns>
    public async Task<UpsertCounts> LoadAsync(SampleChoice choice, Action<string>? report, CancellationToken cancellationToken)
    {
        var total = default(UpsertCounts);
        foreach (var set in SetsOf(choice)) total = total.Plus(await LoadAsync(set, report, cancellationToken));
        return choice == SampleChoice.Reform ? total.Plus(await ReformAsync(report, cancellationToken)) : total;
    }

    private static ISampleSet[] SetsOf(SampleChoice choice) => choice switch
    {
        SampleChoice.Documents or SampleChoice.Reform => [new Documents()],
        SampleChoice.Demo => [new Demo()],
        SampleChoice.All => [new Documents(), new Demo()],
        _ => [],
    };

    // Who took the place of the eight units, as a list of units says it.
    private async Task<UpsertCounts> ReformAsync(Action<string>? report, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var errors = new Errors();
        using var list = TableFile.Csv(typeof(SampleData).Assembly.GetManifestResourceStream("Sample/reform.csv")!, ',');
        var counts = await scope.ServiceProvider.GetRequiredService<StoreUnitList>().RunAsync(list, Reform, Loader, errors, null, cancellationToken);
        ThrowIfAny(errors, "reform");
        report?.Invoke($"  reform: {counts!.Units.Created} units and {counts.Successions} successions created");
        return counts!.Units.Plus(new(counts.Successions, 0, counts.SuccessionsThere));
    }

    private async Task<UpsertCounts> LoadAsync(ISampleSet set, Action<string>? report, CancellationToken cancellationToken)
    {
        var total = default(UpsertCounts);
        void Add(string name, UpsertCounts counts)
        {
            report?.Invoke($"  {name}: {counts.Created} created, {counts.Updated} updated, {counts.Unchanged} unchanged");
            total = total.Plus(counts);
        }
        Add("organisation units", await ReferenceAsync<StoreOrganisationUnits,
            OrganisationUnitBody>(set, "organisation-units", (store, body, errors) => store.RunAsync(body.Items, body.Where, Loader, errors, cancellationToken),
            cancellationToken));
        Add("indicators", await ReferenceAsync<StoreIndicators,
            IndicatorBody>(set, "indicators", (store, body, errors) => store.RunAsync(body.Items, body.Where, Loader, errors, cancellationToken),
            cancellationToken));
        Add("resolutions", await ReferenceAsync<StoreResolutions,
            ResolutionBody>(set, "resolutions", (store, body, errors) => store.RunAsync(body.Items, body.Where, Loader, errors, cancellationToken),
            cancellationToken));
        var reference = await cache.GetAsync(cancellationToken);
        Add("targets", await FactsAsync<StoreTargets, TargetBody>(
            set, "targets", async (store, body, errors) => (await store.RunAsync(body.Items, body.Where, reference, Loader, errors, cancellationToken)).Counts,
            cancellationToken));
        Add("actuals", await ActualsAsync(set, reference, cancellationToken));
        Add("claims", await FactsAsync<StorePublished, ClaimBody>(
            set, "claims",
            (store, body, errors) => store.RunAsync(PublishedKinds.Claims, body, reference, Loader, errors, cancellationToken), cancellationToken));
        Add("benchmarks", await FactsAsync<StorePublished, BenchmarkBody>(
            set, "benchmarks",
            (store, body, errors) => store.RunAsync(PublishedKinds.Benchmarks, body, reference, Loader, errors, cancellationToken),
            cancellationToken));
        return total;
    }

    private Task<UpsertCounts> ReferenceAsync<TStore, TBody>(
        ISampleSet set, string kind, Func<TStore, Batch<TBody>, Errors, Task<UpsertCounts>> store, CancellationToken cancellationToken)
        where TStore : notnull =>
        FactsAsync<TStore, TBody>(set, kind, store, cancellationToken, raisesReference: true);

    private async Task<UpsertCounts> FactsAsync<TStore, TBody>(
        ISampleSet set, string kind, Func<TStore, Batch<TBody>, Errors, Task<UpsertCounts>> store, CancellationToken cancellationToken,
        bool raisesReference = false) where TStore : notnull
    {
        if (Read<TBody>(set, kind) is not { } items) return default;
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<IndicatorDbContext>();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (raisesReference) await context.RaiseReferenceAsync(cancellationToken);
        var errors = new Errors();
        var counts = await store(scope.ServiceProvider.GetRequiredService<TStore>(), items, errors);
        ThrowIfAny(errors, kind);
        await context.SaveChangesAsync(Loader.Author, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return counts;
    }

    private async Task<UpsertCounts> ActualsAsync(ISampleSet set, ReferenceData reference, CancellationToken cancellationToken)
    {
        if (Read<ActualItem>(set, "actuals") is not { } body) return default;
        var errors = new Errors();
        var wanted = ActualItem.Read(body, reference, Loader, errors);
        ThrowIfAny(errors, "actuals");
        await using var recording = await recordings.BeginAsync(reference, Loader.Author, cancellationToken);
        if ((await recording.CompareAsync(wanted, cancellationToken)).IsRefused(out var refusal, out var compared)
            || (await recording.AllowAsync(compared, cancellationToken)).IsRefused(out refusal, out var allowed))
            throw Refused("actuals", refusal.ToProblem(body.Where));
        await recording.RecordAsync(allowed, cancellationToken);
        return new UpsertCounts(allowed.Count(ActualChange.Created), allowed.Count(ActualChange.Updated), allowed.Count(ActualChange.Unchanged));
    }

    private static Batch<T>? Read<T>(ISampleSet set, string kind) =>
        set.Read(kind) is { } items ? new Batch<T> { Items = items.Deserialize<IReadOnlyList<T>>(WireJson.Options)! } : null;

    private static void ThrowIfAny(Errors errors, string file)
    {
        if (errors.AreFatal(out var problem)) throw Refused(file, problem);
    }

    private static InvalidOperationException Refused(string file, Problem problem) =>
        new($"The sample data ({file}) is refused: {problem.Details(Language.English).Detail}");
}
