using System.Text.Json.Serialization;
using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>What a write does to one figure.</summary>
public enum ActualChange
{
    /// <summary>It was not there.</summary>
    [JsonStringEnumMemberName("created")] Created,
    /// <summary>It had other content.</summary>
    [JsonStringEnumMemberName("updated")] Updated,
    /// <summary>It was there with the same content.</summary>
    [JsonStringEnumMemberName("unchanged")] Unchanged,
}

/// <summary>A wanted figure beside the one that is stored, which nobody changes before the recording ends.</summary>
public sealed class ComparedFigure
{
    internal ComparedFigure(WantedFigure wanted, Period dated, Actual? stored, long lastVersion)
    {
        (Wanted, Dated, Stored, LastVersion) = (wanted, dated, stored, lastVersion);
        Change = wanted.Figure == stored?.Figure ? ActualChange.Unchanged : stored is null ? ActualChange.Created : ActualChange.Updated;
    }

    /// <summary>What is wanted.</summary>
    public WantedFigure Wanted { get; }

    /// <summary>The figure that is stored; null when there is none.</summary>
    public Actual? Stored { get; }

    /// <summary>What recording it does. To withdraw what is not there changes nothing.</summary>
    public ActualChange Change { get; }

    /// <summary>Whether recording it changes anything.</summary>
    public bool IsChange => Change != ActualChange.Unchanged;

    /// <summary>The days of its period: a term has those of the unit's own resolutions.</summary>
    internal Period Dated { get; }

    /// <summary>The last version that its place has had, a withdrawn one included; 0 for none.</summary>
    internal long LastVersion { get; }

    internal ComparedFigure With(Figure? figure) => figure == Wanted.Figure ? this : new(Wanted with { Figure = figure }, Dated, Stored, LastVersion);
}

/// <summary>Figures that have been compared, in the order in which they were wanted.</summary>
public sealed class ComparedFigures
{
    internal ComparedFigures(IReadOnlyList<ComparedFigure> all) => All = all;

    /// <summary>The figures.</summary>
    public IReadOnlyList<ComparedFigure> All { get; }

    /// <summary>The same places with other figures: what is wanted may follow from what is stored.</summary>
    public ComparedFigures With(Func<ComparedFigure, Figure?> figure) => new([.. All.Select(one => one.With(figure(one)))]);

    /// <summary>Those at these places of the list.</summary>
    public ComparedFigures At(IEnumerable<int> places) => new([.. places.Select(place => All[place])]);
}
