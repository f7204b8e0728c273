using IndicatorApi.Data;
using IndicatorApi.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace IndicatorApi.Tests.House;

/// <summary>The rules that let one schema run on one server, with standbys, and on a cluster; see docs/decisions.</summary>
public sealed class SchemaTests(PostgresFixture postgres)
{
    private static readonly IReadOnlyList<IEntityType> Tables = [.. Model().GetEntityTypes()];

    /// <summary>Tables whose rows are history: added to, never changed.</summary>
    private static readonly string[] History = ["actual_revision", "target_version", "reference_revision", "claim", "benchmark", "audit_entry",
        "unit_membership", "closure", "closure_reopening", "closure_unit", "submission", "submission_decision", "expectation", "judgement", "remedy",
        "scoring_scheme", "succession", "succession_part"];

    [Fact]
    public void Tables_EachDeclaresItsTopology_AndHasAComment()
    {
        foreach (var table in Tables)
        {
            Enum.TryParse<Topology>((string?)table.FindAnnotation(TopologyAnnotation.Name)?.Value, out _).ShouldBeTrue(table.GetTableName());
            table.GetComment().ShouldNotBeNullOrEmpty(table.GetTableName());
        }
    }

    [Fact]
    public void Distributed_KeysAndUniqueIndexes_BeginWithTheUnit()
    {
        foreach (var table in Tables.Where(IsDistributed))
        {
            FirstColumn(table.FindPrimaryKey()!.Properties).ShouldBe("organisation_unit_id", table.GetTableName());
            foreach (var index in table.GetIndexes().Where(index => index.IsUnique))
                FirstColumn(index.Properties).ShouldBe("organisation_unit_id", index.GetDatabaseName());
        }
    }

    [Fact]
    public void Distributed_ForeignKeysToDistributed_BeginWithTheUnit()
    {
        foreach (var key in Tables.Where(IsDistributed).SelectMany(table => table.GetForeignKeys()).Where(key => IsDistributed(key.PrincipalEntityType)))
            FirstColumn(key.Properties).ShouldBe("organisation_unit_id", key.GetConstraintName());
    }

    [Fact]
    public void Reference_NeverRefersToDistributed() =>
        Tables.Where(table => !IsDistributed(table)).SelectMany(table => table.GetForeignKeys()).Where(key => IsDistributed(key.PrincipalEntityType))
            .Select(key => key.GetConstraintName()).ShouldBeEmpty();

    [Fact]
    public void Columns_AreNeverGeneratedByTheDatabase_AndNeverSystemColumns()
    {
        foreach (var column in Tables.SelectMany(table => table.GetProperties()))
        {
            column.ValueGenerated.ShouldBe(ValueGenerated.Never, column.ToString());
            column.GetDefaultValueSql().ShouldBeNull(column.ToString());
            column.GetColumnName().ShouldNotBe("xmin");
        }
    }

    [Fact]
    public async Task Names_InTheMigratedDatabase_HaveAtMostFiftyCharacters() =>
        (await ListAsync("""
            SELECT name FROM (
              SELECT conname::text AS name FROM pg_constraint WHERE connamespace = 'public'::regnamespace
              UNION SELECT indexname::text FROM pg_indexes WHERE schemaname = 'public') AS names
            WHERE length(name) > 50
            """)).ShouldBeEmpty();

    [Fact]
    public async Task Database_HasNoTriggersRulesOrExclusionConstraints() =>
        (await ListAsync("""
            SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal
            UNION SELECT rulename::text FROM pg_rules WHERE schemaname = 'public'
            UNION SELECT conname::text FROM pg_constraint WHERE contype = 'x'
            """)).ShouldBeEmpty();

    [Fact]
    public async Task ApplicationRole_MayAddToHistory_AndNeverChangeIt()
    {
        foreach (var table in History)
        {
            (await MayAsync(table, "SELECT")).ShouldBeTrue(table);
            (await MayAsync(table, "INSERT")).ShouldBeTrue(table);
            foreach (var right in (string[])["UPDATE", "DELETE", "TRUNCATE"]) (await MayAsync(table, right)).ShouldBeFalse($"{right} on {table}");
        }
    }

    [Fact]
    public async Task ApplicationRole_MayReadEveryTable_AndOwnsNone()
    {
        foreach (var table in Tables) (await MayAsync(table.GetTableName()!, "SELECT")).ShouldBeTrue(table.GetTableName());
        (await ListAsync($"SELECT tablename::text FROM pg_tables WHERE tableowner = '{Database.ApplicationRole}'")).ShouldBeEmpty();
        (await ListAsync($"SELECT 'CREATE' WHERE has_schema_privilege('{Database.ApplicationRole}', 'public', 'CREATE')")).ShouldBeEmpty();
    }

    private static bool IsDistributed(IReadOnlyAnnotatable table) =>
        (string?)table.FindAnnotation(TopologyAnnotation.Name)?.Value == nameof(Topology.Distributed);

    private static string FirstColumn(IReadOnlyList<IProperty> properties) => properties[0].GetColumnName();

    private static IModel Model()
    {
        using var context = new IndicatorDbContext(new DbContextOptionsBuilder<IndicatorDbContext>().UseNpgsql("Host=none").Options);
        return context.GetService<IDesignTimeModel>().Model;
    }

    private async Task<bool> MayAsync(string table, string right) =>
        (await ListAsync($"SELECT 'yes' WHERE has_table_privilege('{Database.ApplicationRole}', '{table}', '{right}')")).Count == 1;

    private async Task<List<string>> ListAsync(string sql)
    {
        _source ??= NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await using var command = _source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<string> found = [];
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) found.Add(reader.GetString(0));
        return found;
    }

    private NpgsqlDataSource? _source;
}
