using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>Points and grades by schemes that are data.</summary>
public sealed class ScoringTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Fact]
    public async Task Results_ShowEveryStep_ByTheEditionOfThePeriod()
    {
        var ward = await Api.WardAsync();
        var (first, second) = (await Api.IndicatorAsync(), await Api.IndicatorAsync());
        var resolution = await Api.ResolutionAsync(ward, "2026");
        foreach (var indicator in (string[])[first, second]) await Api.TargetAsync(resolution, indicator, new { kind = "atLeast", value = 100 });
        var code = Calls.NewCode("scheme");
        (await Api.PostJsonAsync("/api/v1/scoring-schemes", Scheme(code, first, second, "2020-01-01", 10))).With(201);
        (await Api.PostJsonAsync("/api/v1/scoring-schemes", Scheme(code, first, second, "2026-01-01", 60))).With(201);
        var results = $"/api/v1/scoring-schemes/{code}/results?orgUnit={ward}&period=2026";

        await Api.ActualAsync(ward, first, "2026", 90);
        var open = (await Api.ReadAsync(results)).With(200);
        (open["isComplete"].GetBoolean(), open["grade"].GetString(), open["total"].GetDecimal()).ShouldBe((false, null, 54));
        await Api.ActualAsync(ward, second, "2026", 85);
        var done = (await Api.ReadAsync($"{results}&deductions=late:1")).With(200);
        (done["gained"].GetDecimal(), done["deducted"].GetDecimal(), done["total"].GetDecimal(), done["grade"].GetString()).ShouldBe((84, 2, 82, "tốt"));
        done["validFrom"].GetString().ShouldBe("2026-01-01");
        done["criteria"][0].GetProperty("step").GetProperty("en").GetString().ShouldBe("(90 - 0) / (100 - 0) × 60 = 54");
        done["criteria"][1].GetProperty("points").GetDecimal().ShouldBe(30);

        (await Api.ReadAsync($"{results}&deductions=late")).Problem(400, "invalid_query", "deductions");
        (await Api.ReadAsync($"{results}&deductions=other:1")).Problem(400, "unknown_word", "deductions");
        (await Api.ReadAsync($"/api/v1/scoring-schemes/{code}/results?orgUnit={ward}&period=2019")).Problem(404, "unknown_resource");
        (await Api.ReadAsync($"/api/v1/scoring-schemes/{code}/results?period=2026")).Problem(400, "required", "orgUnit");
    }

    [Fact]
    public async Task Scheme_IsCreatedOnce_ReplacedUnderItsTag_AndListed()
    {
        var indicator = await Api.IndicatorAsync();
        var other = await Api.IndicatorAsync();
        var code = Calls.NewCode("scheme");
        var address = $"/api/v1/scoring-schemes/{code}";
        (await Api.PostJsonAsync("/api/v1/scoring-schemes", Scheme(code, indicator, other, "2026-01-01", 60))).With(201);
        (await Api.PostJsonAsync("/api/v1/scoring-schemes", Scheme(code, indicator, other, "2026-01-01", 60))).With(200);
        (await Api.PostJsonAsync("/api/v1/scoring-schemes", Scheme(code, indicator, other, "2026-01-01", 50))).Problem(409, "already_exists");
        (await Api.PutJsonAsync(address, Scheme(code, indicator, other, "2026-01-01", 50))).Problem(428);
        var tag = (await Api.ReadAsync(address)).With(200).ETag;
        (await Api.PutJsonAsync(address, Scheme(code, indicator, other, "2026-01-01", 50), tag)).With(200)["criteria"][0].GetProperty("points").GetDecimal()
            .ShouldBe(50);
        (await Api.PutJsonAsync(address, Scheme(code, indicator, other, "2026-01-01", 40), tag)).Problem(412, "stale");
        (await Api.PutJsonAsync(address, Scheme("x", indicator, other, "2026-01-01", 40), tag)).Problem(422, "code_differs", "code");
        (await Api.PutJsonAsync(address, Scheme(code, indicator, other, "2027-01-01", 40))).With(201);
        (await Api.ReadItemAsync($"{address}?on=2026-12-31")).GetProperty("validFrom").GetString().ShouldBe("2026-01-01");
        (await Api.ReadItemAsync(address)).GetProperty("validFrom").GetString().ShouldBe("2027-01-01");
        (await Api.ReadAsync($"{address}?on=2025-12-31")).Problem(404, "unknown_resource");
        (await Api.WalkAsync("/api/v1/scoring-schemes?limit=1")).Where(row => row.GetProperty("code").GetString() == code)
            .Select(row => row.GetProperty("validFrom").GetString()).ShouldBe(["2026-01-01", "2027-01-01"]);
        (await Api.PostJsonAsync("/api/v1/scoring-schemes", Scheme(code, indicator, "no-such", "2028-01-01", 60)))
            .Problem(422, "unknown_reference", "criteria[1].indicator");
        (await Api.PostJsonAsync("/api/v1/scoring-schemes", Scheme(code, indicator, other, "2028-01-01", 0)))
            .Problem(422, "inconsistent", "criteria[0].points");
    }

    private static object Scheme(string code, string first, string second, string validFrom, decimal points) => new
    {
        code,
        title = "Xếp loại năm",
        validFrom,
        criteria = new object[]
        {
            new { indicator = first, points },
            new { indicator = second, points = 40, steps = new[] { new { from = 100, points = 40 }, new { from = 80, points = 30 } } },
        },
        deductions = new[] { new { code = "late", title = "Chậm báo cáo", points = 2, most = 5 } },
        grades = new[] { new { name = "xuất sắc", from = 90 }, new { name = "tốt", from = 70 }, new { name = "hoàn thành", from = 50 } },
    };
}
