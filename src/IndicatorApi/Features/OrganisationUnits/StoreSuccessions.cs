using System.Globalization;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Features.OrganisationUnits;

/// <summary>Records that units took the place of others, and takes it back: only days of units change, no fact is touched.</summary>
public sealed class StoreSuccessions(IndicatorDbContext context, TimeProvider clock)
{
    private const int MostParts = 20_000;

    /// <summary>Where a member of one of the successions stands, or of one of its parts.</summary>
    public delegate string Where(int succession, int? part, string member);

    /// <summary>Checks and saves a succession; the caller holds the reference lock and commits. Null with errors.</summary>
    public async Task<Succession?> RunAsync(SuccessionBody body, ReferenceData reference, Caller caller, Errors errors, CancellationToken cancellationToken) =>
        await RunAsync([body], (_, part, member) => part is { } place ? string.Create(CultureInfo.InvariantCulture, $"parts[{place}].{member}") : member,
            reference, caller, errors, cancellationToken) is [var row] ? row : null;

    /// <summary>Checks and saves all of the successions or none.</summary>
    public async Task<IReadOnlyList<Succession>> RunAsync(
        IReadOnlyList<SuccessionBody> bodies, Where where, ReferenceData reference, Caller caller, Errors errors, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ids = new Ids(now);
        List<(Succession Row, Succession? Undone)> all = [];
        for (var i = 0; i < bodies.Count && !errors.IsFull; i++)
        {
            var (body, place, own) = (bodies[i], i, new Errors());
            string At(int? part, string member) => where(place, part, member);
            var reason = Text.Clean(own, At(null, "reason"), body.Reason, 1000);
            var parts = body.Undoes is null ? Read(body, reference, caller, At, own) : [];
            var undone = body.Undoes is { } id ? Undone(body, id, reference, own) : null;
            foreach (var part in own.Any || undone is null ? [] : undone.Parts)
                foreach (var unit in (Guid[])[part.PredecessorId, part.SuccessorId]) caller.Grant.CheckPlace(reference.Unit(unit), "undoes", own);
            foreach (var error in own.All) errors.Add(error);
            if (own.Any) continue;
            var row = new Succession
            {
                Id = ids.Next(),
                Kind = undone is null ? body.Kind ?? KindsOf(parts)[0] : SuccessionKind.Undo,
                FromDate = undone?.FromDate ?? body.From!.Value,
                Reason = reason!,
                Undoes = undone?.Id,
                RecordedAt = now,
                RecordedBy = caller.Name,
            };
            foreach (var part in parts) part.SuccessionId = row.Id;
            row.Parts.AddRange(parts);
            all.Add((row, undone));
        }
        if (errors.Any) return [];
        Guid[] units = [.. all.SelectMany(one => (one.Undone ?? one.Row).Parts).SelectMany(part => new[] { part.PredecessorId, part.SuccessorId }).Distinct()];
        // Whose answers change has another version; who writes to one of them now is in line before or after.
        await VersionCounters.RaiseUnitsAsync((NpgsqlConnection)context.Database.GetDbConnection(), reference.Lineage.WithKin(units), cancellationToken);
        foreach (var same in all.Index().Where(one => one.Item.Undone is null).GroupBy(one => one.Item.Row.FromDate))
            await CheckFiguresAsync([.. same.Select(one => (one.Index, one.Item.Row))], same.Key, where, reference, errors, cancellationToken);
        if (errors.Any) return [];

        context.AddRange(all.Select(one => one.Row));
        await GiveDaysAsync(all, units, caller, now, cancellationToken);
        await context.SaveChangesAsync(caller.Author, cancellationToken);
        return [.. all.Select(one => one.Row)];
    }

    private static List<SuccessionPart> Read(
        SuccessionBody body, ReferenceData reference, Caller caller, Func<int?, string, string> at, Errors errors)
    {
        if (body.From is null) errors.Add(at(null, "from"), ErrorCodes.Required);
        if (body.Parts is not { Count: > 0 }) errors.Add(at(null, "parts"), ErrorCodes.Required);
        if (body.Parts?.Count > MostParts)
            errors.Add(at(null, "parts"), ErrorCodes.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"at most {MostParts}"));
        if (body.Kind == SuccessionKind.Undo) errors.Add(at(null, "kind"), ErrorCodes.Inconsistent,
            "To take one back say which one in undoes.", "Để hủy một lần kế thừa hãy ghi mã của nó ở undoes.");
        if (errors.Any) return [];
        List<SuccessionPart> parts = [];
        for (var i = 0; i < body.Parts!.Count && !errors.IsFull; i++)
        {
            var part = body.Parts[i];
            var (before, after) = (at(i, "predecessor"), at(i, "successor"));
            var (predecessor, successor) = (reference.Unit(part.Predecessor), reference.Unit(part.Successor));
            if (predecessor is null) errors.Add(before, ErrorCodes.UnknownReference, Noun.OrganisationUnit, part.Predecessor);
            if (successor is null) errors.Add(after, ErrorCodes.UnknownReference, Noun.OrganisationUnit, part.Successor);
            if (part.Share is <= 0 or > 1) errors.Add(at(i, "share"), ErrorCodes.OutOfRange, "more than 0, at most 1");
            if (predecessor is null || successor is null) continue;
            caller.Grant.CheckPlace(predecessor, before, errors);
            caller.Grant.CheckPlace(successor, after, errors);
            CheckLives((predecessor, before), (successor, after), body.From!.Value, reference, errors);
            parts.Add(new SuccessionPart
            {
                PredecessorId = predecessor.Id,
                SuccessorId = successor.Id,
                Share = part.Share,
                PredecessorEnd = predecessor.ValidTo,
                SuccessorStart = successor.ValidFrom,
            });
        }
        if (!errors.Any) CheckTogether(body, parts, member => at(null, member), reference, errors);
        return parts;
    }

    private static void CheckLives(
        (OrganisationUnit Unit, string Where) before, (OrganisationUnit Unit, string Where) after, DateOnly from, ReferenceData reference, Errors errors)
    {
        var (predecessor, successor) = (before.Unit, after.Unit);
        if (reference.Lineage.OutOf(predecessor.Id).Count > 0) errors.Add(before.Where, ErrorCodes.Inconsistent,
            $"Others took the place of '{predecessor.Code}' already.", $"Đã có đơn vị khác kế thừa '{predecessor.Code}'.");
        if (predecessor.ValidFrom >= from || (predecessor.ValidTo is { } end && end != from.AddDays(-1)))
            errors.Add(before.Where, ErrorCodes.Inconsistent, $"'{predecessor.Code}' does not end on the day before {from:yyyy-MM-dd}.",
                $"'{predecessor.Code}' không kết thúc vào ngày trước {from:yyyy-MM-dd}.");
        if (reference.Lineage.Into(successor.Id).Any(part => part.From != from) || (successor.ValidFrom is { } start && start != from)
            || successor.ValidTo < from)
            errors.Add(after.Where, ErrorCodes.Inconsistent,
                $"'{successor.Code}' does not begin on {from:yyyy-MM-dd}: what takes the place of others is a unit of its own.",
                $"'{successor.Code}' không bắt đầu từ {from:yyyy-MM-dd}: đơn vị kế thừa là một đơn vị riêng.");
    }

    private static void CheckTogether(
        SuccessionBody body, List<SuccessionPart> parts, Func<string, string> at, ReferenceData reference, Errors errors)
    {
        if (parts.DistinctBy(part => (part.PredecessorId, part.SuccessorId)).Count() != parts.Count
            || parts.Select(part => part.PredecessorId).Intersect(parts.Select(part => part.SuccessorId)).Any())
            errors.Add(at("parts"), ErrorCodes.Inconsistent, "A part stands twice, or a unit is both predecessor and successor.",
                "Có phần lặp lại, hoặc một đơn vị vừa là đơn vị cũ vừa là đơn vị mới.");
        foreach (var one in parts.GroupBy(part => part.PredecessorId))
        {
            if (one.All(part => part.Share is null) || one.Sum(part => part.Share) == 1) continue;
            var code = reference.Unit(one.Key).Code;
            errors.Add(at("parts"), ErrorCodes.Inconsistent, $"The shares of '{code}' do not make 1.", $"Các phần của '{code}' không cộng lại thành 1.");
        }
        if (body.Kind is { } kind && !KindsOf(parts).Contains(kind)) errors.Add(at("kind"), ErrorCodes.Inconsistent,
            "The parts say something else.", "Các phần không đúng với loại này.");
    }

    /// <summary>What it may be called: the first of these where nothing is said.</summary>
    private static SuccessionKind[] KindsOf(List<SuccessionPart> parts)
    {
        var (before, after) = (parts.Select(part => part.PredecessorId).Distinct().Count(), parts.Select(part => part.SuccessorId).Distinct().Count());
        return (before, after) switch
        {
            (1, 1) => [SuccessionKind.Rename, SuccessionKind.Move],
            (_, 1) => [SuccessionKind.Merge],
            (1, _) => [SuccessionKind.Split],
            _ => [SuccessionKind.Reform],
        };
    }

    private static Succession? Undone(SuccessionBody body, Guid id, ReferenceData reference, Errors errors)
    {
        if (body.From is not null || body.Parts is not null || body.SharesBy is not null || body.Kind is not (null or SuccessionKind.Undo))
            errors.Add("undoes", ErrorCodes.Inconsistent, "What is taken back says the units and the day: leave out from, parts, sharesBy and kind.",
                "Lần kế thừa bị hủy đã nêu đơn vị và ngày: hãy bỏ from, parts, sharesBy và kind.");
        var undone = reference.Lineage.Successions.FirstOrDefault(row => row.Id == id && row.Undoes is null);
        if (undone is null) errors.Add("undoes", ErrorCodes.UnknownReference, Noun.Succession, id);
        else if (reference.Lineage.Undone.Contains(id)) errors.Add("undoes", ErrorCodes.Inconsistent, "It was taken back already.", "Lần này đã bị hủy.");
        return undone;
    }

    // A figure of after the end of a unit, or of before its beginning, would belong to nobody.
    private async Task CheckFiguresAsync(IReadOnlyList<(int Place, Succession Row)> rows, DateOnly from, Where where, ReferenceData reference, Errors errors,
        CancellationToken cancellationToken)
    {
        Dictionary<Guid, int> ends = [], begins = [];
        foreach (var (place, row) in rows)
            foreach (var part in row.Parts) (ends[part.PredecessorId], begins[part.SuccessorId]) = (place, place);
        Guid[] ending = [.. ends.Keys], beginning = [.. begins.Keys];
        var stray = await context.Actuals.AsNoTracking()
            .Where(row => (ending.Contains(row.OrganisationUnitId) && row.PeriodStart >= from)
                || (beginning.Contains(row.OrganisationUnitId) && row.PeriodEnd < from))
            .OrderBy(row => row.OrganisationUnitId).ThenBy(row => row.Period).Select(row => new { row.OrganisationUnitId, row.Period }).Take(20)
            .ToListAsync(cancellationToken);
        foreach (var figure in stray) errors.Add(
            where(ends.TryGetValue(figure.OrganisationUnitId, out var place) ? place : begins[figure.OrganisationUnitId], null, "parts"),
            ErrorCodes.Inconsistent,
            $"'{reference.Unit(figure.OrganisationUnitId).Code}' has a figure for {figure.Period}, a time in which it would not exist. Withdraw it first.",
            $"'{reference.Unit(figure.OrganisationUnitId).Code}' có số liệu kỳ {figure.Period}, khi đơn vị không tồn tại. Hãy rút số liệu đó trước.");
    }

    private async Task GiveDaysAsync(
        List<(Succession Row, Succession? Undone)> all, Guid[] units, Caller caller, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await context.OrganisationUnits.Where(unit => units.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, cancellationToken);
        foreach (var (row, undone) in all)
        {
            var end = row.FromDate.AddDays(-1);
            foreach (var part in undone?.Parts ?? row.Parts)
            {
                var (predecessor, successor) = (rows[part.PredecessorId], rows[part.SuccessorId]);
                if (undone is null) (predecessor.ValidTo, successor.ValidFrom) = (end, row.FromDate);
                else
                {
                    if (predecessor.ValidTo == end) predecessor.ValidTo = part.PredecessorEnd;
                    if (successor.ValidFrom == row.FromDate) successor.ValidFrom = part.SuccessorStart;
                }
            }
        }
        foreach (var unit in rows.Values.Where(unit => context.Entry(unit).State == EntityState.Modified).ToList())
            context.ReviseCoded(unit, caller.Name, now);
    }
}
