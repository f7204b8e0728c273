using Microsoft.OpenApi;

namespace IndicatorApi.Documentation;

/// <summary>The nouns of the document, described, in the order in which a newcomer meets them.</summary>
public static class DocumentTags
{
    private static readonly (string Name, string Description)[] All =
    [
        ("Organisation units", "Wards, communes, and what they roll up to."),
        ("Indicators", "What is measured, in which unit, and how it combines over time and over units."),
        ("Resolutions", "The decisions that set targets, each for one unit and one term."),
        ("Targets", "What a resolution asks of one indicator: a rule of one of many kinds, with every version kept."),
        ("Remedies", "Why a target is missed and what is done about it: asked by the level above, answered by the unit."),
        ("Actuals", "Reported figures, one at a time or in batches, with every revision kept."),
        ("Submissions", "Figures that wait until a second person approves them."),
        ("Closures", "Periods that are closed for changes, and opened again with a reason."),
        ("Imports", "Files of figures, checked row by row and stored as a whole or not at all."),
        ("DHIS2", "Figures as DHIS2 reads and writes its data values."),
        ("Published figures", "Percents that reports have published, and values to compare with."),
        ("Achievements", "How much of its targets each unit has achieved, computed from the figures and explained."),
        ("Scoring", "Points and grades of yearly ratings, by schemes that are data."),
        ("Embeds", "Scorecards and badges for other pages."),
        ("Quality", "Figures that a person should look at again."),
        ("Files", "Official sheets to print and sign, and sheets to fill in."),
        ("Webhooks", "Addresses of other programs that are told of changes, with signed messages."),
        ("Keys", "Who may read, report, plan and administer."),
        ("Audit", "Who changed what, when and why."),
        ("Operations", "Health, readiness and metrics, for those who run the server."),
    ];

    /// <summary>The names, in this order.</summary>
    public static IEnumerable<string> Names => All.Select(tag => tag.Name);

    /// <summary>Gives the tags in use their descriptions and their order; one that is not described here stays, so that the checks find it.</summary>
    public static void Describe(Microsoft.OpenApi.OpenApiDocument document)
    {
        var used = document.Tags?.Select(tag => tag.Name).ToHashSet(StringComparer.Ordinal) ?? [];
        document.Tags = All.Where(tag => used.Contains(tag.Name)).Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description })
            .Concat(used.Where(name => All.All(tag => tag.Name != name)).Select(name => new OpenApiTag { Name = name })).ToHashSet();
    }
}
