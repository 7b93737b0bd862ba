using System.Net;
using System.Text;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>A machine and a directory for a scenario.</summary>
internal sealed class ScenarioBench : IAsyncDisposable
{
    private const string RunFile = "run.sqlite3";

    private static readonly string s_programs = Repository.PathTo("test", "Programs", "Applications");

    private readonly TemporaryDirectory _directory = new();
    private readonly VirtualMachine? _machine;
    private readonly Scenario _scenario;
    private readonly int _port;
    private readonly Laboratory? _laboratory;
    private BoardAllocator? _client;

    private ScenarioBench(Scenario scenario, VirtualMachine? machine, Laboratory? laboratory, int port)
    {
        _scenario = scenario;
        _machine = machine;
        _laboratory = laboratory;
        _port = port;
    }

    /// <summary>The words of the scenario, with everything in its place.</summary>
    public string[] Words => [.. _scenario.Words.Split(' ').Select(word => word switch
    {
        "HOST" => $"{_machine!.Boards[0].EndPoint}",
        "BOOTPORT" => $"{_machine!.Boards[0].BootEndPoint.Port}",
        "PORT" => $"{_port}",
        "BMP" => $"{_machine!.Bmp.EndPoint.Address}",
        "FRAME" => $"0;0;{_machine!.Bmp.EndPoint.Address}/0-2",
        "SERVICE" => _laboratory!.Service,
        "BMPPORT" => $"{_machine!.Bmp.EndPoint.Port}",
        _ => word.Replace("DIR", _directory.Root, StringComparison.Ordinal).Replace("APPS", s_programs, StringComparison.Ordinal),
    })];

    /// <summary>The files that there are.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(_directory.Root).Select(static file => Path.GetFileName(file));

    /// <summary>Makes what a scenario needs.</summary>
    public static async Task<ScenarioBench> CreateAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        int port = await FreePorts.FindAsync(cancellationToken);
        VirtualMachine? machine = scenario.Machine switch
        {
            ScenarioMachine.Full => await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken),
            ScenarioMachine.Waiting => await VirtualMachine.StartAsync(
                new VirtualMachineOptions { Booted = false, AnnouncementTargets = [new IPEndPoint(IPAddress.Loopback, port)], AnnouncementInterval = TimeSpan.FromMilliseconds(20) }, cancellationToken),
            ScenarioMachine.Live => await LiveMachine.StartAsync(cancellationToken),
            ScenarioMachine.Frame => await VirtualMachine.StartAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) }, cancellationToken),
            _ => null,
        };
        Laboratory? laboratory = scenario.Machine == ScenarioMachine.Laboratory ? await Laboratory.StartAsync(2, 1, cancellationToken) : null;
        var bench = new ScenarioBench(scenario, machine, laboratory, port);
        if (scenario.Machine == ScenarioMachine.Captured)
            await bench.CaptureAsync(cancellationToken);
        if (scenario.Machine == ScenarioMachine.Full)
            await bench.FillAsync(cancellationToken);
        if (laboratory is not null)
        {
            bench._client = laboratory.OpenClient();
            await bench._client.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: cancellationToken);
        }
        if (scenario.Machine == ScenarioMachine.Live)
            await LiveMachine.DatabaseOf(machine!).WriteAsync(Path.Combine(bench._directory.Root, RunFile), cancellationToken);

        return bench;
    }

    /// <summary>Runs the scenario.</summary>
    public Task<CommandRun> RunAsync(
        string[]? more = null, Dictionary<string, string>? variables = null, TextWriter? output = null, Stream? bytes = null, int? width = null, CancellationToken cancellationToken = default) =>
        CommandRun.OfAsync([.. Words, .. more ?? []], Encoding.UTF8.GetBytes(_scenario.Input), variables, output, bytes: bytes, onTerminal: width is not null, width: width, cancellationToken: cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();
        if (_laboratory is not null)
            await _laboratory.DisposeAsync();
        if (_machine is not null)
            await _machine.DisposeAsync();

        _directory.Dispose();
    }

    /// <summary>Captures some commands.</summary>
    private async Task CaptureAsync(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        await CommandRun.OfAsync("read", $"{machine.Boards[0].EndPoint}", "0,0", "0x60300000", "1000", "--capture", Path.Combine(_directory.Root, "session.pcapng"));
    }

    /// <summary>Puts everything into use.</summary>
    private async Task FillAsync(CancellationToken cancellationToken)
    {
        byte[] most = [.. Enumerable.Repeat((byte)0xFF, 64)];
        foreach (ChipLocation chip in (ChipLocation[])[new(0, 0), new(0, 1), new(1, 0), new(1, 1)])
        {
            _machine!.WriteMemory(chip, MemoryMap.RouterCounters, most);
            for (byte core = 1; core < 8; core++)
                _machine.Run(new CoreLocation(chip, core), new PrinterApplication(), 40);
        }

        await LogFiles.WriteDatabaseAsync(Path.Combine(_directory.Root, "logs.sqlite3"));
        await File.WriteAllTextAsync(Path.Combine(_directory.Root, "a.dict"), LogFiles.Lettered, cancellationToken);
        _machine!.Run(new CoreLocation(0, 0, 11), new HelloApplication { Text = new string('x', 200) }, 41);
        _machine.Run(new CoreLocation(0, 0, 12), new HelloApplication { Text = LogFiles.Printed }, 43);
        _machine.Run(new CoreLocation(0, 0, 13), new PrinterApplication { Text = LogFiles.Printed, Interval = TimeSpan.FromMilliseconds(20) }, 43);
        _machine.Run(new CoreLocation(0, 1, 11), new CrashApplication(), 42);
        string host = $"{_machine.Boards[0].EndPoint}";
        await using (Transceiver transceiver = await Transceiver.OpenAsync(_machine.Boards[0].EndPoint, cancellationToken: cancellationToken))
        {
            Route everywhere = new([0, 1, 2, 3, 4, 5], [.. Enumerable.Range(0, 18)]);
            await transceiver.Routing.LoadAsync(new ChipLocation(1, 1), [.. Enumerable.Range(0, 20).Select(number => new MulticastRoute(0xFFFF0000 + (uint)number, uint.MaxValue, everywhere))], 40, cancellationToken);
            for (byte tag = 1; tag < 5; tag++)
                (await transceiver.Sdram.AllocateAsync(new ChipLocation(0, 0), 1 << 20, 40, tag, cancellationToken)).Release();
        }

        if (_scenario.Words.Contains(" --elf ", StringComparison.Ordinal))
            await StartProgramsAsync(host);

        await CommandRun.OfAsync("tags", host, "--set", "0=255.255.255.254:65535", "--set", "7=255.255.255.253:65534", "--reverse", "5=65533:1,1,17");
        await CommandRun.OfAsync("snapshot", host, Path.Combine(_directory.Root, "old.json"), "--down-chips", "1,1", "--down-cores", "0,0,5");
    }

    /// <summary>Executes programs of which there are the symbols: one lives, one fails, and one will fail when it is run.</summary>
    private async Task StartProgramsAsync(string host)
    {
        const uint User0 = 0x70;
        const byte Surrenders = 1;
        const byte AbortsData = 5;
        _machine!.WriteMemory(new ChipLocation(0, 0), MemoryMap.GetCoreInfoAddress(15) + User0, [Surrenders, 0, 0, 0]);
        _machine.WriteMemory(new ChipLocation(1, 1), MemoryMap.GetCoreInfoAddress(14) + User0, [AbortsData, 0, 0, 0]);
        foreach ((string core, string application) in (IEnumerable<(string, string)>)[("0,0,14", "45"), ("0,0,15", "44")])
        {
            CommandRun load = await CommandRun.OfAsync("load", host, Path.Combine(s_programs, "deep.aplx"), "--cores", core, "--app-id", application, "--start");
            Assert.That(load.ExitCode, Is.Zero, load.Error);
        }
    }
}
