using System.Globalization;
using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Fuzz.Machines;

/// <summary>One virtual machine, what is thrown at it, and what must still work afterwards.</summary>
internal sealed class MachineFuzzRound
{
    private const int Burst = 8;
    private const long MostMemory = 2L << 30;
    private const int ProbesOfMemory = 256;
    private const int DatagramsInALife = 40;

    private static readonly TimeSpan s_answer = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_burst = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_boot = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_settling = TimeSpan.FromMilliseconds(20);
    private static readonly SoftwareVersion[] s_versions = [new(3, 1, 0), new(3, 4, 2), new(4, 0, 0)];

    private readonly MachineFuzzOptions _options;
    private readonly RandomNumbers _random;

    // In memory time is simulated, so that a seed gives the same run each time, and a fast one.
    private readonly SimulatedTime? _simulated;
    private readonly VirtualMachineOptions _machineOptions;
    private readonly DatagramSource _source;
    private readonly byte[] _buffer = new byte[2048];

    public MachineFuzzRound(MachineFuzzOptions options, ulong seed)
    {
        _options = options;
        _random = new RandomNumbers(seed * 0x9E37_79B9);
        _simulated = options.OverUdp ? null : new SimulatedTime();
        _machineOptions = ChooseMachine(seed);
        _source = new DatagramSource(_random, Reverse);
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"{(_machineOptions.Triads is null ? _machineOptions.Board : "3 boards")} {_machineOptions.Firmware}{(_machineOptions.Booted ? " booted" : "")}{(_machineOptions.ForgiveBadAccess ? " forgiving" : "")}");
    }

    /// <summary>What machine it is.</summary>
    public string Description { get; }

    /// <summary>What is being done.</summary>
    public string Step { get; private set; } = "starting";

    /// <summary>How many datagrams were thrown.</summary>
    public long Sent { get; private set; }

    /// <summary>How many of them the machine took, and how many commands it carried out or refused.</summary>
    public (long Received, long Commands) Taken { get; private set; }

    /// <summary>What came of the others, by reason.</summary>
    public IReadOnlyDictionary<DropReason, long> Drops { get; private set; } = new Dictionary<DropReason, long>();

    /// <summary>The most managed memory that was seen in use.</summary>
    public long PeakMemory { get; private set; }

    /// <summary>The ports that reverse tags are asked to listen on.</summary>
    private static ReadOnlySpan<ushort> Reverse => [12345, 12346];

    /// <summary>Does everything.</summary>
    /// <returns>What is wrong, or <see langword="null"/>.</returns>
    public Task<string?> RunAsync() => _simulated is null ? RunOnClockAsync() : _simulated.RunUntilAsync(RunOnClockAsync());

    private TimeProvider Clock => _simulated ?? TimeProvider.System;

    private async Task<string?> RunOnClockAsync()
    {
        VirtualMachine machine = await VirtualMachine.StartAsync(_machineOptions).ConfigureAwait(false);
        try
        {
            return await AttackAsync(machine).ConfigureAwait(false) ?? await RecoverAsync(machine).ConfigureAwait(false) ?? CheckDefects(machine);
        }
        finally
        {
            Step = "stopping";
            await machine.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<string?> AttackAsync(VirtualMachine machine)
    {
        Step = "throwing datagrams";
        IDatagramSocket[] clients = [.. Enumerable.Range(0, 3).Select(_ => Open(machine))];
        Task[] readers = [.. clients.Select(DrainAsync)];
        IPEndPoint[] targets =
        [
            .. machine.Boards.SelectMany(board => new[] { board.EndPoint, board.EndPoint, board.EndPoint, board.BootEndPoint, new IPEndPoint(board.EndPoint.Address, Reverse[_random.Below(Reverse.Length)]) }),
            .. machine.Bmps.SelectMany(bmp => new[] { bmp.EndPoint, bmp.EndPoint }),
        ];
        string? defect = null;
        for (int i = 0; i < _options.Datagrams && defect is null; i++)
        {
            IPEndPoint target = targets[_random.Below(targets.Length)];
            Throw(clients[_random.Below(clients.Length)], target, _source.Next(KindOf(machine, target)));

            // What overflows the sockets of the machine finds nothing.
            if (i % Burst == Burst - 1)
                await PassAsync(s_burst).ConfigureAwait(false);
            if (i % DatagramsInALife == DatagramsInALife - 1)
                await ReviveAsync(machine, clients[0]).ConfigureAwait(false);
            if (i % ProbesOfMemory == 0)
                defect = CheckMemory();
        }

        await PassAsync(s_settling).ConfigureAwait(false);
        DeviceStatistics[] statistics = [.. machine.Boards.Select(board => board.Statistics), .. machine.Bmps.Select(bmp => bmp.Statistics)];
        Taken = (statistics.Sum(device => device.Received), statistics.Sum(device => device.Commands.Values.Sum()));
        Drops = statistics.SelectMany(device => device.Drops).GroupBy(drop => drop.Key).ToDictionary(group => group.Key, group => group.Sum(drop => drop.Value));
        foreach (IDatagramSocket client in clients)
            await client.DisposeAsync().ConfigureAwait(false);

        await Task.WhenAll(readers).ConfigureAwait(false);
        return defect ?? CheckMemory();
    }

    /// <summary>Boots the first board again if its monitor has died of it, or it was never booted: a dead one finds nothing.</summary>
    private async Task ReviveAsync(VirtualMachine machine, IDatagramSocket client)
    {
        VirtualBoard board = machine.Boards[0];
        if (board.State == BoardState.Ready && board.TakeSnapshot().Chips[0].Failure is null)
            return;

        foreach (VirtualBoard other in machine.Boards)
            other.SwitchOn();
        foreach (byte[] datagram in DatagramSource.BootImage)
            client.SendTo(datagram, board.BootEndPoint);

        await PassAsync(s_boot).ConfigureAwait(false);
    }

    /// <summary>Whatever happened: a board that loses its power and gets it back can be booted, and answers.</summary>
    private async Task<string?> RecoverAsync(VirtualMachine machine)
    {
        machine.Faults = FaultOptions.None;
        Step = "asking the BMPs";
        await using IDatagramSocket client = Open(machine);
        foreach (VirtualBmp bmp in machine.Bmps)
        {
            if (await AskAsync(client, bmp.EndPoint, DatagramSource.Version).ConfigureAwait(false) is null)
                return $"the BMP at {bmp.EndPoint} does not answer any more";
        }

        Step = "booting it again";
        foreach (VirtualBoard board in machine.Boards)
        {
            board.IsMute = false;
            board.SwitchOff();
            board.SwitchOn();
        }

        foreach (byte[] datagram in DatagramSource.BootImage)
        {
            client.SendTo(datagram, machine.Boards[0].BootEndPoint);
            await PassAsync(s_burst).ConfigureAwait(false);
        }

        for (int tries = 0; tries < 100; tries++)
        {
            // Until it is ready the answer says 255, 255.
            if (await AskAsync(client, machine.Boards[0].EndPoint, DatagramSource.Version).ConfigureAwait(false) is { } answer && answer[17] != byte.MaxValue)
                return null;

            await PassAsync(s_settling).ConfigureAwait(false);
        }

        return "the board cannot be booted any more";
    }

    private Task PassAsync(TimeSpan time) => Task.Delay(time, Clock);

    private static string? CheckDefects(VirtualMachine machine)
    {
        long defects = machine.Boards.Select(board => board.Statistics).Concat(machine.Bmps.Select(bmp => bmp.Statistics)).Sum(statistics => statistics.Drops.GetValueOrDefault(DropReason.Defect));
        return defects == 0 ? null : $"{defects} datagrams met defects: {machine.LastDefect}";
    }

    private string? CheckMemory()
    {
        long memory = GC.GetTotalMemory(forceFullCollection: false);
        PeakMemory = Math.Max(PeakMemory, memory);
        return memory < MostMemory ? null : $"{memory >> 20} MiB are in use";
    }

    private void Throw(IDatagramSocket client, IPEndPoint target, byte[] datagram)
    {
        try
        {
            client.SendTo(datagram, target);
            Sent++;
        }
        catch (SpinnakerConnectionException)
        {
            // A port where no reverse tag listens refuses.
        }
    }

    private static async Task DrainAsync(IDatagramSocket socket)
    {
        var buffer = new byte[2048];
        while (true)
        {
            try
            {
                await socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
            }
            catch (SpinnakerConnectionClosedException)
            {
                return;
            }
            catch (SpinnakerConnectionException)
            {
                // Refused, as above.
            }
        }
    }

    private async Task<byte[]?> AskAsync(IDatagramSocket socket, IPEndPoint target, byte[] datagram)
    {
        // Transient tags of requests that were never answered are free again after 2.56 seconds.
        for (int tries = 0; tries < 20; tries++)
        {
            socket.SendTo(datagram, target);
            using var patience = new CancellationTokenSource(s_answer, Clock);
            try
            {
                while (true)
                {
                    ReceivedLength received = await socket.ReceiveAsync(_buffer, patience.Token).ConfigureAwait(false);
                    if (received.RemoteEndPoint.Equals(target) && received.Length > 20)
                        return _buffer[..received.Length];
                }
            }
            catch (OperationCanceledException)
            {
                // Again.
            }
            catch (SpinnakerConnectionException)
            {
                // Someone refused an earlier datagram.
            }
        }

        return null;
    }

    private static DatagramKind KindOf(VirtualMachine machine, IPEndPoint target)
    {
        if (machine.Bmps.Any(bmp => bmp.EndPoint.Equals(target)))
            return DatagramKind.Bmp;
        if (machine.Boards.Any(board => board.BootEndPoint.Equals(target)))
            return DatagramKind.Boot;

        return machine.Boards.Any(board => board.EndPoint.Equals(target)) ? DatagramKind.Command : DatagramKind.Anything;
    }

    private static IDatagramSocket Open(VirtualMachine machine) => machine.Options.Network.Open(new IPEndPoint(IPAddress.Loopback, 0));

    private VirtualMachineOptions ChooseMachine(ulong seed)
    {
        var faults = new LinkFaults
        {
            Loss = 0.02,
            Duplication = 0.02,
            Reordering = 0.02,
            Corruption = 0.1,
            Jitter = TimeSpan.FromMilliseconds(2),
        };
        return new VirtualMachineOptions
        {
            Board = (BoardType)_random.Below(3),
            Triads = _random.Below(4) == 0 ? new TriadArrangement(1, 1, wraps: _random.Below(2) == 0) : null,
            Firmware = s_versions[_random.Below(s_versions.Length)],
            Booted = _random.Below(3) > 0,
            ForgiveBadAccess = _random.Below(2) == 0,
            MaskHandlerErrors = _random.Below(2) == 0,
            ServiceTime = _random.Below(4) == 0 ? ServiceTime.Hardware : ServiceTime.None,
            Faults = _random.Below(4) == 0 ? new FaultOptions { Ingress = faults, Egress = faults } : FaultOptions.None,
            Seed = seed,
            MemoryLimit = 512 << 20,
            BootTiming = new BootTiming
            {
                PowerOn = TimeSpan.Zero,
                Silence = TimeSpan.Zero,
                Addresses = TimeSpan.Zero,
                Dimensions = TimeSpan.Zero,
                LinkTest = TimeSpan.Zero,
                Tables = TimeSpan.Zero,
                ReturnTables = TimeSpan.Zero,
            },
            AnnouncementInterval = TimeSpan.FromMilliseconds(100),
            AnnouncementTargets = [new IPEndPoint(IPAddress.Parse("127.66.0.1"), 54321)],
            // An address of its own, so that no reverse tag takes a port from anybody else.
            BindAddress = OperatingSystem.IsLinux() || !_options.OverUdp ? new IPAddress([127, 66, 1, 9]) : IPAddress.Loopback,
            Network = _options.OverUdp ? UdpNetwork.Instance : new InMemoryNetwork(_simulated),
            TimeProvider = Clock,
        };
    }
}
