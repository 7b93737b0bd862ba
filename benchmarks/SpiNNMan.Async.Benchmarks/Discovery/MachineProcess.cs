using System.Diagnostics;
using System.Globalization;
using System.Net;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Faults;

namespace SpiNNMan.Async.Benchmarks.Discovery;

/// <summary>A virtual machine of many boards in another process, on the ports of real ones, with a delay each way.</summary>
internal sealed class MachineProcess : IDisposable
{
    /// <summary>The argument that makes this program serve one until its input ends.</summary>
    public const string ServeArgument = "serve-virtual-machine";

    /// <summary>Where its first board is.</summary>
    public static readonly IPAddress Address = IPAddress.Parse("127.61.0.9");

    private readonly Process _process;

    private MachineProcess(Process process) => _process = process;

    public static async Task<MachineProcess> StartAsync(int wide, int high, TimeSpan roundTrip)
    {
        string[] arguments =
        [
            "exec", typeof(MachineProcess).Assembly.Location, ServeArgument,
            wide.ToString(CultureInfo.InvariantCulture), high.ToString(CultureInfo.InvariantCulture),
            ((int)roundTrip.TotalMicroseconds).ToString(CultureInfo.InvariantCulture),
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        Process process = Process.Start(start) ?? throw new InvalidOperationException("The process of the machine cannot be started.");
        string? ready = await process.StandardOutput.ReadLineAsync();
        return ready is "ready" ? new MachineProcess(process) : throw new InvalidOperationException($"The machine did not start: {ready}");
    }

    /// <summary>Serves a machine, says when it is ready, and ends with the input.</summary>
    public static async Task<int> ServeAsync(string[] args, TextReader input, TextWriter output)
    {
        int wide = int.Parse(args[1], CultureInfo.InvariantCulture);
        int high = int.Parse(args[2], CultureInfo.InvariantCulture);
        var delay = new LinkFaults { Delay = TimeSpan.FromMicroseconds(int.Parse(args[3], CultureInfo.InvariantCulture) / 2.0) };
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions
        {
            Triads = wide > 0 ? new TriadArrangement(wide, high) : null,
            BindAddress = Address,
            UseTruePorts = true,
            Faults = new FaultOptions { Ingress = delay, Egress = delay },
        });
        await output.WriteLineAsync("ready");
        await input.ReadToEndAsync();
        return 0;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill();

        _process.Dispose();
    }
}
