using System.Globalization;
using System.Text.Json;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>The public conformance cases against the running API, each in a ward of its own.</summary>
public sealed class ConformanceOverHttpTests(ConformanceOverHttpTests.Loaded loaded, ITestOutputHelper output) : IClassFixture<ConformanceOverHttpTests.Loaded>
{
    // Members of a case that only the calculation itself can show.
    private static readonly string[] NotOnTheWire = ["within", "window", "actualLevel"];

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, JsonElement> Cases { get; } = Directory
        .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "conformance"), "*.json").Order(StringComparer.Ordinal)
        .SelectMany(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateArray())
        .ToDictionary(one => one.GetProperty("name").GetString()!);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Get_ConformanceCase_AnswersWhatIsExpected(string name)
    {
        if (loaded.Refused.TryGetValue(name, out var why)) Assert.Skip(why);
        var one = Cases[name];
        var expected = one.GetProperty("expected");
        var (ward, indicator) = loaded.Codes[name];
        var period = one.GetProperty("ask").GetString()!;
        var rows = (await loaded.Api.ReadAsync($"/api/v1/achievements?orgUnit={ward}&indicator={indicator}&period={period}")).With(200)["items"];
        if (rows.GetArrayLength() == 0)
        {
            // No row is how the API says that a target does not concern a period.
            expected.GetProperty("verdict").GetString().ShouldBeOneOf("noData", "notAssessable");
            Assert.Skip("The target's scope does not touch the period asked for: over HTTP it has no row.");
        }
        var explained = (await loaded.Api.ReadAsync($"/api/v1/achievements/{ward}/{period}/{indicator}")).With(200).Json;
        var within = expected.TryGetProperty("within", out var tolerance) ? Number(tolerance) : 0;
        foreach (var member in expected.EnumerateObject().Where(member => !NotOnTheWire.Contains(member.Name)))
        {
            var what = $"{name}: {member.Name}";
            switch (member.Name)
            {
                case "used":
                    Inputs(explained, used: true).ShouldBe(member.Value.EnumerateArray().Select(text => text.GetString()!).Order(StringComparer.Ordinal), what);
                    break;
                case "leftOut":
                    // Figures that begin after the period asked for are not looked at, so they need not be listed.
                    var left = Inputs(explained, used: false).ToList();
                    left.Except(member.Value.EnumerateObject().Select(input => input.Name)).ShouldBeEmpty(what);
                    member.Value.EnumerateObject().Where(input => input.Value.GetString() != "outsideWindow").Select(input => input.Name).Except(left)
                        .ShouldBeEmpty(what);
                    break;
                case "metOn" or "metThenLost" or "failedPeriods" or "years":
                    Compare(what, member.Value, explained.GetProperty(member.Name), within);
                    break;
                default:
                    Compare(what, member.Value, rows[0].GetProperty(member.Name), within);
                    Compare(what, member.Value, explained.GetProperty(member.Name), within);
                    break;
            }
        }
        var hidden = expected.EnumerateObject().Select(member => member.Name).Intersect(NotOnTheWire.Except(["within"])).ToList();
        if (hidden.Count > 0) output.WriteLine($"not on the wire: {string.Join(", ", hidden)}");
    }

    [Fact]
    public void Cases_ThatHttpCannotExpress_AreFew()
    {
        foreach (var (name, why) in loaded.Refused) output.WriteLine($"{name}: {why}");
        loaded.Refused.Count.ShouldBeLessThanOrEqualTo(Cases.Count / 10);
    }

    private static IEnumerable<string> Inputs(JsonElement explained, bool used) => explained.GetProperty("explain").GetProperty("inputs").EnumerateArray()
        .Where(input => input.GetProperty("used").GetBoolean() == used)
        .Select(input => input.GetProperty("period").GetString()!).Order(StringComparer.Ordinal);

    private static void Compare(string what, JsonElement expected, JsonElement actual, decimal within)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                actual.ValueKind.ShouldBe(JsonValueKind.Object, what);
                foreach (var member in expected.EnumerateObject()) Compare($"{what}.{member.Name}", member.Value, actual.GetProperty(member.Name), within);
                break;
            case JsonValueKind.Array:
                actual.GetArrayLength().ShouldBe(expected.GetArrayLength(), what);
                foreach (var (row, wanted) in actual.EnumerateArray().Zip(expected.EnumerateArray())) Compare(what, wanted, row, within);
                break;
            case JsonValueKind.Number or JsonValueKind.String when actual.ValueKind == JsonValueKind.Number:
                Math.Abs(actual.GetDecimal() - Number(expected)).ShouldBeLessThanOrEqualTo(within, $"{what}: {actual} instead of {expected}");
                break;
            default:
                actual.ToString().ShouldBe(expected.ToString(), what);
                actual.ValueKind.ShouldBe(expected.ValueKind, what);
                break;
        }
    }

    private static decimal Number(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? decimal.Parse(element.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)
        : element.GetDecimal();

    /// <summary>All cases stored through the API, a ward and an indicator each.</summary>
    public sealed class Loaded(PostgresFixture postgres) : IAsyncLifetime
    {
        public ApiServer Api { get; private set; } = null!;

        public Dictionary<string, (string Ward, string Indicator)> Codes { get; } = [];

        /// <summary>Cases whose facts the API refuses, with what it says.</summary>
        public Dictionary<string, string> Refused { get; } = [];

        public async ValueTask InitializeAsync()
        {
            Api = await ApiServer.StartAsync(postgres);
            List<object> units = [], indicators = [], resolutions = [], targets = [], actuals = [];
            foreach (var (name, one) in Cases)
            {
                var code = $"c{Codes.Count}";
                Codes[name] = (code, code);
                var indicator = Members(one.GetProperty("indicator"));
                var target = Members(one.GetProperty("target"));
                var facts = one.GetProperty("actuals").EnumerateArray().Select(Members).ToList();
                indicator["code"] = code;
                indicator["name"] = name;
                indicator["measure"] = "-";
                var period = one.GetProperty("target").GetProperty("period").GetString()!;
                target.Remove("termStart", out var termStart);
                target.Remove("termEnd", out var termEnd);
                target["indicator"] = target["resolution"] = code;
                foreach (var fact in facts) fact["orgUnit"] = fact["indicator"] = code;
                // A scope that is no term needs a resolution of some term around it.
                var resolution = new
                {
                    code,
                    orgUnit = code,
                    issuer = "congress",
                    title = name,
                    term = period.Length == 9 ? period : "1990-2100",
                    termStart,
                    termEnd,
                };
                units.Add(new { code, name, level = "ward" });
                indicators.Add(indicator);
                resolutions.Add(resolution);
                targets.Add(target);
                actuals.AddRange(facts);
            }
            await StoreAsync("organisation-units", units, null);
            await StoreAsync("indicators", indicators, "code");
            await StoreAsync("resolutions", resolutions, null);
            await StoreAsync("targets", targets, "indicator");
            await StoreAsync("actuals", actuals, "indicator");
        }

        public ValueTask DisposeAsync() => Api.DisposeAsync();

        // One batch; a case that is refused is noted, left out, and the rest is sent again.
        private async Task StoreAsync(string kind, List<object> items, string? key)
        {
            string? Key(object item) => key is null ? null : ((Dictionary<string, object?>)item)[key]!.ToString();
            while (true)
            {
                items.RemoveAll(item => key is not null && key != "code" && Refused.Keys.Any(name => Codes[name].Indicator == Key(item)));
                var answer = await Api.PostJsonAsync($"/api/v1/{kind}/batch", new { items });
                if (answer.Status == 200) return;
                answer.Status.ShouldBe(422, answer.Text);
                key.ShouldNotBeNull(answer.Text);
                foreach (var error in answer["errors"].EnumerateObject())
                {
                    var at = int.Parse(error.Name[6..error.Name.IndexOf(']', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
                    Refused[Codes.Single(code => code.Value.Indicator == Key(items[at])).Key] =
                        $"{kind}: {error.Name[(error.Name.IndexOf(']', StringComparison.Ordinal) + 1)..]}: {error.Value[0]}";
                }
            }
        }

        private static Dictionary<string, object?> Members(JsonElement element) =>
            element.EnumerateObject().ToDictionary(member => member.Name, object? (member) => member.Value);
    }
}
