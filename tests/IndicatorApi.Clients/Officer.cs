using KiotaClient;
using KiotaClient.Models;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware.Options;

namespace IndicatorApi.Clients;

/// <summary>An officer's whole way by Kiota's client: from a key to a corrected figure, a batch, the percent, and a figure that a second person
/// approves.</summary>
internal static class Officer
{
    private const string Ward = "tra-vinh-phuong-4";
    private const string Reviewed = "tra-vinh-phuong-9";
    private const string Indicator = "new-members";
    private const string Term = "2020-2025";

    public static async Task RunAsync(Uri address, string administratorKey)
    {
        var administrator = KiotaClients.With(address, administratorKey);
        var officer = KiotaClients.With(address, await KeyAsync(administrator, "Cán bộ Phường 4", Ward));
        await LookAsync(officer);
        await ReportAsync(officer);
        await CorrectAsync(officer);
        await BatchAsync(officer);
        await PercentAsync(officer);
        await ReviewAsync(administrator, KiotaClients.With(address, await KeyAsync(administrator, "Cán bộ Phường 9", Reviewed)));
    }

    private static async Task<string> KeyAsync(ApiClient administrator, string name, string unit) =>
        (await administrator.Api.V1.Keys.PostAsync(new KeyBody { Name = name, Role = AccessRole.Reporter, OrgUnit = unit }))!.Key!;

    private static async Task LookAsync(ApiClient officer)
    {
        var unit = (await officer.Api.V1.OrganisationUnits[Ward].GetAsync())!;
        Expect.That(unit is { Code: Ward, Level: OrganisationUnitLevel.Ward }, $"the officer's unit is {unit.Name}");
        await using var sheet = (await officer.Api.V1.Templates.ActualsXlsx.GetAsync(
            request => (request.QueryParameters.OrgUnit, request.QueryParameters.Period) = (Ward, "2023")))!;
        Expect.That(sheet.ReadByte() == 'P' && sheet.ReadByte() == 'K', "the sheet to fill in is a workbook");
        var card = (await officer.Api.V1.Achievements[Ward][Term].GetAsync())!;
        Expect.That(card.Items!.Any(row => row is { Indicator: Indicator, Percent: 112 }), "the scorecard says 112 %");
        await RefusedAsync(403, () => officer.Api.V1.Actuals["tra-vinh-phuong-1"][Indicator]["2023"].PutAsync(new ActualBody { Value = 1 }));
    }

    private static async Task ReportAsync(ApiClient officer)
    {
        var figure = new ActualItem { OrgUnit = Ward, Indicator = Indicator, Period = "2023", Value = 5, Source = "Báo cáo năm 2023" };
        HeadersInspectionHandlerOption? headers = null;
        Task<ActualResponse?> PostAsync() => officer.Api.V1.Actuals.PostAsync(figure, request =>
        {
            request.Headers.Add("Idempotency-Key", "officer-2023");
            headers = request.Inspect();
        });
        var made = (await PostAsync())!;
        Expect.That(made is { Value: 5, Version: 1 } && headers!.Header("Location") == $"/api/v1/actuals/{Ward}/{Indicator}/2023",
            "a figure is reported, and its address said");
        var again = (await PostAsync())!;
        Expect.That(headers!.Header("Idempotency-Replayed") == "true" && again.Revision == made.Revision, "the same request again gets the same answer");
    }

    private static async Task CorrectAsync(ApiClient officer)
    {
        var place = officer.Api.V1.Actuals[Ward][Indicator]["2023"];
        HeadersInspectionHandlerOption? headers = null;
        var read = (await place.GetAsync(request => headers = request.Inspect()))!;
        var tag = headers!.Header("ETag");
        var corrected = new ActualBody { Value = 6, Source = read.Source, Reason = "Bổ sung một đảng viên" };
        await RefusedAsync(428, () => place.PutAsync(corrected));
        await RefusedAsync(412, () => place.PutAsync(corrected, request => request.Headers.Add("If-Match", "\"99\"")));
        var written = (await place.PutAsync(corrected, request => request.Headers.Add("If-Match", tag)))!;
        Expect.That(written is { Value: 6, Version: 2 }, "a figure is corrected under its tag");
        var revisions = (await place.Revisions.GetAsync())!;
        Expect.That(revisions.Items!.Count == 2, "the old figure stays in the revisions");
    }

    private static async Task BatchAsync(ApiClient officer)
    {
        ActualItem Figure(string period, decimal value) => new() { OrgUnit = Ward, Indicator = Indicator, Period = period, Value = value };
        var batch = new BatchOfActualItem { Items = [Figure("2024", 4), Figure("2025", 3)], DryRun = true };
        var tried = (await officer.Api.V1.Actuals.Batch.PostAsync(batch))!;
        Expect.That(tried is { Created: 2, DryRun: true } && tried.Changes!.Count == 2, "a dry run counts and shows what would change");
        await RefusedAsync(404, () => officer.Api.V1.Actuals[Ward][Indicator]["2024"].GetAsync());
        batch.DryRun = false;
        var stored = (await officer.Api.V1.Actuals.Batch.PostAsync(batch))!;
        Expect.That(stored is { Created: 2, DryRun: false }, "the batch is stored");
        batch.Items[0].Value = null;
        await RefusedAsync(400, () => officer.Api.V1.Actuals.Batch.PostAsync(batch), "items[0].value");
    }

    private static async Task PercentAsync(ApiClient officer)
    {
        var answer = (await officer.Api.V1.Achievements[Ward][Term][Indicator].GetAsync())!;
        // 28 + 6 + 4 + 3 of 25.
        Expect.That(answer is { Percent: 164, Verdict: Verdict.Exceeded, Difference: 16 } && answer.Rule is TargetRuleAtLeast { Value: 25 },
            "the percent is 41 of 25, by a rule that is read as what it is");
        Expect.That(answer.Explain!.Steps!.Count > 0, "and it is explained");
    }

    private static async Task ReviewAsync(ApiClient administrator, ApiClient officer)
    {
        var unit = administrator.Api.V1.OrganisationUnits[Reviewed];
        HeadersInspectionHandlerOption? headers = null;
        var body = (await unit.GetAsync(request => headers = request.Inspect()))!;
        body.Review = Review.FourEyes;
        await unit.PutAsync(body, request => request.Headers.Add("If-Match", headers!.Header("ETag")));

        var place = officer.Api.V1.Actuals[Reviewed][Indicator]["2023"];
        await place.PutAsync(new ActualBody { Value = 7 }, request => headers = request.Inspect());
        var id = Guid.Parse(headers!.Header("Location").Split('/')[^1]);
        await RefusedAsync(404, () => place.GetAsync());
        var waiting = (await administrator.Api.V1.Submissions[id].GetAsync())!;
        Expect.That(waiting is { State: SubmissionState.Pending } && waiting.Figures!.Single().Figure!.Value == 7, "a figure waits for a second person");
        var decided = (await administrator.Api.V1.Submissions[id].Approval.PostAsync(new DecisionBody { Reason = "Đã đối chiếu" }))!;
        Expect.That(decided.State == SubmissionState.Approved && (await place.GetAsync())!.Value == 7, "and is recorded when it is approved");
    }

    private static async Task RefusedAsync(int status, Func<Task> call, string? where = null)
    {
        try
        {
            await call();
        }
        catch (Problem refused)
        {
            Expect.That(refused.ResponseStatusCode == status && refused.Status == status && refused.Code!.Length > 0,
                $"{status} is a typed problem: {refused.Code}");
            if (where is not null) Expect.That(refused.Errors!.AdditionalData.ContainsKey(where), $"which names {where}");
            return;
        }
        throw new InvalidOperationException($"Expected a problem of {status}.");
    }
}
