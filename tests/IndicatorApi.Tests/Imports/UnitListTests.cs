using System.Globalization;
using System.Text;
using System.Text.Json;
using IndicatorApi.Access;
using IndicatorApi.Features.OrganisationUnits;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IndicatorApi.Tests.Imports;

/// <summary>Lists of new units with the codes of their predecessors: stored as a whole, refused row by row, and a whole country of them.</summary>
public sealed class UnitListTests(PostgresFixture postgres)
{
    private const int Provinces = 34;
    private static readonly DateOnly Day = new(2025, 7, 1);

    [Fact]
    public async Task List_IsStoredOnce_AndAgainChangesNothing()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        await api.PostAsync("/api/v1/organisation-units/batch", new
        {
            items = new object[]
            {
                new { code = "tinh", name = "Tỉnh", level = "province" },
                new { code = "a", name = "Xã A", level = "commune", parent = "tinh", officialCode = "101" },
                new { code = "b", name = "Xã B", level = "commune", parent = "tinh", officialCode = "102" },
                new { code = "c", name = "Xã C", level = "commune", parent = "tinh", officialCode = "103" },
                new { code = "d", name = "Đảo D", nameEn = "Island D", level = "commune", parent = "tinh" },
            },
        });
        const string List = """
            Mã đơn vị;Tên đơn vị;Cấp;Mã đơn vị cấp trên;Mã hành chính;Mã đơn vị cũ;Tỷ lệ
            ab;Phường AB;ward;tinh;101;101;
            ab;;;;;b;0,25
            be;Xã B lớn;commune;tinh;102;102;0,75
            cmoi;Xã C mới;commune;tinh;103;c;
            d;Đặc khu D;specialZone;;;d;
            """;
        var (trial, _) = await StoreAsync(api, List, dryRun: true);
        (trial!.Units.Created, trial.Units.Updated, trial.Successions).ShouldBe((3, 1, 2));
        (await api.ReadAsync("/api/v1/organisation-units/ab")).Problem(404);
        var (counts, _) = await StoreAsync(api, List);
        counts.ShouldBe(trial);
        var successions = await api.WalkAsync("/api/v1/organisation-units/successions");
        successions.Select(row => row.GetProperty("kind").GetString()).ShouldBe(["rename", "reform"]);
        successions[1].GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("share").ToString()).ShouldBe(["", "0.25", "0.75"]);
        (await api.ReadAsync("/api/v1/organisation-units/101")).Problem(422, "ambiguous_name");
        var island = (await api.ReadAsync("/api/v1/organisation-units/d")).With(200);
        (island["level"].GetString(), island["nameEn"].GetString(), island["parent"].GetString()).ShouldBe(("specialZone", "Island D", "tinh"));
        island["validFrom"].ValueKind.ShouldBe(JsonValueKind.Null);

        var (again, _) = await StoreAsync(api, List);
        (again!.Units.Created, again.Units.Updated, again.Units.Unchanged, again.Successions, again.SuccessionsThere).ShouldBe((0, 0, 4, 0, 2));
    }

    [Fact]
    public async Task List_WithErrors_NamesEveryBadRow_AndStoresNothing()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        await api.PostAsync("/api/v1/organisation-units/batch", new
        {
            items = new object[]
            {
                new { code = "a", name = "Xã A", level = "commune" }, new { code = "b", name = "Xã B", level = "commune", validTo = "2020-12-31" },
            },
        });
        (await ErrorsAsync("code,name,kind\nx,X,y\n")).ShouldBe(["1:kind unknown_word"]);
        (await ErrorsAsync("name\nX\n")).ShouldBe(["1:code missing_column"]);
        (await ErrorsAsync("")).ShouldBe(["1:code missing_column"]);
        (await ErrorsAsync("""
            code,name,level,parent,predecessor,share
            x,Xã X,commune,,nobody,
            y,,town,,a,half
            z,Xã Z,commune,,a,
            z,Xã khác,,,a,0.5
            ,Xã Không,commune,,a,
            """)).ShouldBe(["3:share not_a_number", "6:code required"]);
        (await ErrorsAsync("""
            code,name,level,parent,predecessor,share
            x,Xã X,commune,,nobody,
            y,,town,,a,0.5
            z,Xã Z,commune,,a,
            z,Xã khác,,,a,0.5
            v,Xã V,commune,,,0.5
            """)).ShouldBe(["2:predecessor unknown_reference", "3:level unknown_word", "3:name required", "5:name inconsistent", "5:predecessor repeated_key",
                "6:predecessor required"]);
        (await ErrorsAsync("code,name,level,parent,predecessor,share\nx,Xã X,commune,none,a,\n")).ShouldBe(["2:parent unknown_reference"]);
        (await ErrorsAsync("code,name,level,parent,predecessor,share\nx,Xã X,commune,,a,0.5\ny,Xã Y,commune,,a,0.4\nz,Xã Z,commune,,b,\n"))
            .ShouldBe(["2:predecessor inconsistent", "4:predecessor inconsistent"]);
        (await api.WalkAsync("/api/v1/organisation-units")).Count.ShouldBe(2);

        async Task<string[]> ErrorsAsync(string list)
        {
            var (counts, errors) = await StoreAsync(api, list);
            counts.ShouldBeNull();
            return [.. errors.All.Select(error => $"{error.Where} {error.Code.Code}").Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>The country of 2025, made up in its numbers: 10,035 communes, 3,321 after, 460 of the old ones parted among two to five.</summary>
    /// <remarks>A tenth of it; the whole with <c>WHOLE_COUNTRY=1</c>.</remarks>
    [Theory]
    [InlineData(2025)]
    [Trait(Kinds.Name, Kinds.Scale)]
    public async Task Country_OfTheReform_CountsEachFigureOnce_UnderAnyBoundaries(int seed)
    {
        var map = NationalList.Of(seed, Environment.GetEnvironmentVariable("WHOLE_COUNTRY") is null ? 10 : 1);
        var connectionString = await postgres.CreateDatabaseAsync(null);
        await using (var before = await ApiServer.StartAsync(postgres, connectionString: connectionString))
        {
            await using var source = NpgsqlDataSource.Create(connectionString + ";Command Timeout=120");
            await FillAsync(source, map.OldUnits);
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var (counts, _) = await StoreAsync(before, map.ToCsv());
            TestContext.Current.TestOutputHelper?.WriteLine($"stored in {watch.Elapsed.TotalSeconds:0.0} s");
            (counts!.Rows, counts.Units.Created).ShouldBe((map.Pairs.Count, map.New));
            counts.WithoutShares.ShouldBe(map.Withheld);
            watch.Restart();
            var (again, _) = await StoreAsync(before, map.ToCsv());
            (again!.Units.Unchanged, again.Successions, again.SuccessionsThere).ShouldBe((map.New, 0, counts.Successions));
            TestContext.Current.TestOutputHelper?.WriteLine($"again in {watch.Elapsed.TotalSeconds:0.0} s");
            await FillAsync(source, map.NewUnits);
        }

        await using var api = await ApiServer.StartAsync(postgres, connectionString: connectionString, isFirst: false);
        foreach (var boundaries in (string[])["", "&boundaries=today", "&boundaries=asOf:2024-12-31"])
        {
            foreach (var (year, quarters) in ((int, int[])[])[(2024, [0, 1]), (2025, [2, 3])])
            {
                for (var province = 1; province <= Provinces; province++)
                {
                    var summary = await api.GetAsync($"/api/v1/achievements/summary?under=p{province}&period={year}{boundaries}");
                    var totals = summary.GetProperty("items").EnumerateArray()
                        .ToDictionary(row => row.GetProperty("indicator").GetString()!, row => row.GetProperty("rollUp").GetProperty("actual").GetDecimal());
                    totals["flow"].ShouldBe(map.Total(province, quarters), $"{year}{boundaries} p{province}");
                    totals["state"].ShouldBe(map.Total(province, quarters[^1..]), $"{year}{boundaries} p{province}");
                }
            }
            var rows = await api.WalkAsync($"/api/v1/achievements?indicator=flow&period=2024&fields=orgUnit,actual&limit=1000{boundaries}");
            rows.Select(row => row.GetProperty("orgUnit").GetString()).Distinct().Count().ShouldBe(rows.Count, boundaries);
            rows.Count.ShouldBe(boundaries == "&boundaries=today" ? map.New + map.Withheld - map.WithoutAny : map.Old, boundaries);
        }
    }

    private static async Task<(UnitListCounts? Counts, Errors Errors)> StoreAsync(ApiServer api, string list, bool dryRun = false)
    {
        await using var scope = api.Services.CreateAsyncScope();
        var errors = new Errors(10_000);
        using var table = TableFile.Csv(new MemoryStream(Encoding.UTF8.GetBytes(list)), null);
        return (await scope.ServiceProvider.GetRequiredService<StoreUnitList>().RunAsync(
            table, new UnitListOptions(Day, "Nghị quyết về sắp xếp đơn vị hành chính", dryRun), Caller.OfProgram("tests"), errors, null,
            TestContext.Current.CancellationToken), errors);
    }

    private static async Task FillAsync(NpgsqlDataSource source, IEnumerable<string> statements)
    {
        foreach (var statement in statements)
        {
            await using var command = source.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Who took whose place, made up by a seed; figures follow from the numbers of the units.</summary>
    private sealed class NationalList
    {
        // To how many others, and how often.
        private static readonly (int Others, int Times)[] Splits = [(1, 386), (2, 57), (3, 16), (4, 1)];

        private NationalList(int part) => (Old, New) = (10_035 / part, 3_321 / part);

        public int Old { get; }

        public int New { get; }

        public List<(int Old, int New, decimal? Share)> Pairs { get; } = [];

        /// <summary>New units that a congress of their own gave a target for all of the time.</summary>
        public HashSet<int> WithOwnTarget { get; } = [];

        /// <summary>Old units whose results stay under their own names.</summary>
        public int Withheld { get; private set; }

        /// <summary>New units that have a target for no time before.</summary>
        public int WithoutAny { get; private set; }

        public static NationalList Of(int seed, int part)
        {
            var random = new Random(seed);
            var map = new NationalList(part);
            var others = new int[map.Old + 1];
            var split = Enumerable.Range(1, map.Old).OrderBy(_ => random.Next()).ToArray();
            var at = 0;
            foreach (var (count, times) in Splits)
                for (var i = 0; i < Math.Max(1, times / part); i++) others[split[at++]] = count;
            var news = Enumerable.Range(1, map.New).ToLookup(Province);
            Dictionary<int, int> met = [];
            for (var old = 1; old <= map.Old; old++)
            {
                var mine = news[Province(old)].ToArray();
                var place = met[Province(old)] = met.GetValueOrDefault(Province(old), -1) + 1;
                var main = mine[place < mine.Length ? place : random.Next(mine.Length)];
                var share = others[old] == 0 || random.Next(2) == 0 ? (decimal?)null : 0.125m;
                map.Pairs.Add((old, main, 1 - (share * others[old])));
                foreach (var other in mine.Where(one => one != main).OrderBy(_ => random.Next()).Take(others[old])) map.Pairs.Add((old, other, share));
            }
            var parted = map.Pairs.Where(pair => pair.Share is null).GroupBy(pair => pair.Old).Where(parts => parts.Count() > 1)
                .Select(parts => parts.Key).ToHashSet();
            map.Withheld = parted.Count;
            map.WithoutAny = map.Pairs.GroupBy(pair => pair.New).Count(unit => unit.All(pair => parted.Contains(pair.Old)));
            // Where not all passes on, and here and there elsewhere, the new congress has set targets; the others go on with those before them.
            foreach (var pair in map.Pairs.Where(pair => parted.Contains(pair.Old) || pair.New % 3 == 0)) map.WithOwnTarget.Add(pair.New);
            return map;
        }

        public string ToCsv()
        {
            var text = new StringBuilder("code,name,level,parent,officialCode,predecessor,share\n");
            foreach (var unit in Pairs.GroupBy(pair => pair.New).OrderBy(unit => unit.Key))
            {
                var first = unit.First();
                foreach (var (old, code, share) in unit) text.Append(CultureInfo.InvariantCulture,
                    $"n{code},Xã {code},commune,p{Province(code)},{first.Old:00000},{old:00000},{share}\n");
            }
            return text.ToString();
        }

        /// <summary>What all units of a province have together in some half-years, counted from 2024 on.</summary>
        public decimal Total(int province, int[] halves) => halves.Sum(half => Enumerable.Range(1, half < 3 ? Old : New)
            .Where(unit => Province(unit) == province).Sum(unit => (decimal)Figure(unit, half)));

        private static int Province(int unit) => 1 + (unit % Provinces);

        private static int Figure(int unit, int half) => 1 + (unit * 7919 % 997) + (half * 13);

        private const string FigureInSql = "1 + (n * 7919 % 997) + (h * 13)";

        public IEnumerable<string> OldUnits =>
        [
            "CREATE FUNCTION uid(kind int, n int) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ "
                + "SELECT (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$",
            "INSERT INTO organisation_unit (id, code, name, search_name, level, path, row_version) "
                + $"SELECT uid(2, p), 'p' || p, 'Tỉnh ' || p, 'tinh ' || p, 'province', 'p' || p || '/', 1 FROM generate_series(1, {Provinces}) p",
            "INSERT INTO organisation_unit (id, code, name, search_name, level, parent_id, path, official_code, row_version) "
                + $"SELECT uid(3, n), 'o' || n, 'Xã ' || n, 'xa ' || n, 'commune', uid(2, 1 + n % {Provinces}), "
                + $"'p' || 1 + n % {Provinces} || '/o' || n || '/', lpad(n::text, 5, '0'), 1 FROM generate_series(1, {Old}) n",
            "INSERT INTO indicator "
                + "(id, code, name, search_name, measure, value_type, factor, decimals, frequency, over_time, over_units, levels, row_version) "
                + "VALUES (uid(4, 1), 'flow', 'Flow', 'flow', 'người', 'number', 1, 2, 'halfYear', 'sum', 'sum', '{}', 1), "
                + "(uid(4, 2), 'state', 'State', 'state', 'người', 'number', 1, 2, 'halfYear', 'last', 'sum', '{}', 1)",
            .. Facts(5, "(SELECT uid(3, n) AS id, n FROM generate_series(1, " + Old + ") n)", "generate_series(0, 2)"),
        ];

        public IEnumerable<string> NewUnits =>
        [
            .. Facts(6, "(SELECT id, substr(code, 2)::int AS n FROM organisation_unit WHERE code LIKE 'n%')", "generate_series(3, 3)", WithOwnTarget),
        ];

        // A resolution with a target for each year and both indicators, and a figure for each half-year.
        private static IEnumerable<string> Facts(int kind, string units, string halves, IEnumerable<int>? only = null) =>
        [
            "INSERT INTO resolution (id, code, organisation_unit_id, issuer, title, term, term_start, term_end, row_version) "
                + $"SELECT uid({kind}, n), 'r{kind}-' || n, u.id, 'congress', 'Nghị quyết', '2020-2030', '2020-01-01', '2030-12-31', 1 FROM {units} u",
            "INSERT INTO target (organisation_unit_id, id, resolution_id, indicator_id, group_code, period, scope_start, scope_end, recurrence, rule_kind, "
                + "rule, path_model, applicable, position, row_version) "
                + $"SELECT u.id, uid({kind}0 + i, n), uid({kind}, n), uid(4, i), '', '2020-2030', '2020-01-01', '2030-12-31', 'eachYear', 'atLeast', "
                + $"jsonb_build_object('kind', 'atLeast', 'value', 100 + n % 50), 'linear', true, i, 1 FROM {units} u, generate_series(1, 2) i "
                + (only is null ? "" : $"WHERE n IN ({string.Join(',', only)})"),
            "INSERT INTO actual (organisation_unit_id, indicator_id, group_code, period, period_start, period_end, value, status, row_version, revision) "
                + $"SELECT u.id, uid(4, i), '', 2024 + h / 2 || '-S' || 1 + h % 2, make_date(2024 + h / 2, 1 + 6 * (h % 2), 1), "
                + $"(make_date(2024 + h / 2, 1 + 6 * (h % 2), 1) + interval '6 months - 1 day')::date, {FigureInSql}, 'final', 1, gen_random_uuid() "
                + $"FROM {units} u, generate_series(1, 2) i, {halves} h",
            "UPDATE reference_version SET version = version + 1",
            "ANALYZE",
        ];
    }
}
