using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;

namespace IndicatorApi.Features.Dhis2;

public sealed class PostDataValueSets : IEndpoint
{
    private const string Code = "code";

    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/dhis2/dataValueSets", HandleAsync)
        .AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
        {
            if (context.Document!.Components?.Schemas?.ContainsKey(nameof(DataValueSet)) != true)
                context.Document.AddComponent(nameof(DataValueSet), await context.GetOrCreateSchemaAsync(typeof(DataValueSet), null, cancellationToken));
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = new OpenApiSchemaReference(nameof(DataValueSet), context.Document) } },
            };
            foreach (var type in DataValueFile.CsvTypes) operation.RequestBody.Content![type] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        });

    /// <summary>Takes data values as DHIS2 writes them, JSON or CSV, by the codes of indicators and units. Values in conflict are passed over and the others stored, as DHIS2 does: 409 with the summary; <c>atomic=true</c> stores all or none.</summary>
    /// <remarks>Where a second person approves the figures of one of the units, those that change become one submission: 202, and its address in <c>href</c>.</remarks>
    /// <param name="dryRun">Check and count, store nothing.</param>
    /// <param name="importStrategy">CREATE_AND_UPDATE (the default), CREATE, UPDATE, or DELETE.</param>
    /// <param name="atomic">Store nothing when one value is in conflict.</param>
    /// <param name="idScheme">How everything is named: only by its code.</param>
    /// <param name="dataElementIdScheme">How indicators are named: only by their code.</param>
    /// <param name="orgUnitIdScheme">How units are named: only by their code.</param>
    /// <param name="categoryOptionComboIdScheme">How sub-groups are named: only by their code.</param>
    internal static async Task<Results<Ok<ImportSummary>, Accepted<ImportSummary>, Conflict<ImportSummary>, Problem>> HandleAsync(
        bool? dryRun, string? importStrategy, bool? atomic, string? idScheme, string? dataElementIdScheme, string? orgUnitIdScheme, string? categoryOptionComboIdScheme,
        HttpContext http, Recordings recordings, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var (set, unreadable) = await DataValueFile.ReadAsync(http.Request, cancellationToken);
        if (set is null) return unreadable!;
        var errors = new Errors();
        var strategy = Query.Word<ImportStrategy>(errors, "importStrategy", set.ImportStrategy ?? importStrategy) ?? ImportStrategy.CreateAndUpdate;
        CheckScheme("idScheme", set.IdScheme ?? idScheme, errors);
        CheckScheme("dataElementIdScheme", set.DataElementIdScheme ?? dataElementIdScheme, errors);
        CheckScheme("orgUnitIdScheme", set.OrgUnitIdScheme ?? orgUnitIdScheme, errors);
        CheckScheme("categoryOptionComboIdScheme", set.CategoryOptionComboIdScheme ?? categoryOptionComboIdScheme, errors);
        if (errors.AreFatal(out var problem)) return problem;

        var reference = await cache.GetAsync(cancellationToken);
        var caller = Caller.Of(http.User);
        var conflicts = new DataValueConflicts(RequestLanguage.Of(http.Request));
        var values = DataValueWrites.Read(set, strategy, reference, caller, conflicts);
        if (values.Count == 0) return Answer(ImportSummary.Of(set.DataValues.Count, AllowedFigures.None, conflicts, atomic == true, null));
        await using var recording = await recordings.BeginAsync(reference, caller.Author, cancellationToken);
        WantedFigure[] sent = [.. values.Select(value => value.Wanted)];
        if ((await recording.CompareAsync(sent, cancellationToken)).IsRefused(out var refusal, out var compared)) return refusal.ToProblem();
        compared = compared.With(figure => DataValueWrites.Keeping(figure, reference));
        int[] wanted = [.. Enumerable.Range(0, values.Count).Where(place => DataValueWrites.IsWanted(compared.All[place], strategy))];
        if ((await recording.AllowAsync(compared.At(wanted), cancellationToken)).IsRefused(out refusal, out var allowed))
        {
            if (refusal is not Refusal.Obstructed obstructed) return refusal.ToProblem();
            foreach (var obstacle in obstructed.Obstacles)
            {
                var value = values[wanted[obstacle.Place]];
                conflicts.Add(value.Index, value.Value, obstacle.ToError());
            }
            allowed = obstructed.Others;
        }
        if (atomic == true && conflicts.Rejected.Count > 0) allowed = AllowedFigures.None;
        var isDry = set.DryRun ?? dryRun ?? false;
        var submission = !isDry && (await recording.RecordAsync(allowed, cancellationToken)).IsSubmitted(out var id, out _) ? id : (Guid?)null;
        return Answer(ImportSummary.Of(set.DataValues.Count, allowed, conflicts, atomic == true, submission));
    }

    private static Results<Ok<ImportSummary>, Accepted<ImportSummary>, Conflict<ImportSummary>, Problem> Answer(ImportSummary summary)
    {
        if (summary.Status != ImportStatus.Success) return TypedResults.Conflict(summary);
        return summary.Href is null ? TypedResults.Ok(summary) : TypedResults.Accepted(summary.Href, summary);
    }

    private static void CheckScheme(string name, string? scheme, Errors errors)
    {
        if (scheme is not null && !scheme.Equals(Code, StringComparison.OrdinalIgnoreCase)) errors.Add(name, ErrorCodes.UnknownWord, scheme, Code);
    }
}
