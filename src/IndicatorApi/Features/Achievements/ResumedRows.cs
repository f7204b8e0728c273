using System.Runtime.CompilerServices;
using IndicatorApi.Achievements;
using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Achievements;

/// <summary>The rest of a file that broke off. It is of an instant, at which the rows and their order stay what they are for ever.</summary>
internal sealed class ResumedRows
{
    /// <summary>What is said where the row is none of the answer's.</summary>
    public static readonly Error Unknown = new("after", ErrorCodes.InvalidCursor, []);

    private readonly string _code;
    private readonly Guid _target;
    private IAsyncEnumerator<AchievementRow>? _rows;

    private ResumedRows(string code, Guid target, Guid? unit) => (_code, _target, Unit) = (code, target, unit);

    /// <summary>The unit to begin with; null where its name tells none today, and all rows before it have to be passed over.</summary>
    public Guid? Unit { get; }

    /// <summary>What a request goes on with; null where it begins.</summary>
    public static ResumedRows? Of(ListAchievementsRequest request, FileChoice? choice, ReferenceData? names, Errors errors)
    {
        if (request.After is not { } after) return null;
        if (choice is not { Format: NdjsonFile or CsvFile }) errors.Add("after", ErrorCodes.InvalidQuery, "only format=ndjson and format=csv take it");
        if (request.AsOf is null) errors.Add("after", ErrorCodes.InvalidQuery, "it needs the asOf of the first request");
        if (after.Split(',') is [var code, var id] && Guid.TryParse(id, out var target)) return new ResumedRows(code, target, names?.Unit(code)?.Id);
        errors.Add(Unknown);
        return null;
    }

    /// <summary>Reads up to the row; true where there is none such.</summary>
    public async Task<bool> IsMissingAsync(IAsyncEnumerable<AchievementRow> rows, CancellationToken cancellationToken)
    {
        _rows = rows.GetAsyncEnumerator(cancellationToken);
        while (await _rows.MoveNextAsync())
            if (_rows.Current.TargetId == _target && _rows.Current.OrgUnit == _code) return false;
        return true;
    }

    /// <summary>The rows behind it.</summary>
    public async IAsyncEnumerable<AchievementRow> RestAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var rows = _rows!;
        while (await rows.MoveNextAsync()) yield return rows.Current;
    }
}
