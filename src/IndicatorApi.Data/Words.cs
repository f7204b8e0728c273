using System.Text.Json.Serialization;

namespace IndicatorApi.Data;

/// <summary>The level of an organisation unit.</summary>
public enum OrganisationUnitLevel
{
    /// <summary>A country.</summary>
    [JsonStringEnumMemberName("country")] Country,
    /// <summary>A province or centrally run city (tỉnh, thành phố).</summary>
    [JsonStringEnumMemberName("province")] Province,
    /// <summary>A district or provincial city (huyện, quận, thị xã); abolished in 2025.</summary>
    [JsonStringEnumMemberName("district")] District,
    /// <summary>A ward (phường).</summary>
    [JsonStringEnumMemberName("ward")] Ward,
    /// <summary>A commune (xã).</summary>
    [JsonStringEnumMemberName("commune")] Commune,
    /// <summary>A township (thị trấn).</summary>
    [JsonStringEnumMemberName("township")] Township,
    /// <summary>A special zone (đặc khu).</summary>
    [JsonStringEnumMemberName("specialZone")] SpecialZone,
    /// <summary>A neighbourhood or hamlet (tổ dân phố, thôn, ấp).</summary>
    [JsonStringEnumMemberName("neighbourhood")] Neighbourhood,
    /// <summary>Anything else that reports.</summary>
    [JsonStringEnumMemberName("other")] Other,
}

/// <summary>Who issued a resolution.</summary>
public enum ResolutionIssuer
{
    /// <summary>The unit's own party congress.</summary>
    [JsonStringEnumMemberName("congress")] Congress,
    /// <summary>The unit's people's council.</summary>
    [JsonStringEnumMemberName("council")] Council,
    /// <summary>The level above, which assigns a plan.</summary>
    [JsonStringEnumMemberName("levelAbove")] LevelAbove,
}

/// <summary>What kind of document sets the targets.</summary>
public enum ResolutionKind
{
    /// <summary>A resolution for a term of office (Nghị quyết đại hội).</summary>
    [JsonStringEnumMemberName("congress")] Congress,
    /// <summary>A plan for one year (kế hoạch năm).</summary>
    [JsonStringEnumMemberName("yearlyPlan")] YearlyPlan,
    /// <summary>A programme (chương trình, đề án).</summary>
    [JsonStringEnumMemberName("programme")] Programme,
    /// <summary>A plan of action that carries out another document (kế hoạch hành động).</summary>
    [JsonStringEnumMemberName("actionPlan")] ActionPlan,
    /// <summary>A directive (chỉ thị).</summary>
    [JsonStringEnumMemberName("directive")] Directive,
}

/// <summary>How far a figure has got.</summary>
public enum ActualStatus
{
    /// <summary>An estimate or a figure not yet confirmed (ước).</summary>
    [JsonStringEnumMemberName("provisional")] Provisional,
    /// <summary>The official figure.</summary>
    [JsonStringEnumMemberName("final")] Final,
}

/// <summary>What a key or token may do inside its scope.</summary>
public enum AccessRole
{
    /// <summary>Reads.</summary>
    [JsonStringEnumMemberName("reader")] Reader,
    /// <summary>Reads, and writes actuals.</summary>
    [JsonStringEnumMemberName("reporter")] Reporter,
    /// <summary>Also writes indicators, resolutions and targets.</summary>
    [JsonStringEnumMemberName("planner")] Planner,
    /// <summary>Everything, keys included.</summary>
    [JsonStringEnumMemberName("administrator")] Administrator,
}

/// <summary>Who has to see a figure before it counts.</summary>
public enum Review
{
    /// <summary>Whoever reports it.</summary>
    [JsonStringEnumMemberName("none")] None,
    /// <summary>Also a second person, who approves it.</summary>
    [JsonStringEnumMemberName("fourEyes")] FourEyes,
}

/// <summary>How far a submission has got.</summary>
public enum SubmissionState
{
    /// <summary>It waits for a second person (chờ duyệt).</summary>
    [JsonStringEnumMemberName("pending")] Pending,
    /// <summary>Its figures are recorded (đã duyệt).</summary>
    [JsonStringEnumMemberName("approved")] Approved,
    /// <summary>A second person said no (không duyệt).</summary>
    [JsonStringEnumMemberName("rejected")] Rejected,
    /// <summary>Who submitted it took it back (đã rút).</summary>
    [JsonStringEnumMemberName("withdrawn")] Withdrawn,
}

/// <summary>Whether a person's judgement of a target counts.</summary>
public enum JudgementState
{
    /// <summary>It waits for a second person (chờ duyệt).</summary>
    [JsonStringEnumMemberName("proposed")] Proposed,
    /// <summary>It counts, until a later one does (có hiệu lực).</summary>
    [JsonStringEnumMemberName("standing")] Standing,
    /// <summary>A second person said no (không duyệt).</summary>
    [JsonStringEnumMemberName("rejected")] Rejected,
}

/// <summary>Whose doing a shortfall is.</summary>
public enum CauseKind
{
    /// <summary>Nobody's here: weather, prices, a change of rules (khách quan).</summary>
    [JsonStringEnumMemberName("objective")] Objective,
    /// <summary>The unit's own (chủ quan).</summary>
    [JsonStringEnumMemberName("own")] Own,
}

/// <summary>How far a unit has got with what was asked of it.</summary>
public enum RemedyState
{
    /// <summary>The level above asked and has no answer (đã yêu cầu).</summary>
    [JsonStringEnumMemberName("asked")] Asked,
    /// <summary>The unit said why and what it will do (đã giải trình).</summary>
    [JsonStringEnumMemberName("answered")] Answered,
    /// <summary>It is being done (đang thực hiện).</summary>
    [JsonStringEnumMemberName("inProgress")] InProgress,
    /// <summary>It is done (đã khắc phục).</summary>
    [JsonStringEnumMemberName("done")] Done,
    /// <summary>Who asked asks no more (đã rút yêu cầu).</summary>
    [JsonStringEnumMemberName("withdrawn")] Withdrawn,
}
