using System.Collections.Frozen;
using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>Every unit, indicator and resolution as they stood at one version: small, read by every request, changed seldom.</summary>
public sealed class ReferenceData
{
    private readonly FrozenDictionary<Guid, OrganisationUnit> _units;
    private readonly FrozenDictionary<string, OrganisationUnit> _unitsByCode;
    private readonly FrozenDictionary<string, OrganisationUnit[]> _bearers;
    private readonly FrozenDictionary<Guid, Indicator> _indicators;
    private readonly FrozenDictionary<string, Indicator> _indicatorsByCode;
    private readonly FrozenDictionary<Guid, Resolution> _resolutions;
    private readonly FrozenDictionary<string, Resolution> _resolutionsByCode;
    private readonly FrozenDictionary<Guid, IndicatorDefinition> _definitions;
    private readonly FrozenDictionary<Guid, ColourBands> _bands;

    /// <summary>Indexes what was read.</summary>
    public ReferenceData(
        long version, IReadOnlyList<OrganisationUnit> units, IReadOnlyList<UnitMembership> memberships, IReadOnlyList<Indicator> indicators,
        IReadOnlyList<Resolution> resolutions, IReadOnlyCollection<Succession>? successions = null)
    {
        Version = version;
        Lineage = successions is null or { Count: 0 } ? Lineage.Empty : new Lineage(successions);
        _units = units.ToFrozenDictionary(unit => unit.Id);
        _unitsByCode = units.ToFrozenDictionary(unit => unit.Code, StringComparer.Ordinal);
        _bearers = units.Where(unit => unit.OfficialCode is not null).GroupBy(unit => unit.OfficialCode!, StringComparer.Ordinal)
            .ToFrozenDictionary(same => same.Key, same => same.OrderBy(unit => (unit.ValidFrom, unit.Code)).ToArray(), StringComparer.Ordinal);
        _indicators = indicators.ToFrozenDictionary(indicator => indicator.Id);
        _indicatorsByCode = indicators.ToFrozenDictionary(indicator => indicator.Code, StringComparer.Ordinal);
        _resolutions = resolutions.ToFrozenDictionary(resolution => resolution.Id);
        _resolutionsByCode = resolutions.ToFrozenDictionary(resolution => resolution.Code, StringComparer.Ordinal);
        _definitions = indicators.ToFrozenDictionary(indicator => indicator.Id, Define);
        _bands = resolutions.Where(resolution => resolution.Bands is not null)
            .ToFrozenDictionary(resolution => resolution.Id, resolution => StoredBands.Of(resolution.Bands)!);
        Calendar = new Calendar(resolutions);
        Tree = new UnitTree(_units, memberships);
    }

    /// <summary>The version of <c>reference_version</c> that this is a picture of.</summary>
    public long Version { get; }

    /// <summary>On which days terms begin and end.</summary>
    public Calendar Calendar { get; }

    /// <summary>Which unit stood under which on any day.</summary>
    public UnitTree Tree { get; }

    /// <summary>Which units took the place of which.</summary>
    public Lineage Lineage { get; }

    /// <summary>All units, in no order.</summary>
    public IEnumerable<OrganisationUnit> Units => _units.Values;

    /// <summary>All resolutions, in no order.</summary>
    public IEnumerable<Resolution> Resolutions => _resolutions.Values;

    /// <summary>All indicators, in no order.</summary>
    public IEnumerable<Indicator> Indicators => _indicators.Values;

    /// <summary>The unit of an id that a row holds.</summary>
    public OrganisationUnit Unit(Guid id) => _units[id];

    /// <summary>The unit of a code, or null.</summary>
    public OrganisationUnit? Unit(string code) => _unitsByCode.GetValueOrDefault(code);

    /// <summary>The units that bore a code of the statistics office, one after another: those that existed on some of these days, all when null.</summary>
    public IEnumerable<OrganisationUnit> Bearers(string officialCode, Period? days = null) => _bearers.GetValueOrDefault(officialCode, [])
        .Where(unit => days is not { } when || Lived(unit, when) is not null);

    /// <summary>The indicator of an id that a row holds.</summary>
    public Indicator Indicator(Guid id) => _indicators[id];

    /// <summary>The indicator of a code, or null.</summary>
    public Indicator? Indicator(string code) => _indicatorsByCode.GetValueOrDefault(code);

    /// <summary>What the calculation must know of an indicator.</summary>
    public IndicatorDefinition Definition(Guid indicator) => _definitions[indicator];

    /// <summary>The resolution of an id that a row holds.</summary>
    public Resolution Resolution(Guid id) => _resolutions[id];

    /// <summary>The resolution of a code, or null.</summary>
    public Resolution? Resolution(string code) => _resolutionsByCode.GetValueOrDefault(code);

    /// <summary>The colours that hold for a resolution's targets, unless a target has its own; null for none.</summary>
    public ColourBands? Bands(Guid resolution) => _bands.GetValueOrDefault(resolution);

    /// <summary>Whether every id is known, so that rows read later than this picture can be named.</summary>
    public bool Knows(Guid unit, Guid indicator, Guid? resolution = null) =>
        _units.ContainsKey(unit) && _indicators.ContainsKey(indicator) && (resolution is not { } id || _resolutions.ContainsKey(id));

    /// <summary>Whether the unit is known.</summary>
    public bool Knows(Guid unit) => _units.ContainsKey(unit);

    /// <summary>The unit and all under it, as they stand today or stood on a day.</summary>
    public IEnumerable<OrganisationUnit> Under(OrganisationUnit unit, DateOnly? day = null) => Tree.Under(unit, day);

    /// <summary>The days of a period on which the unit existed; null when it existed on none of them.</summary>
    public static Period? Lived(OrganisationUnit unit, Period days)
    {
        var first = unit.ValidFrom > days.Start ? unit.ValidFrom.Value : days.Start;
        var last = unit.ValidTo < days.End ? unit.ValidTo.Value : days.End;
        return first > last ? null : first == days.Start && last == days.End ? days : new Period(first, last);
    }

    /// <summary>Codes of those who took a unit's place.</summary>
    public IReadOnlyList<string> SuccessorsOf(OrganisationUnit unit) =>
        [.. Lineage.OutOf(unit.Id).Where(part => Knows(part.Successor)).Select(part => Unit(part.Successor).Code).Order(StringComparer.Ordinal)];

    /// <summary>Where the unit belonged in a period: as it stood on the last of the days on which it existed.</summary>
    public string PathIn(OrganisationUnit unit, Period period) =>
        Tree.PathOf(unit, (Lived(unit, Calendar.Days(unit.Id, period)) ?? Calendar.Days(unit.Id, period)).End);

    /// <summary>Whether a second person approves the unit's figures: what the unit says, else what the nearest unit above it says.</summary>
    public bool IsReviewed(OrganisationUnit unit)
    {
        for (var above = unit; above is not null; above = above.ParentId is { } parent ? _units.GetValueOrDefault(parent) : null)
        {
            if (above.Review is { } review) return review == Review.FourEyes;
        }
        return false;
    }

    /// <summary>What the calculation must know of an indicator's row.</summary>
    public static IndicatorDefinition Define(Indicator indicator) => new()
    {
        Code = indicator.Code,
        ValueType = indicator.ValueType,
        OverTime = indicator.OverTime,
        OverUnits = indicator.OverUnits,
        Frequency = indicator.Frequency,
        Factor = indicator.Factor,
        Levels = indicator.ValueType == IndicatorValueType.YesNo ? ["no", "yes"] : indicator.Levels,
        // Nobody has fewer than none: a count has a floor where nothing else is said, and a share of a whole lies between none and all of it. A percent
        // alone says neither: growth falls below 0, and what was done of a plan may be more than all of it.
        Minimum = indicator.Minimum ?? (IsCount(indicator) || IsShare(indicator) ? 0 : null),
        Maximum = indicator.Maximum ?? (IsShare(indicator) ? 100 : null),
        MostDecimals = indicator.MostDecimals ?? (indicator is { Decimals: 0, ValueType: IndicatorValueType.Number } ? 0 : null),
    };

    private static bool IsShare(Indicator indicator) => indicator is { PartOfId: not null, Measure: "%" };

    private static bool IsCount(Indicator indicator) =>
        indicator is { Decimals: 0, ValueType: IndicatorValueType.Number, Measure: not ['%' or '‰', ..] };
}
