using System.Net;
using IndicatorApi.Http;

namespace IndicatorApi.Access;

/// <summary>Says in the log who came in by which key or token: one line an hour for each, however often they call.</summary>
/// <remarks>By identity, as the audit log has it: names of people stand in the database only.</remarks>
public sealed partial class SignIns(TimeProvider clock, ILogger<SignIns> logger)
{
    private readonly SaidOnce _said = new(TimeSpan.FromHours(1), clock);

    /// <summary>Notes that what was shown was taken.</summary>
    public void Note(string caller, IPAddress? address)
    {
        if (_said.IsDue(caller)) LogTaken(caller, address);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Caller} was let in from {Address}; that is not said again for an hour")]
    private partial void LogTaken(string caller, IPAddress? address);
}
