using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace IndicatorApi.Access;

/// <summary>The two ways to show who one is: a key of ours, or a token of the issuer that is trusted. Both end in the same claims.</summary>
public static class Credentials
{
    private const string Either = "Either";

    /// <summary>Whether the address asks who is there: what is open to all must not depend on a database or an issuer.</summary>
    public static bool AreAskedFor(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null;

    /// <summary>Whether the request shows anything that could say who calls.</summary>
    public static bool AreShown(HttpContext http) =>
        http.Request.Headers.ContainsKey(ApiKeyHandler.Header) || http.Request.Headers.Authorization.Count > 0;

    /// <summary>Adds what checks keys, and where an issuer is set what checks tokens.</summary>
    public static void AddCredentials(this IServiceCollection services, AccessSettings access)
    {
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<Standings>();
        services.AddSingleton<WrongKeys>();
        services.AddSingleton<SignIns>();
        var authentication = services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, either => either.ForwardDefaultSelector =
                http => access.Jwt is not null && TokenScheme.IsShown(http.Request) ? TokenScheme.Name : ApiKeyHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        if (access.Jwt is not null) authentication.AddTokens();
        ApiKeyHandler.AddRights(services.AddAuthorizationBuilder(), access);
    }
}
