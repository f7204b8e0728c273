using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Targets;

/// <summary>Checks of what a target is a share.</summary>
public sealed class ParentTargets(IndicatorDbContext context)
{
    /// <summary>Adds an error for each target whose parent is none.</summary>
    /// <param name="rows">The targets as they shall be.</param>
    /// <param name="stored">The same targets as they are; null for a new one.</param>
    /// <param name="where">Where a member of a target stands.</param>
    /// <param name="reference">Names.</param>
    /// <param name="errors">What is wrong.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task CheckAsync(
        IReadOnlyList<Target> rows, IReadOnlyList<Target?> stored, Func<int, string, string> where, ReferenceData reference, Errors errors,
        CancellationToken cancellationToken)
    {
        var wanted = rows.Select(row => row.ParentTargetId).OfType<Guid>().Distinct().ToArray();
        if (wanted.Length == 0) return;
        var parents = (await context.Targets.AsNoTracking().Where(row => wanted.Contains(row.Id)).ToListAsync(cancellationToken)).ToDictionary(row => row.Id);
        // A chain can only close within one unit, whose writers stand in line: what is sent now counts before what is stored.
        var sent = Enumerable.Range(0, rows.Count).Where(i => stored[i] is not null).ToDictionary(i => stored[i]!.Id, i => rows[i].ParentTargetId);
        for (var i = 0; i < rows.Count && !errors.IsFull; i++)
        {
            if (rows[i].ParentTargetId is not { } id) continue;
            if (!parents.TryGetValue(id, out var parent))
            {
                errors.Add(where(i, "parentTarget"), ErrorCodes.UnknownReference, Noun.Target, id);
            }
            else if (parent.IndicatorId != rows[i].IndicatorId || parent.GroupCode != rows[i].GroupCode)
            {
                errors.Add(where(i, "parentTarget"), ErrorCodes.Inconsistent, "A share is on the same indicator and group as its whole.",
                    "Chỉ tiêu giao phải cùng nội dung và nhóm với chỉ tiêu cấp trên.");
            }
            else if (!reference.Unit(rows[i].OrganisationUnitId).Path.StartsWith(reference.Unit(parent.OrganisationUnitId).Path, StringComparison.Ordinal))
            {
                errors.Add(where(i, "parentTarget"), ErrorCodes.Inconsistent, "The whole is a target of the same unit or of one above it.",
                    "Chỉ tiêu được phân bổ phải của chính đơn vị hoặc của cấp trên.");
            }
            else if (stored[i] is { } own && await LeadsToAsync(id, own.Id, sent, cancellationToken))
            {
                errors.Add(where(i, "parentTarget"), ErrorCodes.Inconsistent, "A target cannot be a share of itself.",
                    "Chỉ tiêu không thể là phần của chính nó.");
            }
        }
    }

    private async Task<bool> LeadsToAsync(Guid from, Guid to, Dictionary<Guid, Guid?> sent, CancellationToken cancellationToken)
    {
        HashSet<Guid> seen = [];
        for (Guid? at = from; at is { } id && seen.Add(id);)
        {
            if (id == to) return true;
            at = sent.TryGetValue(id, out var next) ? next
                : await context.Targets.AsNoTracking().Where(row => row.Id == id).Select(row => row.ParentTargetId).SingleOrDefaultAsync(cancellationToken);
        }
        return false;
    }
}
