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

    /// <summary>
    /// Answers 200 when requests can be served: the database answers and the process is not stopping. While there is no primary, and a standby
    /// answers reads, the status is <c>readsOnly</c>.
    /// </summary>
    public override async Task<Results<Ok<HealthResponse>, Problem>> ExecuteAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return new Problem(ErrorCodes.Stopping);
        foreach (var server in database.Reads.InOrder(isFresh: true))
        {
            if (await IsStandbyAsync(server, cancellationToken) is { } isStandby) return TypedResults.Ok(new HealthResponse(isStandby ? "readsOnly" : "ready"));
        }
        return new Problem(ErrorCodes.DatabaseUnavailable);
    }

    // Null when it does not answer, or has no schema.
    private static async Task<bool?> IsStandbyAsync(ReadServer server, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = server.Source.CreateCommand("SELECT pg_is_in_recovery() FROM reference_version WHERE id = 1");
            command.CommandTimeout = 2;
            return (bool?)await command.ExecuteScalarAsync(cancellationToken);
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }
}
