using System.Text;
using System.Text.RegularExpressions;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Documentation;

/// <summary>docs/requests/*.http: each request, clicked in order, answers what its title says.</summary>
public sealed partial class HttpFileTests(PostgresFixture postgres)
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Path.Combine(Repository.Root, "docs/requests"), "*.http")
        .Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Requests_InOrder_AnswerWhatTheirTitleSays(string file)
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true, publicRead: true);
        var host = api.Anonymous.BaseAddress!.ToString().TrimEnd('/');
        var requests = HttpFileRequest.Read(Repository.Read($"docs/requests/{file}"), new Dictionary<string,
            string>
        { ["host"] = host, ["key"] = ApiServer.AdministratorKey });
        requests.Count.ShouldBeGreaterThan(3);
        Dictionary<string, HttpResponseMessage> named = [];
        foreach (var asked in requests)
        {
            using var request = new HttpRequestMessage(asked.Method, asked.Address);
            if (asked.Body.Length > 0) request.Content = new StringContent(asked.Body, Encoding.UTF8, "application/json");
            foreach (var (name, value) in asked.Headers.Where(header => header.Name != "Content-Type"))
                request.Headers.TryAddWithoutValidation(name, Reference().Replace(value, found => Told(named, found))).ShouldBeTrue();
            var response = await api.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
            ((int)response.StatusCode).ShouldBe(asked.Expected,
                $"{asked.Title}\n{await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
            if (asked.Name is not null) named[asked.Name] = response;
            else response.Dispose();
        }
        foreach (var response in named.Values) response.Dispose();
    }

    private static string Told(Dictionary<string, HttpResponseMessage> named, Match reference) =>
        named[reference.Groups["name"].Value].Headers.GetValues(reference.Groups["header"].Value).Single();

    [GeneratedRegex(@"\{\{(?<name>\w+)\.response\.headers\.(?<header>[\w-]+)\}\}")]
    private static partial Regex Reference();
}
