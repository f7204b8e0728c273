using System.Text.RegularExpressions;
using IndicatorApi.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace IndicatorApi.Tests.House;

/// <summary>The rules under which one schema and one program run on one server, with standbys, and on a cluster. Each answers what breaks it.</summary>
internal static partial class ClusterRules
{
    private const string Unit = "organisation_unit_id";
    private const int LongestName = 50;

    private static readonly string Distributed = Names(Topology.Distributed);

    /// <summary>What of a model breaks the rules of keys, references, ids, tokens, names and topologies.</summary>
    public static IEnumerable<string> BrokenBy(IReadOnlyModel model)
    {
        foreach (var table in model.GetEntityTypes())
        {
            var name = table.GetTableName();
            if (TopologyOf(table) is not { } topology)
            {
                yield return $"10: {name} declares no topology";
                continue;
            }
            foreach (var column in table.GetProperties())
            {
                if (column.ValueGenerated != ValueGenerated.Never || column.GetDefaultValueSql() is not null)
                    yield return $"3: {name}.{column.GetColumnName()} is made by the database";
                if (column.GetColumnName() is "xmin" or "xmax" or "ctid") yield return $"4: {name} uses {column.GetColumnName()}";
                if (column.IsConcurrencyToken && column.GetColumnName() != "row_version") yield return $"4: {name} is told apart by {column.GetColumnName()}";
            }
            // What people write has a longest length; an address of the web is sent as it was given, and compared with nothing.
            foreach (var text in Texts(table).Where(text => text.GetMaxLength() is not null && !IsNfc(table, text.GetColumnName())))
            {
                if ((name, text.GetColumnName()) is not ("webhook", "url")) yield return $"8: {name}.{text.GetColumnName()} may be other than NFC";
            }
            foreach (var longest in Constraints(table).Where(constraint => constraint.Length > LongestName)) yield return $"8: {longest} is too long";
            foreach (var key in table.GetForeignKeys())
            {
                var isOfUnits = TopologyOf(key.PrincipalEntityType) == Topology.Distributed;
                if (isOfUnits && topology != Topology.Distributed) yield return $"2: {name} refers to {key.PrincipalEntityType.GetTableName()}";
                else if (isOfUnits && First(key.Properties) != Unit) yield return $"1: {key.GetConstraintName()} does not begin with the unit";
            }
            if (topology == Topology.Distributed)
            {
                if (table.FindPrimaryKey() is not { } own || First(own.Properties) != Unit) yield return $"1: the key of {name} does not begin with the unit";
                foreach (var index in table.GetIndexes().Where(index => index.IsUnique && First(index.Properties) != Unit))
                    yield return $"1: {index.GetDatabaseName()} does not begin with the unit";
            }
            else
            {
                foreach (var navigation in table.GetNavigations().Where(to => to.IsCollection && TopologyOf(to.TargetEntityType) == Topology.Distributed))
                    yield return $"16: {name} leads to rows of units by {navigation.Name}";
            }
            // A tree that only refers to itself would have to be walked.
            if (table.GetForeignKeys().Any(key => key.PrincipalEntityType == table) && topology == Topology.Reference
                && table.FindProperty("Path") is null && name == "organisation_unit") yield return $"7: {name} has no path";
        }
    }

    /// <summary>What of the text of a migration breaks the rules of DDL.</summary>
    public static IEnumerable<string> BrokenBy(string migration)
    {
        if (Machinery().Match(migration) is { Success: true } found) yield return $"5: {found.Value}";
        if (Generated().Match(migration) is { Success: true } made) yield return $"3: {made.Value}";
        if (TwoConstraints().IsMatch(migration)) yield return "9: two constraints in one ALTER TABLE";
        if (Endless().Match(migration) is { Success: true } endless) yield return $"9: {endless.Value}";
        foreach (Match concurrent in Concurrent().Matches(migration))
        {
            if (!concurrent.Value.Contains("suppressTransaction: true", StringComparison.Ordinal)) yield return "9: a concurrent index inside a transaction";
        }
    }

    /// <summary>What of a statement of the running program breaks the rules of writes and reads.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="mayWrite">Whether it was asked by more than a GET.</param>
    public static IEnumerable<string> BrokenBy(string sql, bool mayWrite)
    {
        if (SystemColumns().IsMatch(sql)) yield return "4: a system column";
        if (Notify().IsMatch(sql)) yield return "5: NOTIFY";
        if (Regex.IsMatch(sql, $@"\bUPDATE\s+({Distributed})\b(?:(?!\bWHERE\b).)*\bSET\b(?:(?!\bWHERE\b).)*\b{Unit}\s*=", Options))
            yield return "6: the unit of a row changes";
        if (Regex.IsMatch(sql, $@"\b(UPDATE|DELETE\s+FROM)\s+({Distributed})\b(?!.*\b{Unit}\b)", Options)) yield return "12: a change of rows of any unit";
        if (Regex.IsMatch(sql, @"\b(organisation_unit|indicator)\b[^;]*\bFOR\s+(NO\s+KEY\s+UPDATE|UPDATE|KEY\s+SHARE|SHARE)\b", Options))
            yield return "12: a lock on a row that stands on every node";
        if (Regex.IsMatch(sql, $@"\bFROM\s+({Distributed})\b(?:(?!{Unit}\s*=\s*[$@])[^;])*\bFOR\s+(NO\s+KEY\s+UPDATE|UPDATE|KEY\s+SHARE|SHARE)\b", Options))
            yield return "12: a lock on rows of any unit";
        if (Volatile().IsMatch(sql)) yield return "13: a value that each node would make for itself";
        if (Merge().IsMatch(sql)) yield return "13: MERGE";
        if (CopyIn().IsMatch(sql)) yield return "14: COPY";
        if (Serializable().IsMatch(sql)) yield return "15: SERIALIZABLE";
        if (RollUp().IsMatch(sql)) yield return "16: ROLLUP";
        if (LateralLimit().IsMatch(sql)) yield return "16: the first row of each, by LATERAL";
        if (Correlated().IsMatch(sql)) yield return "16: an aggregate for each row of an array";
        foreach (Match exists in Regex.Matches(sql, $@"\bEXISTS\s*\(\s*SELECT\b[^()]*\bFROM\s+(?:{Distributed})\b([^()]*)", Options))
        {
            if (OfAnotherRow().IsMatch(exists.Groups[1].Value) && !exists.Groups[1].Value.Contains(Unit, StringComparison.Ordinal))
                yield return "16: rows of units looked for by something else";
        }
        var joins = $@"\b(?:{Distributed})\b[^;]*?\bJOIN\s+(?:{Distributed})\b[^;]*?\bON\b(.*?)(?=\bJOIN\b|\bWHERE\b|\bORDER\b|\bGROUP\b|$)";
        foreach (Match join in Regex.Matches(sql, joins, Options))
        {
            if (!join.Groups[1].Value.Contains(Unit, StringComparison.Ordinal)) yield return "16: rows of units joined on something else";
        }
        if (!mayWrite && AdvisoryLock().Match(sql) is { Success: true } held) yield return $"11: a read says {held.Value}";
        if (!mayWrite && Writes().Match(sql) is { Success: true } write) yield return $"17: a read says {write.Value}";
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant;

    private static string Names(Topology topology) =>
        string.Join('|', Distribution.Declared.Where(table => table.Topology == topology).Select(table => table.Name).OrderByDescending(name => name.Length));

    private static Topology? TopologyOf(IReadOnlyAnnotatable table) =>
        Enum.TryParse<Topology>((string?)table.FindAnnotation(TopologyAnnotation.Name)?.Value, out var topology) ? topology : null;

    private static IEnumerable<IReadOnlyProperty> Texts(IReadOnlyEntityType table) =>
        table.GetProperties().Concat(table.GetComplexProperties().SelectMany(value => value.ComplexType.GetProperties()))
            .Where(column => column.ClrType == typeof(string));

    private static bool IsNfc(IReadOnlyEntityType table, string column) =>
        table.GetCheckConstraints().Any(check => check.Sql == $"{column} IS NFC NORMALIZED");

    private static string First(IReadOnlyList<IReadOnlyProperty> properties) => properties[0].GetColumnName();

    private static IEnumerable<string> Constraints(IReadOnlyEntityType table) => table.GetKeys().Select(key => key.GetName())
        .Concat(table.GetForeignKeys().Select(key => key.GetConstraintName())).Concat(table.GetIndexes().Select(index => index.GetDatabaseName()))
        .Concat(table.GetCheckConstraints().Select(check => check.Name)).OfType<string>();

    [GeneratedRegex(@"\b(CREATE\s+(CONSTRAINT\s+)?TRIGGER|CREATE\s+RULE|EXCLUDE\s+USING|pg_notify)\b", Options)]
    private static partial Regex Machinery();

    [GeneratedRegex(
        @"\b(BIGSERIAL|SERIAL|GENERATED\s+\w+(\s+\w+)?\s+AS\s+IDENTITY|NpgsqlValueGenerationStrategy\.\w+|gen_random_uuid|CREATE\s+SEQUENCE)\b", Options)]
    private static partial Regex Generated();

    [GeneratedRegex(@"ALTER\s+TABLE[^;]*?ADD\s+CONSTRAINT[^;]*?,\s*(ADD|DROP|ALTER)\s", Options)]
    private static partial Regex TwoConstraints();

    // The migrator says how long a change may wait for the users of a table.
    [GeneratedRegex(@"\b(SET|RESET)\s+((LOCAL|SESSION)\s+)?lock_timeout\b", Options)]
    private static partial Regex Endless();

    [GeneratedRegex(@"INDEX\s+CONCURRENTLY[^;]*;?[^;]*;", Options)]
    private static partial Regex Concurrent();

    [GeneratedRegex(@"\b(xmin|xmax|ctid)\b", Options)]
    private static partial Regex SystemColumns();

    [GeneratedRegex(@"\b(NOTIFY|pg_notify)\b", Options)]
    private static partial Regex Notify();

    [GeneratedRegex(@"\b(now|random|gen_random_uuid|clock_timestamp|statement_timestamp)\s*\(|\bcurrent_timestamp\b", Options)]
    private static partial Regex Volatile();

    [GeneratedRegex(@"\bMERGE\s+INTO\b", Options)]
    private static partial Regex Merge();

    [GeneratedRegex(@"\bCOPY\s+\w+[^;]*\bFROM\b", Options)]
    private static partial Regex CopyIn();

    [GeneratedRegex(@"\bSERIALIZABLE\b", Options)]
    private static partial Regex Serializable();

    [GeneratedRegex(@"\b(ROLLUP|CUBE|GROUPING\s+SETS)\s*\(", Options)]
    private static partial Regex RollUp();

    [GeneratedRegex(@"\bLATERAL\s*\(\s*SELECT\b[^)]*\bLIMIT\b", Options)]
    private static partial Regex LateralLimit();

    [GeneratedRegex(@"\(\s*SELECT\s+(max|min|sum|count)\s*\([^)]*\)\s+FROM\s+\w+\s+\w+\s+WHERE[^)]*=\s*k\.[^)]*\).*\bFROM\s+unnest\b", Options)]
    private static partial Regex Correlated();

    [GeneratedRegex(@"\b\w+\.\w+\s*=\s*\w+\.\w+", Options)]
    private static partial Regex OfAnotherRow();

    // Who only tries is work beside the requests, which asks the primary whether it is its turn.
    [GeneratedRegex(@"\bpg_advisory_(xact_)?lock(_shared)?\b", Options)]
    private static partial Regex AdvisoryLock();

    [GeneratedRegex(@"\b(INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|FOR\s+UPDATE|FOR\s+(KEY\s+)?SHARE|nextval|LISTEN|CREATE\s+TEMP\w*|LOCK\s+TABLE)\b",
        Options)]
    private static partial Regex Writes();
}
