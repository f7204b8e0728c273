using System.Text.Json;
using IndicatorApi.Calculation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>What is measured (chỉ tiêu).</summary>
public sealed class Indicator : ICodedRow
{
    public Guid Id { get; set; }
    public required string Code { get; set; }
    public required string Name { get; set; }
    public string? NameEn { get; set; }
    public required string SearchName { get; set; }
    public string? Group { get; set; }
    public required string Measure { get; set; }
    public IndicatorValueType ValueType { get; set; }
    public decimal Factor { get; set; }
    public int Decimals { get; set; }
    public int? MostDecimals { get; set; }
    public Frequency Frequency { get; set; }
    public TimeCombining OverTime { get; set; }
    public UnitCombining OverUnits { get; set; }
    public Guid? WeightIndicatorId { get; set; }
    public decimal? Minimum { get; set; }
    public decimal? Maximum { get; set; }
    public List<string> Levels { get; set; } = [];
    public Guid? PartOfId { get; set; }
    public string? Breaks { get; set; }
    public string? GroupNames { get; set; }
    public long RowVersion { get; set; }
}

internal sealed class IndicatorTable : IEntityTypeConfiguration<Indicator>
{
    public void Configure(EntityTypeBuilder<Indicator> builder)
    {
        builder.ToTable("indicator", Topology.Reference, "What is measured, and how its figures combine over time and over units.");
        builder.HasKey(indicator => indicator.Id);
        builder.HasIndex(indicator => indicator.Code).IsUnique();
        builder.HasOne<Indicator>().WithMany().HasForeignKey(indicator => indicator.WeightIndicatorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Indicator>().WithMany().HasForeignKey(indicator => indicator.PartOfId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(indicator => indicator.PartOfId).HasComment("The whole that this is one class of; all classes of one whole should add up to it.");
        builder.Property(indicator => indicator.Breaks).HasColumnType("json")
            .HasComment("[{on, reason}]: changes of the standard, across which figures do not compare.");
        builder.Property(indicator => indicator.GroupNames).HasColumnType("json")
            .HasComment("[{code, name, nameEn}]: what the heading and the sub-groups of the indicator are called.");
        builder.Property(indicator => indicator.SearchName).HasComment("Lower case without Vietnamese marks, for search.");
        builder.Property(indicator => indicator.Group).HasColumnName("group_code").HasComment("Heading in a resolution: economy, society, party.");
        builder.Property(indicator => indicator.Factor).HasComment("100 for %, 1000 for per mille, 1 otherwise.");
        builder.Property(indicator => indicator.Minimum)
            .HasComment("The least that a figure can be; a count or a share without it has 0. What stands already is warned about.");
        builder.Property(indicator => indicator.Maximum).HasComment("The most that a figure can be; a share without it has 100.");
        builder.Property(indicator => indicator.Decimals).HasComment("Decimals that people show; with 0 a number has to be whole.");
        builder.Property(indicator => indicator.MostDecimals).HasComment("Decimals that a reported number may have; null where nobody said it.");
        builder.Property(indicator => indicator.Levels).HasComment("Ordered scale, worst first; empty unless value_type is level.");
        builder.HasWireName(indicator => indicator.ValueType);
        builder.HasWireName(indicator => indicator.Frequency);
        builder.HasWireName(indicator => indicator.OverTime);
        builder.HasWireName(indicator => indicator.OverUnits);
        builder.HasNfcText(indicator => indicator.Name, 200);
        builder.HasNfcText(indicator => indicator.NameEn, 200);
        builder.HasNfcText(indicator => indicator.Measure, 80);
    }
}

/// <summary>The changes of an indicator's standard, as they are stored.</summary>
public static class SeriesBreaks
{
    /// <summary>The stored changes, in order of day.</summary>
    public static IReadOnlyList<SeriesBreak> Of(Indicator indicator) =>
        indicator.Breaks is { } json ? JsonSerializer.Deserialize<List<SeriesBreak>>(json, JsonSerializerOptions.Web)! : [];

    /// <summary>What is stored; null for none.</summary>
    public static string? ToJson(IReadOnlyList<SeriesBreak>? breaks) =>
        breaks is { Count: > 0 } ? JsonSerializer.Serialize(breaks.OrderBy(change => change.On), JsonSerializerOptions.Web) : null;
}

/// <summary>What the heading or a sub-group of an indicator is called.</summary>
/// <param name="Code">The code of the heading or the sub-group.</param>
/// <param name="Name">The Vietnamese name.</param>
/// <param name="NameEn">The English name.</param>
public sealed record GroupName(string Code, string Name, string? NameEn = null);

/// <summary>The names of an indicator's heading and sub-groups, as they are stored.</summary>
public static class GroupNames
{
    /// <summary>The stored names.</summary>
    public static IReadOnlyList<GroupName> Of(Indicator indicator) =>
        indicator.GroupNames is { } json ? JsonSerializer.Deserialize<List<GroupName>>(json, JsonSerializerOptions.Web)! : [];

    /// <summary>What is stored; null for none.</summary>
    public static string? ToJson(IReadOnlyList<GroupName> names) => names.Count > 0 ? JsonSerializer.Serialize(names, JsonSerializerOptions.Web) : null;
}
