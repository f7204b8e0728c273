using System.Text.Json;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Dhis2;

/// <summary>Reads a set from the body of a request: JSON, or CSV whose columns have DHIS2's fixed order.</summary>
internal static class DataValueFile
{
    /// <summary>The media types of CSV: the registered one, and DHIS2's own.</summary>
    public static readonly string[] CsvTypes = ["text/csv", "application/csv"];

    private enum Column { DataElement, Period, OrgUnit, CategoryOptionCombo, AttributeOptionCombo, Value, StoredBy, LastUpdated, Comment, FollowUp, Deleted }

    private static readonly string[] Head = ["dataelement", "period", "orgunit"];

    /// <summary>The set; a problem where there is none to be read.</summary>
    public static async Task<(DataValueSet? Set, Problem? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var type = request.ContentType?.Split(';')[0].Trim();
        if (CsvTypes.Contains(type, StringComparer.OrdinalIgnoreCase)) return await ReadCsvAsync(request.Body, cancellationToken);
        if (!request.HasJsonContentType()) return (null, new Problem(ErrorCodes.UnsupportedDataValues));
        var set = await JsonSerializer.DeserializeAsync<DataValueSet>(request.Body, WireJson.Sent, cancellationToken);
        if (set is null) return (null, new Problem(ErrorCodes.MalformedJson, "it is empty or null."));
        return set.DataValues.Count > Batch<DataValue>.MostItems ? (null, TooMany) : (set, null);
    }

    private static Problem TooMany => new([new Error("dataValues", ErrorCodes.TooMany, Batch<DataValue>.MostItems)]);

    private static async Task<(DataValueSet? Set, Problem? Problem)> ReadCsvAsync(Stream body, CancellationToken cancellationToken)
    {
        var file = new MemoryStream();
        await body.CopyToAsync(file, cancellationToken);
        try
        {
            using var table = TableFile.Csv(file, ',');
            List<DataValue?> values = [];
            var isHead = true;
            foreach (var row in table.Rows().Where(row => !row.IsBlank))
            {
                // DHIS2 passes over the first line whatever it is; a file without a header would lose its first value, one in another order all of them.
                if (isHead && !Head.Index().All(column => row[column.Index].Text.Equals(column.Item, StringComparison.OrdinalIgnoreCase)))
                    return (null, new Problem(ErrorCodes.DataValueHeader));
                if (!isHead) values.Add(Read(row));
                isHead = false;
                if (values.Count > Batch<DataValue>.MostItems) return (null, TooMany);
            }
            return isHead ? (null, new Problem(ErrorCodes.DataValueHeader)) : (new DataValueSet { DataValues = values }, null);
        }
        catch (FileException exception)
        {
            return (null, new Problem([exception.Error with { Where = exception.Line > 0 ? $"line {exception.Line}" : "" }]));
        }
    }

    private static DataValue Read(TableRow row)
    {
        string? Text(Column column) => row[(int)column] is { IsBlank: false, Text: var text } ? text : null;
        return new DataValue
        {
            DataElement = Text(Column.DataElement),
            Period = Text(Column.Period),
            OrgUnit = Text(Column.OrgUnit),
            CategoryOptionCombo = Text(Column.CategoryOptionCombo),
            AttributeOptionCombo = Text(Column.AttributeOptionCombo),
            Value = Text(Column.Value),
            Comment = Text(Column.Comment)?.ReplaceLineEndings("\n"),
            Deleted = "true".Equals(Text(Column.Deleted), StringComparison.OrdinalIgnoreCase),
        };
    }
}
