namespace IndicatorApi.Calculation;

/// <summary>Targets that are not met yet and still have time, by the class of their pace.</summary>
public sealed record OpenTargets
{
    /// <summary>Further than the time that has passed asks for.</summary>
    public int Ahead { get; init; }

    /// <summary>As far as the time that has passed asks for.</summary>
    public int OnTrack { get; init; }

    /// <summary>Behind, by less than two fifths.</summary>
    public int Behind { get; init; }

    /// <summary>Far behind, or moving away.</summary>
    public int FarBehind { get; init; }

    /// <summary>Without a pace: a level without a start, a step, a direction.</summary>
    public int Unknown { get; init; }

    /// <summary>All of them.</summary>
    public int Total => Ahead + OnTrack + Behind + FarBehind + Unknown;
}
