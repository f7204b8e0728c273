using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Access;

/// <summary>Keys for tests of access, and units for them.</summary>
public static class Places
{
    /// <summary>A client with a new key of this role, for this unit or for all.</summary>
    public static async Task<HttpClient> ClientAsync(this ApiServer api, string role, string? orgUnit = null)
    {
        var made = (await api.PostJsonAsync("/api/v1/keys", new { name = $"{role} của {orgUnit}", role, orgUnit })).With(201);
        return api.ClientWith(made["key"].GetString());
    }

    public static Task<Answer> PostAsync(this HttpClient client, string path, object body, params (string Name, string Value)[] headers) =>
        client.CallAsync(HttpMethod.Post, path, Calls.Body(body), headers);

    public static Task<Answer> PutAsync(this HttpClient client, string path, object body, string? ifMatch = null) =>
        client.CallAsync(HttpMethod.Put, path, Calls.Body(body), ifMatch is null ? [] : [("If-Match", ifMatch)]);

    public static Task<Answer> RemoveAsync(this HttpClient client, string path, string? ifMatch = null) =>
        client.CallAsync(HttpMethod.Delete, path, null, ifMatch is null ? [] : [("If-Match", ifMatch)]);
}
