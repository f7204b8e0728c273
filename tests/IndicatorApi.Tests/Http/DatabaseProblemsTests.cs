using System.Reflection;
using IndicatorApi.Http;
using IndicatorApi.Tests.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IndicatorApi.Tests.Http;

/// <summary>Every error that PostgreSQL knows is told as what it is: come again, room is short, a mistake of the caller, or one of ours.</summary>
public sealed class DatabaseProblemsTests(PostgresFixture postgres)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Classes of statements that PostgreSQL does not understand or allow: a program that is right never hears of them.</summary>
    private static readonly string[] OurOwn =
        ["03", "09", "0A", "0B", "0F", "0L", "0P", "0Z", "20", "21", "24", "25", "27", "2B", "2D", "2F", "34", "38", "39", "3B", "3F", "42", "44", "P0"];

    [Fact]
    public void Of_EveryStateOfPostgres_IsInternalForOurOwnMistakesAndDamage_AndForNothingElse()
    {
        var states = typeof(PostgresErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == typeof(string))
            .Select(field => (string)field.GetValue(null)!).Where(state => state[..2] is not ("00" or "01" or "02")).Distinct().ToList();
        states.Count.ShouldBeGreaterThan(200);
        foreach (var state in states)
        {
            var status = Status(state);
            var isOurs = state is "23000" or "23502" or "XX001" or "XX002"
                || (OurOwn.Contains(state[..2]) && state is not ("25006" or "25P03" or "25P04" or "42P05"));
            (status == 500).ShouldBe(isOurs, state);
            if (state.StartsWith("22", StringComparison.Ordinal)) status.ShouldBe(422, state);
        }
    }

    [Fact]
    public async Task Write_ThatTheDatabaseRefuses_IsAnsweredByWhatTheRefusalIs()
    {
        Assert.SkipWhen(TestServers.Topology == "citus", "A cluster takes no triggers, by which the database refuses on purpose here.");
        await using var api = await ApiServer.StartAsync(postgres, faults: true);
        var world = await api.WorldAsync();
        await using var source = NpgsqlDataSource.Create(api.ConnectionString);
        var address = $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022";
        (string State, int Status, string Code)[] refusals =
        [
            ("XX000", 503, "database_unavailable"), ("58030", 503, "database_unavailable"), ("53200", 503, "database_unavailable"),
            ("55000", 503, "database_unavailable"), ("26000", 503, "database_unavailable"), ("53100", 507, "storage_full"), ("57014", 503, "timeout"),
            ("40001", 409, "conflict"), ("22008", 422, "out_of_range"), ("54000", 413, "too_large"), ("XX001", 500, "internal"), ("42P01", 500, "internal"),
        ];
        foreach (var (state, status, code) in refusals)
        {
            await using var plant = source.CreateCommand($"""
                CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                  $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '{state}'; END $$;
                CREATE OR REPLACE TRIGGER refuse BEFORE INSERT ON actual_revision FOR EACH ROW EXECUTE FUNCTION refuse();
                """);
            await plant.ExecuteNonQueryAsync(Cancelled);
            var answer = (await api.PutJsonAsync(address, new { value = 1 })).Problem(status, code);
            (answer.Headers.RetryAfter is not null).ShouldBe(status == 503, state);
        }
        (await api.ReadAsync(address)).Problem(404);
    }

    /// <summary>The driver says some of its failures by others' exceptions, and the mapper puts its own around them.</summary>
    [Fact]
    public async Task Handle_WhatTheDriverThrowsWhenItWaitsInVain_IsNeverAFailureOfOurs()
    {
        Exception[] thrown =
        [
            new TimeoutException(), new NpgsqlException("x"), new NpgsqlException("x", new TimeoutException()),
            new NpgsqlException("x", new AggregateException(new IOException(), new TimeoutException())),
        ];
        foreach (var exception in thrown)
        {
            foreach (var around in (Exception[])[exception, new InvalidOperationException("x", exception), new DbUpdateException("x", exception),
                new InvalidOperationException("x", new DbUpdateException("x", exception))])
            {
                var services = new ServiceCollection().BuildServiceProvider();
                var http = new DefaultHttpContext { RequestServices = services, Response = { Body = new MemoryStream() } };
                (await new ExceptionProblems(NullLogger<ExceptionProblems>.Instance).TryHandleAsync(http, around, Cancelled)).ShouldBeTrue();
                http.Response.StatusCode.ShouldBe(503, $"{around}");
            }
        }
    }

    private static int Status(string state) =>
        DatabaseProblems.Of(new PostgresException("x", "ERROR", "ERROR", state)).StatusCode!.Value;
}
