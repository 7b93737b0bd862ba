using System.Text.Json;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Protocol;
using SpiNNMan.Async.Spalloc.Services;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Classic;

/// <summary>One connection for lines: commands go out one after the other, answers come in the same order, and notifications come at any time between them.</summary>
/// <remarks>A fault ends everything that waits on the link, because the answers can no longer be told apart. Protocol: spalloc.md, "Lines".</remarks>
internal sealed class ClassicLink : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly string _server;
    private readonly ServiceSettings _settings;
    private readonly Action<ClassicNotification> _onNotification;
    private readonly AsyncGate _writing;
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource<JsonElement>> _waiting = new();
    private readonly CancellationTokenSource _closing = new();
    private LinkBrokenException? _broken;
    private Task _reading = Task.CompletedTask;

    private ClassicLink(Stream stream, string server, ServiceSettings settings, Action<ClassicNotification> onNotification)
    {
        _stream = stream;
        _server = server;
        _settings = settings;
        _onNotification = onNotification;
        _writing = new AsyncGate(settings.Inline);
        LastHeard = settings.Time.GetTimestamp();
    }

    /// <summary>Whether nothing more can be asked over it.</summary>
    public bool IsBroken
    {
        get
        {
            lock (_gate)
                return _broken is not null;
        }
    }

    /// <summary>When the server last sent something.</summary>
    public long LastHeard { get; private set; }

    /// <summary>Begins to read.</summary>
    public static ClassicLink Start(Stream stream, string server, ServiceSettings settings, Action<ClassicNotification> onNotification)
    {
        var link = new ClassicLink(stream, server, settings, onNotification);
        link._reading = LongLived.Start(link, static self => self.ReadAsync());
        return link;
    }

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <exception cref="AllocationException">The server refused it.</exception>
    /// <exception cref="LinkBrokenException">The connection broke, or no answer came in time.</exception>
    public async Task<JsonElement> CallAsync(ClassicCommand command, CancellationToken cancellationToken)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(command, ClassicJson.Default.ClassicCommand), (byte)'\n'];
        var answer = new TaskCompletionSource<JsonElement>(_settings.Completion);
        using var inTime = new CancellationTokenSource(_settings.Timeout, _settings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(inTime.Token, cancellationToken);
        bool isSending = false;
        try
        {
            await _writing.EnterAsync(either.Token).ConfigureAwait(false);
            try
            {
                Enqueue(answer);
                isSending = true;

                // A line that is sent in part would be the start of the next: it is not given up half-way.
                await _stream.WriteAsync(line, _closing.Token).AsTask().WaitAsync(_settings.Timeout, _settings.Time, CancellationToken.None).ConfigureAwait(false);
            }
            finally
            {
                _writing.Leave();
            }

            return await answer.Task.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The answer will come, and is for nobody.
            throw;
        }
        catch (Exception exception) when (exception is OperationCanceledException or TimeoutException)
        {
            Break($"{_server} did not answer '{command.Command}' within {_settings.Timeout.TotalSeconds:0.###} s.", exception);
            throw new LinkBrokenException($"{_server} did not answer '{command.Command}' within {_settings.Timeout.TotalSeconds:0.###} s.", isSending, exception);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or System.Net.Sockets.SocketException)
        {
            Break($"the connection to {_server} broke: {exception.Message}", exception);
            throw new LinkBrokenException($"The connection to {_server} broke: {exception.Message}", isSending, exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Break("it was closed by this program.", inner: null);
        await _stream.DisposeAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private void Enqueue(TaskCompletionSource<JsonElement> answer)
    {
        lock (_gate)
        {
            if (_broken is { } broken)
                throw new LinkBrokenException(broken.Message, wasSent: false, broken.InnerException);

            _waiting.Enqueue(answer);
        }
    }

    private async Task ReadAsync()
    {
        string why = "it was closed by the server.";
        Exception? inner = null;
        try
        {
            var lines = new LineReader(_stream);
            while (await lines.ReadAsync(_closing.Token).ConfigureAwait(false) is { } line)
            {
                LastHeard = _settings.Time.GetTimestamp();
                Take(line.Span);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException or System.Net.Sockets.SocketException)
        {
            why = exception.Message;
            inner = exception;
        }
        catch (JsonException exception)
        {
            why = $"the server sent what is no JSON: {exception.Message}";
            inner = exception;
        }

        Break($"The connection to {_server} ended: {why}", inner);
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            Log.MeaninglessLine(_settings.Logger, _server);
            return;
        }

        if (root.TryGetProperty("return", out JsonElement value))
        {
            JsonElement kept = value.Clone();
            Answer(slot => slot.TrySetResult(kept));
        }
        else if (root.TryGetProperty("exception", out JsonElement text))
        {
            string said = text.ValueKind == JsonValueKind.String ? text.GetString()! : text.GetRawText();
            Answer(slot => slot.TrySetException(new AllocationException($"{_server} refused: {said}")));
        }
        else if (root.Deserialize(ClassicJson.Default.ClassicNotification) is { } notification && (notification.JobsChanged is not null || notification.MachinesChanged is not null))
        {
            _onNotification(notification);
        }
        else
        {
            Log.MeaninglessLine(_settings.Logger, _server);
        }
    }

    private void Answer(Action<TaskCompletionSource<JsonElement>> complete)
    {
        TaskCompletionSource<JsonElement>? slot;
        lock (_gate)
            _waiting.TryDequeue(out slot);

        if (slot is null)
            Log.MeaninglessLine(_settings.Logger, _server);
        else
            complete(slot);
    }

    private void Break(string why, Exception? inner)
    {
        TaskCompletionSource<JsonElement>[] waiting;
        lock (_gate)
        {
            _broken ??= new LinkBrokenException(why, wasSent: true, inner);
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        if (!_closing.IsCancellationRequested)
            _closing.Cancel();

        foreach (TaskCompletionSource<JsonElement> slot in waiting)
        {
            // Nobody may wait for it any more.
            if (slot.TrySetException(new LinkBrokenException(why, wasSent: true, inner)))
                _ = slot.Task.Exception;
        }
    }
}
