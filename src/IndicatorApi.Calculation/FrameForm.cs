namespace IndicatorApi.Calculation;

/// <summary>How a target is asked.</summary>
internal enum FrameForm
{
    /// <summary>The asked period does not touch the scope.</summary>
    Outside,
    /// <summary>A target asked once, to date.</summary>
    Once,
    /// <summary>One year of an eachYear target.</summary>
    OneYear,
    /// <summary>Several years of an eachYear target together.</summary>
    SeveralYears,
    /// <summary>A year that the scope touches and does not own.</summary>
    OtherYear,
}
