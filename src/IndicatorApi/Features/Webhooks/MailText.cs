using System.Text;
using System.Text.Json;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using MimeKit;

namespace IndicatorApi.Features.Webhooks;

/// <summary>What people are written: plain text in their language, with the address of the page that shows it.</summary>
internal sealed class MailText
{
    private const int MostLines = 200;
    private readonly StringBuilder _text = new();
    private readonly MailSettings _mail;
    private readonly bool _isEnglish;
    private int _lines;
    private int _left;

    private MailText(MailSettings mail, MailLanguage? language) => (_mail, _isEnglish) = (mail, language == MailLanguage.English);

    /// <summary>Asks whoever has an address whether they want to be told.</summary>
    public static MimeMessage Question(MailSettings mail, Webhook row)
    {
        var text = new MailText(mail, row.Language);
        text.Add(text.Say("Có người đăng ký cho địa chỉ này nhận tin về:", "Somebody asks to have this address told of:"));
        text.Add($"  {row.Name}");
        text.Add("");
        text.Add(text.Say("Nếu bạn đồng ý, hãy mở trang sau và bấm nút:", "If you agree, open this page and press its button:"));
        text.Add(MailConsent.Link(mail, row, ends: false));
        text.Add("");
        text.Add(text.Say("Nếu không, bạn không cần làm gì: sẽ không có thư nào khác.", "If not, do nothing: nothing else will be sent."));
        return text.Message(row, text.Say("Xác nhận nhận tin về chỉ tiêu", "Confirm mails about indicators"), row.Id);
    }

    /// <summary>Tells of what has come, of each webhook under its name.</summary>
    public static MimeMessage Changes(MailSettings mail, IReadOnlyList<(Webhook Row, WebhookDelivery Sent)> told, ReferenceData reference)
    {
        // An address has one reader, who wishes what was last said.
        var last = told.MaxBy(one => one.Row.Id).Row;
        var text = new MailText(mail, last.Language);
        var count = 0;
        foreach (var all in told.GroupBy(one => one.Row.Id))
        {
            text.Add($"{all.First().Row.Name}:");
            foreach (var (row, sent) in all)
            {
                var data = JsonDocument.Parse(sent.Body).RootElement.GetProperty("data");
                foreach (var item in data.GetProperty("items").EnumerateArray())
                {
                    count++;
                    text.AddItem(row.Event.IsOfStates() ? text.OfState(item, reference) : text.OfAchievement(item, row.Event));
                }
            }
            text.Add("");
        }
        if (text._left > 0) text.Add(text.Say($"… và {text._left} mục khác.", $"… and {text._left} more."));
        text.Add(text.Say($"Ngừng nhận thư: {MailConsent.Link(mail, last, ends: true)}", $"Stop these mails: {MailConsent.Link(mail, last, ends: true)}"));
        return text.Message(last, text.Say($"Chỉ tiêu: {count} mục cần xem", $"Indicators: {count} to look at"), told[0].Sent.Id, told[^1].Sent.Id);
    }

    private (string Words, string Page) OfAchievement(JsonElement item, WebhookEvent what)
    {
        var unit = item.GetProperty("orgUnit").GetString()!;
        var period = item.GetProperty("period").GetString()!;
        var page = $"#/ward/{Uri.EscapeDataString(unit)}?period={Uri.EscapeDataString(period)}";
        if (!item.TryGetProperty("achievement", out var row) || row.ValueKind == JsonValueKind.Null)
            return (Say($"{unit}: một chỉ tiêu của kỳ {period} không còn", $"{unit}: a target for {period} is there no more"), page);
        var about = $"{row.GetProperty("orgUnitName").GetString()}: {row.GetProperty("indicatorName").GetString()}, {period}";
        if (what == WebhookEvent.FiguresDue) return (Say($"{about}: chưa có số liệu", $"{about}: no figure yet"), page);
        var verdict = WireNames<Verdict>.Parse(row.GetProperty("verdict").GetString()!);
        var percent = row.TryGetProperty("percent", out var number) && number.ValueKind == JsonValueKind.Number
            ? Percent.Display(number.GetDecimal(), verdict) : (decimal?)null;
        var shown = percent is not { } value ? "" : $" ({(_isEnglish ? Numbers.Invariant(value) : Numbers.Vietnamese(value))} %)";
        return ($"{about}: {Say(Labels.Of(verdict).Vi, Labels.Of(verdict).En)}{shown}", page);
    }

    private (string Words, string Page) OfState(JsonElement item, ReferenceData reference)
    {
        var units = string.Join(", ", item.GetProperty("orgUnits").EnumerateArray().Take(5).Select(code =>
            reference.Unit(code.GetString()!)?.Name ?? code.GetString()));
        var count = item.GetProperty("count").GetInt32();
        var period = item.TryGetProperty("period", out var closed) ? closed.GetString() : null;
        var words = WireNames<ToldStateKind>.Parse(item.GetProperty("state").GetString()!) switch
        {
            ToldStateKind.Closed => Say($"đã chốt số liệu kỳ {period}", $"{period} was closed"),
            ToldStateKind.Reopened => Say($"đã mở lại kỳ {period}", $"{period} was opened again"),
            ToldStateKind.Waiting => Say($"{count} số liệu chờ duyệt", $"{count} figures wait for approval"),
            ToldStateKind.Approved => Say($"{count} số liệu đã được duyệt", $"{count} figures were approved"),
            ToldStateKind.Rejected => Say($"{count} số liệu bị trả lại", $"{count} figures were rejected"),
            _ => Say($"{count} số liệu đã được rút", $"{count} figures were withdrawn"),
        };
        var reason = item.TryGetProperty("reason", out var said) && said.GetString() is { } why ? $" ({why.ReplaceLineEndings(" ")})" : "";
        return ($"{units}: {words}{reason}", period is null ? "#/review" : "#/");
    }

    private void AddItem((string Words, string Page) item)
    {
        if (_lines >= MostLines) _left++;
        else Add($"- {item.Words}\n  {_mail.PublicUrl}/{item.Page}");
    }

    private void Add(string line)
    {
        _lines++;
        _text.Append(line).Append('\n');
    }

    private string Say(string vietnamese, string english) => _isEnglish ? english : vietnamese;

    // The same mail has the same identity with every attempt, so that one which came after all is known again.
    private MimeMessage Message(Webhook to, string subject, params Guid[] identity)
    {
        var message = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = _text.ToString() } };
        message.From.Add(MailboxAddress.Parse(_mail.Sender));
        message.To.Add(MailboxAddress.Parse(to.Person!));
        message.MessageId = $"{string.Join('.', identity.Select(id => id.ToString("N")))}@{_mail.Sender.Split('@')[1]}";
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("List-Unsubscribe", $"<{MailConsent.Link(_mail, to, ends: true)}>");
        message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        return message;
    }
}
