namespace IndicatorApi.Data.Embedded;

/// <summary>The directory that holds everything of one embedded server, and the names in it.</summary>
internal sealed class DataRoot
{
    private const string Name = "indicator-api";

    // pg_ctl pastes paths into a shell command between double quotes.
    private static readonly char[] Unusable = ['"', '$', '`', '\\'];

    private readonly ServerUser user;

    private DataRoot(string path, ServerUser user)
    {
        Location = path;
        this.user = user;
    }

    public string Location { get; }

    public string Cluster => Path.Combine(Location, "cluster");

    /// <summary>Where a cluster is made, until it is whole.</summary>
    public string Unfinished => Path.Combine(Location, "cluster.unfinished");

    public string Log => Path.Combine(Location, "server.log");

    public string OldLog => Path.Combine(Location, "server.log.1");

    public string Sockets => Path.Combine(Location, "run");

    /// <summary>Finds or makes the directory, and refuses one that holds something else.</summary>
    public static async Task<DataRoot> OpenAsync(EmbeddedPostgresOptions options, ServerUser user, CancellationToken cancellationToken)
    {
        var path = RealPath.Of(options.DataDirectory ?? DefaultPath(options.Disposable));
        if (path.IndexOfAny(Unusable) >= 0 || path.Any(char.IsControl))
        {
            throw new EmbeddedPostgresException(
                $"{path} has a quote, dollar, backslash or control character in it: choose another data directory.");
        }

        DataRoot root = new(path, user);
        try
        {
            root.RefuseForeign();
            root.Create();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException(
                $"The data directory {path} cannot be made or read by user {Environment.UserName}: {e.Message}", e);
        }

        await root.RequireTraversableAsync(cancellationToken);
        return root;
    }

    /// <summary>Makes a directory closed to all but the server's user.</summary>
    public async Task CreatePrivateAsync(string directory, CancellationToken cancellationToken)
    {
        UnixFiles.CreateDirectory(directory, UnixFiles.Private);
        await user.GiveAsync(directory, cancellationToken);
    }

    /// <summary>Makes sure the log is there for the server to append to, and does not grow for ever.</summary>
    public async Task PrepareLogAsync(CancellationToken cancellationToken)
    {
        const long most = 10_000_000;
        FileInfo log = new(Log);
        if (log.Exists && log.Length > most) File.Move(Log, OldLog, overwrite: true);
        if (File.Exists(Log)) return;

        UnixFiles.CreateFile(Log);
        await user.GiveAsync(Log, cancellationToken);
    }

    /// <summary>Deletes what the embedded server made here, then the directory if nothing else is in it.</summary>
    public void Delete()
    {
        foreach (var directory in (string[])[Cluster, Unfinished, Sockets])
        {
            if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        }

        foreach (var file in (string[])[Log, OldLog]) File.Delete(file);
        foreach (var name in (string[])[OwnerLock.OwnerName, OwnerLock.LockName]) File.Delete(Path.Combine(Location, name));
        if (!Directory.EnumerateFileSystemEntries(Location).Any()) Directory.Delete(Location);
    }

    private static string DefaultPath(bool disposable)
    {
        // A session's own temporary directory may be closed to the server's user, /tmp never is.
        if (disposable)
        {
            var parent = Environment.IsPrivilegedProcess ? "/tmp" : Path.GetTempPath();
            return Path.Combine(parent, $"{Name}-{Path.GetFileNameWithoutExtension(Path.GetRandomFileName())}");
        }

        if (Environment.IsPrivilegedProcess) return $"/var/lib/{Name}";
        var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        if (!string.IsNullOrEmpty(data) && Path.IsPathRooted(data)) return Path.Combine(data, Name);
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0
            ? Path.Combine(home, ".local", "share", Name)
            : throw new EmbeddedPostgresException("This user has no home directory: set Embedded__DataDirectory.");
    }

    private void RefuseForeign()
    {
        if (File.Exists(Location)) throw new EmbeddedPostgresException($"{Location} is a file: choose another data directory.");
        if (!Directory.Exists(Location)) return;

        HashSet<string> names = [.. Directory.EnumerateFileSystemEntries(Location).Select(entry => Path.GetFileName(entry))];
        if (names.Contains("PG_VERSION"))
        {
            throw new EmbeddedPostgresException(
                $"{Location} is itself a PostgreSQL cluster, not this program's: "
                + "choose another data directory, or set ConnectionStrings__Write.");
        }

        // A volume's own entry is no one's file.
        names.Remove("lost+found");
        if (names.Count > 0 && !names.Contains(OwnerLock.LockName) && !names.Contains(Path.GetFileName(Cluster)))
            throw new EmbeddedPostgresException($"{Location} holds files of something else: choose an empty or a new data directory.");
    }

    private void Create()
    {
        // The server's user has to pass through to its own directories, but needs to list nothing.
        var mode = user.IsAnotherUser ? UnixFiles.Passable : UnixFiles.Private;
        foreach (var part in RealPath.FromTop(Location).Where(part => !Directory.Exists(part)))
            UnixFiles.CreateDirectory(part, mode);
    }

    private async Task RequireTraversableAsync(CancellationToken cancellationToken)
    {
        if (!user.IsAnotherUser || await CanEnterAsync(Location, cancellationToken)) return;
        foreach (var part in RealPath.FromTop(Location))
        {
            if (await CanEnterAsync(part, cancellationToken)) continue;
            throw new EmbeddedPostgresException(
                $"The server's user {user.Name} cannot enter {part}: choose a data directory outside it, or run 'chmod o+x {part}'.");
        }
    }

    private async Task<bool> CanEnterAsync(string directory, CancellationToken cancellationToken) =>
        (await user.RunAsync(["sh", "-c", "cd \"$1\"", "sh", directory], cancellationToken)).Succeeded;
}
