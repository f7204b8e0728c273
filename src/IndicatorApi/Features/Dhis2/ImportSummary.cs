using System.Globalization;
using System.Text.Json.Serialization;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Dhis2;

/// <summary>Which data values of a set are taken.</summary>
public enum ImportStrategy
{
    /// <summary>New ones, and those that replace others.</summary>
    [JsonStringEnumMemberName("CREATE_AND_UPDATE")] CreateAndUpdate,
    /// <summary>New ones only.</summary>
    [JsonStringEnumMemberName("CREATE")] Create,
    /// <summary>Only those that replace others.</summary>
    [JsonStringEnumMemberName("UPDATE")] Update,
    /// <summary>None: what stands at their places is removed.</summary>
    [JsonStringEnumMemberName("DELETE")] Delete,
}

/// <summary>How an import went.</summary>
public enum ImportStatus
{
    /// <summary>No value is in conflict.</summary>
    [JsonStringEnumMemberName("SUCCESS")] Success,
    /// <summary>Values in conflict were passed over, the others were taken.</summary>
    [JsonStringEnumMemberName("WARNING")] Warning,
    /// <summary>Nothing was taken.</summary>
    [JsonStringEnumMemberName("ERROR")] Error,
}

/// <summary>What an import did, in DHIS2's own form.</summary>
public sealed record ImportSummary
{
    /// <summary>Always <c>ImportSummary</c>.</summary>
    public string ResponseType => "ImportSummary";

    /// <summary>How it went.</summary>
    public required ImportStatus Status { get; init; }

    /// <summary>The same in words.</summary>
    public required string Description { get; init; }

    /// <summary>What became of the values.</summary>
    public required ImportCount ImportCount { get; init; }

    /// <summary>What is wrong, each with the values that it is wrong with.</summary>
    public required IReadOnlyList<ImportConflict> Conflicts { get; init; }

    /// <summary>The values in conflict, by their place in the set; 0 is the first.</summary>
    public required IReadOnlyList<int> RejectedIndexes { get; init; }

    /// <summary>Always <c>false</c>: there are no data sets to be completed.</summary>
    public string DataSetComplete => "false";

    /// <summary>Id of the submission in which the figures wait for a second person; null where they need none.</summary>
    public required Guid? Reference { get; init; }

    /// <summary>Address of that submission.</summary>
    public required string? Href { get; init; }

    /// <summary>The summary of a set.</summary>
    /// <param name="sent">How many values were sent.</param>
    /// <param name="taken">The figures that are taken.</param>
    /// <param name="conflicts">What is wrong with the others.</param>
    /// <param name="isAtomic">Whether nothing is stored when one value is in conflict.</param>
    /// <param name="submission">The submission that the figures wait in.</param>
    internal static ImportSummary Of(int sent, AllowedFigures taken, DataValueConflicts conflicts, bool isAtomic, Guid? submission)
    {
        var removed = taken.All.Count(figure => figure.Compared.Wanted.Figure is null);
        var created = taken.Count(ActualChange.Created);
        var rejected = conflicts.Rejected.Count;
        var said = rejected == 0 ? "Import was successful." : string.Create(CultureInfo.InvariantCulture, $"{rejected} of {sent} values are in conflict.");
        return new ImportSummary
        {
            Status = rejected == 0 ? ImportStatus.Success : isAtomic || rejected == sent ? ImportStatus.Error : ImportStatus.Warning,
            Description = submission is null ? said : $"{said} The figures wait for a second person's approval.",
            ImportCount = new(created, taken.All.Count - created - removed, sent - taken.All.Count, removed),
            Conflicts = conflicts.All,
            RejectedIndexes = [.. conflicts.Rejected],
            Reference = submission,
            Href = submission is { } id ? $"/api/v1/submissions/{id}" : null,
        };
    }
}

/// <summary>What became of the values of an import.</summary>
/// <param name="Imported">New figures.</param>
/// <param name="Updated">Figures that replaced others.</param>
/// <param name="Ignored">Values in conflict, left out by the strategy, or there already with the same content.</param>
/// <param name="Deleted">Figures that were removed.</param>
public sealed record ImportCount(int Imported, int Updated, int Ignored, int Deleted);

/// <summary>One thing that is wrong with one or more values.</summary>
/// <param name="Object">What was sent there.</param>
/// <param name="Value">What is wrong, in the caller's language.</param>
/// <param name="ErrorCode">The stable name of the error.</param>
/// <param name="Property">The member that it is about.</param>
/// <param name="Indexes">The values, by their place in the set; 0 is the first.</param>
public sealed record ImportConflict(string? Object, string Value, string ErrorCode, string Property, IReadOnlyList<int> Indexes);
