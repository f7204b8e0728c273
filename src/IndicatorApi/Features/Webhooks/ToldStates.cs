using System.Globalization;
using System.Text.Json.Serialization;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Webhooks;

/// <summary>Closings and submissions whose state is another one than a receiver was last told.</summary>
/// <remarks>
/// What it was told is kept, so that who commits late is told of all the same and nothing is told twice. The cursor is an instant: everything that
/// ended a longest write before it has been told.
/// </remarks>
internal static class ToldStates
{
    /// <summary>Whether what is told are states, not achievements.</summary>
    public static bool IsOfStates(this WebhookEvent what) => what is WebhookEvent.ClosingChanged or WebhookEvent.SubmissionChanged;

    /// <summary>The next ones, as they are now, noted as told.</summary>
    public static async Task<(IReadOnlyList<ToldState> Items, string Next, bool HasMore)> TellAsync(
        IndicatorDbContext context, Webhook webhook, ReferenceData reference, int most, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = webhook.Cursor is { } cursor
            ? DateTimeOffset.Parse(cursor, CultureInfo.InvariantCulture) - (2 * History.LongestWrite) : DateTimeOffset.MinValue;
        var question = new Question(webhook, webhook.Units(reference), since, most);
        var found = webhook.Event == WebhookEvent.ClosingChanged
            ? await ClosingsAsync(context, question, reference, cancellationToken)
            : await SubmissionsAsync(context, question, reference, cancellationToken);
        var ids = found.Select(item => item.State.Id).ToArray();
        var told = await context.WebhookVerdicts.Where(row => row.WebhookId == webhook.Id && ids.Contains(row.TargetId))
            .ToDictionaryAsync(row => row.TargetId, cancellationToken);
        foreach (var (state, mark) in found)
        {
            if (told.GetValueOrDefault(state.Id) is { } known) known.Verdict = mark;
            else context.Add(new WebhookVerdict { WebhookId = webhook.Id, TargetId = state.Id, Verdict = mark });
        }
        var last = found.Count > 0 ? found[^1].State.At : webhook.Cursor is null ? now : (DateTimeOffset?)null;
        return ([.. found.Select(item => item.State)], last is { } at ? at.ToString("O", CultureInfo.InvariantCulture) : webhook.Cursor!, found.Count == most);
    }

    private static async Task<List<(ToldState State, string Mark)>> ClosingsAsync(
        IndicatorDbContext context, Question question, ReferenceData reference, CancellationToken cancellationToken)
    {
        var (webhook, units, since, most) = question;
        var rows = await (
            from closure in context.Closures.AsNoTracking().Include(one => one.Reopenings)
            let last = closure.Reopenings.Max(one => (DateTimeOffset?)one.ReopenedAt) ?? closure.ClosedAt
            where last >= since
                && (units == null
                    || context.ClosureUnits.Where(one => units.Contains(one.OrganisationUnitId)).Select(one => one.ClosureId).Contains(closure.Id))
                && !context.WebhookVerdicts.Any(told => told.WebhookId == webhook.Id && told.TargetId == closure.Id
                    && told.Verdict == "" + closure.Reopenings.Count)
            orderby last, closure.Id
            select closure).Take(most).ToListAsync(cancellationToken);
        return [.. rows.Select(closure => (closure.Reopenings.OrderBy(one => one.ReopenedAt).ThenBy(one => one.Id).LastOrDefault() is { } opened
            ? new ToldState(ToldStateKind.Reopened, closure.Id, [reference.Unit(opened.OrganisationUnitId).Code], Period.Parse(closure.Period, null),
                opened.Units, opened.ReopenedAt, opened.ReopenedBy, opened.Reason)
            : new ToldState(ToldStateKind.Closed, closure.Id, [reference.Unit(closure.OrganisationUnitId).Code], Period.Parse(closure.Period, null),
                closure.Units, closure.ClosedAt, closure.ClosedBy, closure.Reason),
            closure.Reopenings.Count.ToString(CultureInfo.InvariantCulture)))];
    }

    private static async Task<List<(ToldState State, string Mark)>> SubmissionsAsync(
        IndicatorDbContext context, Question question, ReferenceData reference, CancellationToken cancellationToken)
    {
        var (webhook, units, since, most) = question;
        var indicator = webhook.Indicator is null ? null : reference.Indicator(webhook.Indicator)?.Id;
        var rows = await (
            from submission in context.Submissions.AsNoTracking()
            let last = submission.Decision != null ? submission.Decision.DecidedAt : submission.SubmittedAt
            where last >= since && (units == null || submission.Units.Any(unit => units.Contains(unit)))
                && (indicator == null || submission.Indicators.Contains(indicator.Value))
                && !context.WebhookVerdicts.Any(told => told.WebhookId == webhook.Id && told.TargetId == submission.Id
                    && (told.Verdict == "decided" || submission.Decision == null))
            orderby last, submission.Id
            select new { submission.Id, submission.Units, submission.Count, submission.SubmittedAt, submission.SubmittedBy, submission.Decision })
            .Take(most).ToListAsync(cancellationToken);
        return [.. rows.Select(row => (new ToldState(
            row.Decision?.State switch
            {
                null => ToldStateKind.Waiting,
                SubmissionState.Approved => ToldStateKind.Approved,
                SubmissionState.Rejected => ToldStateKind.Rejected,
                _ => ToldStateKind.Withdrawn,
            },
            row.Id, [.. row.Units.Where(reference.Knows).Select(unit => reference.Unit(unit).Code).Order(StringComparer.Ordinal)], null, row.Count,
            row.Decision?.DecidedAt ?? row.SubmittedAt, row.Decision?.DecidedBy ?? row.SubmittedBy, row.Decision?.Reason),
            row.Decision is null ? "waiting" : "decided"))];
    }

    // What is looked for: of which units, since when, and how much of it.
    private sealed record Question(Webhook Webhook, Guid[]? Units, DateTimeOffset Since, int Most);

    // Those of today's tree; null for all.
    private static Guid[]? Units(this Webhook webhook, ReferenceData reference)
    {
        var units = webhook.Under is null ? null : reference.Unit(webhook.Under) is { } top ? reference.Under(top).Select(unit => unit.Id).ToHashSet() : [];
        if (webhook.OrgUnit is null) return units is null ? null : [.. units];
        return reference.Unit(webhook.OrgUnit) is { } one && units?.Contains(one.Id) != false ? [one.Id] : [];
    }
}

/// <summary>What became of a closing or a submission.</summary>
public enum ToldStateKind
{
    /// <summary>A period was closed.</summary>
    [JsonStringEnumMemberName("closed")] Closed,
    /// <summary>A closed period was opened again, for all of its units or some.</summary>
    [JsonStringEnumMemberName("reopened")] Reopened,
    /// <summary>Figures wait for a second person.</summary>
    [JsonStringEnumMemberName("waiting")] Waiting,
    /// <summary>They were approved.</summary>
    [JsonStringEnumMemberName("approved")] Approved,
    /// <summary>They were rejected.</summary>
    [JsonStringEnumMemberName("rejected")] Rejected,
    /// <summary>They were withdrawn.</summary>
    [JsonStringEnumMemberName("withdrawn")] Withdrawn,
}

/// <summary>A closing or a submission, as it is.</summary>
/// <param name="State">What became of it.</param>
/// <param name="Id">Its id, in <c>/closures</c> or <c>/submissions</c>.</param>
/// <param name="OrgUnits">Codes of its units: of a closing the one that it was closed or opened for, with all under it.</param>
/// <param name="Period">The closed period; null of a submission.</param>
/// <param name="Count">For how many units, or of how many figures.</param>
/// <param name="At">When.</param>
/// <param name="By">Who did it.</param>
/// <param name="Reason">Why, where it was said.</param>
public sealed record ToldState(
    ToldStateKind State, Guid Id, IReadOnlyList<string> OrgUnits, Period? Period, int Count, DateTimeOffset At, string By, string? Reason);
