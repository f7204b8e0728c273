using System.Globalization;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Shared;

/// <summary>Entity tags of stored rows.</summary>
public static class RowTags
{
    /// <summary>The tag of a row that is known by its code: a new one under an old code has another id.</summary>
    public static string Of(ICodedRow row) => string.Create(CultureInfo.InvariantCulture, $"\"{row.RowVersion}-{row.Id.ToString("N")[^8..]}\"");

    /// <summary>The tag of a target: its days follow its resolution without a version of its own.</summary>
    public static string Of(TargetTerms target, ReferenceData reference)
    {
        var scope = reference.Calendar.Scope(target);
        return string.Create(CultureInfo.InvariantCulture, $"\"{target.RowVersion}-{scope.Start:yyyyMMdd}-{scope.End:yyyyMMdd}\"");
    }
}
