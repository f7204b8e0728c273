using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IndicatorApi.Data;

/// <summary>Where a table's rows live when the database is a cluster; on one server it makes no difference.</summary>
public enum Topology
{
    /// <summary>A full copy on every node: small, read everywhere, never references a distributed table.</summary>
    Reference,
    /// <summary>Split by <c>organisation_unit_id</c>, which stands first in every key.</summary>
    Distributed,
    /// <summary>On the coordinator only.</summary>
    Local,
}

/// <summary>Declares a table's <see cref="Topology"/> on the model, where the schema rules and the cluster set-up read it.</summary>
public static class TopologyAnnotation
{
    /// <summary>The annotation's name on the entity type.</summary>
    public const string Name = "IndicatorApi:Topology";

    /// <summary>Names the table, gives its comment and declares where its rows live.</summary>
    public static void ToTable<T>(this EntityTypeBuilder<T> builder, string table, Topology topology, string comment) where T : class
    {
        RelationalEntityTypeBuilderExtensions.ToTable(builder, table, t => t.HasComment(comment));
        builder.HasAnnotation(Name, topology.ToString());
    }
}
