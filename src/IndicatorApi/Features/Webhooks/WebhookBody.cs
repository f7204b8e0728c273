using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Webhooks;

/// <summary>An address, and what it is told of.</summary>
public sealed record WebhookBody
{
    /// <summary>Whose it is.</summary>
    public required string Name { get; init; }

    /// <summary>Where messages are posted to: https, and an address of the whole internet; or <c>mailto:</c> and the address of a person, who is first asked
    /// by mail. A webhook stays with a program or a person.</summary>
    public required string Url { get; init; }

    /// <summary>What it is told of; every change unless said. People are told of anything but every change.</summary>
    public WebhookEvent Event { get; init; } = WebhookEvent.AchievementsChanged;

    /// <summary>The period whose achievements are followed: needed for these, and for nothing else.</summary>
    public Period? Period { get; init; }

    /// <summary>Only this unit's.</summary>
    public string? OrgUnit { get; init; }

    /// <summary>Only of this unit and all under it.</summary>
    public string? Under { get; init; }

    /// <summary>Only of this indicator; closings are of none.</summary>
    public string? Indicator { get; init; }

    /// <summary>Only targets of this resolution; closings and submissions are of none.</summary>
    public string? Resolution { get; init; }

    /// <summary>Whether what is there already is sent first; true unless said. Of verdicts, and to people, only changes are sent.</summary>
    public bool Everything { get; init; } = true;

    /// <summary>How often a person is written to, in one mail for all that is due to an address; <c>daily</c> unless said.</summary>
    public MailDigest? Digest { get; init; }

    /// <summary>The language a person is written to in; Vietnamese unless said.</summary>
    public MailLanguage? Language { get; init; }

    /// <summary>Checks it and writes it on a row.</summary>
    internal void WriteOn(Webhook row, ReferenceData reference, Settings settings, Errors errors)
    {
        row.Name = Text.Line(errors, "name", Name, 200) ?? row.Name;
        var person = Webhook.PersonOf(Url);
        var isMail = person is not null;
        if (row.RowVersion > 0 && isMail != row.IsMail()) errors.Add("url", ErrorCodes.Inconsistent,
            "A webhook stays with a program or a person: make another one.", "Một đăng ký chỉ dành cho chương trình hoặc cho người: hãy tạo đăng ký khác.");
        row.Url = (person is not null ? ReadMailAddress(person, settings, errors) : ReadUrl(settings, errors)) ?? row.Url;
        CheckWaysOfMail(isMail, errors);
        if (OrgUnit is not null && reference.Unit(OrgUnit) is null) errors.Add("orgUnit", ErrorCodes.UnknownReference, Noun.OrganisationUnit, OrgUnit);
        if (Under is not null && reference.Unit(Under) is null) errors.Add("under", ErrorCodes.UnknownReference, Noun.OrganisationUnit, Under);
        if (Indicator is not null && reference.Indicator(Indicator) is null) errors.Add("indicator", ErrorCodes.UnknownReference, Noun.Indicator, Indicator);
        if (Resolution is not null && reference.Resolution(Resolution) is null)
            errors.Add("resolution", ErrorCodes.UnknownReference, Noun.Resolution, Resolution);
        var isOfStates = Event.IsOfStates();
        if (!isOfStates && Period is null) errors.Add("period", ErrorCodes.Required);
        if (isOfStates && Period is not null) RefuseFilter("period", errors);
        if (isOfStates && Resolution is not null) RefuseFilter("resolution", errors);
        if (Event == WebhookEvent.ClosingChanged && Indicator is not null) RefuseFilter("indicator", errors);
        var before = (row.Event, row.Asked());
        (row.Event, row.Period) = (Event, Period?.ToString() ?? "");
        (row.OrgUnit, row.Under, row.Indicator, row.Resolution) = (OrgUnit, Under, Indicator, Resolution);
        (row.Digest, row.Language) = isMail ? (Digest ?? MailDigest.Daily, Language ?? MailLanguage.Vietnamese) : default((MailDigest?, MailLanguage?));
        // Another question has another beginning.
        if (row.RowVersion > 0 && before == (row.Event, row.Asked())) return;
        row.Cursor = null;
        row.IsLearning = (!Everything || isMail || Event == WebhookEvent.VerdictChanged) && Event != WebhookEvent.FiguresDue;
    }

    // What only people are told of, and what they are not.
    private void CheckWaysOfMail(bool isMail, Errors errors)
    {
        if (isMail && Event == WebhookEvent.AchievementsChanged) errors.Add("event", ErrorCodes.Inconsistent,
            "People are told of another event: of every change there would be too many.", "Thư chỉ báo các sự kiện khác: báo mọi thay đổi thì quá nhiều.");
        if (Event == WebhookEvent.FiguresDue && (!isMail || Digest == MailDigest.Soon)) errors.Add("event", ErrorCodes.Inconsistent,
            "Only people are told of figures that are due, daily or weekly.", "Số liệu đến hạn chỉ báo qua thư, hằng ngày hoặc hằng tuần.");
        if (!isMail && (Digest ?? (object?)Language) is not null) errors.Add(Digest is null ? "language" : "digest", ErrorCodes.Inconsistent,
            "Only people are written to in one.", "Chỉ thư gửi cho người mới có mục này.");
    }

    private string? ReadMailAddress(string person, Settings settings, Errors errors)
    {
        if (settings.Mail is null) errors.Add("url", ErrorCodes.MailNotConfigured);
        else if (Url.Length <= 254 && MailSettings.IsAddress(person)) return Url.ToLowerInvariant();
        else errors.Add("url", ErrorCodes.InvalidWebhookUrl);
        return null;
    }

    private static void RefuseFilter(string member, Errors errors) => errors.Add(member, ErrorCodes.Inconsistent,
        "Nothing that this event tells of has one.", "Sự kiện này không có thuộc tính đó.");

    private string? ReadUrl(Settings settings, Errors errors)
    {
        if (Url.Length > 2000) errors.Add("url", ErrorCodes.TooLong, 2000);
        else if (Uri.TryCreate(Url, UriKind.Absolute, out var uri) && Http.Text.IsWellFormed(Url)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && settings.WebhooksToPrivateAddresses))
            && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0 && uri.Host.Length > 0) return uri.AbsoluteUri;
        else errors.Add("url", ErrorCodes.InvalidWebhookUrl);
        return null;
    }
}

/// <summary>An address that is told of changes, and how it stands.</summary>
public sealed record WebhookResponse
{
    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Name { get; init; }

    /// <summary>Where messages are posted to.</summary>
    public required string Url { get; init; }

    /// <summary>What it is told of.</summary>
    public required WebhookEvent Event { get; init; }

    /// <summary>The period whose achievements are followed; null where none are.</summary>
    public required Period? Period { get; init; }

    /// <summary>Only this unit's.</summary>
    public required string? OrgUnit { get; init; }

    /// <summary>Only of this unit and all under it.</summary>
    public required string? Under { get; init; }

    /// <summary>Only of this indicator.</summary>
    public required string? Indicator { get; init; }

    /// <summary>Only targets of this resolution.</summary>
    public required string? Resolution { get; init; }

    /// <summary>Whether it is told.</summary>
    public required WebhookState State { get; init; }

    /// <summary>Why it is told no more; null while it is.</summary>
    public required string? StoppedBecause { get; init; }

    /// <summary>How often a person is written to; null of a program.</summary>
    public required MailDigest? Digest { get; init; }

    /// <summary>The language a person is written to in; null of a program.</summary>
    public required MailLanguage? Language { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when the former secret signs too; null when none does.</summary>
    public required DateTimeOffset? FormerSecretUntil { get; init; }

    /// <summary>What messages are signed with, in the answer that made it and never again; none of a person's.</summary>
    public string? Secret { get; init; }

    /// <summary>The answer for a row.</summary>
    internal static WebhookResponse From(Webhook row, bool showsSecret = false) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Url = row.Url,
        Event = row.Event,
        Period = row.Period.Length > 0 ? Calculation.Period.Parse(row.Period, null) : null,
        OrgUnit = row.OrgUnit,
        Under = row.Under,
        Indicator = row.Indicator,
        Resolution = row.Resolution,
        State = row.State,
        StoppedBecause = row.StoppedBecause,
        Digest = row.Digest,
        Language = row.Language,
        CreatedAt = row.CreatedAt,
        FormerSecretUntil = row.FormerSecretUntil,
        Secret = showsSecret && !row.IsMail() ? WebhookSignature.TextOf(row.Secret) : null,
    };
}

internal static class WebhookQuestions
{
    /// <summary>Which achievements a webhook follows.</summary>
    public static AchievementRequest Asked(this Webhook row) => new()
    {
        OrgUnit = row.OrgUnit,
        Under = row.Under,
        Indicator = row.Indicator,
        Period = row.Period,
        Resolution = row.Resolution
    };

    /// <summary>Whether it is a person's address.</summary>
    public static bool IsMail(this Webhook row) => row.Person is not null;
}
