using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace IndicatorApi.Features.Imports;

/// <summary>A file that was received: on disk, until it is disposed of.</summary>
/// <param name="Content">Its bytes, at the beginning.</param>
/// <param name="Name">What the sender calls it.</param>
/// <param name="Kind">What it is, by its content.</param>
/// <param name="Sha256">The hash of its bytes.</param>
public sealed record ReceivedFile(FileStream Content, string? Name, ImportFileKind Kind, byte[] Sha256) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}

/// <summary>Receives files and tells what they are: by what is in them, never by their name alone.</summary>
public static class ImportFiles
{
    /// <summary>The media type of CSV.</summary>
    public const string CsvType = "text/csv";

    /// <summary>The media type of workbooks.</summary>
    public const string XlsxType = WorkbookWriter.MediaType;

    /// <summary>Receives the body of a request: the file itself, or a form with one file.</summary>
    public static async Task<(ReceivedFile? File, Problem? Problem)> ReceiveAsync(HttpRequest request, string? name, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            return (null, Refuse("The request has no Content-Type.", "Yêu cầu không có Content-Type."));
        if (!type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            var declared = type.MediaType.Equals(CsvType, StringComparison.OrdinalIgnoreCase) ? ImportFileKind.Csv
                : type.MediaType.Equals(XlsxType, StringComparison.OrdinalIgnoreCase) ? ImportFileKind.Xlsx : (ImportFileKind?)null;
            if (declared is null) return (null, Refuse($"'{type.MediaType}' is neither.", $"'{type.MediaType}' không thuộc hai loại này."));
            if (type.Charset.HasValue && type.Charset.Value is { } charset && !charset.Trim('"').StartsWith("utf-", StringComparison.OrdinalIgnoreCase))
                return (null, Refuse($"The charset '{charset}' is not read; send UTF-8.", $"Không đọc bảng mã '{charset}'; hãy gửi UTF-8."));
            return await StoreAsync(request.Body, name, declared, cancellationToken);
        }
        if (HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
            return (null, Refuse("The form has no boundary.", "Biểu mẫu thiếu boundary."));
        var form = new MultipartReader(boundary, request.Body);
        ReceivedFile? file = null;
        try
        {
            while (await form.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                var disposition = section.GetContentDispositionHeader();
                if (disposition?.IsFileDisposition() != true || file is not null)
                {
                    if (file is not null) await file.DisposeAsync();
                    return (null, Refuse("The form must hold one file and nothing else; everything else goes into the query.",
                        "Biểu mẫu chỉ được có một tệp; các tham số khác ghi trong địa chỉ."));
                }
                var given = disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : HeaderUtilities.RemoveQuotes(disposition.FileName).Value;
                (file, var problem) = await StoreAsync(section.Body, name ?? given, null, cancellationToken);
                if (problem is not null) return (null, problem);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException || (exception is IOException and not BadHttpRequestException))
        {
            if (file is not null) await file.DisposeAsync();
            return (null, Refuse("The form is cut off.", "Biểu mẫu bị cắt ngang."));
        }
        return file is null ? (null, Refuse("The form holds no file.", "Biểu mẫu không có tệp.")) : (file, null);
    }

    /// <summary>Copies a file and finds out what it is.</summary>
    public static async Task<(ReceivedFile? File, Problem? Problem)> StoreAsync(
        Stream source, string? name, ImportFileKind? declared, CancellationToken cancellationToken)
    {
        var content = TemporaryFile.Create();
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                await content.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
            content.Position = 0;
            read = await content.ReadAtLeastAsync(buffer.AsMemory(0, 4096), 4096, throwOnEndOfStream: false, cancellationToken);
            content.Position = 0;
            var (kind, problem) = Tell(buffer.AsSpan(0, read), declared, name);
            if (problem is null && kind == ImportFileKind.Xlsx) problem = OtherPackage(content);
            else if (problem is null && buffer.AsSpan(0, read).StartsWith(OldBook)) problem = OldOrLocked(content);
            if (problem is null) return (new ReceivedFile(content, Shown(name), kind, hash.GetHashAndReset()), null);
            await content.DisposeAsync();
            return (null, problem);
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    private static (ImportFileKind Kind, Problem? Problem) Tell(ReadOnlySpan<byte> head, ImportFileKind? declared, string? name)
    {
        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8))
        {
            if (declared == ImportFileKind.Csv)
                return (default, Refuse("It was sent as CSV, and is a packed file.", "Tệp gửi dưới dạng CSV nhưng là tệp nén."));
            return name?.EndsWith(".xlsm", StringComparison.OrdinalIgnoreCase) == true
                ? (default, Refuse("Workbooks with macros (.xlsm) are not taken.", "Không nhận bảng tính có macro (.xlsm).")) : (ImportFileKind.Xlsx, null);
        }
        if (head.StartsWith(OldBook)) return (ImportFileKind.Csv, null);
        if (declared == ImportFileKind.Xlsx)
            return (default, Refuse("It was sent as a workbook, and is none.", "Tệp gửi dưới dạng bảng tính nhưng không phải bảng tính."));
        var isUtf16 = head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
        if (!isUtf16 && (head.Contains((byte)0) || head.StartsWith("%PDF-"u8)))
            return (default, Refuse("It is neither text nor a workbook.", "Tệp không phải văn bản cũng không phải bảng tính."));
        var text = Encoding.Latin1.GetString(head).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\r', '\n', '\t');
        return text.StartsWith('<') ? (default, Refuse("It is a web page or XML, whatever it is called; save it as .xlsx or CSV.",
            "Tệp là trang web hoặc XML dù tên là gì; hãy lưu lại dạng .xlsx hoặc CSV.")) : (ImportFileKind.Csv, null);
    }

    private static ReadOnlySpan<byte> OldBook => [0xD0, 0xCF, 0x11, 0xE0];

    // The same container holds workbooks of before 2007, and newer ones behind a password: these have a part of this name.
    private static Problem OldOrLocked(FileStream content)
    {
        var name = Encoding.Unicode.GetBytes("EncryptedPackage");
        var buffer = new byte[64 * 1024];
        var (kept, read, isLocked) = (0, 0, false);
        while (!isLocked && (read = content.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            var seen = buffer.AsSpan(0, kept + read);
            isLocked = seen.IndexOf(name) >= 0;
            kept = Math.Min(name.Length - 1, seen.Length);
            seen[^kept..].CopyTo(buffer);
        }
        return isLocked ? Refuse("It is a workbook with a password; save it without one.", "Tệp là bảng tính có mật khẩu; hãy lưu lại không mật khẩu.")
            : Refuse("It is an old workbook (.xls); save it as .xlsx.", "Tệp là bảng tính kiểu cũ (.xls); hãy lưu lại dạng .xlsx.");
    }

    // Other programs pack their files the same way; what is in a package says whose it is. One that is damaged is found out when it is read.
    private static Problem? OtherPackage(FileStream content)
    {
        try
        {
            using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            bool Has(string name) => zip.Entries.Any(entry => entry.FullName.Replace('\\', '/').StartsWith(name, StringComparison.OrdinalIgnoreCase));
            if (Has("mimetype") && Has("content.xml"))
                return Refuse("It is an OpenDocument file (.ods), as LibreOffice saves; save it as .xlsx (File, Save As, Excel 2007-365).",
                    "Tệp là OpenDocument (.ods) của LibreOffice; hãy lưu lại dạng .xlsx (Tệp, Lưu thành, Excel 2007-365).");
            if (Has("xl/workbook.bin"))
                return Refuse("It is a binary workbook (.xlsb); save it as .xlsx.", "Tệp là bảng tính nhị phân (.xlsb); hãy lưu lại dạng .xlsx.");
            if (Has("word/")) return Refuse("It is a Word document; put its table into a workbook (.xlsx).",
                "Tệp là văn bản Word; hãy chép bảng vào bảng tính (.xlsx).");
            if (Has("ppt/")) return Refuse("It is a presentation; put its table into a workbook (.xlsx).",
                "Tệp là bản trình chiếu; hãy chép bảng vào bảng tính (.xlsx).");
            if (Has("Index/")) return Refuse("It is a Numbers document; export it as .xlsx.", "Tệp là bảng tính Numbers; hãy xuất ra dạng .xlsx.");
            return zip.Entries.Count > 0 && !Has("[Content_Types].xml") && !Has("xl/") && !Has("_rels/")
                ? Refuse("It is a packed folder (.zip); unpack it and send the workbook in it.", "Tệp là thư mục nén (.zip); hãy giải nén rồi gửi bảng tính bên trong.")
                : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
        finally
        {
            content.Position = 0;
        }
    }

    private static Problem Refuse(string english, string vietnamese) => new(ErrorCodes.UnsupportedFile, english, vietnamese);

    // A name is only shown: what cannot be shown is left out.
    private static string? Shown(string? name)
    {
        if (name is null || !Text.IsWellFormed(name)) return null;
        var last = name.Normalize(NormalizationForm.FormC).Split('/', '\\')[^1].Trim();
        return last.Length is 0 or > 255 ? null : last;
    }
}
