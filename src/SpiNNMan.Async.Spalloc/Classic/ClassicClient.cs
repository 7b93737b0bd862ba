using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Protocol;
using SpiNNMan.Async.Spalloc.Services;

namespace SpiNNMan.Async.Spalloc.Classic;

/// <summary>A server by lines, over one connection at a time, which is opened when it is needed and again when it broke.</summary>
internal sealed class ClassicClient(ServiceSettings settings, string host, int port) : IAsyncDisposable
{
    private readonly AsyncGate _opening = new(settings.Inline);
    private readonly Retrying _retrying = new(settings);
    private ClassicLink? _link;
    private bool _isDisposed;

    /// <summary>As people know it.</summary>
    public string Server { get; } = port == ClassicService.DefaultPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");

    /// <summary>The version as the service told it, and its numbers.</summary>
    public (string Text, Version Version)? Version { get; private set; }

    /// <summary>Raised by every notification about jobs, and by every loss of the connection, after which some are missing.</summary>
    public ChangeSignal JobsChanged { get; } = new(settings);

    /// <summary>The same about machines.</summary>
    public ChangeSignal MachinesChanged { get; } = new(settings);

    /// <summary>Asks, and asks again when the connection broke: for what may be asked twice.</summary>
    public Task<JsonElement> CallAsync(ClassicCommand command, CancellationToken cancellationToken) =>
        _retrying.RunAsync(token => CallOnceAsync(command, token), cancellationToken);

    /// <summary>Asks once.</summary>
    public async Task<JsonElement> CallOnceAsync(ClassicCommand command, CancellationToken cancellationToken)
    {
        ClassicLink link = await GetLinkAsync(cancellationToken).ConfigureAwait(false);
        return await link.CallAsync(command, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks once, over a connection that is known to work.</summary>
    public async Task<JsonElement> CallOverSoundLinkAsync(ClassicCommand command, CancellationToken beforeSending, CancellationToken afterSending)
    {
        ClassicLink link = await _retrying.RunAsync(GetSoundLinkAsync, beforeSending).ConfigureAwait(false);
        return await link.CallAsync(command, afterSending).ConfigureAwait(false);
    }

    /// <summary>Opens the connection if that was not done yet.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) => _retrying.RunAsync(GetLinkAsync, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _opening.EnterAsync().ConfigureAwait(false);
        try
        {
            _isDisposed = true;
            if (_link is not null)
                await _link.DisposeAsync().ConfigureAwait(false);

            _link = null;
        }
        finally
        {
            _opening.Leave();
        }
    }

    private async Task<ClassicLink> GetSoundLinkAsync(CancellationToken cancellationToken)
    {
        ClassicLink link = await GetLinkAsync(cancellationToken).ConfigureAwait(false);
        if (settings.Time.GetElapsedTime(link.LastHeard) > TimeSpan.FromSeconds(1))
            await link.CallAsync(new ClassicCommand { Command = ClassicCommands.Version }, cancellationToken).ConfigureAwait(false);

        return link;
    }

    private async Task<ClassicLink> GetLinkAsync(CancellationToken cancellationToken)
    {
        await _opening.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_link is { IsBroken: false })
                return _link;

            if (_link is not null)
                await _link.DisposeAsync().ConfigureAwait(false);

            _link = null;
            ClassicLink opened = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await CheckVersionAsync(opened, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await opened.DisposeAsync().ConfigureAwait(false);
                throw;
            }

            _link = opened;
            JobsChanged.Raise();
            MachinesChanged.Raise();
            return opened;
        }
        finally
        {
            _opening.Leave();
        }
    }

    private async Task<ClassicLink> ConnectAsync(CancellationToken cancellationToken)
    {
        using var inTime = new CancellationTokenSource(settings.Timeout, settings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(inTime.Token, cancellationToken);
        try
        {
            Stream stream = await settings.Transport.ConnectAsync(host, port, either.Token).ConfigureAwait(false);
            return ClassicLink.Start(stream, Server, settings, OnNotification);
        }
        catch (SocketException exception) when (Version is null && exception.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData)
        {
            // A name that was never known is misspelt, and to try again is of no use.
            throw new SpinnakerConnectionException($"There is no host '{host}': {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            string why = exception is OperationCanceledException ? $"nothing answered within {settings.Timeout.TotalSeconds:0.###} s." : exception.Message;
            throw new LinkBrokenException($"The allocation server {Server} cannot be reached: {why}", wasSent: false, exception);
        }
    }

    private async Task CheckVersionAsync(ClassicLink link, CancellationToken cancellationToken)
    {
        JsonElement answer = await link.CallAsync(new ClassicCommand { Command = ClassicCommands.Version }, cancellationToken).ConfigureAwait(false);
        string text = answer.ValueKind == JsonValueKind.String ? answer.GetString()! : answer.GetRawText();
        bool isVersion = ServiceVersion.TryParse(text, out Version version);
        if (!settings.IgnoreVersion && (!isVersion || !ServiceVersion.IsKnown(version)))
        {
            throw new AllocationException(
                $"{Server} says that its version is '{text}'. Known are {ServiceVersion.Oldest} up to, but not including, {ServiceVersion.TooNew}; {nameof(BoardAllocatorOptions.IgnoreVersion)} talks to others.");
        }

        Version = (text, version);
    }

    private void OnNotification(ClassicNotification notification)
    {
        if (notification.JobsChanged is not null)
            JobsChanged.Raise();

        if (notification.MachinesChanged is not null)
            MachinesChanged.Raise();
    }
}
