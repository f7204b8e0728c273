namespace IndicatorApi.Tests.Running;

/// <summary>One server with an empty database for all tests of a class; tests keep apart through codes of their own.</summary>
public sealed class ServerFixture(PostgresFixture postgres) : IAsyncLifetime
{
    public ApiServer Api { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Api = await ApiServer.StartAsync(postgres);

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}

/// <summary>One server with the sample data, for tests that only read it.</summary>
public sealed class SampleFixture(PostgresFixture postgres) : IAsyncLifetime
{
    public ApiServer Api { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Api = await ApiServer.StartAsync(postgres, sample: true);

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}
