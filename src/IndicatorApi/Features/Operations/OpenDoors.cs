using IndicatorApi.Access;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Operations;

/// <summary>Says at the start what works and is less safe than it should be.</summary>
public static class OpenDoors
{
    /// <summary>One line for each, with what to do.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(Settings settings, ApiKeys keys, CancellationToken cancellationToken) =>
        [.. ToTheDatabase(settings), .. await keys.OverdueAsync(cancellationToken)];

    /// <summary>One line for each connection string that may cross a network in the open.</summary>
    public static IReadOnlyList<string> ToTheDatabase(Settings settings) => [.. InTheOpen("Write", settings.Write), .. InTheOpen("Read", settings.Read)];

    private static IEnumerable<string> InTheOpen(string name, string? connectionString) =>
        connectionString is null || Hosts.InTheOpen(connectionString) is not { Count: > 0 } hosts ? [] :
        [
            $"ConnectionStrings__{name} reaches {string.Join(", ", hosts)} and does not insist on encryption: figures and hashes of keys may cross the "
            + "network in the open. Set SSL Mode=VerifyFull, or SSL Mode=Require where the certificate cannot be checked.",
        ];
}
