using System.Globalization;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Changes;

/// <summary>Many write and some follow, servers and connections die in between, and every follower ends with what a full read has.</summary>
[Trait(Kinds.Name, Kinds.Faults)]
[Collection(Alone.Name)]
public sealed class FollowersTests(PostgresFixture postgres)
{
    private const int Writers = 16;
    private const string Question = "period=2022";

    [Fact]
    public async Task Followers_OfManyWriters_OverCrashes_EndWithTheFullSet()
    {
        await using var first = await ApiServer.StartAsync(postgres, faults: true);
        var worlds = new List<World>();
        for (var i = 0; i < 8; i++) worlds.Add(await first.WorldAsync());
        var second = await ApiServer.StartAsync(postgres, connectionString: first.ConnectionString, faults: true);
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        using var listening = new CancellationTokenSource();
        int written = 0, failed = 0;

        var copies = Enumerable.Range(0, 3).Select(_ => new Copy(Question))
            .Concat([new Copy("", "actuals"), new Copy("", "actuals"), new Copy("", "targets"), new Copy("", "targets")]).ToList();
        List<Copy> listeners = [new(Question), new("", "actuals"), new("", "targets")];
        var ears = listeners.Select(copy => copy.ListenAsync(first.Client, listening.Token)).ToList();
        var followers = copies.Select((copy, i) => Task.Run(() => FollowAsync(copy, i % 3 == 0 ? "&limit=2" : i % 3 == 1 ? "&wait=2" : ""))).ToList();
        var writers = Enumerable.Range(0, Writers).Select(i => Task.Run(() => WriteAsync(i))).ToList();
        // Every few seconds all connections to the database die, whatever they are doing; half-way one of the servers does.
        await using var source = NpgsqlDataSource.Create(first.ConnectionString);
        for (var round = 0; !time.IsCancellationRequested; round++)
        {
            await Task.Delay(4_000, TestContext.Current.CancellationToken);
            await using var kill = source.CreateCommand("""
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'indicator-api%'
                """);
            await kill.ExecuteScalarAsync(TestContext.Current.CancellationToken);
            if (round != 4) continue;
            await second.DisposeAsync();
            second = await ApiServer.StartAsync(postgres, connectionString: first.ConnectionString, faults: true);
        }
        await Task.WhenAll(writers);
        await Task.WhenAll(followers);
        // A server that has no connection that was killed.
        await using var calm = await ApiServer.StartAsync(postgres, connectionString: first.ConnectionString, faults: true);

        await SettledAsync(calm);
        foreach (var copy in copies)
        {
            await copy.FollowAsync(calm.Client);
            copy.Rows.ShouldBe(await copy.FullAsync(calm));
            (await copy.FollowAsync(calm.Client)).ShouldBeEmpty("what was told is told once");
        }
        foreach (var copy in listeners)
        {
            var full = await copy.FullAsync(calm);
            full.ShouldNotBeEmpty();
            await Eventually.SeenAsync(TimeSpan.FromSeconds(30), () => copy.Rows, rows => rows.SequenceEqual(full));
        }
        await listening.CancelAsync();
        await Task.WhenAll(ears);
        written.ShouldBeGreaterThan(100);
        await second.DisposeAsync();
        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture,
            $"{written} writes stored, {failed} failed; changes taken: {string.Join(", ", copies.Concat(listeners).Select(copy => copy.Taken))}"));

        // A request that nobody waits for any more may still be at work in a server.
        static async Task SettledAsync(ApiServer api)
        {
            var seen = await Copy.FullAsync(api, Question);
            for (var same = 0; same < 4;)
            {
                await Task.Delay(1_000);
                var now = await Copy.FullAsync(api, Question);
                same = now.SequenceEqual(seen) ? same + 1 : 0;
                seen = now;
            }
        }

        async Task WriteAsync(int writer)
        {
            var random = new Random(writer);
            while (!time.IsCancellationRequested)
            {
                var world = worlds[random.Next(worlds.Count)];
                var api = random.Next(2) == 0 ? first : second;
                try
                {
                    var answer = random.Next(11) switch
                    {
                        10 => await api.RemoveAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/{2020 + random.Next(4)}", "*"),
                        < 6 => await api.PostJsonAsync("/api/v1/actuals/batch", new
                        {
                            items = worlds.Where(_ => random.Next(3) == 0).Append(world).DistinctBy(one => one.Ward).Select(one => new
                            {
                                orgUnit = one.Ward,
                                indicator = one.Indicator,
                                period = $"{2020 + random.Next(4)}",
                                value = random.Next(100),
                            }),
                        }),
                        < 8 => await api.PostJsonAsync($"/api/v1/resolutions/{world.Resolution}/targets/batch", new
                        {
                            items = new[]
                            {
                                new
                                {
                                    indicator = world.Indicator,
                                    period = $"{2021 + random.Next(3)}",
                                    rule = new { kind = "atLeast", value = random.Next(1, 50) },
                                },
                            },
                        }),
                        8 => await RemoveTargetAsync(api, world),
                        _ => await api.PutJsonAsync($"/api/v1/organisation-units/{world.Ward}",
                            new { code = world.Ward, name = $"Phường {random.Next(1000)}", level = "ward" }, "*"),
                    };
                    if (answer.Status < 300) Interlocked.Increment(ref written);
                    else Interlocked.Increment(ref failed);
                }
                catch (Exception exception) when (exception is HttpRequestException or ObjectDisposedException or TaskCanceledException or IOException)
                {
                    Interlocked.Increment(ref failed);
                }
            }
        }

        static async Task<Answer> RemoveTargetAsync(ApiServer api, World world)
        {
            var targets = await api.ReadAsync($"/api/v1/resolutions/{world.Resolution}/targets");
            if (targets.Status != 200) return targets;
            var last = targets["items"].EnumerateArray().Select(target => target.GetProperty("id").GetString()).Last();
            if (last == world.Target) return targets;
            return await api.RemoveAsync($"/api/v1/targets/{last}", "*");
        }

        async Task FollowAsync(Copy copy, string more)
        {
            while (!time.IsCancellationRequested)
            {
                try
                {
                    // Only whole answers are taken: one that fails is asked for again.
                    var answer = await (Random.Shared.Next(2) == 0 ? first : second).Client.CallAsync(HttpMethod.Get, copy.Address(more));
                    if (answer.Status == 200) copy.Take(answer.Json);
                    else answer.Status.ShouldBeOneOf(500, 503);
                }
                catch (Exception exception) when (exception is HttpRequestException or ObjectDisposedException or TaskCanceledException or IOException)
                {
                    // The server that dies.
                }
            }
        }
    }
}
