using BenchmarkDotNet.Attributes;
using IndicatorApi.Data;

namespace IndicatorApi.Benchmarks;

/// <summary>The names that every request looks up, at the size of the country.</summary>
[MemoryDiagnoser]
public class ReferenceBenchmarks
{
    private const int Units = 3_321;
    private const int Indicators = 30;

    private List<OrganisationUnit> _units = null!;
    private List<Indicator> _indicators = null!;
    private List<Resolution> _resolutions = null!;
    private ReferenceData _reference = null!;
    private Guid _unit;
    private string _code = "";

    /// <summary>Puts the country together.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        (_units, _indicators, _resolutions) = (Samples.Units(Units), Samples.Indicators(Indicators), Samples.Resolutions(Units));
        _reference = new ReferenceData(1, _units, [], _indicators, _resolutions);
        (_unit, _code) = (_units[Units / 2].Id, _units[Units / 2].Code);
    }

    /// <summary>The index of everything, made again after each change of a name.</summary>
    [Benchmark]
    public ReferenceData Index() => new(1, _units, [], _indicators, _resolutions);

    /// <summary>A unit by its id, as a row holds it.</summary>
    [Benchmark]
    public OrganisationUnit ById() => _reference.Unit(_unit);

    /// <summary>A unit by its code, as a request names it.</summary>
    [Benchmark]
    public OrganisationUnit? ByCode() => _reference.Unit(_code);

    /// <summary>The units of the country, one by one.</summary>
    [Benchmark]
    public int Under() => _reference.Under(_units[0]).Count();
}
