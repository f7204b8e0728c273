using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IndicatorApi.Features.Dhis2;

public sealed class PostDataValueSets(Recordings recordings, ReferenceDataCache cache)
    : Endpoint<PostDataValueSetsRequest, Results<Ok<ImportSummary>, Accepted<ImportSummary>, Conflict<ImportSummary>, Problem>>
{
    private const string Code = "code";

    public override void Configure()
    {
        Post("/api/v1/dhis2/dataValueSets");
        Group<Dhis2Group>();
        Policies(Right.Report);
        Metadata(new TakesIdempotencyKey());
        Description(route => route.AddOpenApiOperationTransformer(DescribeBodyAsync));
    }

    /// <summary>Takes data values as DHIS2 writes them, JSON or CSV, by the codes of indicators and units. Values in conflict are passed over and the others
    /// stored, as DHIS2 does: 409 with the summary; <c>atomic=true</c> stores all or none.</summary>
    /// <remarks>Where a second person approves the figures of one of the units, those that change become one submission: 202, and its address in
    /// <c>href</c>.</remarks>
    public override async Task<Results<Ok<ImportSummary>, Accepted<ImportSummary>, Conflict<ImportSummary>, Problem>> ExecuteAsync(
        PostDataValueSetsRequest request, CancellationToken cancellationToken)
    {
        var (set, unreadable) = await DataValueFile.ReadAsync(HttpContext.Request, cancellationToken);
        if (set is null) return unreadable!;
        var errors = new Errors();
        var word = set.ImportStrategy ?? request.ImportStrategy;
        var strategy = ParameterText.Word<ImportStrategy>(errors, "importStrategy", word) ?? ImportStrategy.CreateAndUpdate;
        CheckSchemes(set, request, errors);
        if (errors.AreFatal(out var problem)) return problem;

        var reference = await cache.GetAsync(cancellationToken);
        var caller = Caller.Of(User);
        var isAtomic = request.Atomic == true;
        var conflicts = new DataValueConflicts(RequestLanguage.Of(HttpContext.Request));
        var values = DataValueWrites.Read(set, strategy, reference, caller, conflicts);
        if (values.Count == 0) return Answer(ImportSummary.Of(set.DataValues.Count, AllowedFigures.None, conflicts, isAtomic, null));
        await using var recording = await recordings.BeginAsync(reference, caller.Author, cancellationToken);
        WantedFigure[] sent = [.. values.Select(value => value.Wanted)];
        if ((await recording.CompareAsync(sent, cancellationToken)).IsRefused(out var refusal, out var compared)) return refusal.ToProblem();
        compared = compared.With(figure => DataValueWrites.Keeping(figure, reference));
        int[] wanted = [.. Enumerable.Range(0, values.Count).Where(place => DataValueWrites.IsWanted(compared.All[place], strategy))];
        if ((await recording.AllowAsync(compared.At(wanted), cancellationToken)).IsRefused(out refusal, out var allowed))
        {
            if (refusal is not Refusal.Obstructed obstructed) return refusal.ToProblem();
            foreach (var obstacle in obstructed.Obstacles) conflicts.Add(values[wanted[obstacle.Place]], obstacle.ToError());
            allowed = obstructed.Others;
        }
        if (isAtomic && conflicts.Rejected.Count > 0) allowed = AllowedFigures.None;
        var isDry = set.DryRun ?? request.DryRun ?? false;
        var submission = !isDry && (await recording.RecordAsync(allowed, cancellationToken)).IsSubmitted(out var id, out _) ? id : (Guid?)null;
        return Answer(ImportSummary.Of(set.DataValues.Count, allowed, conflicts, isAtomic, submission));
    }

    private static Results<Ok<ImportSummary>, Accepted<ImportSummary>, Conflict<ImportSummary>, Problem> Answer(ImportSummary summary)
    {
        if (summary.Status != ImportStatus.Success) return TypedResults.Conflict(summary);
        return summary.Href is null ? TypedResults.Ok(summary) : TypedResults.Accepted(summary.Href, summary);
    }

    private static void CheckSchemes(DataValueSet set, PostDataValueSetsRequest request, Errors errors)
    {
        Check("idScheme", set.IdScheme ?? request.IdScheme);
        Check("dataElementIdScheme", set.DataElementIdScheme ?? request.DataElementIdScheme);
        Check("orgUnitIdScheme", set.OrgUnitIdScheme ?? request.OrgUnitIdScheme);
        Check("categoryOptionComboIdScheme", set.CategoryOptionComboIdScheme ?? request.CategoryOptionComboIdScheme);

        void Check(string name, string? scheme)
        {
            if (scheme?.Equals(Code, StringComparison.OrdinalIgnoreCase) == false) errors.Add(name, ErrorCodes.UnknownWord, scheme, Code);
        }
    }

    private static async Task DescribeBodyAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Document!.Components?.Schemas?.ContainsKey(nameof(DataValueSet)) != true)
        {
            var schema = await context.GetOrCreateSchemaAsync(typeof(DataValueSet), null, cancellationToken);
            context.Document.AddComponent(nameof(DataValueSet), schema);
        }
        var json = new OpenApiMediaType { Schema = new OpenApiSchemaReference(nameof(DataValueSet), context.Document) };
        var content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = json };
        foreach (var type in DataValueFile.CsvTypes) content[type] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
    }
}

/// <summary>How a set is to be read and stored.</summary>
public sealed record PostDataValueSetsRequest
{
    /// <summary>Check and count, store nothing.</summary>
    [QueryParam] public bool? DryRun { get; init; }

    /// <summary>CREATE_AND_UPDATE (the default), CREATE, UPDATE, or DELETE.</summary>
    [QueryParam] public string? ImportStrategy { get; init; }

    /// <summary>Store nothing when one value is in conflict.</summary>
    [QueryParam] public bool? Atomic { get; init; }

    /// <summary>How everything is named: only by its code.</summary>
    [QueryParam] public string? IdScheme { get; init; }

    /// <summary>How indicators are named: only by their code.</summary>
    [QueryParam] public string? DataElementIdScheme { get; init; }

    /// <summary>How units are named: only by their code.</summary>
    [QueryParam] public string? OrgUnitIdScheme { get; init; }

    /// <summary>How sub-groups are named: only by their code.</summary>
    [QueryParam] public string? CategoryOptionComboIdScheme { get; init; }
}
