using System.Globalization;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Access;

/// <summary>Every route of the served document, called by everyone, on their own unit and on a foreign one.</summary>
public sealed class AccessMatrixTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly string[] Roles = ["none", "reader", "reporter", "planner", "administrator"];

    private ApiServer Api => server.Api;

    /// <summary>Which grants a route lets through.</summary>
    private enum Reach
    {
        /// <summary>Everyone, without a key.</summary>
        Open,
        /// <summary>Grants for any unit.</summary>
        Anywhere,
        /// <summary>Grants that cover the unit.</summary>
        Unit,
        /// <summary>Grants for all units.</summary>
        All,
    }

    /// <summary>What a call is about.</summary>
    private sealed record Place(string Unit, string Below, string Indicator, string Resolution, string Target)
    {
        /// <summary>A closure that holds no more, of 2010; 2011 is closed.</summary>
        public string Closure { get; init; } = "";

        /// <summary>A submission that was withdrawn.</summary>
        public string Submission { get; init; } = "";

        /// <summary>A judgement that stands.</summary>
        public string Judgement { get; init; } = "";

        /// <summary>A question that was withdrawn.</summary>
        public string Remedy { get; init; } = "";
    }

    /// <summary>What is expected of a route.</summary>
    /// <param name="Least">The least role.</param>
    /// <param name="Reach">The grants.</param>
    /// <param name="Status">What whoever is let through gets: chosen so that nothing changes.</param>
    /// <param name="Path">The address.</param>
    /// <param name="Body">The body.</param>
    private sealed record Route(string Least, Reach Reach, int Status, Func<Place, string> Path, Func<Place, object>? Body = null);

    private static Route Read(int status, Func<Place, string> path) => new("reader", Reach.Anywhere, status, path);

    private static object Dry(object item) => new { items = new[] { item }, dryRun = true };

    private static object Unit(string code, string? parent) => new { code, name = "Tổ", level = "neighbourhood", parent };

    private static object Indicator(string code) => new { code, name = "x", measure = "x", valueType = "number", overTime = "sum", frequency = "year" };

    private static object Resolution(string code, string orgUnit) => new { code, orgUnit, issuer = "congress", title = "x", term = "2020-2025" };

    // Without a criterion it is none.
    private static object Scheme() =>
        new { code = "none", title = "x", validFrom = "2026-01-01", criteria = Array.Empty<object>(), grades = Array.Empty<object>() };

    private static object Target(Place p) =>
        new { resolution = p.Resolution, indicator = p.Indicator, period = "2023", rule = new { kind = "atLeast", value = 1 } };

    private static readonly Dictionary<string, Route> Expected = new(StringComparer.Ordinal)
    {
        ["GET /healthz"] = new("none", Reach.Open, 200, _ => "/healthz"),
        ["GET /readyz"] = new("none", Reach.Open, 200, _ => "/readyz"),
        ["GET /metrics"] = new("reader", Reach.All, 200, _ => "/metrics"),
        ["GET /api/v1/keys/me"] = Read(200, _ => "/api/v1/keys/me"),
        ["GET /api/v1/organisation-units"] = Read(200, _ => "/api/v1/organisation-units"),
        ["GET /api/v1/organisation-units/{code}"] = Read(200, p => $"/api/v1/organisation-units/{p.Below}"),
        ["POST /api/v1/organisation-units"] = new("planner", Reach.Unit, 409, _ => "/api/v1/organisation-units", p => Unit(p.Below, p.Unit)),
        ["POST /api/v1/organisation-units/batch"] = new("planner", Reach.Unit, 200, _ => "/api/v1/organisation-units/batch",
            p => Dry(Unit("new-unit", p.Unit))),
        ["PUT /api/v1/organisation-units/{code}"] = new("planner", Reach.Unit, 428, p => $"/api/v1/organisation-units/{p.Below}", p => Unit(p.Below, p.Unit)),
        ["DELETE /api/v1/organisation-units/{code}"] = new("planner", Reach.Unit, 428, p => $"/api/v1/organisation-units/{p.Below}"),
        ["GET /api/v1/indicators"] = Read(200, _ => "/api/v1/indicators"),
        ["GET /api/v1/indicators/{code}"] = Read(200, p => $"/api/v1/indicators/{p.Indicator}"),
        ["POST /api/v1/indicators"] = new("planner", Reach.All, 422, _ => "/api/v1/indicators", p => Indicator(p.Indicator)),
        ["POST /api/v1/indicators/batch"] = new("planner", Reach.All, 200, _ => "/api/v1/indicators/batch", _ => Dry(Indicator("new-indicator"))),
        ["PUT /api/v1/indicators/{code}"] = new("planner", Reach.All, 428, p => $"/api/v1/indicators/{p.Indicator}", p => Indicator(p.Indicator)),
        ["DELETE /api/v1/indicators/{code}"] = new("planner", Reach.All, 428, p => $"/api/v1/indicators/{p.Indicator}"),
        ["GET /api/v1/resolutions"] = Read(200, _ => "/api/v1/resolutions"),
        ["GET /api/v1/resolutions/{code}"] = Read(200, p => $"/api/v1/resolutions/{p.Resolution}"),
        ["POST /api/v1/resolutions"] = new("planner", Reach.Unit, 409, _ => "/api/v1/resolutions", p => Resolution(p.Resolution, p.Unit)),
        ["POST /api/v1/resolutions/batch"] = new("planner", Reach.Unit, 200, _ => "/api/v1/resolutions/batch", p => Dry(Resolution("new-resolution", p.Unit))),
        ["PUT /api/v1/resolutions/{code}"] = new("planner", Reach.Unit, 428, p => $"/api/v1/resolutions/{p.Resolution}", p => Resolution(p.Resolution, p.Unit)),
        ["DELETE /api/v1/resolutions/{code}"] = new("planner", Reach.Unit, 428, p => $"/api/v1/resolutions/{p.Resolution}"),
        ["GET /api/v1/resolutions/{code}/targets"] = Read(200, p => $"/api/v1/resolutions/{p.Resolution}/targets"),
        ["POST /api/v1/resolutions/{code}/targets"] = new("planner", Reach.Unit, 422, p => $"/api/v1/resolutions/{p.Resolution}/targets",
            p => new { resolution = p.Resolution, indicator = p.Indicator, period = "2023", weight = 0, rule = new { kind = "atLeast", value = 1 } }),
        ["POST /api/v1/resolutions/{code}/targets/batch"] =
            new("planner", Reach.Unit, 200, p => $"/api/v1/resolutions/{p.Resolution}/targets/batch", p => Dry(Target(p))),
        ["POST /api/v1/targets"] = new("planner", Reach.Unit, 422, _ => "/api/v1/targets",
            p => new { resolution = p.Resolution, indicator = p.Indicator, period = "2023", weight = 0, rule = new { kind = "atLeast", value = 1 } }),
        ["POST /api/v1/targets/batch"] = new("planner", Reach.Unit, 200, _ => "/api/v1/targets/batch", p => Dry(Target(p))),
        ["GET /api/v1/targets/{id}"] = Read(200, p => $"/api/v1/targets/{p.Target}"),
        ["GET /api/v1/targets/{id}/versions"] = Read(200, p => $"/api/v1/targets/{p.Target}/versions"),
        ["PUT /api/v1/targets/{id}"] = new("planner", Reach.Unit, 428, p => $"/api/v1/targets/{p.Target}", Target),
        ["DELETE /api/v1/targets/{id}"] = new("planner", Reach.Unit, 428, p => $"/api/v1/targets/{p.Target}"),
        ["POST /api/v1/targets/understanding"] = new("reader", Reach.Anywhere, 200, _ => "/api/v1/targets/understanding",
            _ => new { wording = "giảm 2 hộ" }),
        ["GET /api/v1/targets/{id}/shares"] = Read(200, p => $"/api/v1/targets/{p.Target}/shares"),
        ["GET /api/v1/targets/{id}/expectations"] = Read(200, p => $"/api/v1/targets/{p.Target}/expectations"),
        ["POST /api/v1/targets/{id}/expectations"] = new("reporter", Reach.Unit, 422,
            p => $"/api/v1/targets/{p.Target}/expectations",
            _ => new { likelihood = "likely", reason = "a\u0007b" }),
        ["GET /api/v1/targets/{id}/judgements"] = Read(200, p => $"/api/v1/targets/{p.Target}/judgements"),
        // Only a target of kind judged takes one.
        ["POST /api/v1/targets/{id}/judgements"] = new("reporter", Reach.Unit, 422,
            p => $"/api/v1/targets/{p.Target}/judgements",
            _ => new { verdict = "met", on = "2023-06-30", why = "x", evidence = "x" }),
        ["POST /api/v1/judgements/{id}/approval"] = new("reporter", Reach.Unit, 409, p => $"/api/v1/judgements/{p.Judgement}/approval", _ => new { }),
        ["POST /api/v1/judgements/{id}/rejection"] = new("reporter", Reach.Unit, 409,
            p => $"/api/v1/judgements/{p.Judgement}/rejection",
            _ => new { reason = "x" }),
        ["POST /api/v1/targets/{id}/remedies"] = new("planner", Reach.Unit, 422, p => $"/api/v1/targets/{p.Target}/remedies",
            _ => new { question = "a\u0007b" }),
        ["GET /api/v1/remedies"] = Read(200, p => $"/api/v1/remedies?orgUnit={p.Unit}"),
        ["GET /api/v1/remedies/{id}"] = Read(200, p => $"/api/v1/remedies/{p.Remedy}"),
        ["GET /api/v1/remedies/{id}/versions"] = Read(200, p => $"/api/v1/remedies/{p.Remedy}/versions"),
        ["PUT /api/v1/remedies/{id}"] = new("reporter", Reach.Unit, 428, p => $"/api/v1/remedies/{p.Remedy}", _ => new { causeKind = "own", cause = "x" }),
        ["POST /api/v1/remedies/{id}/withdrawal"] = new("planner", Reach.Unit, 409, p => $"/api/v1/remedies/{p.Remedy}/withdrawal", _ => new { reason = "x" }),
        ["GET /api/v1/actuals"] = Read(200, p => $"/api/v1/actuals?orgUnit={p.Unit}"),
        ["GET /api/v1/actuals/{orgUnit}/{period}"] = Read(200, p => $"/api/v1/actuals/{p.Unit}/2022"),
        ["GET /api/v1/actuals/{orgUnit}/{indicator}/{period}"] = Read(200, p => $"/api/v1/actuals/{p.Unit}/{p.Indicator}/2022"),
        ["GET /api/v1/actuals/{orgUnit}/{indicator}/{period}/revisions"] = Read(200, p => $"/api/v1/actuals/{p.Unit}/{p.Indicator}/2022/revisions"),
        ["POST /api/v1/actuals"] = new("reporter", Reach.Unit, 400, _ => "/api/v1/actuals",
            p => new { orgUnit = p.Unit, indicator = p.Indicator, period = "2023" }),
        ["POST /api/v1/actuals/batch"] = new("reporter", Reach.Unit, 200, _ => "/api/v1/actuals/batch",
            p => Dry(new { orgUnit = p.Unit, indicator = p.Indicator, period = "2023", value = 1 })),
        ["PUT /api/v1/actuals/{orgUnit}/{indicator}/{period}"] =
            new("reporter", Reach.Unit, 428, p => $"/api/v1/actuals/{p.Unit}/{p.Indicator}/2022", _ => new { value = 5 }),
        ["DELETE /api/v1/actuals/{orgUnit}/{indicator}/{period}"] = new("reporter", Reach.Unit, 428, p => $"/api/v1/actuals/{p.Unit}/{p.Indicator}/2022"),
        ["GET /api/v1/submissions"] = new("reporter", Reach.Unit, 200, p => $"/api/v1/submissions?orgUnit={p.Unit}"),
        ["GET /api/v1/submissions/{id}"] = new("reporter", Reach.Unit, 200, p => $"/api/v1/submissions/{p.Submission}"),
        ["POST /api/v1/submissions/{id}/approval"] = new("reporter", Reach.Unit, 409, p => $"/api/v1/submissions/{p.Submission}/approval", _ => new { }),
        ["POST /api/v1/submissions/{id}/rejection"] = new("reporter", Reach.Unit, 409,
            p => $"/api/v1/submissions/{p.Submission}/rejection",
            _ => new { reason = "x" }),
        ["POST /api/v1/submissions/{id}/withdrawal"] = new("reporter", Reach.Unit, 409, p => $"/api/v1/submissions/{p.Submission}/withdrawal", _ => new { }),
        ["GET /api/v1/organisation-units/successions"] = Read(200, p => $"/api/v1/organisation-units/successions?orgUnit={p.Unit}"),
        ["GET /api/v1/organisation-units/successions/{id}"] = Read(404, _ => $"/api/v1/organisation-units/successions/{Guid.Empty}"),
        ["POST /api/v1/organisation-units/successions"] = new("planner", Reach.Unit, 422, _ => "/api/v1/organisation-units/successions",
            p => new { from = "2025-07-01", reason = "x", parts = new[] { new { predecessor = p.Below, successor = p.Below } } }),
        ["GET /api/v1/closures"] = Read(200, p => $"/api/v1/closures?orgUnit={p.Unit}"),
        ["GET /api/v1/closures/{id}"] = Read(200, p => $"/api/v1/closures/{p.Closure}"),
        ["POST /api/v1/closures"] = new("planner", Reach.Unit, 409, _ => "/api/v1/closures", p => new { orgUnit = p.Unit, period = "2011", reason = "x" }),
        ["POST /api/v1/closures/{id}/reopening"] = new("planner", Reach.Unit, 409, p => $"/api/v1/closures/{p.Closure}/reopening", _ => new { reason = "x" }),
        ["GET /api/v1/imports"] = new("reporter", Reach.Anywhere, 200, _ => "/api/v1/imports"),
        ["POST /api/v1/imports"] = new("reporter", Reach.Unit, 415, p => $"/api/v1/imports?orgUnit={p.Unit}", _ => new { }),
        ["GET /api/v1/imports/{id}"] = new("reporter", Reach.Anywhere, 404, _ => $"/api/v1/imports/{Guid.Empty}"),
        ["GET /api/v1/imports/{id}/errors"] = new("reporter", Reach.Anywhere, 404, _ => $"/api/v1/imports/{Guid.Empty}/errors"),
        ["GET /api/v1/imports/{id}/changes"] = new("reporter", Reach.Anywhere, 404, _ => $"/api/v1/imports/{Guid.Empty}/changes"),
        ["GET /api/v1/imports/{id}/events"] = new("reporter", Reach.Anywhere, 404, _ => $"/api/v1/imports/{Guid.Empty}/events"),
        ["DELETE /api/v1/imports/{id}"] = new("reporter", Reach.Anywhere, 404, _ => $"/api/v1/imports/{Guid.Empty}"),
        ["GET /api/v1/dhis2/dataValueSets"] = Read(200, p => $"/api/v1/dhis2/dataValueSets?orgUnit={p.Unit}"),
        // A value of a foreign unit is passed over, as DHIS2 does: DataValueSetTests holds that.
        ["POST /api/v1/dhis2/dataValueSets"] = new("reporter", Reach.Anywhere, 200,
            _ => "/api/v1/dhis2/dataValueSets",
            _ => new { dataValues = Array.Empty<object>() }),
        ["GET /api/v1/claims"] = Read(200, p => $"/api/v1/claims?orgUnit={p.Unit}"),
        ["POST /api/v1/claims"] = new("planner", Reach.Unit, 422, _ => "/api/v1/claims",
            p => new { orgUnit = p.Unit, indicator = p.Indicator, period = "2022", percent = 1, source = "a\u0007b" }),
        ["POST /api/v1/claims/batch"] = new("planner", Reach.Unit, 200, _ => "/api/v1/claims/batch",
            p => Dry(new { orgUnit = p.Unit, indicator = p.Indicator, period = "2022", percent = 1 })),
        ["GET /api/v1/benchmarks"] = Read(200, p => $"/api/v1/benchmarks?orgUnit={p.Unit}"),
        ["POST /api/v1/benchmarks"] = new("planner", Reach.Unit, 422, _ => "/api/v1/benchmarks",
            p => new { orgUnit = p.Unit, indicator = p.Indicator, period = "2022", scope = p.Below, value = 1, source = "a\u0007b" }),
        ["POST /api/v1/benchmarks/batch"] = new("planner", Reach.Unit, 200, _ => "/api/v1/benchmarks/batch",
            p => Dry(new { orgUnit = p.Unit, indicator = p.Indicator, period = "2022", scope = p.Below, value = 1 })),
        ["GET /api/v1/achievements"] = Read(200, p => $"/api/v1/achievements?orgUnit={p.Unit}&period=2020-2025"),
        ["GET /api/v1/achievements/{orgUnit}/{period}.xlsx"] = Read(200, p => $"/api/v1/achievements/{p.Unit}/2020-2025.xlsx"),
        ["GET /api/v1/achievements/{orgUnit}/{period}.html"] = Read(200, p => $"/api/v1/achievements/{p.Unit}/2020-2025.html"),
        ["GET /api/v1/templates/actuals.xlsx"] = Read(200, p => $"/api/v1/templates/actuals.xlsx?orgUnit={p.Unit}&period=2020-2025"),
        ["GET /api/v1/achievements/{orgUnit}/{period}"] = Read(200, p => $"/api/v1/achievements/{p.Unit}/2020-2025"),
        ["GET /api/v1/achievements/{orgUnit}/{period}/{indicator}"] = Read(200, p => $"/api/v1/achievements/{p.Unit}/2020-2025/{p.Indicator}"),
        ["GET /api/v1/achievements/changes"] = Read(200, p => $"/api/v1/achievements/changes?orgUnit={p.Unit}&period=2020-2025"),
        ["GET /api/v1/actuals/changes"] = Read(200, p => $"/api/v1/actuals/changes?orgUnit={p.Unit}"),
        ["GET /api/v1/targets/changes"] = Read(200, p => $"/api/v1/targets/changes?orgUnit={p.Unit}"),
        ["GET /api/v1/achievements/summary"] = Read(200, p => $"/api/v1/achievements/summary?under={p.Unit}&period=2020-2025&by=orgUnit"),
        ["GET /api/v1/achievements/series"] = Read(200, p => $"/api/v1/achievements/series?orgUnit={p.Unit}&indicator={p.Indicator}"),
        ["GET /api/v1/achievements/ranking"] = Read(200, p => $"/api/v1/achievements/ranking?indicator={p.Indicator}&period=2020-2025&under={p.Unit}"),
        ["GET /embed/{orgUnit}/{period}"] = Read(200, p => $"/embed/{p.Unit}/2020-2025"),
        ["GET /embed/{orgUnit}/{period}.svg"] = Read(200, p => $"/embed/{p.Unit}/2020-2025.svg"),
        ["GET /embed/{orgUnit}/{period}/{indicator}.svg"] = Read(200, p => $"/embed/{p.Unit}/2020-2025/{p.Indicator}.svg"),
        ["GET /api/v1/scoring-schemes"] = Read(200, _ => "/api/v1/scoring-schemes"),
        ["GET /api/v1/scoring-schemes/{code}"] = Read(404, _ => "/api/v1/scoring-schemes/none"),
        ["GET /api/v1/scoring-schemes/{code}/results"] = Read(404, p => $"/api/v1/scoring-schemes/none/results?orgUnit={p.Unit}&period=2023"),
        ["POST /api/v1/scoring-schemes"] = new("planner", Reach.All, 422, _ => "/api/v1/scoring-schemes", _ => Scheme()),
        ["PUT /api/v1/scoring-schemes/{code}"] = new("planner", Reach.All, 422, _ => "/api/v1/scoring-schemes/none", _ => Scheme()),
        ["GET /api/v1/quality"] = Read(200, p => $"/api/v1/quality?orgUnit={p.Unit}"),
        ["GET /api/v1/keys"] = new("administrator", Reach.All, 200, _ => "/api/v1/keys"),
        ["POST /api/v1/keys"] = new("administrator", Reach.All, 422,
            _ => "/api/v1/keys",
            p => new { name = "x", role = "reader", orgUnit = p.Unit, expiresAt = "2020-01-31T17:00:00Z" }),
        ["GET /api/v1/webhooks"] = new("administrator", Reach.All, 200, _ => "/api/v1/webhooks"),
        ["POST /api/v1/webhooks"] = new("administrator", Reach.All, 422, _ => "/api/v1/webhooks", _ => new { name = "x", url = "none", period = "2022" }),
        ["GET /api/v1/webhooks/{id}"] = new("administrator", Reach.All, 404, _ => $"/api/v1/webhooks/{Guid.Empty}"),
        ["PUT /api/v1/webhooks/{id}"] = new("administrator", Reach.All, 404, _ => $"/api/v1/webhooks/{Guid.Empty}",
            _ => new { name = "x", url = "https://example.org/", period = "2022" }),
        ["DELETE /api/v1/webhooks/{id}"] = new("administrator", Reach.All, 404, _ => $"/api/v1/webhooks/{Guid.Empty}"),
        ["POST /api/v1/webhooks/{id}/secret"] = new("administrator", Reach.All, 404, _ => $"/api/v1/webhooks/{Guid.Empty}/secret", _ => new { }),
        ["POST /api/v1/webhooks/{id}/replay"] = new("administrator", Reach.All, 404, _ => $"/api/v1/webhooks/{Guid.Empty}/replay", _ => new { }),
        ["GET /api/v1/webhooks/{id}/deliveries"] = new("administrator", Reach.All, 404, _ => $"/api/v1/webhooks/{Guid.Empty}/deliveries"),
        ["GET /api/v1/audit"] = new("administrator", Reach.All, 200, p => $"/api/v1/audit?orgUnit={p.Unit}"),
        ["DELETE /api/v1/keys/{id}"] = new("administrator", Reach.All, 404, _ => $"/api/v1/keys/{Guid.Empty}"),
    };

    [Fact]
    public async Task EveryRoute_ForEveryRoleOnOwnAndForeignUnits_AnswersAsTheMatrixSays()
    {
        var routes = (await Api.GetAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}")).ToList();
        routes.Except(Expected.Keys).ShouldBeEmpty("a route without an expectation: say here who may call it");
        Expected.Keys.Except(routes).ShouldBeEmpty("an expectation without a route");

        var (own, foreign) = (await PlaceAsync(), await PlaceAsync());
        var failures = new List<string>();
        foreach (var role in Roles)
        {
            using var scoped = role == "none" ? Api.ClientWith(null) : await Api.ClientAsync(role, own.Unit);
            using var everywhere = role == "none" ? Api.ClientWith(null) : await Api.ClientAsync(role);
            foreach (var (name, route) in Expected)
            {
                foreach (var (client, isScoped, place, isOwn) in new[]
                    {
                        (scoped, true, own, true),
                        (scoped, true, foreign, false),
                        (everywhere, false, own, true),
                        (everywhere, false, foreign, false),
                    })
                {
                    var content = route.Body is null ? null : Calls.Body(route.Body(place));
                    var answer = await client.CallAsync(new HttpMethod(name.Split(' ')[0]), route.Path(place), content);
                    var wanted = Status(route, role, isScoped, isOwn);
                    if (answer.Status != wanted)
                    {
                        var who = $"{role} {(isScoped ? "of one unit" : "of all")} on {(isOwn ? "own" : "foreign")}";
                        failures.Add(string.Create(CultureInfo.InvariantCulture, $"{name} by {who}: {answer.Status}, not {wanted}: {answer.Text}"));
                    }
                }
            }
        }
        failures.ShouldBeEmpty();
    }

    private static int Status(Route route, string role, bool isScoped, bool isOwn)
    {
        if (route.Reach == Reach.Open) return route.Status;
        if (role == "none") return 401;
        if (Array.IndexOf(Roles, role) < Array.IndexOf(Roles, route.Least)) return 403;
        if (isScoped && (route.Reach == Reach.All || (route.Reach == Reach.Unit && !isOwn))) return 403;
        return route.Status;
    }

    private async Task<Place> PlaceAsync()
    {
        var world = await Api.WorldAsync();
        var below = await Api.WardAsync(world.Ward);
        await Api.ActualAsync(world.Ward, world.Indicator, "2022", 7);
        async Task<string> CloseAsync(string period) =>
            (await Api.PostJsonAsync("/api/v1/closures", new { orgUnit = world.Ward, period, reason = "x" })).With(201)["id"].GetString()!;
        var closure = await CloseAsync("2010");
        (await Api.PostJsonAsync($"/api/v1/closures/{closure}/reopening", new { reason = "x" })).With(200);
        await CloseAsync("2011");
        (await Api.PutJsonAsync($"/api/v1/organisation-units/{below}",
            new { code = below, name = "x", level = "ward", parent = world.Ward, review = "fourEyes" }, "*")).With(200);
        var submission = (await Api.PutJsonAsync($"/api/v1/actuals/{below}/{world.Indicator}/2022", new { value = 1 })).With(202)["id"].GetString()!;
        (await Api.PostJsonAsync($"/api/v1/submissions/{submission}/withdrawal", new { })).With(200);
        var remedy = (await Api.PostJsonAsync($"/api/v1/targets/{world.Target}/remedies", new { question = "x" })).With(201)["id"].GetString()!;
        (await Api.PostJsonAsync($"/api/v1/remedies/{remedy}/withdrawal", new { reason = "x" })).With(200);
        var judged = await Api.TargetAsync(world.Resolution, world.Indicator, new { kind = "judged" }, "2024");
        var judgement = (await Api.PostJsonAsync($"/api/v1/targets/{judged["id"].GetString()}/judgements",
            new { verdict = "met", on = "2023-06-30", why = "x", evidence = "x" })).With(201)["id"].GetString()!;
        return new Place(world.Ward, below, world.Indicator, world.Resolution, world.Target)
        {
            Closure = closure,
            Submission = submission,
            Remedy = remedy,
            Judgement = judgement
        };
    }
}
