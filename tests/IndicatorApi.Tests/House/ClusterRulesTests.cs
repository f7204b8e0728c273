using System.Collections.Concurrent;
using System.Diagnostics;
using IndicatorApi.Data;
using IndicatorApi.Sample;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.Conventions;

namespace IndicatorApi.Tests.House;

/// <summary>The program keeps the rules of clusters, and whoever breaks one is told which.</summary>
[Trait(Kinds.Name, Kinds.Faults)]
[Collection(Alone.Name)]
public sealed class ClusterRulesTests(PostgresFixture postgres)
{
    [Fact]
    public void Model_KeepsTheRules()
    {
        using var context = new IndicatorDbContext(new DbContextOptionsBuilder<IndicatorDbContext>().UseNpgsql("Host=none").Options);
        ClusterRules.BrokenBy(context.GetService<IDesignTimeModel>().Model).ShouldBeEmpty();
    }

    [Fact]
    public void Model_ThatBreaksThem_IsTold()
    {
        var builder = new ModelBuilder(NpgsqlConventionSetBuilder.Build());
        builder.Entity<Unit>(unit =>
        {
            unit.ToTable("organisation_unit", Topology.Reference, "");
            unit.Property(row => row.Id).ValueGeneratedNever();
            unit.HasOne<Unit>().WithMany().HasForeignKey(row => row.ParentId);
            unit.HasMany(row => row.Figures).WithOne().HasForeignKey(row => row.OrganisationUnitId);
            unit.HasOne<Figure>().WithMany().HasForeignKey(row => row.LastFigure);
        });
        builder.Entity<Figure>(figure =>
        {
            figure.ToTable("figure", Topology.Distributed, "");
            figure.HasKey(row => row.Id);
            figure.Property(row => row.OrganisationUnitId).HasColumnName("organisation_unit_id");
            figure.HasIndex(row => row.Name).IsUnique().HasDatabaseName(new string('x', 51));
            figure.Property(row => row.Note).HasMaxLength(100);
            figure.Property(row => row.Source).HasMaxLength(100).HasColumnName("source");
            figure.ToTable(table => table.HasCheckConstraint("ck_figure_source_nfc", "source IS NFC NORMALIZED"));
            figure.Property(row => row.Version).HasColumnName("xmin").IsConcurrencyToken();
        });
        builder.Entity<Loose>();
        var told = ClusterRules.BrokenBy(builder.Model).ToList();
        // Each half of the rule by itself; the text that is checked is not told.
        told.Where(one => one.StartsWith("8:", StringComparison.Ordinal)).ShouldBe(
            ["8: figure.Note may be other than NFC", $"8: {new string('x', 51)} is too long"]);
        var broken = told.Select(one => one.Split(':')[0]).Distinct().Order(StringComparer.Ordinal);
        broken.ShouldBe(["1", "10", "16", "2", "3", "4", "7", "8"]);
    }

    [Fact]
    public void Migrations_KeepTheRules()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "migrations", "Migrations"), "*.cs")
            .Where(file => !file.EndsWith("Designer.cs", StringComparison.Ordinal) && !file.EndsWith("Snapshot.cs", StringComparison.Ordinal)).ToList();
        files.Count.ShouldBeGreaterThan(10);
        files.SelectMany(file => ClusterRules.BrokenBy(File.ReadAllText(file)).Select(told => $"{Path.GetFileName(file)}: {told}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("5", "CREATE TRIGGER late BEFORE INSERT ON actual FOR EACH ROW EXECUTE FUNCTION late()")]
    [InlineData("5", "ALTER TABLE closure ADD CONSTRAINT one EXCLUDE USING gist (days WITH &&)")]
    [InlineData("3", "CREATE TABLE job (id bigserial)")]
    [InlineData("3", "CREATE TABLE job (id bigint GENERATED ALWAYS AS IDENTITY)")]
    [InlineData("9", "ALTER TABLE actual ADD CONSTRAINT a CHECK (x > 0), ADD CONSTRAINT b CHECK (y > 0)")]
    [InlineData("9", "migrationBuilder.Sql(\"CREATE INDEX CONCURRENTLY ix ON actual (period)\");")]
    [InlineData("9", "SET LOCAL lock_timeout = 0; ALTER TABLE actual ADD COLUMN x text")]
    public void Migration_ThatBreaksThem_IsTold(string rule, string text) =>
        ClusterRules.BrokenBy(text).ShouldHaveSingleItem().ShouldStartWith($"{rule}:");

    [Theory]
    [InlineData("4", "SELECT xmin FROM target WHERE organisation_unit_id = $1")]
    [InlineData("5", "SELECT pg_notify('changes', $1)")]
    [InlineData("6", "UPDATE actual SET organisation_unit_id = $1 WHERE organisation_unit_id = $2")]
    [InlineData("11", "SELECT pg_advisory_xact_lock_shared($1)")]
    [InlineData("12", "UPDATE target SET position = 1 WHERE id = $1")]
    [InlineData("12", "DELETE FROM actual WHERE indicator_id = $1")]
    [InlineData("12", "SELECT 1 FROM organisation_unit WHERE id = ANY($1) ORDER BY id FOR KEY SHARE")]
    [InlineData("12", "SELECT 1 FROM target WHERE resolution_id = $1 FOR UPDATE")]
    [InlineData("13", "INSERT INTO claim (organisation_unit_id, id, at) VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET at = now()")]
    [InlineData("13", "MERGE INTO actual USING given ON true WHEN MATCHED THEN DO NOTHING")]
    [InlineData("14", "COPY actual (organisation_unit_id) FROM STDIN")]
    [InlineData("15", "BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE")]
    [InlineData("16", "SELECT indicator_id, sum(value) FROM actual GROUP BY ROLLUP (indicator_id)")]
    [InlineData("16", "SELECT 1 FROM unnest($1) AS k (unit) CROSS JOIN LATERAL (SELECT 1 FROM audit_entry a WHERE a.organisation_unit_id = k.unit LIMIT 1) h")]
    [InlineData("16", "SELECT k.ord, (SELECT max(r.row_version) FROM actual_revision r WHERE r.organisation_unit_id = k.unit) FROM unnest($1) AS k (unit)")]
    [InlineData("16", "SELECT 1 FROM actual a JOIN target t ON t.indicator_id = a.indicator_id WHERE a.organisation_unit_id = $1")]
    [InlineData("16", "SELECT 1 FROM target t WHERE t.organisation_unit_id = $1 AND EXISTS (SELECT 1 FROM actual a WHERE a.indicator_id = t.indicator_id)")]
    [InlineData("17", "SELECT 1 FROM reference_version FOR UPDATE")]
    [InlineData("17", "SELECT 1 FROM reference_version FOR KEY SHARE")]
    [InlineData("17", "CREATE TEMPORARY TABLE asked (id uuid)")]
    [InlineData("17", "SELECT nextval('cursor')")]
    [InlineData("17", "LISTEN changed")]
    [InlineData("17", "LOCK TABLE reference_version IN SHARE MODE")]
    [InlineData("17", "INSERT INTO api_key_use (id) VALUES ($1)")]
    public void Statement_ThatBreaksThem_IsTold(string rule, string sql) =>
        ClusterRules.BrokenBy(sql, mayWrite: rule is not ("11" or "17")).ShouldHaveSingleItem().ShouldStartWith($"{rule}:");

    [Fact]
    public async Task Statements_OfTheRunningProgram_KeepTheRules()
    {
        ConcurrentDictionary<(string Sql, bool MayWrite), bool> said = [];
        var mayWrite = true;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if ((activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) is string sql) said[(sql, mayWrite)] = true;
            },
        };
        await using var api = await ApiServer.StartAsync(postgres);
        ActivitySource.AddActivityListener(listener);
        await api.Services.GetRequiredService<SampleData>().LoadAsync(SampleChoice.Documents, null, TestContext.Current.CancellationToken);
        var world = await api.WorldAsync();
        await api.ActualAsync(world.Ward, world.Indicator, "2021", 5);
        await WriteAsync(api);
        mayWrite = false;
        foreach (var address in Reads.Of(world)) (await api.ReadAsync(address)).Status.ShouldBeLessThan(500, address);
        var then = Uri.EscapeDataString(TimeProvider.System.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        (await api.ReadAsync($"/api/v1/achievements?orgUnit={world.Ward}&period=2020-2025&asOf={then}")).With(200);
        (await api.ReadAsync($"/api/v1/actuals?orgUnit={world.Ward}&asOf={then}")).With(200);

        said.Count.ShouldBeGreaterThan(80);
        said.Keys.Count(one => one.Sql.Contains("audit_entry", StringComparison.Ordinal)).ShouldBeGreaterThan(2);
        // Work beside the requests goes on while they read.
        said.Keys.Where(one => !one.Sql.Contains("api_key_use", StringComparison.Ordinal) && !one.Sql.Contains("import_job", StringComparison.Ordinal))
            .SelectMany(one => ClusterRules.BrokenBy(one.Sql, one.MayWrite).Select(told => $"{told}: {one.Sql}")).ShouldBeEmpty();
    }

    // What changes, closes and removes, beside what the small world and the sample have stored.
    private static async Task WriteAsync(ApiServer api)
    {
        var world = await api.WorldAsync();
        var figure = $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022";
        await api.ActualAsync(world.Ward, world.Indicator, "2022", 1);
        (await api.PutJsonAsync(figure, new { value = 2 }, (await api.ReadAsync(figure)).ETag)).With(200);
        (await api.RemoveAsync(figure, (await api.ReadAsync(figure)).ETag)).With(204);
        await api.ActualAsync(world.Ward, world.Indicator, "2022", 3);
        (await api.PostJsonAsync("/api/v1/closures", new { orgUnit = world.Ward, period = "2022", reason = "Đã chốt" })).With(201);
        (await api.PostJsonAsync("/api/v1/keys", new { name = "Người đọc", role = "reader" })).With(201);
        var (resolution, target) = ($"/api/v1/resolutions/{world.Resolution}", $"/api/v1/targets/{world.Target}");
        (await api.RemoveAsync(target, (await api.ReadAsync(target)).ETag)).With(204);
        (await api.RemoveAsync(resolution, (await api.ReadAsync(resolution)).ETag)).With(204);
        var (ward, indicator) = (await api.WardAsync(), await api.IndicatorAsync());
        foreach (var address in (string[])[$"/api/v1/organisation-units/{ward}", $"/api/v1/indicators/{indicator}"])
            (await api.RemoveAsync(address, (await api.ReadAsync(address)).ETag)).With(204);
    }

    private sealed class Unit
    {
        public Guid Id { get; set; }
        public Guid? ParentId { get; set; }
        public Guid? LastFigure { get; set; }
        public List<Figure> Figures { get; set; } = [];
    }

    private sealed class Figure
    {
        public Guid Id { get; set; }
        public Guid OrganisationUnitId { get; set; }
        public string Name { get; set; } = "";
        public string Note { get; set; } = "";
        public string Source { get; set; } = "";
        public uint Version { get; set; }
    }

    private sealed class Loose
    {
        public Guid Id { get; set; }
    }
}
