using System.Text.Json;
using Newtonsoft.Json;
using NSwagClient;

namespace IndicatorApi.Clients;

/// <summary>Sends a target of every kind by NSwag's client, reads each back as the kind that it was, and changes one under its tag.</summary>
internal static class NSwagRules
{
    public static async Task RunAsync(Uri address, string key, string rules)
    {
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Add("X-Api-Key", key);
        var client = new Client(http);
        const string resolution = "nswag-2020";
        await client.PostResolutionAsync(null, new ResolutionBody { Code = resolution, OrgUnit = "tra-vinh-phuong-4", Issuer = ResolutionIssuer.Congress,
            Title = "Nghị quyết", Term = "2020-2025" });
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(rules));
        foreach (var one in file.RootElement.EnumerateArray())
        {
            var sent = one.GetProperty("rule");
            var rule = JsonConvert.DeserializeObject<TargetRule>(sent.GetRawText())!;
            var kind = sent.GetProperty("kind").GetString()!;
            Expect.That(rule.GetType() != typeof(TargetRule), $"{kind} is a class of its own");
            var indicator = $"nswag-{kind}".ToLowerInvariant();
            await client.PostIndicatorAsync(null, new IndicatorBody
            {
                Code = indicator, Name = "Chỉ tiêu", Measure = "người", OverTime = TimeCombining.Last,
                ValueType = one.GetProperty("valueType").GetString() == "yesNo" ? IndicatorValueType.YesNo : IndicatorValueType.Number,
            });
            var made = (await client.PostResolutionTargetAsync(resolution, null, new TargetBody { Indicator = indicator, Rule = rule })).Result;
            var answer = await client.GetTargetAsync(made.Id, null, null);
            var read = answer.Result;
            Expect.That(read.Rule.GetType() == rule.GetType(), $"{kind} is read back as {rule.GetType().Name}");
            Expect.Contains(JsonConvert.SerializeObject(read.Rule), sent.GetRawText(), kind);
            if (rule is not TargetRuleBetween between) continue;
            between.Upper = 7;
            var body = new TargetBody { Indicator = indicator, Rule = between, Reason = "Điều chỉnh giữa kỳ", LegalBasis = "Nghị quyết điều chỉnh" };
            await RefusedAsync(412, () => client.PutTargetAsync(made.Id, "\"0\"", body));
            var changed = (await client.PutTargetAsync(made.Id, answer.Headers["ETag"].Single(), body)).Result;
            Expect.That(changed.Rule is TargetRuleBetween { Upper: 7 } && changed.Version == 2, "a target is changed under its tag");
        }
    }

    private static async Task RefusedAsync(int status, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (ApiException<Problem> refused)
        {
            Expect.That(refused.StatusCode == status && refused.Result.Status == status && refused.Result.Code.Length > 0,
                $"{status} is a typed problem: {refused.Result.Code}");
            return;
        }
        throw new InvalidOperationException($"Expected a problem of {status}.");
    }
}
