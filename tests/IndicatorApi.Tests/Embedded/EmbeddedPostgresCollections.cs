using System.Runtime.Versioning;
using IndicatorApi.Data.Embedded;

namespace IndicatorApi.Tests.Embedded;

/// <summary>The tests of the embedded server, apart from those that only use one; the recoveries watch the clock, so they run alone.</summary>
public static class EmbeddedPostgresCollections
{
    public const string Recovery = "EmbeddedPostgresRecovery";
}

[UnsupportedOSPlatform("windows")]
[CollectionDefinition(nameof(EmbeddedPostgres))]
public sealed class EmbeddedPostgresMainGroup : ICollectionFixture<EmbeddedPostgresClusters>;

[UnsupportedOSPlatform("windows")]
[CollectionDefinition(EmbeddedPostgresCollections.Recovery, DisableParallelization = true)]
public sealed class EmbeddedPostgresRecoveryGroup : ICollectionFixture<EmbeddedPostgresClusters>;
