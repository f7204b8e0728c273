using System.Text.Json;
using KiotaClient.Models;
using Microsoft.Kiota.Abstractions.Serialization;

namespace IndicatorApi.Clients;

/// <summary>Sends a target of every kind by Kiota's client, and reads each back as the kind that it was.</summary>
internal static class KiotaRules
{
    public static async Task RunAsync(Uri address, string key, string rules)
    {
        var client = KiotaClients.With(address, key);
        const string resolution = "kiota-2020";
        await client.Api.V1.Resolutions.PostAsync(new ResolutionBody { Code = resolution, OrgUnit = "tra-vinh-phuong-4", Issuer = ResolutionIssuer.Congress,
            Title = "Nghị quyết", Term = "2020-2025" });
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(rules));
        foreach (var one in file.RootElement.EnumerateArray())
        {
            var sent = one.GetProperty("rule").GetRawText();
            var rule = (await KiotaJsonSerializer.DeserializeAsync<TargetRule>(sent))!;
            Expect.That(rule.GetType() != typeof(TargetRule), $"{rule.Kind} is a class of its own");
            var indicator = $"kiota-{rule.Kind}".ToLowerInvariant();
            await client.Api.V1.Indicators.PostAsync(new IndicatorBody
            {
                Code = indicator, Name = "Chỉ tiêu", Measure = "người", OverTime = TimeCombining.Last,
                ValueType = one.GetProperty("valueType").GetString() == "yesNo" ? IndicatorValueType.YesNo : IndicatorValueType.Number,
            });
            var made = (await client.Api.V1.Resolutions[resolution].Targets.PostAsync(new TargetBody { Indicator = indicator, Rule = rule }))!;
            var read = (await client.Api.V1.Targets[made.Id!.Value].GetAsync())!;
            Expect.That(read.Rule!.GetType() == rule.GetType(), $"{rule.Kind} is read back as {rule.GetType().Name}");
            Expect.Contains(await KiotaJsonSerializer.SerializeAsStringAsync(read.Rule, serializeOnlyChangedValues: false), sent, rule.Kind!);
        }
    }
}
