namespace IndicatorApi.Data;

/// <summary>The end of one chain. Kept elsewhere, it shows later whether entries that stood then still do.</summary>
/// <param name="Chain">The unit's id, or zeros for the common chain.</param>
/// <param name="OrgUnit">The unit's code; null for the common chain.</param>
/// <param name="Sequence">How many entries it has.</param>
/// <param name="Hash">The hash of the last, in hex.</param>
public sealed record AuditHead(Guid Chain, string? OrgUnit, long Sequence, string Hash);

/// <summary>One thing that does not hold.</summary>
/// <param name="Check">Which check found it: <c>chain</c>, <c>coverage</c>, <c>current</c> or <c>head</c>.</param>
/// <param name="Where">Where: a chain and its entry, or a row by its address.</param>
/// <param name="Problem">What does not hold.</param>
public sealed record AuditFinding(string Check, string Where, string Problem);

/// <summary>What a verification found.</summary>
public sealed class AuditReport
{
    /// <summary>Most findings that are listed; all are counted.</summary>
    private const int Most = 1000;

    private readonly List<AuditFinding> _findings = [];

    /// <summary>When the log began; null when there is none.</summary>
    public DateTimeOffset? OpenedAt { get; internal set; }

    /// <summary>Entries that were read.</summary>
    public long Entries { get; internal set; }

    /// <summary>Rows of history that were compared with their entries.</summary>
    public long Revisions { get; internal set; }

    /// <summary>Rows of history that were recorded before the log began and have no entry.</summary>
    public long BeforeTheLog { get; internal set; }

    /// <summary>How many things do not hold.</summary>
    public long Found { get; private set; }

    /// <summary>The first thousand of them.</summary>
    public IReadOnlyList<AuditFinding> Findings => _findings;

    /// <summary>The ends of all chains.</summary>
    public IReadOnlyList<AuditHead> Heads { get; internal set; } = [];

    internal void Add(string check, string where, string problem)
    {
        Found++;
        if (_findings.Count < Most) _findings.Add(new AuditFinding(check, where, problem));
    }

    /// <summary>Takes off what an earlier look did not find. Where more was found than is listed there is no telling, and all of it stays.</summary>
    internal void KeepWhatWasFoundIn(AuditReport earlier)
    {
        if (Found > _findings.Count || earlier.Found > earlier._findings.Count) return;
        _findings.RemoveAll(finding => !earlier._findings.Contains(finding));
        Found = _findings.Count;
    }
}
