using System.CommandLine;
using System.Globalization;
using IndicatorApi.Access;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Keys;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;

namespace IndicatorApi.Commands;

/// <summary><c>keys</c>: makes, lists and revokes keys, for whoever runs the program.</summary>
public static class Keys
{
    private static readonly Author CommandLine = Author.OfProgram("keys, from the command line");

    /// <summary>The command.</summary>
    public static Command Create() => new("keys", "Make, list and revoke the keys that callers show.") { CreateKey(), List(), Revoke() };

    private static Command CreateKey()
    {
        var name = new Option<string>("--name") { Description = "Whose key it is; revisions name it.", Required = true };
        var role = new Option<string>("--role") { Description = $"One of {string.Join(", ", WireNames<AccessRole>.All)}.", Required = true };
        role.AcceptOnlyFromAmong([.. WireNames<AccessRole>.All]);
        var unit = new Option<string?>("--org-unit") { Description = "Code of the unit that it is for, with all under it; all units when left out." };
        var expires = new Option<string?>("--expires") { Description = "When it expires, with the zone: 2027-01-31T17:00:00Z; never when left out." };
        var json = Program.JsonOption();
        var command = new Command("create", "Make a key and show it, once.") { name, role, unit, expires, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(async (services, token) =>
        {
            DateTimeOffset? expiresAt = null;
            if (parsed.GetValue(expires) is { } text)
            {
                if (!DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var at))
                    return Refuse($"--expires: '{text}' is not an instant. Write it with its zone: 2027-01-31T17:00:00Z.");
                expiresAt = at;
            }
            var body = new KeyBody
            {
                Name = parsed.GetValue(name)!,
                Role = WireNames<AccessRole>.Parse(parsed.GetValue(role)!),
                OrgUnit = parsed.GetValue(unit),
                ExpiresAt = expiresAt
            };
            var errors = new Errors();
            var reference = await services.GetRequiredService<ReferenceDataCache>().GetAsync(token);
            var made = await body.CreateAsync(services.GetRequiredService<ApiKeys>(), reference, services.GetRequiredService<TimeProvider>(), CommandLine,
                errors, token);
            if (errors.AreFatal(out var problem)) return Refuse(problem.Details(Language.English).Detail!);
            Program.Report(parsed.GetValue(json), $"{made!.Key}\nKeep it: it is shown this once. To revoke it: keys revoke {made.Id}", made);
            return 0;
        }, cancellationToken));
        return command;
    }

    private static Command List()
    {
        var json = Program.JsonOption();
        var command = new Command("list", "List the keys, oldest first; never the keys themselves.") { json };
        command.SetAction((parsed, cancellationToken) => RunAsync(async (services, token) =>
        {
            var items = (await services.GetRequiredService<ApiKeys>().ListAsync(null, int.MaxValue, token)).Select(Mapping.To<FoundKey, KeyResponse>).ToList();
            Program.Report(parsed.GetValue(json), string.Join('\n', items.Select(Line)), new { items });
            return 0;
        }, cancellationToken));
        return command;
    }

    private static Command Revoke()
    {
        var id = new Argument<Guid>("id") { Description = "The key's id, as listed." };
        var json = Program.JsonOption();
        var command = new Command("revoke", "Revoke a key for ever.") { id, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(async (services, token) =>
        {
            var key = parsed.GetValue(id);
            switch (await services.GetRequiredService<ApiKeys>().RevokeAsync(key, CommandLine, token))
            {
                case Revocation.Unknown: return Refuse($"There is no key {key}.");
                case Revocation.LastAdministrator: return Refuse(ErrorCodes.LastAdministrator.English);
                default:
                    Program.Report(parsed.GetValue(json), "Revoked.", new { revoked = key });
                    return 0;
            }
        }, cancellationToken));
        return command;
    }

    private static Task<int> RunAsync(Func<IServiceProvider, CancellationToken, Task<int>> work, CancellationToken cancellationToken) =>
        Program.WithDatabaseAsync(async (settings, connectionString, _, token) =>
        {
            await using var app = Server.Build(Server.CreateBuilder(), settings, connectionString);
            return await work(app.Services, token);
        }, cancellationToken, joins: true);

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return 1;
    }

    private static string Line(KeyResponse key)
    {
        var state = key.RevokedAt is not null ? "revoked" : key.ExpiresAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"until {at:u}") : "valid";
        return $"{key.Id}  {key.Prefix}…  {WireNames<AccessRole>.Of(key.Role),-13}  {key.OrgUnit ?? "all units"}  {state}  {key.Name}";
    }
}
