using System.Net;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory.Streaming;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Answering;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Tests.Memory.Streaming;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>One of everything that can be disposed of, and the parts of a machine that end with it, in use with a virtual machine on loopback.</summary>
internal sealed class EveryDisposable : IEveryDisposable
{
    private readonly List<object> _all = [];

    public IReadOnlyList<object> All => _all;

    public static async Task<EveryDisposable> OpenAsync(CancellationToken token)
    {
        var every = new EveryDisposable();
        VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, token);
        every._all.Add(machine);
        IPEndPoint board = machine.Boards[0].EndPoint;
        var data = new BmpConnectionData(machine.Bmp.EndPoint.Address.ToString(), [0], Port: machine.Bmp.EndPoint.Port);
        Transceiver transceiver = await Transceiver.OpenAsync(board, new TransceiverOptions { Bmps = [data] }, token);
        ApplicationSession session = await transceiver.Applications.StartAsync(new ApplicationImage(VirtualApplicationImage.Create("hello")), [new CoreLocation(0, 0, 1)], cancellationToken: token);
        every._all.Add(await BmpController.ConnectAsync([data], cancellationToken: token));
        every._all.Add(await transceiver.Sdram.AllocateAsync(new ChipLocation(0, 0), 64, 30, cancellationToken: token));
        every._all.Add(await transceiver.Sdram.AllocateAsync([new ChipLocation(0, 0)], 64, 30, cancellationToken: token));
        every._all.Add(await transceiver.Memory.OpenStreamingAsync(StreamingBench.Options, token));
        every._all.Add(session);
        every._all.Add(transceiver);
        every._all.AddRange([transceiver.Memory, transceiver.Sdram, transceiver.Chips, transceiver.Iobuf, transceiver.Routing, transceiver.Tags, transceiver.Applications, transceiver.Boards]);
        ScampConnection scamp = await ScampConnection.ConnectAsync(board, cancellationToken: token);
        every._all.Add(await PreparedStreaming.OpenAsync(scamp, new CoreLocation(0, 0, 1), tag: 2, token));
        every._all.Add(scamp);
        every._all.Add(await BmpConnection.ConnectAsync(data, cancellationToken: token));
        every._all.Add(await BootConnection.OpenAsync(machine.Boards[0].BootEndPoint, cancellationToken: token));
        every._all.Add(await UdpConnection.OpenAsync("127.0.0.1", board.Port, cancellationToken: token));
        every._all.Add(await IPAddressesConnection.ListenAsync(0, cancellationToken: token));
        SdpConnection sdp = await SdpConnection.OpenAsync("127.0.0.1", board.Port, cancellationToken: token);
        EieioConnection eieio = await EieioConnection.ListenAsync(cancellationToken: token);
        every._all.Add(eieio.SubscribeAsync(cancellationToken: token));
        every._all.Add(sdp.Subscribe((SdpMessage _) => { }));
        every._all.Add(sdp);
        every._all.Add(eieio);
        every._all.Add(PacketCapture.Create(Path.GetTempFileName()));
        every._all.Add(await AnsweringMachine.StartAsync([new CapturedDatagram(1, DateTimeOffset.UnixEpoch, new IPEndPoint(IPAddress.Loopback, 1), board, new byte[] { 0, 0, 0x87, 0xFF, 0, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0 }, Comment: null)], token));
        every._all.Add(machine.ListenForDebuggers(new IPEndPoint(IPAddress.Loopback, 0)));
        return every;
    }

    /// <summary>Ends everything, the machine last.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (object one in _all.Skip(1).Append(_all[0]))
        {
            if (one is IAsyncDisposable later)
                await later.DisposeAsync();
            else if (one is IDisposable disposable)
                disposable.Dispose();
        }
    }
}
