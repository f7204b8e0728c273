using Microsoft.AspNetCore.Authentication;

namespace IndicatorApi.Access;

/// <summary>
/// Answers 401 to who shows a key or token that is not taken, also where anyone may read: who believes to be known must learn that they are not,
/// before they miss what only they would see.
/// </summary>
public sealed class RefusedCredentials(RequestDelegate next)
{
    /// <summary>Passes the request on, or refuses it.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        // The scheme was asked just before and remembers its answer; the framework forgets why it was none.
        if ((await http.AuthenticateAsync()).Failure is null) await next(http);
        else await http.ChallengeAsync();
    }
}
