using System.Runtime.Versioning;
using IndicatorApi.Data.Embedded;

namespace IndicatorApi.Tests.Embedded;

/// <summary>The tests of the embedded server, apart from those that only use one; the slow recoveries run beside the rest.</summary>
public static class EmbeddedPostgresCollections
{
    public const string Recovery = "EmbeddedPostgresRecovery";
}

[UnsupportedOSPlatform("windows")]
[CollectionDefinition(nameof(EmbeddedPostgres))]
public sealed class EmbeddedPostgresMainGroup : ICollectionFixture<EmbeddedPostgresClusters>;

[UnsupportedOSPlatform("windows")]
[CollectionDefinition(EmbeddedPostgresCollections.Recovery)]
public sealed class EmbeddedPostgresRecoveryGroup : ICollectionFixture<EmbeddedPostgresClusters>;
