using System.Text.Json;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>The structure of an economy: shares of one whole, as figures and as targets.</summary>
public sealed class SharesOfWholeTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Theory]
    [InlineData(20, 45, 35, null)]
    [InlineData(20, 45, 35.1, null)]
    [InlineData(20, 45, 35.2, 100.2)]
    [InlineData(20, 45, 34, 99.0)]
    public async Task Shares_ThatMakeNoHundred_AreWarnedAbout(double first, double second, double third, double? together)
    {
        var ward = await Api.WardAsync();
        var whole = await Api.IndicatorAsync(overTime: "last");
        var resolution = await Api.ResolutionAsync(ward);
        List<string> parts = [];
        for (var i = 0; i < 3; i++)
        {
            parts.Add(Calls.NewCode("share"));
            (await Api.PostJsonAsync("/api/v1/indicators",
                new { code = parts[i], name = "Tỷ trọng", measure = "%", valueType = "number", overTime = "last", frequency = "year", partOf = whole }))
                    .With(201);
        }
        foreach (var (part, share) in parts.Zip((double[])[first, second, third]))
        {
            // Until the last is there nothing can be said.
            (await WarningsAsync(ward)).ShouldBeEmpty();
            await Api.ActualAsync(ward, part, "2023", (decimal)share);
            await Api.TargetAsync(resolution, part, new { kind = "atLeast", value = share }, "2024");
        }
        var found = await WarningsAsync(ward);
        if (together is null) found.ShouldBeEmpty();
        else found.ShouldBe([("2023", (decimal)together, whole), ("2024", (decimal)together, whole)]);
    }

    private async Task<List<(string, decimal, string)>> WarningsAsync(string ward) =>
        [.. (await Api.WalkAsync($"/api/v1/quality?orgUnit={ward}&kind=sharesDisagree")).Select((JsonElement row) =>
            (row.GetProperty("period").GetString()!, row.GetProperty("value").GetDecimal(), row.GetProperty("indicator").GetString()!))];
}
