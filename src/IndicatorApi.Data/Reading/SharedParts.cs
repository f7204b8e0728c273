using System.Runtime.InteropServices;
using System.Text.Json;
using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>What targets that are read together have alike, kept once: a term, a rule, a whole definition that many units were given.</summary>
/// <remarks>Alike is what is written alike: 5 and 5.0 are the same number and are shown differently.</remarks>
internal sealed class SharedParts
{
    private readonly Dictionary<string, string> _texts = [];
    private readonly Dictionary<string, TargetRule> _rules = [];
    private readonly Dictionary<WrittenDefinition, TargetDefinition> _definitions = [];

    /// <summary>The same text.</summary>
    public string Text(string text) => CollectionsMarshal.GetValueRefOrAddDefault(_texts, text, out _) ??= text;

    /// <summary>What a definition says.</summary>
    public TargetDefinition Definition(in WrittenDefinition written) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_definitions, written, out _) ??= new TargetDefinition
        {
            Scope = written.Scope,
            Recurrence = WireNames<Recurrence>.Parse(written.Recurrence),
            Rule = CollectionsMarshal.GetValueRefOrAddDefault(_rules, written.Rule, out _) ??= TargetRules.Parse(written.Rule),
            Baseline = written.Baseline is { } value ? new Baseline(value, written.BaselineOn) : null,
            Checkpoints = written.Checkpoints is { } points ? JsonSerializer.Deserialize<Checkpoint[]>(points, TargetRules.Json)! : [],
            PathModel = WireNames<PathModel>.Parse(written.PathModel),
            Applicable = written.Applicable,
        };
}

/// <summary>A definition as the columns of its row have it.</summary>
internal readonly record struct WrittenDefinition(
    Period Scope, string Recurrence, string Rule, decimal? Baseline, DateOnly? BaselineOn, string? Checkpoints, string PathModel, bool Applicable)
{
    /// <summary>How many decimals the baseline is written with, which tells apart what else would be equal.</summary>
    public byte Decimals { get; } = Baseline?.Scale ?? 0;
}
