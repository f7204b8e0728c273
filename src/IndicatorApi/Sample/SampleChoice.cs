namespace IndicatorApi.Sample;

/// <summary>Which sample data is loaded.</summary>
public enum SampleChoice
{
    /// <summary>The figures of real resolutions.</summary>
    Documents,

    /// <summary>An invented town over two terms.</summary>
    Demo,

    /// <summary>The figures of real resolutions, and what became of their units in 2025.</summary>
    Reform,

    /// <summary>The first two.</summary>
    All,

    /// <summary>Nothing.</summary>
    None,
}
