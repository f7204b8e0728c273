namespace IndicatorApi.Data.Embedded;

/// <summary>The user the server runs as: one without privileges when the program is root, else the program's own.</summary>
internal sealed class ServerUser
{
    private readonly string[] prefix;
    private readonly string group;

    private ServerUser(string name, string id, string group, string[] prefix)
    {
        Name = name;
        Id = id;
        this.group = group;
        this.prefix = prefix;
    }

    public string Name { get; }

    public string Id { get; }

    public bool IsAnotherUser => prefix.Length > 0;

    public static async Task<ServerUser> ChooseAsync(CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
            return new ServerUser(Environment.UserName, await IdAsync("-u", null, cancellationToken), "", []);

        foreach (var name in (string[])["postgres", "nobody"])
        {
            var id = await IdAsync("-u", name, cancellationToken);
            if (id.Length == 0) continue;
            var group = await IdAsync("-g", name, cancellationToken);
            return new ServerUser(name, id, group, await WayToBecomeAsync(name, id, group, cancellationToken));
        }

        throw new EmbeddedPostgresException(
            "PostgreSQL does not run as root and there is no user postgres or nobody: run the program as an ordinary user.");
    }

    /// <summary>Runs a command as this user.</summary>
    public Task<ChildResult> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken, string input = "") =>
        ChildProcess.RunAsync([.. prefix, .. command], input, cancellationToken);

    /// <summary>Gives a directory or file that the program has just made to this user.</summary>
    public async Task GiveAsync(string path, CancellationToken cancellationToken)
    {
        if (!IsAnotherUser) return;
        var result = await ChildProcess.RunAsync(["chown", $"{Id}:{group}", path], "", cancellationToken);
        if (!result.Succeeded) throw new EmbeddedPostgresException($"{path} cannot be given to user {Name}: {result.Reason}");
    }

    /// <summary>True when the path is a directory, not a link to one, that belongs to this user and is closed to all others.</summary>
    public Task<bool> OwnsPrivatelyAsync(string directory, CancellationToken cancellationToken) =>
        FindsAsync(directory, ["-perm", "0700"], cancellationToken);

    /// <summary>True when the path is a directory, not a link to one, that belongs to this user.</summary>
    public Task<bool> OwnsAsync(string directory, CancellationToken cancellationToken) => FindsAsync(directory, [], cancellationToken);

    private static async Task<string[]> WayToBecomeAsync(string name, string id, string group, CancellationToken cancellationToken)
    {
        string[][] ways =
        [
            ["setpriv", $"--reuid={id}", $"--regid={group}", "--clear-groups", "--"],
            ["runuser", "-u", name, "--"],
        ];
        var reasons = "";
        foreach (var way in ways)
        {
            var result = await ChildProcess.RunAsync([.. way, "true"], "", cancellationToken);
            if (result.Succeeded) return way;
            reasons += $" ({way[0]}: {result.Reason})";
        }

        throw new EmbeddedPostgresException(
            $"PostgreSQL does not run as root and neither setpriv nor runuser can become user {name}: "
            + $"install util-linux or run the program as an ordinary user{reasons}.");
    }

    // find tells owner, kind and mode in one look, with the same words on Linux and macOS.
    private async Task<bool> FindsAsync(string directory, string[] more, CancellationToken cancellationToken)
    {
        var result = await ChildProcess.RunAsync(
            ["find", directory, "-prune", "-type", "d", "-user", Id, .. more], "", cancellationToken);
        return result.Succeeded && result.Output.Trim() == directory;
    }

    private static async Task<string> IdAsync(string what, string? name, CancellationToken cancellationToken)
    {
        var result = await ChildProcess.RunAsync(name is null ? ["id", what] : ["id", what, name], "", cancellationToken);
        return result.Succeeded ? result.Output.Trim() : "";
    }
}
