using System.Globalization;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.OfficialSheets;

/// <summary>What the sheet to sign says, in words and ready numbers; how it looks is its writers' business.</summary>
public sealed record OfficialSheet
{
    private static readonly TimeSpan VietnameseTime = TimeSpan.FromHours(7);

    /// <summary>The words of its language.</summary>
    public required OfficialWords Words { get; init; }

    /// <summary>Who issues it, at the top left: the body above and the body itself.</summary>
    public required (string Above, string Own) Issuer { get; init; }

    /// <summary>The state's or the party's two lines, at the top right.</summary>
    public required (string First, string Second) Motto { get; init; }

    /// <summary>The time it is about: "năm 2022".</summary>
    public required string Period { get; init; }

    /// <summary>One section for each resolution, in the order of its targets.</summary>
    public required IReadOnlyList<OfficialSection> Sections { get; init; }

    /// <summary>"15/18 chỉ tiêu đạt và vượt", with the counts.</summary>
    public required string Summary { get; init; }

    /// <summary>What a reader must know, in order of their marks.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Who signs at the right: "T/M ĐẢNG ỦY".</summary>
    public required string Signer { get; init; }

    /// <summary>Makes the sheet of a unit's rows.</summary>
    public static OfficialSheet From(
        AchievementReading reading, string orgUnit, IReadOnlyList<AchievementRow> rows, ILookup<Guid, Remedy> remedies, Language language, DateTimeOffset when)
    {
        var (reference, asked) = (reading.Reference, reading.Asked);
        var unit = reference.Unit(orgUnit)!;
        var words = new OfficialWords(language);
        var notes = new List<string>();
        var counter = new ScoreboardCounter();
        var sections = new List<OfficialSection>();
        foreach (var ofResolution in rows.GroupBy(row => row.Facts.Resolution))
        {
            var number = 0;
            var groups = ofResolution.GroupBy(row => reference.Indicator(row.Facts.Indicator).Group).OrderBy(group => group.Key is null)
                .Select((group, i) => new OfficialGroup(
                Roman(i + 1), words.Heading(group.Key, group.Select(row => reference.Indicator(row.Facts.Indicator))),
                [.. group.Select(row => Line(++number, row, Remedied(row), reference, words, notes))])).ToList();
            var resolution = reference.Resolution(ofResolution.Key);
            sections.Add(new OfficialSection(resolution.Number is { } its ? $"{resolution.Title} ({its})" : resolution.Title, groups));
        }
        IEnumerable<string> Remedied(AchievementRow row) => remedies[row.TargetId].Select(remedy =>
        {
            var about = IndicatorApi.Calculation.Period.Parse(remedy.Period, null);
            return words.Remedied(remedy, about == asked ? null : words.Period(about, reference.Calendar.Days(unit.Id, about)));
        });
        foreach (var row in rows) row.Outcome.CountInto(counter);
        var board = counter.ToScoreboard();
        var last = rows.Select(row => row.ActualPeriod?.End).Max();
        var name = unit.Name.ToUpper(CultureInfo.InvariantCulture);
        var above = unit.ParentId is { } parent ? reference.Unit(parent).Name.ToUpper(CultureInfo.InvariantCulture) : "";
        var isParty = rows.Count == 0 || rows.All(row => reference.Resolution(row.Facts.Resolution).Issuer == ResolutionIssuer.Congress);
        return new OfficialSheet
        {
            Words = words,
            Issuer = isParty ? (above.Length > 0 ? $"{words.PartyOf} {above}" : "", $"{words.CommitteeOf} {name}")
                : (above.Length > 0 ? $"{words.PeoplesCommittee} {above}" : "", $"{words.PeoplesCommittee} {name}"),
            Motto = isParty ? (words.Party, "") : (words.State, words.Motto),
            Period = words.Period(asked, reference.Calendar.Days(unit.Id, asked)),
            Sections = sections,
            Summary = words.Summary(board),
            Notes =
            [
                .. notes.Select((note, i) => $"({i + 1}) {note}"),
                words.DifferenceNote,
                .. last is { } day ? [words.LastFigure(day)] : (string[])[],
                words.AsOf(when.ToOffset(VietnameseTime), reading.Then is not null),
            ],
            Signer = isParty ? words.ForCommittee : words.ForPeoplesCommittee,
        };
    }

    private static OfficialLine Line(
        int number, AchievementRow row, IEnumerable<string> remedied, ReferenceData reference, OfficialWords words, List<string> notes)
    {
        var indicator = reference.Indicator(row.Facts.Indicator);
        var marks = new List<int>();
        void Note(string text)
        {
            if (!notes.Contains(text)) notes.Add(text);
            marks.Add(notes.IndexOf(text) + 1);
        }
        var actual = row.Actual is { } value ? ActualText(value, indicator, words) : "";
        if (row is { ActualBound: { } bound, Actual: { } bounded }) Note(words.Bound(bound, words.Number(bounded)));
        if (row.Provisional) Note(words.Provisional);
        if (row.Reason is { } reason) Note(Capital(words.Of(Labels.Of(reason))));
        var target = row.TargetText;
        if (row.Recurrence == Recurrence.EachYear && !target.EndsWith("/năm", StringComparison.Ordinal)) target += words.PerYear;
        if (row.Recurrence == Recurrence.PerYearAverage) target += words.PerYearAverage;
        if (row.Stretch is { Reached: true }) Note(words.StretchReached);
        if (row.Parts.Count > 0) Note(words.Parts(row.Parts, row.WorstPart));
        if (row.FormsDisagree) Note(words.FormsDisagree);
        if (row.Judged is { } judged) Note(words.JudgedBy(judged));
        if (row.Facts.Definition is { Rule: AsAssigned } asked) Note(words.Assigned(asked));
        if (row.AmendedAfterClosing is { } amended) Note(words.AfterClosing(amended));
        if (row.Expectation is { } expectation) Note(words.Expected(expectation));
        if (row.Lead is { } lead) Note(words.Lead(lead));
        foreach (var remedy in remedied) Note(remedy);
        if (row.Comparisons is { } comparisons && words.Compared(comparisons) is { } compared) Note(compared);
        return new OfficialLine(
            number, words.Name(indicator) + (row.Group is { } group ? $" ({words.Named(indicator, group)})" : ""), indicator.Measure, target, actual,
            row.Percent is { } percent ? words.Number(Shown(percent)) : "",
            row.Difference is { } difference ? words.Signed(Displayed(difference, indicator.Decimals)) : "",
            words.Verdict(row.Verdict, row.Due, row.Reason) + (row.Band is { } band ? words.Band(band) : ""), row.Verdict,
            string.Concat(marks.Order().Select(mark => $"({mark})")));
    }

    private static string ActualText(decimal value, Indicator indicator, OfficialWords words) => indicator.ValueType switch
    {
        IndicatorValueType.YesNo => value > 0 ? words.Yes : words.No,
        IndicatorValueType.Level when value >= 0 && value < indicator.Levels.Count && value == Math.Floor(value) => indicator.Levels[(int)value],
        _ => words.Number(Displayed(value, indicator.Decimals)),
    };

    // A figure shows as it was reported; only what a division made endless is shortened.
    private static decimal Displayed(decimal value, int decimals) =>
        Numbers.Normalise(value).Scale <= 4 ? value : decimal.Round(value, Math.Max(decimals, 2), MidpointRounding.AwayFromZero);

    // Two decimals, or as many as keep 99.999 from showing as 100.
    private static decimal Shown(decimal percent)
    {
        var decimals = 2;
        while (decimals < 8 && decimal.Round(percent, decimals, MidpointRounding.AwayFromZero) == 100 && percent != 100) decimals++;
        return decimal.Round(percent, decimals, MidpointRounding.AwayFromZero);
    }

    private static string Capital(string text) => char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..] + ".";

    private static string Roman(int number) => number switch
    {
        >= 10 => "X" + Roman(number - 10),
        9 => "IX",
        >= 5 => "V" + Roman(number - 5),
        4 => "IV",
        >= 1 => "I" + Roman(number - 1),
        _ => ""
    };
}

/// <summary>The targets of one resolution.</summary>
/// <param name="Title">The resolution's title with its number.</param>
/// <param name="Groups">Its headings, in the order in which they come first.</param>
public sealed record OfficialSection(string Title, IReadOnlyList<OfficialGroup> Groups);

/// <summary>The targets under one heading.</summary>
/// <param name="Numeral">I, II, III.</param>
/// <param name="Title">The heading.</param>
/// <param name="Lines">The targets.</param>
public sealed record OfficialGroup(string Numeral, string Title, IReadOnlyList<OfficialLine> Lines);

/// <summary>One target, every cell as it is printed.</summary>
public sealed record OfficialLine(
    int Number, string Name, string Measure, string Target, string Actual, string Percent, string Difference, string Judgement, Verdict Verdict, string Marks)
{
    /// <summary>The cells in the order of the columns.</summary>
    public IReadOnlyList<string> Cells => [Number.ToString(CultureInfo.InvariantCulture), Name, Measure, Target, Actual.Length > 0 ? Join(Actual) : "",
        Percent, Difference, Actual.Length > 0 ? Judgement : Join(Judgement)];

    private string Join(string text) => Marks.Length > 0 ? $"{text} {Marks}" : text;
}
