using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Operations;

/// <summary>Refuses writes while the private database has almost no room left: the write that fills the disk would end the reads too.</summary>
public sealed class StorageGuard(RequestDelegate next, StorageRoom room)
{
    /// <summary>Passes the request on, or answers 507.</summary>
    public Task InvokeAsync(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsOptions(http.Request.Method) || !room.IsLow
            ? next(http) : new Problem(ErrorCodes.StorageFull).ExecuteAsync(http);
}
