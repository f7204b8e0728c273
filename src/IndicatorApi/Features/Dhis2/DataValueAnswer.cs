using System.Globalization;
using System.Text.Json.Serialization;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Dhis2;

/// <summary>Data values as DHIS2 writes them.</summary>
/// <param name="LeftOut">How many figures DHIS2 cannot say: those of terms and ranges, bounds, and ratios of nothing. Also in the header
/// <c>Left-Out</c>.</param>
/// <param name="DataValues">The values.</param>
public sealed record DataValueSetResponse(int LeftOut, IAsyncEnumerable<DataValueResponse> DataValues);

/// <summary>One value of a set.</summary>
public sealed record DataValueResponse
{
    /// <summary>Code of the indicator.</summary>
    public required string DataElement { get; init; }

    /// <summary>The period: 2022, 2022S1, 2022Q3, 202205.</summary>
    public required string Period { get; init; }

    /// <summary>Code of the unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Code of the sub-group; <c>default</c> for the whole.</summary>
    public required string CategoryOptionCombo { get; init; }

    /// <summary>Always <c>default</c>.</summary>
    public string AttributeOptionCombo => Dhis2Combo.Whole;

    /// <summary>The figure, of a ratio its rate; true or false; or the step reached.</summary>
    public required string Value { get; init; }

    /// <summary>Who recorded it.</summary>
    public required string StoredBy { get; init; }

    /// <summary>When it was recorded.</summary>
    public required string LastUpdated { get; init; }

    /// <summary>The note; left out where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Comment { get; init; }

    /// <summary>Always false.</summary>
    public bool Followup => false;

    /// <summary>The value of a figure that DHIS2 can say.</summary>
    internal static DataValueResponse From(RecordedFigure row, ReferenceData reference) => new()
    {
        DataElement = reference.Indicator(row.Actual.IndicatorId).Code,
        Period = Dhis2Period.Write(Calculation.Period.Parse(row.Actual.Period, null))!,
        OrgUnit = reference.Unit(row.Actual.OrganisationUnitId).Code,
        CategoryOptionCombo = Dhis2Combo.Write(row.Actual.GroupCode),
        Value = Dhis2Value.Write(row.Actual.Figure, reference.Indicator(row.Actual.IndicatorId))!,
        StoredBy = row.By,
        LastUpdated = row.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture),
        Comment = row.Actual.Figure.Note,
    };
}

/// <summary>A figure, and who recorded it when.</summary>
internal sealed record RecordedFigure(Actual Actual, DateTimeOffset At, string By);

/// <summary>One value as a line of DHIS2's CSV; the members are its columns, in its order.</summary>
internal sealed record DataValueLine
{
    [JsonPropertyName("dataelement")] public required string DataElement { get; init; }
    [JsonPropertyName("period")] public required string Period { get; init; }
    [JsonPropertyName("orgunit")] public required string OrgUnit { get; init; }
    [JsonPropertyName("categoryoptioncombo")] public required string CategoryOptionCombo { get; init; }
    [JsonPropertyName("attributeoptioncombo")] public required string AttributeOptionCombo { get; init; }
    [JsonPropertyName("value")] public required string Value { get; init; }
    [JsonPropertyName("storedby")] public required string StoredBy { get; init; }
    [JsonPropertyName("lastupdated")] public required string LastUpdated { get; init; }
    [JsonPropertyName("comment")] public required string? Comment { get; init; }
    [JsonPropertyName("followup")] public bool FollowUp { get; init; }
    [JsonPropertyName("deleted")] public bool Deleted { get; init; }

    public static DataValueLine From(DataValueResponse value) => new()
    {
        DataElement = value.DataElement,
        Period = value.Period,
        OrgUnit = value.OrgUnit,
        CategoryOptionCombo = value.CategoryOptionCombo,
        AttributeOptionCombo = value.AttributeOptionCombo,
        Value = value.Value,
        StoredBy = value.StoredBy,
        LastUpdated = value.LastUpdated,
        Comment = value.Comment,
    };
}
