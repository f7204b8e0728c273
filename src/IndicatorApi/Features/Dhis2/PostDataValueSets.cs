using System.Globalization;
using IndicatorApi.Data;
using IndicatorApi.Features.Actuals;
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
        HttpContext http, Database database, ReferenceDataCache cache, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (set, unreadable) = await DataValueFile.ReadAsync(http.Request, cancellationToken);
        if (set is null) return unreadable!;
        var errors = new Errors();
        var strategy = Query.Word<ImportStrategy>(errors, "importStrategy", set.ImportStrategy ?? importStrategy) ?? ImportStrategy.CreateAndUpdate;
        var isDry = set.DryRun ?? dryRun ?? false;
        CheckScheme("idScheme", set.IdScheme ?? idScheme, errors);
        CheckScheme("dataElementIdScheme", set.DataElementIdScheme ?? dataElementIdScheme, errors);
        CheckScheme("orgUnitIdScheme", set.OrgUnitIdScheme ?? orgUnitIdScheme, errors);
        CheckScheme("categoryOptionComboIdScheme", set.CategoryOptionComboIdScheme ?? categoryOptionComboIdScheme, errors);
        if (errors.AreFatal(out var problem)) return problem;

        var reference = await cache.GetAsync(cancellationToken);
        var caller = Caller.Of(http.User);
        var conflicts = new DataValueConflicts(RequestLanguage.Of(http.Request));
        var values = DataValueWrites.Read(set, strategy, reference, caller, conflicts);
        Guid? submission = null;
        if (values.Count > 0)
        {
            var (connection, transaction) = await StoreActuals.BeginAsync(database, cancellationToken);
            await using var _ = connection;
            await using var __ = transaction;
            var writer = new ActualWriter(connection, transaction, clock);
            async Task<bool> CompareAsync() => await writer.CompareAsync([.. values.Select(value => value.Write)], cancellationToken);
            if (!await CompareAsync()) return new Problem(ErrorCodes.Conflict);
            values = [.. values.Select(value => value.Keeping(reference))];
            if (!await CompareAsync()) return new Problem(ErrorCodes.Conflict);
            values = [.. values.Where(value => value.Write.IsWanted(strategy))];

            if (await StoreActuals.HoldingAsync([.. values.Select(value => value.Write)], reference, connection, transaction, cancellationToken) is not { } holding) return new Problem(ErrorCodes.Conflict);
            foreach (var closure in holding)
                conflicts.Add(values[closure.Write].Index, values[closure.Write].Value, new Error("period", ErrorCodes.PeriodClosed, closure.Period, reference.Unit(closure.Unit).Code, closure.Id));
            var closed = holding.Select(closure => closure.Write).ToHashSet();
            values = atomic == true && conflicts.Rejected.Count > 0 ? [] : [.. values.Where((_, index) => !closed.Contains(index))];

            (var refused, submission) = await StoreActuals.CommitAsync(
                [.. values.Select(value => value.Write)], (index, member) => $"dataValues[{values[index].Index}].{member}", reference, caller, isDry, connection, transaction, clock, cancellationToken);
            if (refused is not null) return refused;
        }
        var summary = Summarise(set.DataValues.Count, values, conflicts, atomic == true, submission);
        if (summary.Status != ImportStatus.Success) return TypedResults.Conflict(summary);
        return submission is null ? TypedResults.Ok(summary) : TypedResults.Accepted(summary.Href, summary);
    }

    private static ImportSummary Summarise(int sent, List<DataValueWrite> taken, DataValueConflicts conflicts, bool atomic, Guid? submission)
    {
        var removed = taken.Count(value => value.Write.Removes);
        var created = taken.Count(value => value.Write is { Removes: false, Change: ActualChange.Created });
        var rejected = conflicts.Rejected.Count;
        return new ImportSummary
        {
            Status = rejected == 0 ? ImportStatus.Success : atomic || rejected == sent ? ImportStatus.Error : ImportStatus.Warning,
            Description = string.Create(CultureInfo.InvariantCulture, $"{(rejected == 0 ? "Import was successful." : $"{rejected} of {sent} values are in conflict.")}{(submission is null ? "" : " The figures wait for a second person's approval.")}"),
            ImportCount = new(created, taken.Count - created - removed, sent - taken.Count, removed),
            Conflicts = conflicts.All,
            RejectedIndexes = [.. conflicts.Rejected],
            Reference = submission,
            Href = submission is { } id ? $"/api/v1/submissions/{id}" : null,
        };
    }

    private static void CheckScheme(string name, string? scheme, Errors errors)
    {
        if (scheme is not null && !scheme.Equals(Code, StringComparison.OrdinalIgnoreCase)) errors.Add(name, ErrorCodes.UnknownWord, scheme, Code);
    }
}
