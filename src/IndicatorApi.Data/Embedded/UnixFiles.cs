namespace IndicatorApi.Data.Embedded;

/// <summary>Makes files and directories with exactly the rights they are to have.</summary>
internal static class UnixFiles
{
    public const UnixFileMode Private = PrivateFile | UnixFileMode.UserExecute;
    public const UnixFileMode Passable = Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

#pragma warning disable CA1416 // Windows is refused before anything else happens.
    public static void CreateDirectory(string path, UnixFileMode mode)
    {
        Directory.CreateDirectory(path, mode);
        // The process's umask took bits away.
        File.SetUnixFileMode(path, mode);
    }

    public static void CreateFile(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = PrivateFile };
        new FileStream(path, options).Dispose();
    }
#pragma warning restore CA1416
}
