using System.Text;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>Bad input is refused by name and never stored, rounded or turned into something else.</summary>
public sealed class StrictnessTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    public static TheoryData<string, int, string?, string?> Figures => new()
    {
        { """{}""", 400, "required", "value" },
        { """{"value":null}""", 400, "required", "value" },
        { """{"value":"1.862"}""", 400, "number_as_text", "value" },
        { """{"value":"12,5"}""", 400, "number_as_text", "value" },
        { """{"value":"NaN"}""", 400, "number_as_text", "value" },
        { """{"value":NaN}""", 400, "malformed_json", null },
        { """{"value":Infinity}""", 400, "malformed_json", null },
        { """{"value":01}""", 400, "malformed_json", null },
        { """{"value":1,5}""", 400, "malformed_json", null },
        { """{"value":1e400}""", 422, "number_not_storable", "value" },
        { """{"value":-1e400}""", 422, "number_not_storable", "value" },
        { """{"value":1e-400}""", 422, "number_not_storable", "value" },
        { """{"value":1234567890123456789012345678901234}""", 422, "number_not_storable", "value" },
        { """{"value":0.123456789}""", 422, "number_not_storable", "value" },
        { """{"value":1000000000000000}""", 422, "number_not_storable", "value" },
        { """{"value":12345678901234567890.5}""", 422, "number_not_storable", "value" },
        { """{"value":true}""", 400, "wrong_type", "value" },
        { """{"value":[1]}""", 400, "wrong_type", "value" },
        { """{"value":{"x":1}}""", 400, "wrong_type", "value" },
        { """{"value":1,"value":2}""", 400, "duplicate_member", "value" },
        { """{"value":1,"Value":2}""", 400, "unknown_member", "Value" },
        { """{"value":1,"vlaue":2}""", 400, "unknown_member", "vlaue" },
        { """{"value":1,"status":"Final"}""", 400, "unknown_word", "status" },
        { """{"value":1,"status":1}""", 400, "wrong_type", "status" },
        { """{"value":1,"bound":"atleast"}""", 400, "unknown_word", "bound" },
        { """{"value":1,"note":5}""", 400, "wrong_type", "note" },
        { """{"value":1,"group":"Nhóm"}""", 422, "invalid_code", "group" },
        { """{"value":1,"note":"a\u0000b"}""", 422, "invalid_text", "note" },
        { """{"value":1,"note":"a\u202Eb"}""", 422, "invalid_text", "note" },
        { """{"value":1,"note":"a\u200Bb"}""", 422, "invalid_text", "note" },
        { """{"value":1,"note":"\uD800"}""", 0, "", "note" },
        { """{"value":1,"note":"  "}""", 422, "invalid_text", "note" },
        { """{"value":1,"numerator":1,"denominator":2}""", 422, "inconsistent", "numerator" },
        { """{"value":1,"level":"tốt"}""", 422, "inconsistent", "level" },
        { """{"value":1""", 400, "malformed_json", null },
        { """{"value":1}}""", 400, "malformed_json", null },
        { """{"value":1,}""", 400, "malformed_json", null },
        { """{/* c */"value":1}""", 400, "malformed_json", null },
        { "", 400, "malformed_json", null },
        { """[{"value":1}]""", 400, "wrong_type", null },
        { """null""", 400, null, null },
        { """5""", 400, "wrong_type", null },
        { """ "text" """, 400, "wrong_type", null },
    };

    [Theory]
    [MemberData(nameof(Figures))]
    public async Task Put_ABadFigure_IsRefusedAndNotStored(string body, int status, string? code, string? where)
    {
        var world = await Api.WorldAsync();
        var address = $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022";
        var answer = await Api.PutJsonAsync(address, body);
        // Half a surrogate pair cannot be in JSON text: 400 or 422 will do.
        if (status == 0) answer.Status.ShouldBeOneOf(400, 422);
        else answer.Problem(status, code, where is null ? [] : [where]);
        (await Api.ReadAsync(address)).Problem(404, "unknown_resource");
        (await Api.ReadAsync($"{address}/revisions")).Problem(404);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0.5")]
    [InlineData("999999999999999.12345678")]
    [InlineData("-999999999999999.99999999")]
    [InlineData("1e3", "1000")]
    [InlineData("12.50000000000", "12.5")]
    [InlineData("-0", "0")]
    public async Task Put_AGoodFigure_ReadsBackToTheLastDigit(string sent, string? read = null)
    {
        var world = await Api.WorldAsync();
        var address = $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022";
        (await Api.PutJsonAsync(address, $$"""{"value":{{sent}}}""")).With(201);
        (await Api.ReadAsync(address))["value"].GetRawText().ShouldBe(read ?? sent);
    }

    public static TheoryData<string, int, string?, string?> Targets => new()
    {
        { """{"indicator":"I","rule":{"value":5}}""", 400, "required", "rule.kind" },
        { """{"indicator":"I","rule":{"kind":"atleast","value":5}}""", 400, "unknown_word", "rule.kind" },
        { """{"indicator":"I","rule":{"kind":5,"value":5}}""", 400, null, null },
        { """{"indicator":"I","rule":{"kind":"atLeast","value":5,"lower":4}}""", 400, "unknown_member", "rule.lower" },
        { """{"indicator":"I","rule":{"kind":"atLeast"}}""", 400, "required", "rule.value" },
        { """{"indicator":"I","rule":{"kind":"atLeast","value":"5"}}""", 400, "number_as_text", "rule.value" },
        { """{"indicator":"I","rule":{"kind":"atLeast","value":0}}""", 422, "inconsistent", "rule.value" },
        { """{"indicator":"I","rule":{"kind":"between","lower":6,"upper":4}}""", 422, "inconsistent", null },
        { """{"indicator":"I","rule":{"kind":"achieve","level":"tốt"}}""", 422, "inconsistent", "rule.kind" },
        { """{"indicator":"I","rule":null}""", 400, "required", "rule" },
        { """{"indicator":"I","rule":[]}""", 400, null, null },
        { """{"indicator":"I"}""", 400, "required", "rule" },
        { """{"rule":{"kind":"atLeast","value":5}}""", 400, "required", "indicator" },
        { """{"indicator":"nothing","rule":{"kind":"atLeast","value":5}}""", 422, "unknown_reference", "indicator" },
        { """{"indicator":"I","period":"2022-13","rule":{"kind":"atLeast","value":5}}""", 400, "invalid_period", "period" },
        { """{"indicator":"I","period":2022,"rule":{"kind":"atLeast","value":5}}""", 400, "wrong_type", "period" },
        { """{"indicator":"I","rule":{"kind":"atLeast","value":5},"baseline":{"on":"2020-01-01"}}""", 400, "required", "baseline.value" },
        { """{"indicator":"I","rule":{"kind":"atLeast","value":5},"baseline":{"value":5,"on":"01/01/2020"}}""", 400, "wrong_type", "baseline.on" },
        {
            """{"indicator":"I","rule":{"kind":"atLeast","value":5},"checkpoints":[{"on":"2022-12-31","value":"4"}]}""",
            400,
            "number_as_text",
            "checkpoints[0].value"
        },
        { """{"indicator":"I","rule":{"kind":"atLeast","value":5},"checkpoints":[{"on":"2032-12-31","value":4}]}""", 422, "out_of_range", "checkpoints[0].on" },
        { """{"indicator":"I","rule":{"kind":"atLeast","value":5},"weight":0}""", 422, "out_of_range", "weight" },
        { """{"indicator":"I","rule":{"kind":"atLeast","value":5},"reason":"a\u0007b"}""", 422, "invalid_text", "reason" },
        {
            """{"items":[{"indicator":"I","rule":{"kind":"atLeast","value":5}},{"indicator":"I","period":"2022","rule":{"kind":"atLeast","value":0}}]}""",
            422,
            "inconsistent",
            "items[1].rule.value"
        },
        { """{"items":[{"indicator":"I","rule":{"kind":"atLeast","value":5}},{"indicator":"I","rule":{"value":5}}]}""", 400, "required", "items[1].rule.kind" },
        { """{"items":[{"indicator":"I","rule":{"kind":"atLeast","value":5}}],"dryrun":true}""", 400, "unknown_member", "dryrun" },
        { """{"items":{}}""", 400, "wrong_type", "items" },
        { """{"items":[],"items":[]}""", 400, "duplicate_member", "items" },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Post_ABadTarget_IsRefusedAndNotStored(string body, int status, string? code, string? where)
    {
        var ward = await Api.WardAsync();
        var resolution = await Api.ResolutionAsync(ward);
        var indicator = await Api.IndicatorAsync();
        (await Api.PostJsonAsync($"/api/v1/resolutions/{resolution}/targets{(body.StartsWith("{\"items\"", StringComparison.Ordinal) ? "/batch" : "")}",
            body.Replace("\"I\"", $"\"{indicator}\"", StringComparison.Ordinal)))
            .Problem(status, code, where is null ? [] : [where]);
        (await Api.WalkAsync($"/api/v1/resolutions/{resolution}/targets")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\u202Eabc")]
    [InlineData("a\u200Bb")]
    [InlineData("..%2F..%2Fetc")]
    [InlineData("../x")]
    [InlineData("Phuong-4")]
    [InlineData("-a")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("phường")]
    [InlineData("")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Post_ABadCode_IsRefused(string code)
    {
        (await Api.PostJsonAsync("/api/v1/organisation-units", new { code, name = "Phường", level = "ward" })).Problem(422, "invalid_code", "code");
        (await Api.PostJsonAsync("/api/v1/indicators/batch",
            new { items = new[] { new { code, name = "Chỉ tiêu", measure = "hộ", valueType = "number", overTime = "sum" } } }))
            .Problem(422, "invalid_code", "items[0].code");
        if (code.Length == 0) return;
        (await Api.ReadAsync($"/api/v1/organisation-units/{Uri.EscapeDataString(code)}?q=1")).Status.ShouldBeOneOf(400, 404);
        (await Api.PutJsonAsync($"/api/v1/organisation-units/{Uri.EscapeDataString(code)}", new { code, name = "Phường", level = "ward" }))
            .Status.ShouldBeOneOf(400, 404, 422);
    }

    [Fact]
    public async Task Post_TheLongestCode_IsTaken()
    {
        var code = Calls.NewCode("long").PadRight(64, 'x');
        (await Api.PostJsonAsync("/api/v1/organisation-units", new { code, name = "Phường", level = "ward" })).With(201);
        (await Api.ReadAsync($"/api/v1/organisation-units/{code}")).With(200);
    }

    [Fact]
    public async Task Post_ADecomposedName_IsStoredComposed()
    {
        var code = Calls.NewCode("nfc");
        (await Api.PostJsonAsync("/api/v1/organisation-units", new { code, name = "  Phường Đống Đa  ".Normalize(NormalizationForm.FormD), level = "ward" }))
            .With(201);
        (await Api.ReadAsync($"/api/v1/organisation-units/{code}"))["name"].GetString().ShouldBe("Phường Đống Đa");
        (await Api.WalkAsync("/api/v1/organisation-units?q=dong%20da")).ShouldContain(unit => unit.GetProperty("code").GetString() == code);
        (await Api.WalkAsync($"/api/v1/organisation-units?q={Uri.EscapeDataString("ĐỐNG ĐA".Normalize(NormalizationForm.FormD))}"))
            .ShouldContain(unit => unit.GetProperty("code").GetString() == code);
    }

    [Theory]
    [InlineData("a\u0001b")]
    [InlineData("a\nb")]
    [InlineData("a\tb")]
    [InlineData("a\u007Fb")]
    [InlineData("a\u2066b")]
    [InlineData("\uFEFFab")]
    [InlineData("\uE000")]
    [InlineData("   ")]
    public async Task Post_ANameWithWhatCannotBeSeen_IsRefused(string name)
    {
        var code = Calls.NewCode("name");
        (await Api.PostJsonAsync("/api/v1/organisation-units", new { code, name, level = "ward" })).Problem(422, "invalid_text", "name");
        (await Api.ReadAsync($"/api/v1/organisation-units/{code}")).Problem(404);
    }

    [Fact]
    public async Task Post_ATooLongName_IsRefused() =>
        (await Api.PostJsonAsync("/api/v1/organisation-units", new { code = Calls.NewCode("name"), name = new string('x', 201), level = "ward" }))
            .Problem(422, "too_long", "name");

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"value\":", "}")]
    public async Task Put_TenThousandLevelsDeep_IsRefused(string open, string close)
    {
        var world = await Api.WorldAsync();
        var deep = string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000));
        (await Api.PutJsonAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022", deep)).Problem(400);
        (await Api.PostJsonAsync("/api/v1/actuals", deep)).Problem(400);
        (await Api.PostJsonAsync("/api/v1/actuals/batch", $$"""{"items":{{deep}}}""")).Problem(400);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Put_AnotherMediaType_IsRefused(string mediaType)
    {
        var world = await Api.WorldAsync();
        (await Api.Client.CallAsync(HttpMethod.Put, $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022", Calls.Body("""{"value":1}""", mediaType)))
            .Problem(415, "unsupported_media_type");
    }

    [Theory]
    [InlineData(true, 40 << 20)]
    [InlineData(false, (32 << 20) + 1000)]
    public async Task Post_ATooLargeBody_IsRefused(bool saysSo, int bytes)
    {
        var padding = new byte[bytes];
        Array.Fill(padding, (byte)' ');
        HttpContent content = saysSo ? new ByteArrayContent(padding) : new StreamContent(new Unsized(padding));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/actuals") { Content = content };
        request.Headers.ExpectContinue = true;
        using var response = await Api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Content.Headers.ContentType?.MediaType, response.Headers);
        answer.Problem(413, "too_large");
    }

    [Theory]
    [InlineData("achievements?period=2022&orgunit=x", "unknown_parameter", "orgunit")]
    [InlineData("achievements?period=2022&period=2023", "invalid_query", "period")]
    [InlineData("achievements", "required", "period")]
    [InlineData("achievements?period=", "invalid_period", "period")]
    [InlineData("achievements?period=22", "invalid_period", "period")]
    [InlineData("achievements?period=2022-Q5", "invalid_period", "period")]
    [InlineData("achievements?period=2022-02-30--2022-03-01", "invalid_period", "period")]
    [InlineData("achievements?period=2022-03-02--2022-03-01", "invalid_period", "period")]
    [InlineData("achievements?period=2022&verdict=good", "unknown_word", "verdict")]
    [InlineData("achievements?period=2022&verdict=met,Exceeded", "unknown_word", "verdict")]
    [InlineData("achievements?period=2022&fields=percent,secret", "unknown_word", "fields")]
    [InlineData("achievements?period=2022&fields=", "unknown_word", "fields")]
    [InlineData("achievements?period=2022&format=pdf", "unknown_word", "format")]
    [InlineData("achievements?period=2022&limit=0", "invalid_limit", "limit")]
    [InlineData("achievements?period=2022&limit=1001", "invalid_limit", "limit")]
    [InlineData("achievements?period=2022&limit=ten", null, "limit")]
    [InlineData("achievements?period=2022&limit=99999999999", null, "limit")]
    [InlineData("achievements?period=2022&cursor=x", "invalid_cursor", "cursor")]
    [InlineData("achievements?period=2022&cursor=WyJhIl0", "invalid_cursor", "cursor")]
    [InlineData("actuals?cursor=WyJhIiwiYiIsImMiLCJkIl0", "invalid_cursor", "cursor")]
    [InlineData("actuals?cursor=%00", "invalid_cursor", "cursor")]
    [InlineData("actuals?status=Final", "unknown_word", "status")]
    [InlineData("actuals?from=yesterday", null, "from")]
    [InlineData("actuals?period=x", "invalid_period", "period")]
    [InlineData("claims?cursor=WyJhIiwiYiJd", "invalid_cursor", "cursor")]
    [InlineData("organisation-units?level=Ward", "unknown_word", "level")]
    [InlineData("organisation-units?asOf=2022", null, "asOf")]
    [InlineData("organisation-units?limit=-1", "invalid_limit", "limit")]
    [InlineData("resolutions?term=x", "invalid_period", "term")]
    [InlineData("resolutions?issuer=me", "unknown_word", "issuer")]
    [InlineData("indicators?sort=code", "unknown_parameter", "sort")]
    public async Task Get_ABadParameter_IsRefusedByName(string path, string? code, string where) =>
        (await Api.ReadAsync($"/api/v1/{path}")).Problem(400, code, where);

    [Theory]
    [InlineData("achievements?period=2022&orgUnit=nobody")]
    [InlineData("achievements?period=2022&under=nobody")]
    [InlineData("achievements?period=2022&indicator=%27%3B%20DROP%20TABLE%20actual--")]
    [InlineData("achievements/nobody/2022")]
    [InlineData("actuals?orgUnit=nobody")]
    [InlineData("targets/not-an-id")]
    [InlineData("targets/not-an-id/versions")]
    [InlineData("resolutions/nothing/targets")]
    public async Task Get_AnUnknownName_IsNotFound(string path) => (await Api.ReadAsync($"/api/v1/{path}")).Problem(404, "unknown_resource");

    [Theory]
    [InlineData("vi", "Cần có giá trị ở đây.")]
    [InlineData("vi-VN,vi;q=0.9,en;q=0.8", "Cần có giá trị ở đây.")]
    [InlineData("fr, en;q=0.2, vi;q=0.7", "Cần có giá trị ở đây.")]
    [InlineData("en, vi;q=0.9", "A value is required here.")]
    [InlineData("fr", "A value is required here.")]
    [InlineData("vi;q=x, ,;;", null)]
    [InlineData("", "A value is required here.")]
    public async Task Put_ABadFigure_IsExplainedInTheLanguageAsked(string language, string? sentence)
    {
        var world = await Api.WorldAsync();
        var answer = (await Api.Client.CallAsync(HttpMethod.Put, $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022", Calls.Body("{}"),
            ("Accept-Language", language))).Problem(400, "required", "value");
        if (sentence is not null) answer["errors"].GetProperty("value")[0].GetString().ShouldBe(sentence);
    }

    [Fact]
    public async Task Post_ManyErrors_AreAllNamedUpToAHundred()
    {
        var world = await Api.WorldAsync();
        var items = Enumerable.Range(0, 300).Select(_ => new { orgUnit = world.Ward, indicator = world.Indicator, period = "2022" });
        (await Api.PostJsonAsync("/api/v1/actuals/batch", new { items })).Problem(400, "required", "items[0].value", "items[99].value")["errors"]
            .EnumerateObject().Count().ShouldBe(100);
    }

    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
