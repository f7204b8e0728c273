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
