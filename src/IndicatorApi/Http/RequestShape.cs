using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using FastEndpoints;

namespace IndicatorApi.Http;

/// <summary>Where each member of a request comes from: the route, the query or the body, as its attribute says. Nothing is taken from two places.</summary>
public sealed class RequestShape
{
    private static readonly ConcurrentDictionary<Type, RequestShape> Known = new();

    private RequestShape(Type type)
    {
        foreach (var member in Members(type))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(member.Name);
            switch (member.GetCustomAttributes(inherit: true).Where(attribute => attribute is RouteParamAttribute or QueryParamAttribute or FromBodyAttribute)
                .ToList())
            {
                case [RouteParamAttribute]: Route.Add(name, member); break;
                case [QueryParamAttribute]: Query.Add(name, member); break;
                case [FromBodyAttribute] when Body is null: Body = member; break;
                default:
                    throw new InvalidOperationException(
                        $"{type.Name}.{member.Name} must say by one attribute whether it comes from the route, the query or the one body.");
            }
        }
        MayLackBody = Body is not null && new NullabilityInfoContext().Create(Body).WriteState == NullabilityState.Nullable;
    }

    /// <summary>What stands in the route, by the name it has there.</summary>
    public OrderedDictionary<string, PropertyInfo> Route { get; } = [];

    /// <summary>What stands in the query, by the name it has there.</summary>
    public OrderedDictionary<string, PropertyInfo> Query { get; } = [];

    /// <summary>What the body is; null where there is none.</summary>
    public PropertyInfo? Body { get; }

    /// <summary>Whether the body may be left out: its member says so by being nullable.</summary>
    public bool MayLackBody { get; }

    /// <summary>The shape of a request; throws for one that leaves a source open.</summary>
    public static RequestShape Of(Type request) => Known.GetOrAdd(request, type => new RequestShape(type));

    // A record's own members first, then what it shares with others, the most general first.
    private static IEnumerable<PropertyInfo> Members(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(member => member.CanWrite)
        .OrderBy(member => member.DeclaringType == type ? int.MinValue : Depth(member.DeclaringType!));

    private static int Depth(Type type) => type.BaseType is { } above ? 1 + Depth(above) : 0;
}
