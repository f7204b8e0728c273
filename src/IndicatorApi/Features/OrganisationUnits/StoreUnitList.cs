using IndicatorApi.Access;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Features.OrganisationUnits;

/// <summary>What is to be done with a list of units.</summary>
/// <param name="From">First day of the units that took the place of others.</param>
/// <param name="Reason">Why, as every succession says.</param>
/// <param name="DryRun">Stores nothing.</param>
public sealed record UnitListOptions(DateOnly From, string Reason, bool DryRun);

/// <summary>What storing a list of units did.</summary>
/// <param name="Rows">Rows of the list.</param>
/// <param name="Units">The units of it.</param>
/// <param name="Successions">Successions that are new.</param>
/// <param name="SuccessionsThere">Successions that were there already.</param>
/// <param name="WithoutShares">Units that several took the place of, and nobody knows how much of them went where: nothing of theirs passes on.</param>
public sealed record UnitListCounts(int Rows, UpsertCounts Units, int Successions, int SuccessionsThere, int WithoutShares);

/// <summary>Stores a list of new units with those whose place they took on one day: all of it or nothing, and the same list again changes nothing.</summary>
/// <remarks>Units that have to do with each other become one succession each, so that one of them can be taken back without the rest of the country.</remarks>
public sealed class StoreUnitList(
    IndicatorDbContext context, ReferenceDataCache cache, StoreOrganisationUnits storeUnits, StoreSuccessions storeSuccessions)
{
    /// <summary>Reads, checks and stores; with errors nothing.</summary>
    /// <param name="table">The list.</param>
    /// <param name="asked">What is to be done with it.</param>
    /// <param name="caller">Who does it.</param>
    /// <param name="errors">What is wrong, each with its line and column.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<UnitListCounts?> RunAsync(
        TableFile table, UnitListOptions asked, Caller caller, Errors errors, Action<ImportProgress>? report, CancellationToken cancellationToken)
    {
        var from = asked.From;
        report?.Invoke(new(ImportPhase.Reading, 0, 0));
        var rows = UnitListFile.Read(table, errors);
        if (errors.Any) return null;
        report?.Invoke(new(ImportPhase.Checking, rows.Count, 0));
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.LockTreeAsync(cancellationToken);
        var before = await cache.GetAsync(cancellationToken);
        await context.RaiseReferenceAsync(cancellationToken);
        var pairs = Pairs(rows, from, before, errors);
        var lines = rows.GroupBy(row => row.Code, StringComparer.Ordinal).ToList();
        var bodies = lines.Select(unit => Body([.. unit], pairs.Contains(unit.Key), from, before, errors)).OfType<OrganisationUnitBody>().ToList();
        if (errors.Any) return null;
        var units = await storeUnits.RunAsync(
            bodies, (i, member) => UnitListFile.Place(lines[i].First().Line, member), caller, errors, cancellationToken);
        if (errors.Any) return null;
        await context.SaveChangesAsync(caller.Author, cancellationToken);
        report?.Invoke(new(ImportPhase.Writing, rows.Count, units.Created + units.Updated));

        var reference = await cache.OfAsync((NpgsqlConnection)context.Database.GetDbConnection(), cancellationToken);
        var together = Together(pairs.SelectMany(unit => unit));
        var added = together.Where(group => !group.All(pair => IsThere(pair, group, from, reference))).ToList();
        var successions = added.Select(group => new SuccessionBody
        {
            From = from,
            Reason = asked.Reason,
            Parts = [.. group.Select(pair => new SuccessionPartBody { Predecessor = pair.Predecessor.Code, Successor = pair.Successor, Share = pair.Share })],
        }).ToList();
        if (successions.Count > 0) await storeSuccessions.RunAsync(
            successions, (i, part, member) => UnitListFile.Place(added[i][part ?? 0].Line, part is null ? "predecessor" : member), reference, caller, errors,
            cancellationToken);
        if (errors.Any) return null;
        if (!asked.DryRun && units.Created + units.Updated + successions.Count > 0) await transaction.CommitAsync(cancellationToken);
        report?.Invoke(new(ImportPhase.Writing, rows.Count, rows.Count));
        return new(rows.Count, units, successions.Count, together.Count - successions.Count,
            pairs.SelectMany(unit => unit).GroupBy(pair => pair.Predecessor.Id).Count(parts => parts.Count() > 1 && parts.Any(part => part.Share is null)));
    }

    // Whom each unit of the list took the place of. One that stays what it was stands there as its own predecessor.
    private static ILookup<string, Pair> Pairs(List<UnitListRow> rows, DateOnly from, ReferenceData reference, Errors errors)
    {
        List<Pair> pairs = [];
        var day = new Period(from.AddDays(-1), from.AddDays(-1));
        foreach (var row in rows.Where(row => row.Predecessor is not null))
        {
            if (errors.IsFull) break;
            var where = UnitListFile.Place(row.Line, "predecessor");
            var bearers = reference.Unit(row.Predecessor!) is { } coded ? [coded] : reference.Bearers(row.Predecessor!, day).ToList();
            if (bearers is [var one]) pairs.Add(new(row.Line, one, row.Code, row.Share));
            else if (bearers.Count == 0) errors.Add(where, ErrorCodes.UnknownReference, Noun.OrganisationUnit, row.Predecessor!);
            else errors.Add(Refusals.Ambiguous(row.Predecessor!, bearers) with { Where = where });
        }
        foreach (var row in rows.Where(row => row.Predecessor is null && row.Share is not null))
            errors.Add(UnitListFile.Place(row.Line, "predecessor"), ErrorCodes.Required);
        foreach (var same in pairs.GroupBy(pair => (pair.Predecessor.Id, pair.Successor)))
            foreach (var pair in same.Skip(1)) errors.Add(UnitListFile.Place(pair.Line, "predecessor"), ErrorCodes.RepeatedKey, same.First().Line);
        var uses = pairs.SelectMany(pair => (string[])[$"<{pair.Predecessor.Code}", $">{pair.Successor}"]).CountBy(use => use).ToDictionary();
        return pairs.Where(pair => pair.Predecessor.Code != pair.Successor || uses[$"<{pair.Successor}"] > 1 || uses[$">{pair.Successor}"] > 1)
            .ToLookup(pair => pair.Successor, StringComparer.Ordinal);
    }

    // What the rows of a unit say of it; what they leave out stays as it is.
    private static OrganisationUnitBody? Body(UnitListRow[] rows, bool isSuccessor, DateOnly from, ReferenceData reference, Errors errors)
    {
        var code = rows[0].Code;
        var known = reference.Unit(code) is { } row ? Mapping.Show<OrganisationUnit, OrganisationUnitBody>(row, reference) : null;
        var (name, level, parent) = (Said("name", said => said.Name), Said("level", said => said.Level), Said("parent", said => said.Parent));
        if (known is null && name is null) errors.Add(UnitListFile.Place(rows[0].Line, "name"), ErrorCodes.Required);
        if (known is null && level is null) errors.Add(UnitListFile.Place(rows[0].Line, "level"), ErrorCodes.Required);
        var parsed = level is null ? null : ParameterText.Word<OrganisationUnitLevel>(errors, UnitListFile.Place(rows[0].Line, "level"), level);
        if ((name ?? known?.Name) is not { } called || (parsed ?? known?.Level) is not { } of) return null;
        return (known ?? new OrganisationUnitBody { Code = code, Name = called, Level = of, ValidFrom = isSuccessor ? from : null }) with
        {
            Name = called,
            Level = of,
            NameEn = Said("nameEn", said => said.NameEn) ?? known?.NameEn,
            Parent = parent ?? known?.Parent,
            ParentFrom = known is null || parent is null || parent == known.Parent ? known?.ParentFrom : from,
            OfficialCode = Said("officialCode", said => said.OfficialCode) ?? known?.OfficialCode,
        };

        string? Said(string column, Func<UnitListRow, string?> of)
        {
            var first = Array.Find(rows, said => of(said) is not null);
            foreach (var other in rows.Where(said => of(said) is { } text && text != of(first!)))
                errors.Add(UnitListFile.Place(other.Line, column), ErrorCodes.Inconsistent, $"Line {first!.Line} says '{of(first)}' of '{code}'.",
                    $"Dòng {first!.Line} ghi '{of(first)}' cho '{code}'.");
            return first is null ? null : of(first);
        }
    }

    private static bool IsThere(Pair pair, List<Pair> group, DateOnly from, ReferenceData reference)
    {
        var share = group.Count(other => other.Predecessor.Id == pair.Predecessor.Id) == 1 ? pair.Share ?? 1 : pair.Share;
        return reference.Lineage.Into(reference.Unit(pair.Successor)!.Id)
            .Any(part => part.Predecessor == pair.Predecessor.Id && part.From == from && part.Share == share);
    }

    // Pairs that share a unit, directly or over others.
    private static List<List<Pair>> Together(IEnumerable<Pair> pairs)
    {
        Dictionary<string, List<Pair>> groups = new(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            List<Pair> mine = [pair];
            foreach (var unit in (string[])[$"<{pair.Predecessor.Code}", $">{pair.Successor}"])
            {
                var other = groups.GetValueOrDefault(unit);
                if (other is null || ReferenceEquals(other, mine)) continue;
                if (other.Count > mine.Count) (mine, other) = (other, mine);
                mine.AddRange(other);
                foreach (var moved in other) (groups[$"<{moved.Predecessor.Code}"], groups[$">{moved.Successor}"]) = (mine, mine);
            }
            (groups[$"<{pair.Predecessor.Code}"], groups[$">{pair.Successor}"]) = (mine, mine);
        }
        return [.. groups.Values.Distinct().Select(group => group.OrderBy(pair => pair.Line).ToList()).OrderBy(group => group[0].Line)];
    }

    private sealed record Pair(int Line, OrganisationUnit Predecessor, string Successor, decimal? Share);
}
