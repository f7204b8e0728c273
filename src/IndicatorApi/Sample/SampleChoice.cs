namespace IndicatorApi.Sample;

/// <summary>Which sample data is loaded.</summary>
public enum SampleChoice
{
    /// <summary>The figures of real resolutions.</summary>
    Documents,

    /// <summary>An invented town over two terms.</summary>
    Demo,

    /// <summary>Both.</summary>
    All,

    /// <summary>Nothing.</summary>
    None,
}
