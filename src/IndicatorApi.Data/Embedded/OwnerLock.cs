using System.Globalization;

namespace IndicatorApi.Data.Embedded;

/// <summary>Holds a data directory for one program at a time; the system drops it when the program dies, however it dies.</summary>
internal sealed class OwnerLock : IDisposable
{
    public const string LockName = "owner.lock";
    public const string OwnerName = "owner.pid";

    // The errno of a lock held elsewhere, on Linux and on macOS: only that is another owner, the rest is a broken disk or a missing right.
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;

    private readonly FileStream file;

    private OwnerLock(FileStream file) => this.file = file;

    /// <summary>Takes the directory, or gives null where another program holds it.</summary>
    public static OwnerLock? TryTake(string root)
    {
        var owner = Path.Combine(root, OwnerName);
        try
        {
            FileStream file = new(Path.Combine(root, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // The process is named in a second file because a locked one cannot be opened even to read.
            File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new OwnerLock(file);
        }
        catch (IOException e) when (e.HResult is WouldBlockOnLinux or WouldBlockOnMac)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException($"{root} cannot be written by user {Environment.UserName}: {e.Message}", e);
        }
    }

    /// <summary>Says who holds the directory.</summary>
    public static EmbeddedPostgresException Held(string root) => new(
        $"{root} is already used by process {ReadOwner(Path.Combine(root, OwnerName))}: stop that one, or set Embedded__DataDirectory to another directory.");

    public void Dispose() => file.Dispose();

    private static string ReadOwner(string path)
    {
        try
        {
            var text = File.ReadAllText(path).Trim();
            return text.Length == 0 ? "(unknown)" : text;
        }
        catch (IOException)
        {
            return "(unknown)";
        }
    }
}
