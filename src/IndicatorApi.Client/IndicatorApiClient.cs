using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IndicatorApi.Client;

/// <summary>Every operation of the Indicator API.</summary>
/// <remarks>The rest of it is made from the OpenAPI document when the project is built.</remarks>
public partial class IndicatorApiClient
{
    internal static JsonSerializerOptions Json => _settings.Value;

    /// <summary>Reads what is not JSON: a workbook, CSV, a page, a picture, a stream of events.</summary>
    /// <param name="address">The address with its query, as <c>api/v1/templates/actuals.xlsx?orgUnit=…</c>.</param>
    /// <param name="mediaType">What is wanted where an address has several.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<Stream> OpenAsync(string address, string? mediaType = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address.TrimStart('/'), UriKind.Relative));
        if (mediaType is not null) request.Headers.Accept.ParseAdd(mediaType);
        var response = await _httpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        await RefuseAsync(response, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a file of figures, CSV or a workbook; what becomes of it <c>GetImportAsync</c> says.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mediaType">What it is: <c>text/csv</c> or the type of workbooks.</param>
    /// <param name="query">The settings of the import, as <c>dryRun=true&amp;orgUnit=…</c>.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<ImportResponse> PostImportAsync(Stream file, string mediaType, string query = "", CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"api/v1/imports?{query}", UriKind.Relative));
        request.Content = new StreamContent(file) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mediaType) } };
        using var response = await _httpClient.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await RefuseAsync(response, cancellationToken).ConfigureAwait(false);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return (await JsonSerializer.DeserializeAsync<ImportResponse>(body, Json, cancellationToken).ConfigureAwait(false))!;
    }

    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings)
    {
        // What is not said is left out: null would be a wish of its own.
        settings.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        // The generator says how words are written where they stand alone, not where they stand in lists.
        settings.Converters.Add(new JsonStringEnumConverter());
    }

    private static async Task RefuseAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode) return;
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            throw new ProblemException(response.ReasonPhrase ?? "", (int)response.StatusCode, text,
                response.Headers.ToDictionary(header => header.Key, header => header.Value), null);
        }
    }
}
