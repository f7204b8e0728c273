using IndicatorApi.Data;
using IndicatorApi.Features.Webhooks;
using Microsoft.Extensions.Configuration;

namespace IndicatorApi.Tests.Changes;

public sealed class MailSettingsTests
{
    [Theory]
    [InlineData("2026-11-28T20:00:00Z", MailDigest.Daily, "2026-11-29T00:00:00Z")]
    [InlineData("2026-11-28T20:00:00Z", MailDigest.Weekly, "2026-11-30T00:00:00Z")]
    [InlineData("2026-11-30T00:00:00Z", MailDigest.Weekly, "2026-12-07T00:00:00Z")]
    [InlineData("2026-11-30T00:00:00Z", MailDigest.Soon, "2026-11-30T00:05:00Z")]
    public void NextOf_ADigest_IsTheNextSevenInTheMorning(string now, MailDigest digest, string next) =>
        MailConsent.NextOf(digest, DateTimeOffset.Parse(now, null)).ShouldBe(DateTimeOffset.Parse(next, null));

    [Theory]
    [InlineData("Host", null, "Mail__Host")]
    [InlineData("Port", "0", "Mail__Port")]
    [InlineData("Security", "none", "Mail__Security")]
    [InlineData("Security", "ssl", "Mail__Security")]
    [InlineData("From", "Chỉ tiêu <a@example.org>", "Mail__From")]
    [InlineData("PublicUrl", "example.org", "Mail__PublicUrl")]
    [InlineData("User", "x", "Mail__User")]
    [InlineData("PasswordFile", "/no/such/file", "Mail__PasswordFile")]
    [InlineData("Sender", "x", "Mail__Sender")]
    public void From_AMistake_IsOneLineThatNamesTheSetting(string name, string? value, string named)
    {
        Dictionary<string, string?> given = new()
        {
            ["Mail:Host"] = "mail.example.org",
            ["Mail:From"] = "a@example.org",
            ["Mail:PublicUrl"] = "https://example.org/"
        };
        given[$"Mail:{name}"] = value;
        List<string> mistakes = [];
        Settings.From(new ConfigurationBuilder().AddInMemoryCollection(given).Build(), mistakes);
        mistakes.ShouldHaveSingleItem().ShouldStartWith(named);
    }
}
