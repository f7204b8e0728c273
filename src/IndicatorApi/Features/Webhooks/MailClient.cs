using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace IndicatorApi.Features.Webhooks;

/// <summary>Gives mails to the server that the operator named.</summary>
internal static class MailClient
{
    private const int Patience = 15_000;

    /// <summary>Gives it one; answers what came of it.</summary>
    public static async Task<Attempt> SendAsync(MailSettings mail, MimeMessage message, CancellationToken cancellationToken)
    {
        // As other clients here: a certificate is checked, lists of revoked ones need servers that may be out of reach.
        using var client = new SmtpClient { Timeout = Patience, CheckCertificateRevocation = false };
        try
        {
            await client.ConnectAsync(mail.Host, mail.Port, mail.Security, cancellationToken);
            if (mail.User is not null) await client.AuthenticateAsync(mail.User, mail.Password!, cancellationToken);
            await client.SendAsync(message, cancellationToken);
        }
        catch (SmtpCommandException exception)
        {
            var status = (int)exception.StatusCode;
            // Of the reader's address, and for good; anything else may be the operator's to mend.
            return new Attempt(status, $"The mail server answered {status}.")
            {
                IsFinal = exception.ErrorCode == SmtpErrorCode.RecipientNotAccepted && status is >= 550 and < 560,
            };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && WordsOf(exception) is { } words)
        {
            return new Attempt(null, words);
        }
        try
        {
            await client.DisconnectAsync(true, cancellationToken);
        }
        catch (Exception exception) when (WordsOf(exception) is not null)
        {
            // It has the mail.
        }
        return new Attempt((int)SmtpStatusCode.Ok, null);
    }

    private static string? WordsOf(Exception exception) => exception switch
    {
        AuthenticationException => "The mail server refused the user or the password: see Mail__User and Mail__Password.",
        ServiceNotAuthenticatedException => "The mail server asks for a user: set Mail__User and Mail__Password.",
        SslHandshakeException => "The mail server's certificate is not valid, or it speaks no TLS at this port: see Mail__Security.",
        NotSupportedException => "The mail server does not offer what Mail__Security or Mail__User ask for.",
        SocketException or IOException or TimeoutException or OperationCanceledException or ProtocolException =>
            "The mail server does not answer.",
        _ => null,
    };
}
