namespace IndicatorApi.Tests.Running;

/// <summary>Why a test is not among the quick ones; <c>.ci/run quick</c> leaves out whatever has a kind.</summary>
/// <remarks>Said as <c>[Trait(Kinds.Name, Kinds.Slow)]</c> on the class, or on the one method that takes its time.</remarks>
public static class Kinds
{
    /// <summary>The trait's name.</summary>
    public const string Name = "Kind";

    /// <summary>Seconds for one test: whole programs, other people's programs, thousands of requests.</summary>
    public const string Slow = "slow";

    /// <summary>Looks at the pages with a real Chromium.</summary>
    public const string Browser = "browser";

    /// <summary>Breaks disks, links and programs, and watches the clock.</summary>
    public const string Faults = "faults";

    /// <summary>A country, or a hundred thousand rows.</summary>
    public const string Scale = "scale";

    /// <summary>Every kind there is.</summary>
    public static IReadOnlyList<string> All { get; } = [Slow, Browser, Faults, Scale];
}

/// <summary>Tests that watch the clock: one at a time, after all the others, so that nothing fights them for the processors.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
