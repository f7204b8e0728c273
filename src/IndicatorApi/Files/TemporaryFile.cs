namespace IndicatorApi.Files;

/// <summary>Files that are gone when they are closed, however that comes.</summary>
internal static class TemporaryFile
{
    /// <summary>A new file that only this process sees; where the system can, it has no name from the start, so that no crash leaves it.</summary>
    public static FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 64 * 1024,
            Options = FileOptions.Asynchronous | (OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None),
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"indicator-api-{Path.GetRandomFileName()}"), options);
        if (!OperatingSystem.IsWindows()) File.Delete(file.Name);
        return file;
    }

    /// <summary>Sends the whole file as the body.</summary>
    public static Task SendAsync(this FileStream file, HttpResponse response, CancellationToken cancellationToken)
    {
        file.Position = 0;
        response.ContentLength = file.Length;
        return file.CopyToAsync(response.Body, cancellationToken);
    }
}
