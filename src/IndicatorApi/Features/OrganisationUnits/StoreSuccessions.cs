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

    /// <summary>Checks and saves a succession; the caller holds the reference lock and commits. Null with errors.</summary>
    public async Task<Succession?> RunAsync(SuccessionBody body, ReferenceData reference, Caller caller, Errors errors, CancellationToken cancellationToken)
    {
        var reason = Text.Clean(errors, "reason", body.Reason, 1000);
        var parts = body.Undoes is null ? Read(body, reference, caller, errors) : [];
        var undone = body.Undoes is { } id ? Undone(body, id, reference, errors) : null;
        if (errors.Any) return null;
        Guid[] units = [.. (undone?.Parts ?? parts).SelectMany(part => new[] { part.PredecessorId, part.SuccessorId }).Distinct()];
        if (undone is not null)
            foreach (var unit in units) caller.Grant.CheckPlace(reference.Unit(unit), "undoes", errors);
        if (errors.Any) return null;
        // Whose answers change has another version; who writes to one of them now is in line before or after.
        await VersionCounters.RaiseUnitsAsync((NpgsqlConnection)context.Database.GetDbConnection(), reference.Lineage.WithKin(units), cancellationToken);
        if (undone is null) await CheckFiguresAsync(parts, body.From!.Value, reference, errors, cancellationToken);
        if (errors.Any) return null;

        var now = clock.GetUtcNow();
        var row = new Succession
        {
            Id = Guid.CreateVersion7(now),
            Kind = undone is null ? body.Kind ?? KindsOf(parts)[0] : SuccessionKind.Undo,
            FromDate = undone?.FromDate ?? body.From!.Value,
            Reason = reason!,
            Undoes = undone?.Id,
            RecordedAt = now,
            RecordedBy = caller.Name,
        };
        foreach (var part in parts) part.SuccessionId = row.Id;
        row.Parts.AddRange(parts);
        context.Add(row);
        await GiveDaysAsync(row, undone, units, caller, now, cancellationToken);
        await context.SaveChangesAsync(caller.Author, cancellationToken);
        return row;
    }

    private static List<SuccessionPart> Read(SuccessionBody body, ReferenceData reference, Caller caller, Errors errors)
    {
        if (body.From is null) errors.Add("from", ErrorCodes.Required);
        if (body.Parts is not { Count: > 0 }) errors.Add("parts", ErrorCodes.Required);
        if (body.Parts?.Count > MostParts) errors.Add("parts", ErrorCodes.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"at most {MostParts}"));
        if (body.Kind == SuccessionKind.Undo) errors.Add("kind", ErrorCodes.Inconsistent, "To take one back say which one in undoes.",
            "Để hủy một lần kế thừa hãy ghi mã của nó ở undoes.");
        if (errors.Any) return [];
        List<SuccessionPart> parts = [];
        for (var i = 0; i < body.Parts!.Count && !errors.IsFull; i++)
        {
            var part = body.Parts[i];
            var where = string.Create(CultureInfo.InvariantCulture, $"parts[{i}]");
            var (predecessor, successor) = (reference.Unit(part.Predecessor), reference.Unit(part.Successor));
            if (predecessor is null) errors.Add($"{where}.predecessor", ErrorCodes.UnknownReference, Noun.OrganisationUnit, part.Predecessor);
            if (successor is null) errors.Add($"{where}.successor", ErrorCodes.UnknownReference, Noun.OrganisationUnit, part.Successor);
            if (part.Share is <= 0 or > 1) errors.Add($"{where}.share", ErrorCodes.OutOfRange, "more than 0, at most 1");
            if (predecessor is null || successor is null) continue;
            caller.Grant.CheckPlace(predecessor, $"{where}.predecessor", errors);
            caller.Grant.CheckPlace(successor, $"{where}.successor", errors);
            CheckLives(predecessor, successor, body.From!.Value, where, reference, errors);
            parts.Add(new SuccessionPart
            {
                PredecessorId = predecessor.Id,
                SuccessorId = successor.Id,
                Share = part.Share,
                PredecessorEnd = predecessor.ValidTo,
                SuccessorStart = successor.ValidFrom,
            });
        }
        if (!errors.Any) CheckTogether(body, parts, reference, errors);
        return parts;
    }

    private static void CheckLives(
        OrganisationUnit predecessor, OrganisationUnit successor, DateOnly from, string where, ReferenceData reference, Errors errors)
    {
        if (reference.Lineage.OutOf(predecessor.Id).Count > 0) errors.Add($"{where}.predecessor", ErrorCodes.Inconsistent,
            $"Others took the place of '{predecessor.Code}' already.", $"Đã có đơn vị khác kế thừa '{predecessor.Code}'.");
        if (predecessor.ValidFrom >= from || (predecessor.ValidTo is { } end && end != from.AddDays(-1)))
            errors.Add($"{where}.predecessor", ErrorCodes.Inconsistent, $"'{predecessor.Code}' does not end on the day before {from:yyyy-MM-dd}.",
                $"'{predecessor.Code}' không kết thúc vào ngày trước {from:yyyy-MM-dd}.");
        if (reference.Lineage.Into(successor.Id).Any(part => part.From != from) || (successor.ValidFrom is { } start && start != from)
            || successor.ValidTo < from)
            errors.Add($"{where}.successor", ErrorCodes.Inconsistent,
                $"'{successor.Code}' does not begin on {from:yyyy-MM-dd}: what takes the place of others is a unit of its own.",
                $"'{successor.Code}' không bắt đầu từ {from:yyyy-MM-dd}: đơn vị kế thừa là một đơn vị riêng.");
    }

    private static void CheckTogether(SuccessionBody body, List<SuccessionPart> parts, ReferenceData reference, Errors errors)
    {
        if (parts.DistinctBy(part => (part.PredecessorId, part.SuccessorId)).Count() != parts.Count
            || parts.Select(part => part.PredecessorId).Intersect(parts.Select(part => part.SuccessorId)).Any())
            errors.Add("parts", ErrorCodes.Inconsistent, "A part stands twice, or a unit is both predecessor and successor.",
                "Có phần lặp lại, hoặc một đơn vị vừa là đơn vị cũ vừa là đơn vị mới.");
        foreach (var one in parts.GroupBy(part => part.PredecessorId))
        {
            if (one.All(part => part.Share is null) || one.Sum(part => part.Share) == 1) continue;
            var code = reference.Unit(one.Key).Code;
            errors.Add("parts", ErrorCodes.Inconsistent, $"The shares of '{code}' do not make 1.", $"Các phần của '{code}' không cộng lại thành 1.");
        }
        if (body.Kind is { } kind && !KindsOf(parts).Contains(kind)) errors.Add("kind", ErrorCodes.Inconsistent,
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
        if (body.From is not null || body.Parts is not null || body.Kind is not (null or SuccessionKind.Undo))
            errors.Add("undoes", ErrorCodes.Inconsistent, "What is taken back says the units and the day: leave out from, parts and kind.",
                "Lần kế thừa bị hủy đã nêu đơn vị và ngày: hãy bỏ from, parts và kind.");
        var undone = reference.Lineage.Successions.FirstOrDefault(row => row.Id == id && row.Undoes is null);
        if (undone is null) errors.Add("undoes", ErrorCodes.UnknownReference, Noun.Succession, id);
        else if (reference.Lineage.Undone.Contains(id)) errors.Add("undoes", ErrorCodes.Inconsistent, "It was taken back already.", "Lần này đã bị hủy.");
        return undone;
    }

    // A figure of after the end of a unit, or of before its beginning, would belong to nobody.
    private async Task CheckFiguresAsync(
        List<SuccessionPart> parts, DateOnly from, ReferenceData reference, Errors errors, CancellationToken cancellationToken)
    {
        var ending = parts.Select(part => part.PredecessorId).Distinct().ToArray();
        var beginning = parts.Select(part => part.SuccessorId).Distinct().ToArray();
        var stray = await context.Actuals.AsNoTracking()
            .Where(row => (ending.Contains(row.OrganisationUnitId) && row.PeriodStart >= from)
                || (beginning.Contains(row.OrganisationUnitId) && row.PeriodEnd < from))
            .OrderBy(row => row.OrganisationUnitId).ThenBy(row => row.Period).Select(row => new { row.OrganisationUnitId, row.Period }).Take(20)
            .ToListAsync(cancellationToken);
        foreach (var figure in stray) errors.Add("parts", ErrorCodes.Inconsistent,
            $"'{reference.Unit(figure.OrganisationUnitId).Code}' has a figure for {figure.Period}, a time in which it would not exist. Withdraw it first.",
            $"'{reference.Unit(figure.OrganisationUnitId).Code}' có số liệu kỳ {figure.Period}, khi đơn vị không tồn tại. Hãy rút số liệu đó trước.");
    }

    private async Task GiveDaysAsync(
        Succession row, Succession? undone, Guid[] units, Caller caller, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await context.OrganisationUnits.Where(unit => units.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, cancellationToken);
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
        foreach (var unit in rows.Values.Where(unit => context.Entry(unit).State == EntityState.Modified).ToList())
            context.ReviseCoded(unit, caller.Name, now);
    }
}
