using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Targets;

/// <summary>Which stored target each sent one is. Several may stand on one indicator and period of a resolution: a floor and a goal.</summary>
/// <remarks>
/// One stored and one sent are the same target, unless the sent one names another place. Of several, those that name their place are found by it;
/// the rest by their wording, and then in order, so that the same batch again finds the same rows.
/// </remarks>
internal static class SameTargets
{
    /// <summary>For each sent row the stored one, or null for a new target. A sent row without a place has 0 there.</summary>
    public static Target?[] Find(IReadOnlyList<Target> sent, IReadOnlyList<Target> stored, Func<int, string, string> where, Errors errors)
    {
        var found = new Target?[sent.Count];
        var byKey = stored.ToLookup(Key);
        foreach (var group in Enumerable.Range(0, sent.Count).GroupBy(i => Key(sent[i]))) Match([.. group], [.. byKey[group.Key].OrderBy(row => row.Position)]);
        if (!errors.Any) CheckPlaces();
        return found;

        void Match(List<int> places, List<Target> left)
        {
            Take(places.Where(i => sent[i].Position > 0), i => left.Find(row => row.Position == sent[i].Position));
            var open = places.Where(i => sent[i].Position == 0).ToList();
            foreach (var repeated in open.GroupBy(i => sent[i].Wording).SelectMany(alike => alike.Skip(1).Select(i => (Again: i, First: alike.First()))))
                errors.Add(where(repeated.Again, ""), ErrorCodes.RepeatedKey, where(repeated.First, ""));
            if (open is [var only] && left.Count > 1 && left.Count(row => row.Wording == sent[only].Wording) != 1)
            {
                errors.Add(where(only, "position"), ErrorCodes.Inconsistent, "Several targets stand on this indicator and period: say which by its position.",
                    "Có nhiều chỉ tiêu cho cùng nội dung và kỳ này: hãy ghi vị trí (position).");
                return;
            }
            Take(open, i => left.Find(row => row.Wording == sent[i].Wording));
            Take(open.Where(i => found[i] is null), _ => left.FirstOrDefault());

            void Take(IEnumerable<int> which, Func<int, Target?> choose)
            {
                foreach (var i in which.ToList())
                {
                    if (choose(i) is not { } row) continue;
                    found[i] = row;
                    left.Remove(row);
                }
            }
        }

        // Lists of a resolution go by place: no two may share one.
        void CheckPlaces()
        {
            var taken = stored.ToLookup(row => (row.ResolutionId, row.Position), row => row.Id);
            var first = new Dictionary<(Guid, int), int>();
            for (var i = 0; i < sent.Count && !errors.IsFull; i++)
            {
                if (sent[i].Position == 0) continue;
                var place = (sent[i].ResolutionId, sent[i].Position);
                if (!first.TryAdd(place, i)) errors.Add(where(i, ""), ErrorCodes.RepeatedKey, where(first[place], ""));
                else if (taken[place].Any(id => id != found[i]?.Id)) AddTaken(errors, where(i, "position"), sent[i].Position);
            }
        }
    }

    /// <summary>What a target is found again by, but for its place.</summary>
    public static (Guid Resolution, Guid Indicator, string Group, string Period) Key(Target target) =>
        (target.ResolutionId, target.IndicatorId, target.GroupCode, target.Period);

    /// <summary>Notes that another target has this place.</summary>
    public static void AddTaken(Errors errors, string where, int position) => errors.Add(where, ErrorCodes.Inconsistent,
        $"Another target has position {position}.", $"Vị trí {position} đã có chỉ tiêu khác.");
}
