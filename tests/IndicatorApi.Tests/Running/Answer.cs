using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace IndicatorApi.Tests.Running;

/// <summary>What the server said, read to the end.</summary>
public sealed record Answer(int Status, string Text, string? ContentType, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string ETag => Headers.ETag.ShouldNotBeNull(Text).ToString();

    /// <summary>The version that the answer was made of, or that a write made.</summary>
    public string DataVersion => Headers.GetValues("Data-Version").ShouldHaveSingleItem();

    public JsonElement this[string member] => Json.GetProperty(member);

    /// <summary>The answer itself, when it has this status.</summary>
    public Answer With(int status)
    {
        Status.ShouldBe(status, Text);
        return this;
    }

    /// <summary>The answer itself, when it is a whole problem of this status and code that names these places.</summary>
    public Answer Problem(int status, string? code = null, params string[] where)
    {
        Status.ShouldBe(status, Text);
        ContentType.ShouldBe("application/problem+json", Text);
        this["status"].GetInt32().ShouldBe(status);
        this["type"].GetString()!.ShouldStartWith("urn:indicator-api:error:");
        this["title"].GetString().ShouldNotBeNullOrWhiteSpace();
        this["detail"].GetString().ShouldNotBeNullOrWhiteSpace();
        this["traceId"].GetString().ShouldNotBeNullOrWhiteSpace();
        if (code is not null) this["code"].GetString().ShouldBe(code, Text);
        else this["code"].GetString().ShouldNotBeNullOrWhiteSpace();
        foreach (var place in where) this["errors"].EnumerateObject().Select(error => error.Name).ShouldContain(place, Text);
        foreach (var trace in (string[])["   at ", ".cs:line", "System.", "Npgsql", "Exception"]) Text.ShouldNotContain(trace);
        return this;
    }
}

/// <summary>Calls that give an <see cref="Answer"/>.</summary>
public static class Calls
{
    private static int _codes;

    /// <summary>A code that no other test has.</summary>
    public static string NewCode(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{Interlocked.Increment(ref _codes)}");

    public static async Task<Answer> CallAsync(this HttpClient client, HttpMethod method, string path, HttpContent? content = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType,
            response.Headers);
    }

    public static Task<Answer> ReadAsync(this ApiServer api, string path, params (string Name, string Value)[] headers) =>
        api.Client.CallAsync(HttpMethod.Get, path, null, headers);

    public static Task<Answer> PostJsonAsync(this ApiServer api, string path, object body) => api.Client.CallAsync(HttpMethod.Post, path, Body(body));

    public static Task<Answer> PutJsonAsync(this ApiServer api, string path, object body, string? ifMatch = null) =>
        api.Client.CallAsync(HttpMethod.Put, path, Body(body), ifMatch is null ? [] : [("If-Match", ifMatch)]);

    public static Task<Answer> RemoveAsync(this ApiServer api, string path, string? ifMatch = null) =>
        api.Client.CallAsync(HttpMethod.Delete, path, null, ifMatch is null ? [] : [("If-Match", ifMatch)]);

    /// <summary>The JSON of one thing, to be sent again.</summary>
    public static async Task<JsonElement> ReadItemAsync(this ApiServer api, string path) => (await api.ReadAsync(path)).With(200).Json;

    /// <summary>JSON text as it is, or an object as JSON.</summary>
    public static HttpContent Body(object body, string mediaType = "application/json") =>
        new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, mediaType);

    /// <summary>Every item of a paged list, following the links as they are given.</summary>
    public static Task<List<JsonElement>> WalkAsync(this ApiServer api, string path) => api.Client.WalkAsync(path);

    /// <summary>The same with this client.</summary>
    public static async Task<List<JsonElement>> WalkAsync(this HttpClient client, string path)
    {
        var items = new List<JsonElement>();
        for (var next = path; next is not null;)
        {
            var page = (await client.CallAsync(HttpMethod.Get, next)).With(200);
            items.AddRange(page["items"].EnumerateArray());
            next = page["nextLink"].GetString();
        }
        return items;
    }
}

/// <summary>Small worlds for tests.</summary>
public static class Worlds
{
    public static async Task<string> WardAsync(this ApiServer api, string? parent = null)
    {
        var code = Calls.NewCode("ward");
        (await api.PostJsonAsync("/api/v1/organisation-units", new { code, name = "Phường Thử", level = "ward", parent })).With(201);
        return code;
    }

    public static async Task<string> IndicatorAsync(this ApiServer api, string valueType = "number", string overTime = "sum", string[]? levels = null,
        string frequency = "year")
    {
        var code = Calls.NewCode("indicator");
        (await api.PostJsonAsync("/api/v1/indicators", new { code, name = "Chỉ tiêu thử", measure = "người", valueType, overTime, frequency, levels }))
            .With(201);
        return code;
    }

    public static async Task<string> ResolutionAsync(this ApiServer api, string orgUnit, string term = "2020-2025", string? termStart = null,
        string? termEnd = null)
    {
        var code = Calls.NewCode("resolution");
        (await api.PostJsonAsync("/api/v1/resolutions", new { code, orgUnit, issuer = "congress", title = "Nghị quyết thử", term, termStart, termEnd }))
            .With(201);
        return code;
    }

    public static async Task<Answer> TargetAsync(this ApiServer api, string resolution, string indicator, object rule, string? period = null,
        string recurrence = "once", object? baseline = null) =>
        (await api.PostJsonAsync($"/api/v1/resolutions/{resolution}/targets", new { indicator, period, recurrence, rule, baseline })).With(201);

    public static async Task<Answer> ActualAsync(this ApiServer api, string orgUnit, string indicator, string period, decimal value) =>
        (await api.PutJsonAsync($"/api/v1/actuals/{orgUnit}/{indicator}/{period}", new { value })).With(201);

    /// <summary>A ward with one resolution, one summed indicator and one target of at least 25 for the term.</summary>
    public static async Task<World> WorldAsync(this ApiServer api)
    {
        var ward = await api.WardAsync();
        var indicator = await api.IndicatorAsync();
        var resolution = await api.ResolutionAsync(ward);
        var target = await api.TargetAsync(resolution, indicator, new { kind = "atLeast", value = 25 });
        return new World(ward, indicator, resolution, target["id"].GetString()!);
    }
}

/// <summary>Codes of a small world.</summary>
public sealed record World(string Ward, string Indicator, string Resolution, string Target);
