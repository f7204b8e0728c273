namespace IndicatorApi.Files;

/// <summary>Files that are gone when they are closed, however that comes.</summary>
internal static class TemporaryFile
{
    /// <summary>A new file that only this process sees.</summary>
    public static FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 64 * 1024,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path.Combine(Path.GetTempPath(), $"indicator-api-{Path.GetRandomFileName()}"), options);
    }

    /// <summary>Sends the whole file as the body.</summary>
    public static Task SendAsync(this FileStream file, HttpResponse response, CancellationToken cancellationToken)
    {
        file.Position = 0;
        response.ContentLength = file.Length;
        return file.CopyToAsync(response.Body, cancellationToken);
    }
}
