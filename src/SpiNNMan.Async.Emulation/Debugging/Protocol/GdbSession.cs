using System.Threading.Channels;
using SpiNNMan.Async.Emulation.Debugging.Targets;

namespace SpiNNMan.Async.Emulation.Debugging.Protocol;

/// <summary>One debugger, from its connection to its end. What it sends, and what stops in the machine, is dealt with one after the other.</summary>
internal sealed class GdbSession : IDisposable
{
    private const int WaitingInputs = 64;

    private readonly Stream _stream;
    private readonly IDebugTarget _target;
    private readonly SessionState _state;
    private readonly CommandTable _commands;
    private readonly Channel<Input> _inputs = Channel.CreateUnbounded<Input>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _room = new(WaitingInputs);
    private byte[] _last = [];

    /// <summary>Makes a session.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="target">The target.</param>
    public GdbSession(Stream stream, IDebugTarget target)
    {
        _stream = stream;
        _target = target;
        _state = new SessionState(target);
        _commands = new CommandTable(_state);
    }

    /// <summary>Serves the debugger until it goes. Then the machine goes on, without stop points.</summary>
    /// <param name="cancellationToken">Turns the debugger away.</param>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _target.Stopped = what => _inputs.Writer.TryWrite(new Input(PacketEvent.None, "", what));
        _target.Attach();
        Task reading = ReadAsync(stop.Token);
        try
        {
            await foreach (Input input in _inputs.Reader.ReadAllAsync(stop.Token).ConfigureAwait(false))
            {
                await HandleAsync(input, stop.Token).ConfigureAwait(false);
                if (input.Stop is null) _room.Release();
                if (_state.IsOver) break;
            }
        }
        finally
        {
            _target.Stopped = null;
            _target.Detach();
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (reading.IsFaulted) await reading.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _room.Dispose();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var reader = new PacketReader();
        byte[] buffer = new byte[4096];
        try
        {
            while (await _stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var count and > 0)
            {
                for (int index = 0; index < count; index++)
                {
                    PacketEvent what = reader.Take(buffer[index]);
                    if (what == PacketEvent.None) continue;
                    await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
                    _inputs.Writer.TryWrite(new Input(what, what == PacketEvent.Packet ? reader.Packet : "", null));
                }
            }
        }
        finally
        {
            _inputs.Writer.TryComplete();
        }
    }

    private async Task HandleAsync(Input input, CancellationToken cancellationToken)
    {
        if (input.Stop is { } stop)
        {
            if (_state.TakeStop(stop) is { } told) await SendAsync(told, _target.IsNonStop, cancellationToken).ConfigureAwait(false);
            return;
        }

        switch (input.What)
        {
            case PacketEvent.Packet:
                if (!_state.IsWithoutAcknowledgements) await _stream.WriteAsync("+"u8.ToArray(), cancellationToken).ConfigureAwait(false);
                await SendAsync(_commands.Execute(input.Packet), isNotification: false, cancellationToken).ConfigureAwait(false);
                break;
            case PacketEvent.Damaged:
                if (_state.IsWithoutAcknowledgements) await SendAsync(Replies.Malformed, isNotification: false, cancellationToken).ConfigureAwait(false);
                else await _stream.WriteAsync("-"u8.ToArray(), cancellationToken).ConfigureAwait(false);
                break;
            case PacketEvent.TooLong:
                if (!_state.IsWithoutAcknowledgements) await _stream.WriteAsync("+"u8.ToArray(), cancellationToken).ConfigureAwait(false);
                await SendAsync(Replies.Malformed, isNotification: false, cancellationToken).ConfigureAwait(false);
                break;
            case PacketEvent.Rejected:
                await _stream.WriteAsync(_last, cancellationToken).ConfigureAwait(false);
                break;
            case PacketEvent.Interrupt:
                _state.Interrupt();
                break;
        }
    }

    private async Task SendAsync(string? content, bool isNotification, CancellationToken cancellationToken)
    {
        if (content is null) return;
        byte[] packet = PacketWriter.Write(content, isNotification);
        if (!isNotification) _last = packet;
        await _stream.WriteAsync(packet, cancellationToken).ConfigureAwait(false);
    }

    private readonly record struct Input(PacketEvent What, string Packet, StopEvent? Stop);
}
