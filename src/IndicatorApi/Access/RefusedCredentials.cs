using Microsoft.AspNetCore.Authentication;

namespace IndicatorApi.Access;

/// <summary>
/// Answers 401 to who shows a key or token that is not taken, also where anyone may read: who believes to be known must learn that they are not,
/// before they miss what only they would see.
/// </summary>
public sealed class RefusedCredentials(RequestDelegate next)
{
    /// <summary>Passes the request on, or refuses it.</summary>
    public Task InvokeAsync(HttpContext http) =>
        http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Failure is null ? next(http) : http.ChallengeAsync();
}
