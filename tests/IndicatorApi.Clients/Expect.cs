using System.Text.Json;

namespace IndicatorApi.Clients;

/// <summary>Ends a journey where something is not as it was expected.</summary>
internal static class Expect
{
    public static void That(bool isSo, string what)
    {
        if (!isSo) throw new InvalidOperationException($"Expected: {what}");
        Console.WriteLine(what);
    }

    /// <summary>Whether everything that was sent is there again; what a server adds does not matter.</summary>
    public static void Contains(string read, string sent, string what)
    {
        using var answer = JsonDocument.Parse(read);
        using var request = JsonDocument.Parse(sent);
        var missing = request.RootElement.EnumerateObject().Where(
            member => !answer.RootElement.TryGetProperty(member.Name, out var found) || !JsonElement.DeepEquals(found, member.Value)).ToList();
        That(missing.Count == 0, $"{what}: {sent} is read as it was sent{(missing.Count == 0 ? "" : $", not as {read}")}");
    }
}
