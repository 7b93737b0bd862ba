using System.Net;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Simulation.Network;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Answering;

/// <summary>The machines of a capture, which answer as they did then: a session that was captured becomes one that can be repeated.</summary>
/// <remarks>
/// A request is found by its bytes without the sequence number. Each time, it gets what it got that time in the capture. Its tries belong together: what was lost then is lost again, and a try that is not needed now takes no other
/// answer away. A request that changes nothing gets an answer that it got after the same changes, however often it is made. A program that waits for something may ask more often now. What the capture has not got is answered
/// by nobody. Answers take as long as then, carry the sequence number of the request, and tell of boards at their addresses of now. All answers are kept in memory.
/// </remarks>
/// <example><code>
/// await using AnsweringMachine machine = await AnsweringMachine.StartAsync(PacketCaptureReader.Read("session.pcapng"));
/// await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Ports[0].EndPoint);
/// </code></example>
public sealed class AnsweringMachine : IAsyncDisposable
{
    private readonly AnsweringMachineOptions _options;
    private readonly List<AnsweringSocket> _sockets = [];
    private readonly Dictionary<IPAddress, IPAddress> _addresses = [];
    private readonly Lock _gate = new();
    private int _unanswered;
    private bool _isDisposed;

    private AnsweringMachine(AnsweringMachineOptions options) => _options = options;

    /// <summary>The ports of its boards, boot ROMs and BMPs, in the order in which the capture has them.</summary>
    public IReadOnlyList<AnsweringPort> Ports => [.. _sockets.Select(static socket => socket.Port)];

    /// <summary>How many datagrams came that are in the capture.</summary>
    public long Answered => _sockets.Sum(static socket => socket.Answered);

    /// <summary>How many of them came more often than in the capture.</summary>
    public long Repeated => _sockets.Sum(static socket => socket.Repeated);

    /// <summary>How many datagrams came that are not in the capture. Nobody answered them.</summary>
    public long Unanswered => Volatile.Read(ref _unanswered);

    /// <summary>Reads a capture, and listens in place of its machines.</summary>
    /// <param name="capture">The datagrams, in the order in which they were captured. All are read before this returns.</param>
    /// <param name="options">Where it listens. The default is ports of the system's choice at 127.0.0.1.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The machine. Dispose of it to end it.</returns>
    /// <exception cref="CaptureFormatException">The capture is damaged, or nothing in it went to a machine.</exception>
    /// <exception cref="SpinnakerConnectionException">An address is not this computer's, or a port is taken.</exception>
    public static async Task<AnsweringMachine> StartAsync(IEnumerable<CapturedDatagram> capture, AnsweringMachineOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(capture);
        options ??= new AnsweringMachineOptions();
        options.MakeReadOnly();
        var machines = new CapturedMachines();
        foreach (CapturedDatagram datagram in capture)
        {
            cancellationToken.ThrowIfCancellationRequested();
            machines.Add(datagram);
        }

        machines.End();
        if (machines.Ports.Count == 0)
            throw new CaptureFormatException("Nothing in the capture went to a SpiNNaker machine, so that there is nothing to answer.");

        var machine = new AnsweringMachine(options);
        try
        {
            machine.Open(machines.Ports);
            return machine;
        }
        catch
        {
            await machine.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc cref="StartAsync(IEnumerable{CapturedDatagram}, AnsweringMachineOptions?, CancellationToken)"/>
    public static Task<AnsweringMachine> StartAsync(IEnumerable<CapturedDatagram> capture, CancellationToken cancellationToken) => StartAsync(capture, options: null, cancellationToken);

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;

        foreach (AnsweringSocket socket in _sockets)
            await socket.DisposeAsync().ConfigureAwait(false);
    }

    private void Open(IReadOnlyList<CapturedPort> ports)
    {
        var plan = new AddressPlan(_options.BindAddress, _options.BmpAddress, _options.UseTruePorts);
        IPAddress[] boards = [.. ports.Where(static port => port.Kind != AnsweringPortKind.Bmp).Select(static port => port.EndPoint.Address).Distinct()];
        IPAddress[] bmps = [.. ports.Where(static port => port.Kind == AnsweringPortKind.Bmp).Select(static port => port.EndPoint.Address).Distinct()];
        for (int board = 0; board < boards.Length; board++)
            _addresses[boards[board]] = _options.UseTruePorts ? plan.OfBoard(board) : _options.BindAddress;

        var position = new ReplayPosition();
        foreach (CapturedPort port in ports)
        {
            bool isBmp = port.Kind == AnsweringPortKind.Bmp;
            IPAddress address = !isBmp ? _addresses[port.EndPoint.Address] : _options.UseTruePorts ? plan.OfBmp(Array.IndexOf(bmps, port.EndPoint.Address)) : _options.BmpAddress ?? _options.BindAddress;
            int truePort = port.Kind == AnsweringPortKind.Boot ? BootMessage.Port : ScpMessage.Port;
            IDatagramSocket socket = _options.Network.Open(new IPEndPoint(address, _options.UseTruePorts ? truePort : 0), shareAddress: port.Kind == AnsweringPortKind.Boot);
            _sockets.Add(new AnsweringSocket(port, socket, position, _options, Translate, OnUnanswered));
        }
    }

    /// <summary>Puts the address of now where hosts look for further boards: into the summary of a chip with an Ethernet, and into its system variables.</summary>
    private ReadOnlyMemory<byte> Translate(uint? readAddress, ReadOnlyMemory<byte> answer)
    {
        const int Payload = ScpMessage.SequenceOffset + sizeof(ushort);
        const int OffsetInSummary = 32;
        long offset = readAddress is { } address ? (long)SystemVariable.EthernetIPAddress.Address - address : answer.Length is Payload + ChipSummaryInfo.Size or Payload + ChipSummaryInfo.MinSize ? OffsetInSummary : -1;
        if (offset < 0 || answer.Length < Payload + offset + 4 || !_addresses.TryGetValue(new IPAddress(answer.Span.Slice(Payload + (int)offset, 4)), out IPAddress? now))
            return answer;

        byte[] bytes = answer.ToArray();
        now.GetAddressBytes().CopyTo(bytes, Payload + (int)offset);
        return bytes;
    }

    private void OnUnanswered(IPEndPoint sender, IPEndPoint receiver, byte[] datagram)
    {
        int number = Interlocked.Increment(ref _unanswered);
        if (_options.Unanswered is not { } tell)
            return;

        lock (_gate)
            tell(new CapturedDatagram(number, _options.TimeProvider.GetUtcNow(), sender, receiver, datagram, Comment: null));
    }
}
