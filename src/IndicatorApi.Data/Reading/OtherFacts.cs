using IndicatorApi.Calculation;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Facts beyond a target's own: figures of other indicators and units that it is made of, and what the level above has assigned.</summary>
internal sealed class OtherFacts
{
    private readonly ReferenceData _reference;
    private readonly Dictionary<(Guid Target, long Version), List<(string Code, PartKey Key, TargetDefinition Target)>> _parts = [];
    private readonly Dictionary<FactKey, List<Observation>> _figures = [];
    private readonly HashSet<Guid> _units = [];
    private readonly HashSet<Guid> _indicators = [];
    private AssignedTargets? _assigned;

    private OtherFacts(ReferenceData reference) => _reference = reference;

    /// <summary>Whether any target needs more than its own facts.</summary>
    public bool Any => _parts.Count > 0 || HasAssigned;

    /// <summary>Whether any target asks for what the level above assigns.</summary>
    public bool HasAssigned => _units.Count > 0;

    /// <summary>What some targets need.</summary>
    public static OtherFacts Of(IEnumerable<(StoredTarget Target, Period Asked)> targets, ReferenceData reference)
    {
        var facts = new OtherFacts(reference);
        foreach (var (target, asked) in targets)
        {
            if (target.Definition.Rule is CombinedRule) facts._parts[(target.Id, target.Version)] = [.. PartKey.Of(target, asked, reference)];
            if (target.Definition.Rule is not AsAssigned) continue;
            facts._units.Add(target.Unit);
            facts._indicators.Add(target.Indicator);
        }
        return facts;
    }

    /// <summary>Reads it; false when something was written since the targets were found, so that it would not fit them.</summary>
    /// <param name="connection">Where to read.</param>
    /// <param name="statements">The statements of the chunk.</param>
    /// <param name="before">The versions that the targets were found with; null where nothing can have come between.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="asClosed">What a target said when the asked period was closed.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<bool> ReadAsync(
        NpgsqlConnection connection, FactStatements statements, FactVersions? before, FactQuestion question,
        Func<StoredTarget, StoredTarget> asClosed, CancellationToken cancellationToken)
    {
        FactKey[] keys = [.. _parts.Values.SelectMany(parts => parts)
            .Where(part => part.Key.Indicator is not null).Select(part => new FactKey(part.Key.Unit, part.Key.Indicator!.Value, part.Key.Group)).Distinct()];
        var resolutions = HasAssigned ? AssignedTargets.Resolutions(_units, _reference) : [];
        await using var batch = new NpgsqlBatch(connection);
        if (before is not null) batch.BatchCommands.Add(FactStatements.Versions(question));
        if (keys.Length > 0) batch.BatchCommands.Add(statements.ObservationsOf(keys));
        if (resolutions.Length > 0) batch.BatchCommands.Add(statements.TargetsOf(resolutions, _indicators));
        List<StoredTarget> assigned = [];
        if (batch.BatchCommands.Count > 0)
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            if (before is { } versions)
            {
                if (await FactVersions.ReadAsync(reader, cancellationToken) != versions) return false;
                await reader.NextResultAsync(cancellationToken);
            }
            if (keys.Length > 0)
            {
                await FactReader.ObservationsAsync(reader, _figures, _reference.Calendar, cancellationToken);
                await reader.NextResultAsync(cancellationToken);
            }
            while (resolutions.Length > 0 && await reader.ReadAsync(cancellationToken)) assigned.Add(FactReader.Target(reader, _reference.Calendar));
        }
        _assigned = new AssignedTargets(assigned.Select(asClosed), _reference);
        return true;
    }

    /// <summary>The target with what is assigned.</summary>
    public StoredTarget Assigned(StoredTarget target, Period asked) => _assigned!.Fill(target, asked);

    /// <summary>What a target is made of.</summary>
    public IReadOnlyList<PartFacts> Parts(StoredTarget target) => !_parts.TryGetValue((target.Id, target.Version), out var parts) ? []
        : [.. parts.Select(part =>
        new PartFacts(part.Code, part.Key, part.Target, part.Key.Indicator is { } indicator
            && _figures.TryGetValue(new FactKey(part.Key.Unit, indicator, part.Key.Group), out var figures) ? figures : [],
            part.Key.Unit != target.Unit))];
}
