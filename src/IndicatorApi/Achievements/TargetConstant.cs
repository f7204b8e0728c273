using System.Runtime.CompilerServices;
using System.Text.Json;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;

namespace IndicatorApi.Achievements;

/// <summary>What a target says in every answer: made once for all targets that share a rule, and kept as long as somebody keeps one of them.</summary>
internal sealed class TargetConstant
{
    private static readonly ConditionalWeakTable<TargetRule, TargetConstant> OfRules = [];

    private readonly TargetRule _rule;

    private TargetConstant(TargetRule rule)
    {
        _rule = rule;
        TargetText = rule.TargetText();
        Rule = JsonSerializer.SerializeToUtf8Bytes(rule, WireJson.Options);
        Text = RowJson.Encode(TargetText);
    }

    /// <summary>The rule, as JSON.</summary>
    public byte[] Rule { get; }

    /// <summary>How the resolution says it.</summary>
    public string TargetText { get; }

    /// <summary>The same, as JSON.</summary>
    public byte[] Text { get; }

    /// <summary>The constant of a target.</summary>
    public static TargetConstant Of(StoredTarget target)
    {
        // A target that was changed on the way has what was kept with the one that it was made of.
        if (target.Kept is TargetConstant known && ReferenceEquals(known._rule, target.Definition.Rule)) return known;
        var made = OfRules.GetValue(target.Definition.Rule, rule => new TargetConstant(rule));
        target.Kept = made;
        return made;
    }
}
