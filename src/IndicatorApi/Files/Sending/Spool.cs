using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace IndicatorApi.Files.Sending;

/// <summary>
/// What an endpoint writes, and the caller has not taken yet. Whoever writes never waits for whoever reads: while the caller keeps up all goes straight
/// to it, and what it does not take waits in memory, and beyond that in a file.
/// </summary>
/// <remarks>
/// An endpoint that waits for a reader holds what it reads from: a connection, a moment of the database, the place of somebody else. Here it holds a
/// socket and some disk, both counted, and no longer than the reader goes on reading.
/// </remarks>
internal sealed class Spool(HttpContext http, IHttpResponseBodyFeature caller, SpoolSpace space) : PipeWriter, IHttpResponseBodyFeature
{
    private const int SmallestBuffer = 16 * 1024;
    private const int MostAtOnce = 64 * 1024;
    private const int MostInMemory = 256 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<Piece> _waiting = new();
    private readonly List<ArraySegment<byte>> _full = [];
    private string? _who;
    private Stream? _stream;
    private Task _sending = Task.CompletedTask;
    private byte[]? _buffer;
    private int _used;
    private long _straight;
    private bool _isStraight;
    private bool _isSending;
    private bool _isGone;
    private int _inMemory;
    private FileStream? _file;
    private long _fileEnd;
    private int _inFile;

    Stream IHttpResponseBodyFeature.Stream => _stream ??= AsStream(leaveOpen: true);

    PipeWriter IHttpResponseBodyFeature.Writer => this;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _straight + _used + _full.Sum(piece => (long)piece.Count);

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Choose();
        return _isStraight ? caller.Writer.GetMemory(sizeHint) : Buffer(sizeHint).AsMemory(_used);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        Choose();
        return _isStraight ? caller.Writer.GetSpan(sizeHint) : Buffer(sizeHint).AsSpan(_used);
    }

    public override void Advance(int bytes)
    {
        if (_isStraight)
        {
            caller.Writer.Advance(bytes);
            _straight += bytes;
        }
        else _used += bytes;
    }

    public override void CancelPendingFlush()
    {
        // No flush is ever pending for who writes.
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!HasOwn) Choose();
        if (!_isStraight) return HandOverAsync();
        _straight = 0;
        var flush = caller.Writer.FlushAsync(CancellationToken.None);
        if (flush.IsCompleted) return flush;
        _isSending = true;
        _sending = SendAsync(flush.AsTask());
        return ValueTask.FromResult(default(FlushResult));
    }

    public override void Complete(Exception? exception = null)
    {
        // The server ends the answer, and the middleware sees to what still waits.
    }

    public void DisableBuffering() => caller.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => caller.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(((IHttpResponseBodyFeature)this).Stream, path, offset, count, cancellationToken);

    /// <summary>Hands over what is left and waits until the caller has taken all of it, or is given up.</summary>
    public async Task CompleteAsync()
    {
        if (_straight > 0 || HasOwn) await FlushAsync();
        await _sending;
    }

    /// <summary>Lets nothing more go out, and waits until nothing does.</summary>
    public async Task AbandonAsync()
    {
        if (_isSending) http.Abort();
        await _sending;
    }

    /// <summary>Gives back memory and disk.</summary>
    public async ValueTask DisposeAsync()
    {
        Discard();
        foreach (var piece in _full) ArrayPool<byte>.Shared.Return(piece.Array!);
        if (_buffer is not null) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _used) = (null, 0);
        _full.Clear();
        if (_file is not null) await _file.DisposeAsync();
    }

    // Not before it is needed: the caller becomes known only on the way to the endpoint.
    private string Who => _who ??= SpoolSpace.CallerOf(http);

    private bool HasOwn => _used > 0 || _full.Count > 0;

    // Straight on while nothing waits; only who writes begins to send, so that it stays so until the next flush.
    private void Choose()
    {
        if (_straight > 0 || HasOwn) return;
        lock (_lock) _isStraight = !_isSending && !_isGone;
    }

    private byte[] Buffer(int sizeHint)
    {
        if (_buffer is not null && _buffer.Length - _used < Math.Max(1, sizeHint))
        {
            _full.Add(new ArraySegment<byte>(_buffer, 0, _used));
            (_buffer, _used) = (null, 0);
        }
        return _buffer ??= ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, SmallestBuffer));
    }

    private async ValueTask<FlushResult> HandOverAsync()
    {
        if (_used > 0) _full.Add(new ArraySegment<byte>(_buffer!, 0, _used));
        if (_used > 0) (_buffer, _used) = (null, 0);
        for (var i = 0; i < _full.Count; i++)
        {
            var bytes = _full[i];
            // Whoever throws from here has given the buffer back or handed it on.
            _full[i] = ArraySegment<byte>.Empty;
            if (bytes.Count > 0) await PlaceAsync(bytes);
        }
        _full.Clear();
        lock (_lock)
        {
            if (_isGone) return new FlushResult(isCanceled: false, isCompleted: true);
            if (_isSending || _waiting.Count == 0) return default;
            _isSending = true;
        }
        _sending = SendAsync(null);
        return default;
    }

    private async ValueTask PlaceAsync(ArraySegment<byte> bytes)
    {
        long place;
        lock (_lock)
        {
            if (_isGone)
            {
                ArrayPool<byte>.Shared.Return(bytes.Array!);
                return;
            }
            if (_inMemory + bytes.Array!.Length <= MostInMemory)
            {
                _inMemory += bytes.Array.Length;
                _waiting.Enqueue(new Piece(bytes.Array, 0, bytes.Count));
                return;
            }
            place = _fileEnd;
            _fileEnd += bytes.Count;
            _inFile++;
        }
        var isTaken = false;
        try
        {
            isTaken = space.TryTake(Who, bytes.Count);
            if (isTaken)
            {
                _file ??= TemporaryFile.Create();
                await RandomAccess.WriteAsync(_file.SafeFileHandle, bytes, place);
                lock (_lock) _waiting.Enqueue(new Piece(null, place, bytes.Count));
                return;
            }
        }
        catch (IOException)
        {
            // A full disk is as good as no room.
            if (isTaken) space.Give(Who, bytes.Count);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes.Array);
        }
        space.NoteFull();
        GiveUp();
    }

    private async Task SendAsync(Task<FlushResult>? first)
    {
        try
        {
            if (first is not null) await TakenAsync(first);
            while (true)
            {
                Piece piece;
                lock (_lock)
                {
                    if (_isGone || !_waiting.TryDequeue(out piece))
                    {
                        _isSending = false;
                        return;
                    }
                }
                try
                {
                    await SendAsync(piece);
                }
                finally
                {
                    Free(piece);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or TimeoutException or InvalidOperationException)
        {
            GiveUp();
            lock (_lock) _isSending = false;
        }
    }

    private async Task SendAsync(Piece piece)
    {
        for (var sent = 0; sent < piece.Length && !_isGone;)
        {
            var part = Math.Min(MostAtOnce, piece.Length - sent);
            var memory = caller.Writer.GetMemory(part)[..part];
            if (piece.Memory is { } bytes) bytes.AsMemory(sent, part).CopyTo(memory);
            else part = await RandomAccess.ReadAsync(_file!.SafeFileHandle, memory, piece.Place + sent);
            if (part == 0) throw new IOException("The file of what waits is shorter than what was written.");
            caller.Writer.Advance(part);
            sent += part;
            await TakenAsync(caller.Writer.FlushAsync(CancellationToken.None).AsTask());
        }
    }

    // A reader may be slow, but not stand still: the server's own minimum rate counts what lies in its buffers for read.
    private async Task TakenAsync(Task<FlushResult> flush)
    {
        try
        {
            if ((await flush.WaitAsync(space.Patience, space.Clock)).IsCompleted) GiveUp();
        }
        catch (TimeoutException)
        {
            space.NoteSlow();
            GiveUp();
            await flush;
        }
    }

    private void GiveUp()
    {
        lock (_lock)
        {
            if (_isGone) return;
            _isGone = true;
        }
        http.Abort();
        Discard();
    }

    private void Discard()
    {
        while (true)
        {
            Piece piece;
            lock (_lock) if (!_waiting.TryDequeue(out piece)) return;
            Free(piece);
        }
    }

    private void Free(Piece piece)
    {
        if (piece.Memory is { } bytes)
        {
            lock (_lock) _inMemory -= bytes.Length;
            ArrayPool<byte>.Shared.Return(bytes);
            return;
        }
        space.Give(Who, piece.Length);
        lock (_lock)
        {
            // What was taken makes room again: the file grows no further than what waits at once.
            if (--_inFile == 0) _fileEnd = 0;
        }
    }

    /// <summary>Some bytes that wait: in memory, or at a place of the file.</summary>
    private readonly record struct Piece(byte[]? Memory, long Place, int Length);
}
