using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace IndicatorApi.Features.Operations;

public sealed class GetReadiness : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/readyz", HandleAsync);

    /// <summary>Answers 200 when requests can be served: the database answers and the process is not stopping.</summary>
    internal static async Task<Results<Ok<HealthResponse>, Problem>> HandleAsync(
        Database database, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return new Problem(ErrorCodes.Stopping);
        try
        {
            await using var command = database.Fresh.CreateCommand("SELECT version FROM reference_version WHERE id = 1");
            command.CommandTimeout = 2;
            await command.ExecuteScalarAsync(cancellationToken);
            return TypedResults.Ok(new HealthResponse("ready"));
        }
        catch (NpgsqlException)
        {
            return new Problem(ErrorCodes.DatabaseUnavailable);
        }
    }
}
