using System.Collections;
using System.Globalization;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Testing;

/// <summary>The requests that came to a machine, in their order, and questions about them.</summary>
/// <remarks>
/// Requests that a fault of the network loses on their way are here too, and so are requests that are answered by a script. Questions and assertions count a request that was sent again once.
/// Safe to use from any thread.
/// </remarks>
public sealed class RequestLog : IReadOnlyList<ReceivedRequest>
{
    private const int MostListed = 20;

    private readonly Lock _gate = new();
    private readonly List<ReceivedRequest> _requests = [];
    private readonly List<SdpMessage> _messages = [];

    internal RequestLog()
    {
    }

    /// <summary>The number of requests, those that were sent again counted each time.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _requests.Count;
        }
    }

    /// <summary>A request by its place, 0 for the first.</summary>
    /// <param name="index">The place, 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such request.</exception>
    public ReceivedRequest this[int index]
    {
        get
        {
            lock (_gate)
                return _requests[index];
        }
    }

    /// <summary>The signals.</summary>
    public IReadOnlyList<ReceivedSignal> Signals => [.. Once().Select(RequestReader.Signal).OfType<ReceivedSignal>()];

    /// <summary>The requests that read memory of chips.</summary>
    public IReadOnlyList<ReceivedTransfer> Reads => [.. Once().Select(static request => RequestReader.Transfer(request, ScpCommand.Read)).OfType<ReceivedTransfer>()];

    /// <summary>The requests that write memory of chips. Flood fills, which write to all chips at once, are not among them.</summary>
    public IReadOnlyList<ReceivedTransfer> Writes => [.. Once().Select(static request => RequestReader.Transfer(request, ScpCommand.Write)).OfType<ReceivedTransfer>()];

    /// <summary>The changes of IP tags.</summary>
    public IReadOnlyList<ReceivedTag> Tags => [.. Once().Select(RequestReader.Tag).OfType<ReceivedTag>()];

    /// <summary>The messages to ports 1 to 7 of cores, which are no commands.</summary>
    public IReadOnlyList<SdpMessage> Messages
    {
        get
        {
            lock (_gate)
                return [.. _messages];
        }
    }

    /// <summary>The requests with a command, each once.</summary>
    /// <param name="command">The command.</param>
    public IReadOnlyList<ReceivedRequest> Of(ScpCommand command) => [.. Once().Where(request => request.Command == command)];

    /// <summary>The requests to the cores of a chip, each once. Commands to BMPs are not among them.</summary>
    /// <param name="chip">The chip.</param>
    public IReadOnlyList<ReceivedRequest> To(ChipLocation chip) => [.. Once().Where(request => !request.IsBmp && request.Destination.Chip == chip)];

    /// <summary>Forgets all requests and messages, for instance those that opened the machine.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _requests.Clear();
            _messages.Clear();
        }
    }

    /// <summary>Asserts that requests with a command came.</summary>
    /// <param name="command">The command.</param>
    /// <param name="times">How many, 0 or more. The default is at least one.</param>
    /// <exception cref="UnexpectedRequestsException">There were more or fewer.</exception>
    public void ShouldContain(ScpCommand command, int? times = null)
    {
        IReadOnlyList<ReceivedRequest> found = Of(command);
        if (times is { } wanted ? found.Count != wanted : found.Count == 0)
            throw Unexpected($"{(times is { } number ? $"{number} requests" : "At least one request")} with the command {command} should have come, and {found.Count} came.");
    }

    /// <summary>Asserts that a signal came for an application.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="applicationId">The application, 0 to 255.</param>
    /// <exception cref="UnexpectedRequestsException">It did not come.</exception>
    public void ShouldContain(Signal signal, byte applicationId)
    {
        if (!Signals.Any(received => received.Signal == signal && received.ApplicationId == applicationId))
            throw Unexpected($"The signal {signal} should have come for application {applicationId}.");
    }

    /// <summary>Asserts that requests wrote data to the memory of a chip, in pieces of any size and order.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="address">The address of the first byte.</param>
    /// <param name="data">The data. Where requests wrote a byte more than once, the last one counts.</param>
    /// <exception cref="UnexpectedRequestsException">A byte was not written, or another value was.</exception>
    public void ShouldContainWrite(ChipLocation chip, uint address, ReadOnlySpan<byte> data)
    {
        var written = new byte?[data.Length];
        foreach (ReceivedTransfer write in Writes.Where(write => write.Core.Chip == chip))
        {
            ReadOnlySpan<byte> bytes = write.Request.Data.Span;
            for (int offset = 0; offset < bytes.Length; offset++)
            {
                long place = (long)write.Address + offset - address;
                if (place >= 0 && place < written.Length)
                    written[place] = bytes[offset];
            }
        }

        for (int place = 0; place < written.Length; place++)
        {
            if (written[place] != data[place])
                throw Unexpected(string.Create(CultureInfo.InvariantCulture, $"Byte 0x{address + (uint)place:X8} of chip {chip} should have been written with 0x{data[place]:X2}, and was {(written[place] is { } other ? $"written with 0x{other:X2}" : "not written")}."));
        }
    }

    /// <summary>Asserts that no request came and no message.</summary>
    /// <exception cref="UnexpectedRequestsException">One came.</exception>
    public void ShouldBeEmpty()
    {
        if (Count > 0 || Messages.Count > 0)
            throw Unexpected($"No request and no message should have come, and {Count} requests and {Messages.Count} messages came.");
    }

    /// <inheritdoc/>
    public IEnumerator<ReceivedRequest> GetEnumerator() => ((IEnumerable<ReceivedRequest>)Snapshot()).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>All requests, a line each.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Snapshot().Select(static request => request.ToString()));

    internal void Add(ReceivedRequest request)
    {
        lock (_gate)
            _requests.Add(request);
    }

    internal void Add(SdpMessage message)
    {
        lock (_gate)
            _messages.Add(message);
    }

    private ReceivedRequest[] Snapshot()
    {
        lock (_gate)
            return [.. _requests];
    }

    private IEnumerable<ReceivedRequest> Once() => Snapshot().Where(static request => !request.IsResend);

    private UnexpectedRequestsException Unexpected(string problem)
    {
        ReceivedRequest[] all = Snapshot();
        string rest = all.Length > MostListed ? string.Create(CultureInfo.InvariantCulture, $"{Environment.NewLine}and {all.Length - MostListed} more") : "";
        string list = all.Length == 0 ? "Nothing came." : $"These came:{Environment.NewLine}{string.Join(Environment.NewLine, all.Take(MostListed).Select(static request => request.ToString()))}{rest}";
        return new UnexpectedRequestsException($"{problem} {list}");
    }
}
