using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Requests;

namespace SpiNNMan.Async.Connections;

/// <content>Tags of boards that point here.</content>
public sealed partial class EieioConnection
{
    private const int MaxTries = 6;

    private static readonly TimeSpan s_longestTry = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ushort, TaskCompletionSource<ScpResult>> _tagReplies = [];
    private int _lastSequence;

    /// <summary>Lets a board's cores send to this connection through a tag. The request goes out by the socket of this connection, and the board takes address and port from it:
    /// right also where these are translated on the way.</summary>
    /// <param name="board">Where the board takes commands.</param>
    /// <param name="chip">The chip that has the board's Ethernet.</param>
    /// <param name="tag">The tag, 0 to 7; those up to 15 exist, but are the board's own.</param>
    /// <param name="strip">Whether only the data of the SDP messages is sent. The default is <see langword="true"/>, as this connection expects.</param>
    /// <param name="cancellationToken">Ends the waiting; the board may set the tag all the same.</param>
    /// <exception cref="InvalidParameterException">The tag is out of range.</exception>
    /// <exception cref="ScpResultException">The board refused it.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer.</exception>
    /// <exception cref="SpinnakerConnectionException">The network reported an error, or the connection is closed.</exception>
    /// <remarks>Readers and subscribers do not see the board's reply. Protocol: scp.md, "IP tags".</remarks>
    public async Task ReprogramTagAsync(IPEndPoint board, ChipLocation chip, byte tag, bool strip = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(board);
        InvalidParameterException.ThrowIfOutside(tag, 0, IPTagEntry.MaxTag, nameof(tag));
        ushort sequence = (ushort)Interlocked.Increment(ref _lastSequence);
        byte[] datagram = ScpExchange.Encode(new IPTagSet(chip, tag, IPAddress.Any, port: 0, strip, useSender: true), chip, sequence);
        var reply = new TaskCompletionSource<ScpResult>(
            Options.RunContinuationsAsynchronously ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);
        _tagReplies[sequence] = reply;
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
            _tagReplies.TryRemove(sequence, out _);
        }
    }

    private protected override void OnReceived(Datagram datagram)
    {
        // A reply that comes late, or twice, is not what readers wait for, either.
        if (_lastSequence != 0 && IsTagReply(datagram.Span, out ScpReply reply))
        {
            if (_tagReplies.TryGetValue(reply.Sequence, out TaskCompletionSource<ScpResult>? waiting))
                waiting.TrySetResult(reply.Result);

            datagram.Dispose();
            return;
        }

        base.OnReceived(datagram);
    }

    private protected override void OnClosed()
    {
        base.OnClosed();
        foreach (TaskCompletionSource<ScpResult> waiting in _tagReplies.Values)
            waiting.TrySetException(new SpinnakerConnectionClosedException($"{this} was closed."));
    }

    /// <summary>Two bytes of padding make no EIEIO message with anything in it, so nothing else can be mistaken for a reply.</summary>
    private static bool IsTagReply(ReadOnlySpan<byte> datagram, out ScpReply reply)
    {
        reply = default;
        return datagram is [0, 0, ..] && ScpReply.TryParseDatagram(datagram, out reply, out _);
    }

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
}
