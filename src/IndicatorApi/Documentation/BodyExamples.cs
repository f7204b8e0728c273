using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using IndicatorApi.Features.Imports;
using Microsoft.OpenApi;

namespace IndicatorApi.Documentation;

/// <summary>A body for every operation that takes one, made of the sample data, so that it works on a server that has it.</summary>
internal static class BodyExamples
{
    private const string Csv = "orgUnit,indicator,period,value,source\ntra-vinh-phuong-4,new-members,2024,6,Báo cáo năm 2024\n";

    private static readonly ConcurrentDictionary<string, JsonArray> Samples = new(StringComparer.Ordinal);

    /// <summary>Writes the example of every body; last of all, because some endpoints write their bodies themselves.</summary>
    public static void Describe(Microsoft.OpenApi.OpenApiDocument document)
    {
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
        {
            foreach (var (type, media) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>())
            {
                if (Of(operation.OperationId!, type) is { } example) media.Example = example;
            }
        }
    }

    private static JsonNode? Of(string operation, string type) => (operation, type) switch
    {
        (_, ImportFiles.CsvType) when operation == "PostImports" => Csv,
        ("PostDataValueSets", not "application/json") =>
            "dataelement,period,orgunit,categoryoptioncombo,attributeoptioncombo,value\nnew-members,2024,tra-vinh-phuong-4,default,default,6\n",
        (_, not "application/json") => null,
        ("PostOrganisationUnit" or "PutOrganisationUnit", _) => Sample("organisation-units", "code", "tra-vinh-phuong-4"),
        ("PostOrganisationUnitBatch", _) => Batch("organisation-units", 3),
        ("PostIndicator" or "PutIndicator", _) => Sample("indicators", "code", "new-members"),
        ("PostIndicatorBatch", _) => Batch("indicators", 2),
        ("PostResolution" or "PutResolution", _) => Sample("resolutions", "code", "tra-vinh-phuong-4-2020"),
        ("PostResolutionBatch", _) => Batch("resolutions", 2),
        ("PostTarget" or "PostResolutionTarget" or "PutTarget", _) => Sample("targets", "resolution", "tra-vinh-phuong-4-2020"),
        ("PostTargetBatch", _) => Batch("targets", 2),
        ("PostResolutionTargetBatch", _) => new JsonObject
        {
            ["items"] = new JsonArray(Sample("targets", "resolution", "tra-vinh-phuong-4-2020")),
            ["dryRun"] = true
        },
        ("PostUnderstanding", _) => new JsonObject
        {
            ["wording"] = "giảm 2 hộ",
            ["measure"] = "hộ",
            ["baseline"] = 10,
            ["actual"] = 7,
        },
        ("PostExpectation", _) => new JsonObject
        {
            ["likelihood"] = "atRisk",
            ["on"] = "2024-06-30",
            ["by"] = "Phòng Kinh tế",
            ["reason"] = "Hai dự án chậm giải phóng mặt bằng"
        },
        ("PostJudgement", _) => new JsonObject
        {
            ["verdict"] = "met",
            ["on"] = "2025-06-30",
            ["why"] = "Tỷ lệ thất nghiệp ổn định cả nhiệm kỳ",
            ["evidence"] = "Báo cáo tổng kết nhiệm kỳ 2020-2025",
        },
        ("ApproveJudgement" or "RejectJudgement", _) => new JsonObject { ["reason"] = "Đã đối chiếu minh chứng" },
        ("PostScoringScheme" or "PutScoringScheme", _) => Scheme(),
        ("PostRemedy", _) => new JsonObject { ["period"] = "2024", ["question"] = "Vì sao chưa đạt chỉ tiêu năm?", ["answerBy"] = "2025-01-31" },
        ("PutRemedy", _) => new JsonObject
        {
            ["causeKind"] = "own",
            ["cause"] = "Chưa phân công rõ người phụ trách",
            ["action"] = "Giao từng chi bộ một chỉ tiêu",
            ["responsible"] = "Ban Thường vụ Đảng ủy",
            ["dueOn"] = "2025-06-30",
            ["progress"] = "answered",
        },
        ("WithdrawRemedy", _) => new JsonObject { ["reason"] = "Đã có trong báo cáo năm" },
        ("PostActual", _) => Figure("tra-vinh-phuong-4", "new-members", "2023", 5),
        ("PostActualBatch", _) => new JsonObject
        {
            ["items"] = new JsonArray(Figure("tra-vinh-phuong-4", "new-members", "2023", 5), Figure("tra-vinh-phuong-1", "new-members", "2023", 4)),
            ["dryRun"] = true,
        },
        ("PutActual", _) => new JsonObject { ["value"] = 28, ["source"] = "Báo cáo giữa nhiệm kỳ", ["reason"] = "Ghi rõ nguồn" },
        ("ApproveSubmission" or "WithdrawSubmission", _) => new JsonObject { ["reason"] = "Đã đối chiếu với báo cáo gốc" },
        ("RejectSubmission", _) => new JsonObject { ["reason"] = "Số liệu chưa khớp báo cáo gốc" },
        ("PostClosure", _) => new JsonObject { ["orgUnit"] = "tra-vinh-phuong-9", ["period"] = "2021", ["reason"] = "Đã quyết toán năm 2021" },
        ("PostSuccession", _) => new JsonObject
        {
            ["kind"] = "merge",
            ["from"] = "2025-07-01",
            ["reason"] = "Nghị quyết 1687/NQ-UBTVQH15 ngày 16/6/2025",
            ["parts"] = new JsonArray(
                new JsonObject { ["predecessor"] = "tra-vinh-phuong-1", ["successor"] = "phuong-tra-vinh" },
                new JsonObject { ["predecessor"] = "tra-vinh-phuong-9", ["successor"] = "phuong-tra-vinh" }),
        },
        ("ReopenClosure", _) => new JsonObject { ["reason"] = "Bổ sung báo cáo nộp muộn" },
        ("PostDataValueSets", _) => new JsonObject
        {
            ["dataValues"] = new JsonArray(new JsonObject
            {
                ["dataElement"] = "new-members",
                ["period"] = "2024",
                ["orgUnit"] = "tra-vinh-phuong-4",
                ["value"] = "6"
            }),
        },
        ("PostClaim", _) => Batch("claims", 2)["items"]![0]!.DeepClone(),
        ("PostClaimBatch", _) => Batch("claims", 2),
        ("PostBenchmark", _) => Batch("benchmarks", 1)["items"]![0]!.DeepClone(),
        ("PostBenchmarkBatch", _) => Batch("benchmarks", 1),
        ("PostWebhook" or "PutWebhook", _) => new JsonObject
        {
            ["name"] = "Trang tổng hợp của tỉnh",
            ["url"] = "https://example.org/indicator-changes",
            ["event"] = "achievementsChanged",
            ["period"] = "2020-2025",
            ["under"] = "tra-vinh",
        },
        ("ReplayWebhook", _) => new JsonObject { ["from"] = "lastDelivered" },
        ("PostKeys", _) => new JsonObject { ["name"] = "Cán bộ thống kê Phường 4", ["role"] = "reporter", ["orgUnit"] = "tra-vinh-phuong-4" },
        _ => null,
    };

    // The frame of a decree: a hundred points, four grades.
    private static JsonObject Scheme() => new()
    {
        ["code"] = "xep-loai-nam",
        ["title"] = "Đánh giá, xếp loại chất lượng hằng năm",
        ["validFrom"] = "2020-01-01",
        ["criteria"] = new JsonArray(
            new JsonObject { ["indicator"] = "new-members", ["points"] = 60 },
            new JsonObject
            {
                ["indicator"] = "budget-revenue",
                ["points"] = 40,
                ["steps"] = new JsonArray(new JsonObject { ["from"] = 100, ["points"] = 40 }, new JsonObject { ["from"] = 80, ["points"] = 30 }),
            }),
        ["deductions"] = new JsonArray(new JsonObject { ["code"] = "late", ["title"] = "Chậm báo cáo", ["points"] = 2, ["most"] = 5 }),
        ["grades"] = new JsonArray(
            new JsonObject { ["name"] = "Hoàn thành xuất sắc nhiệm vụ", ["from"] = 90 },
            new JsonObject { ["name"] = "Hoàn thành tốt nhiệm vụ", ["from"] = 70 },
            new JsonObject { ["name"] = "Hoàn thành nhiệm vụ", ["from"] = 50 },
            new JsonObject { ["name"] = "Không hoàn thành nhiệm vụ", ["from"] = 0 }),
    };

    private static JsonObject Figure(string unit, string indicator, string period, int value) => new()
    {
        ["orgUnit"] = unit,
        ["indicator"] = indicator,
        ["period"] = period,
        ["value"] = value,
        ["source"] = $"Báo cáo năm {period}",
    };

    private static JsonNode Sample(string file, string member, string value) => Items(file).First(item => (string?)item![member] == value)!.DeepClone();

    private static JsonObject Batch(string file, int count) =>
        new() { ["items"] = new JsonArray([.. Items(file).Take(count).Select(item => item!.DeepClone())]), ["dryRun"] = true };

    private static JsonArray Items(string file) => Samples.GetOrAdd(file, IndicatorApi.Sample.Documents.Parse);
}
