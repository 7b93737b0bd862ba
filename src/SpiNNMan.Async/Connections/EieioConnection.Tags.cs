using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Tags;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Connections;

/// <content>Tags of boards that point here.</content>
public sealed partial class EieioConnection
{
    private const int MaxTries = 6;
    private const int LongestTagReply = SdpMessage.PadSize + ScpReply.HeaderSize + sizeof(uint);

    private static readonly TimeSpan s_longestTry = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ushort, TagRequest> _tagRequests = [];
    private readonly ConcurrentDictionary<ChipLocation, bool> _askedChips = [];
    private int _lastSequence;

    /// <summary>Lets the cores of a board send to this connection through a tag. The request leaves by the socket of this connection, and the board takes address and port from the request.
    /// So it also works where a router translates addresses.</summary>
    /// <param name="tag">The tag, 0 to 7. Tags 8 to 15 exist, but they are the board's own.</param>
    /// <param name="board">The address of the board, and the port on which it takes commands.</param>
    /// <param name="chip">The chip with the Ethernet of the board.</param>
    /// <param name="strip">Whether only the data of the SDP messages is sent. The default is <see langword="true"/>, as this connection expects.</param>
    /// <param name="cancellationToken">Ends the waiting. The board may set the tag nevertheless.</param>
    /// <exception cref="InvalidParameterException">The tag is out of range.</exception>
    /// <exception cref="ScpResultException">The board refused it.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer.</exception>
    /// <exception cref="SpinnakerConnectionException">The network reported an error, or the connection is closed.</exception>
    /// <remarks>Readers and subscribers do not see the board's reply. Protocol: scp.md, "IP tags".</remarks>
    public async ValueTask SetIPTagAsync(int tag, IPEndPoint board, ChipLocation chip, bool strip = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(board);
        InvalidParameterException.ThrowIfOutside(tag, 0, IPTagEntry.MaxTag, nameof(tag));
        ushort sequence = (ushort)Interlocked.Increment(ref _lastSequence);

        // Monitors before 3.4 do not know that the sender is meant, and take the port from the request. To all others it means nothing.
        byte[] datagram = ScpExchange.Encode(new IPTagSet(chip, (byte)tag, IPAddress.Any, (ushort)LocalPort, strip, useSender: true), chip, sequence);
        var reply = new TaskCompletionSource<ScpResult>(
            Options.RunContinuationsAsynchronously ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);
        _tagRequests[sequence] = new TagRequest(chip, reply);
        _askedChips[chip] = true;
        try
        {
            ScpResult result = await ExchangeAsync(datagram, board, reply.Task, cancellationToken).ConfigureAwait(false);
            if (result == ScpResult.Ok)
                return;

            string message = string.Create(CultureInfo.InvariantCulture, $"{board} answered {result} to setting tag {tag} of {chip}.");
            throw new ScpResultException(message, result, ScpCommand.IPTag, chip);
        }
        finally
        {
            _tagRequests.TryRemove(sequence, out _);
        }
    }

    private protected override void OnReceived(Datagram datagram)
    {
        // Readers do not wait for late or double replies, either.
        if (IsTagReply(datagram.Span, out ScpReply reply))
        {
            if (_tagRequests.TryGetValue(reply.Sequence, out TagRequest? waiting) && Answers(reply, waiting.Chip))
                waiting.Reply.TrySetResult(reply.Result);

            datagram.Dispose();
            return;
        }

        if (!TryDivert(datagram))
            base.OnReceived(datagram);
    }

    private protected override ValueTask OnClosedAsync()
    {
        foreach (TagRequest waiting in _tagRequests.Values)
            waiting.Reply.TrySetException(new SpinnakerConnectionClosedException($"{this} was closed."));

        return base.OnClosedAsync();
    }

    /// <summary>Whether a datagram is the reply to a request for a tag, in time or late. Such a reply has the right length, goes to port 7 of core 31, and expects no reply itself. It comes from a monitor
    /// that was asked, and has a sequence number that was sent. No EIEIO message looks like this by chance. The two bytes in front mean nothing: monitors do not clear them.</summary>
    private bool IsTagReply(ReadOnlySpan<byte> datagram, out ScpReply reply)
    {
        reply = default;
        int asked = Volatile.Read(ref _lastSequence);
        return asked != 0
            && datagram.Length <= LongestTagReply
            && ScpReply.TryParseDatagram(datagram, out reply, out _)
            && reply.Header.Flags == SdpFlags.ReplyNotExpected
            && reply.Header.Destination is { Port: SdpEndpoint.MaxPort, Core: SdpEndpoint.MaxCore }
            && reply.Header.Source is { Port: 0, Core: 0 }
            && (asked > ushort.MaxValue || (reply.Sequence > 0 && reply.Sequence <= asked))
            && (_askedChips.ContainsKey(reply.Header.Source.Chip) || _askedChips.ContainsKey(ChipLocation.Root));
    }

    /// <summary>A monitor that was asked by the chip it happens to be answers as the chip that it is.</summary>
    private static bool Answers(in ScpReply reply, ChipLocation asked) => asked == ChipLocation.Root || reply.Header.Source.Chip == asked;

    private async Task<ScpResult> ExchangeAsync(byte[] datagram, IPEndPoint board, Task<ScpResult> reply, CancellationToken cancellationToken)
    {
        TimeSpan timeout = TimeSpan.FromMilliseconds(250);
        long start = Options.TimeProvider.GetTimestamp();
        for (int tries = 0; tries < MaxTries; tries++)
        {
            await SendToAsync(datagram, board, cancellationToken).ConfigureAwait(false);
            try
            {
                return await reply.WaitAsync(timeout, Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                timeout = timeout < s_longestTry ? timeout * 2 : s_longestTry;
            }
        }

        TimeSpan elapsed = Options.TimeProvider.GetElapsedTime(start);
        string message = string.Create(
            CultureInfo.InvariantCulture, $"No reply of {board} to setting a tag: {MaxTries} tries in {elapsed.TotalSeconds:0.###} s. Is the board switched on and booted?");
        throw new SpinnakerTimeoutException(message) { Attempts = MaxTries, Elapsed = elapsed, LastTimeout = timeout };
    }

    private sealed record TagRequest(ChipLocation Chip, TaskCompletionSource<ScpResult> Reply);
}
