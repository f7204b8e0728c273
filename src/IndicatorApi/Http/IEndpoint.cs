namespace IndicatorApi.Http;

/// <summary>One endpoint: its whole route in <see cref="Map"/>, its work in a static <c>HandleAsync</c> beside it.</summary>
public interface IEndpoint
{
    /// <summary>Adds the endpoint to the routes.</summary>
    static abstract RouteHandlerBuilder Map(IEndpointRouteBuilder routes);
}
