using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Answering;

/// <summary>A port of a machine of a capture that listens again.</summary>
internal sealed class AnsweringSocket : IAsyncDisposable
{
    private const int BufferSize = 2048;

    /// <summary>Shorter times cannot be waited for.</summary>
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);

    private readonly CapturedPort _port;
    private readonly IDatagramSocket _socket;
    private readonly ReplayPosition _position;
    private readonly AnsweringMachineOptions _options;
    private readonly Func<uint?, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> _translate;
    private readonly Action<IPEndPoint, IPEndPoint, byte[]> _unanswered;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<Task, bool> _sending = new();
    private readonly Task _loop;
    private long _answered;
    private long _repeated;

    /// <param name="port">The answers.</param>
    /// <param name="socket">Where it listens.</param>
    /// <param name="position">How far the capture has come, for all ports together.</param>
    /// <param name="options">The clock, and whether times are kept.</param>
    /// <param name="translate">Puts the addresses of now into an answer to a request that reads from an address, or does something else.</param>
    /// <param name="unanswered">Is told of what has no answer: the sender, the receiver and the bytes.</param>
    public AnsweringSocket(CapturedPort port, IDatagramSocket socket, ReplayPosition position, AnsweringMachineOptions options, Func<uint?, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> translate, Action<IPEndPoint, IPEndPoint, byte[]> unanswered)
    {
        _port = port;
        _socket = socket;
        _position = position;
        _options = options;
        _translate = translate;
        _unanswered = unanswered;
        _loop = LongLived.Start(this, static self => self.ReceiveAsync());
    }

    /// <summary>The port, and where it is now.</summary>
    public AnsweringPort Port => new(_port.Kind, _port.EndPoint, _socket.LocalEndPoint);

    /// <summary>How many datagrams had an entry in the capture.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>How many of them came more often than in the capture.</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _socket.DisposeAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        await Task.WhenAll(_sending.Keys).ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[BufferSize];
        while (true)
        {
            try
            {
                ReceivedLength received = await _socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
                Answer(buffer.AsMemory(0, Math.Min(received.Length, BufferSize)), received.RemoteEndPoint);
            }
            catch (SpinnakerConnectionClosedException)
            {
                return;
            }
            catch (SpinnakerConnectionException)
            {
                // A receiver of an earlier answer is gone. The next datagram may be from another host.
            }
        }
    }

    private void Answer(ReadOnlyMemory<byte> datagram, IPEndPoint sender)
    {
        CapturedAnswers? answers = _port.Take(datagram, sender, _options.TimeProvider.GetUtcNow(), _position, out bool isRepeated);
        if (answers is null)
        {
            _unanswered(sender, _socket.LocalEndPoint, datagram.ToArray());
            return;
        }

        Interlocked.Increment(ref _answered);
        if (isRepeated)
            Interlocked.Increment(ref _repeated);

        _ = DatagramContent.TryReadSequence(datagram.Span, out ushort sequence);
        Task sending = SendAsync(answers, sender, sequence, DatagramContent.ReadAddressOf(datagram.Span));
        if (sending.IsCompleted)
            return;

        _sending[sending] = true;
        _ = sending.ContinueWith(done => _sending.TryRemove(done, out bool _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task SendAsync(CapturedAnswers answers, IPEndPoint receiver, ushort sequence, uint? readAddress)
    {
        long start = _options.TimeProvider.GetTimestamp();
        foreach (CapturedAnswer answer in answers.All)
        {
            TimeSpan left = answer.Delay - _options.TimeProvider.GetElapsedTime(start);
            try
            {
                if (_options.KeepsTimes && left >= s_shortest)
                    await Task.Delay(left, _options.TimeProvider, _closing.Token).ConfigureAwait(false);

                _socket.SendTo(Address(answer, sequence, readAddress).Span, receiver);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SpinnakerConnectionException)
            {
                // A board does not notice that its host is gone, either.
            }
        }
    }

    private ReadOnlyMemory<byte> Address(CapturedAnswer answer, ushort sequence, uint? readAddress)
    {
        ReadOnlyMemory<byte> translated = _translate(readAddress, answer.Bytes);
        if (!answer.IsReply)
            return translated;

        byte[] bytes = translated.ToArray();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(ScpMessage.SequenceOffset), sequence);
        return bytes;
    }
}
