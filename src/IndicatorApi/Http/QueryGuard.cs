using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace IndicatorApi.Http;

/// <summary>Refuses query parameters that an endpoint does not know: a misspelt filter would otherwise answer with everything.</summary>
public static class QueryGuard
{
    /// <summary>The filter for one endpoint, which learns the known names from the handler's own signature.</summary>
    public static EndpointFilterDelegate Create(EndpointFilterFactoryContext context, EndpointFilterDelegate next)
    {
        var known = Names(context.MethodInfo.GetParameters()).ToHashSet(StringComparer.Ordinal);
        return invocation =>
        {
            var http = invocation.HttpContext;
            List<Error>? errors = null;
            foreach (var (name, values) in http.Request.Query)
            {
                if (!known.Contains(name)) (errors ??= []).Add(new Error(name, ErrorCodes.UnknownParameter, known.Count > 0 ? string.Join(", ", known.Order(StringComparer.Ordinal)) : "-"));
                else if (values.Count > 1) (errors ??= []).Add(new Error(name, ErrorCodes.InvalidQuery, "it is given more than once"));
            }
            return errors is null ? next(invocation) : ValueTask.FromResult<object?>(new Problem(errors));
        };
    }

    private static IEnumerable<string> Names(IEnumerable<ParameterInfo> parameters)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.GetCustomAttribute<AsParametersAttribute>() is not null)
            {
                foreach (var property in parameter.ParameterType.GetProperties())
                {
                    if (property.GetCustomAttribute<FromQueryAttribute>() is { } query) yield return query.Name!;
                }
            }
            else if (IsSimple(Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType))
            {
                yield return parameter.Name!;
            }
        }
    }

    // Route parameters are simple too; naming one in the query as well would be a mistake that binding ignores.
    private static bool IsSimple(Type type) => type == typeof(string) || type == typeof(DateOnly) || type == typeof(DateTimeOffset) || type == typeof(bool) || type == typeof(int);
}
