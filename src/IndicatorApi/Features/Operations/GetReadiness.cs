using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace IndicatorApi.Features.Operations;

public sealed class GetReadiness(Database database, IHostApplicationLifetime lifetime) : EndpointWithoutRequest<Results<Ok<HealthResponse>, Problem>>
{
    public override void Configure()
    {
        Get("/readyz");
        Group<OperationsGroup>();
        AllowAnonymous();
    }

    /// <summary>Answers 200 when requests can be served: the database answers and the process is not stopping.</summary>
    public override async Task<Results<Ok<HealthResponse>, Problem>> ExecuteAsync(CancellationToken cancellationToken)
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
