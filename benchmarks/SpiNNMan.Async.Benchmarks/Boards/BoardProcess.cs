using System.Diagnostics;
using System.Net;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Benchmarks.Boards;

/// <summary>A virtual board in another process, so that its work is not counted as the client's.</summary>
internal sealed class BoardProcess : IDisposable
{
    /// <summary>The argument that makes this program serve a board until its input ends.</summary>
    public const string ServeArgument = "serve-virtual-board";

    /// <summary>How the processes that BenchmarkDotNet starts learn where the board is.</summary>
    private const string Variable = "SPINNMAN_BENCHMARK_BOARD";

    private readonly Process _process;

    private BoardProcess(Process process) => _process = process;

    /// <summary>Where the board is, in a process that runs benchmarks.</summary>
    public static IPEndPoint EndPoint =>
        IPEndPoint.TryParse(Environment.GetEnvironmentVariable(Variable) ?? "", out IPEndPoint? board)
            ? board
            : throw new InvalidOperationException("Run the benchmarks by their own program: it starts the board they need.");

    public static async Task<BoardProcess> StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(BoardProcess).Assembly.Location, ServeArgument])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start) ?? throw new InvalidOperationException("The process of the board cannot be started.");
        Environment.SetEnvironmentVariable(Variable, await process.StandardOutput.ReadLineAsync());
        return new BoardProcess(process);
    }

    /// <summary>Serves a board, says where, and ends with the input.</summary>
    public static async Task<int> ServeAsync(TextReader input, TextWriter output)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { ForgiveBadAccess = true });
        await output.WriteLineAsync(machine.Boards[0].EndPoint.ToString());
        await input.ReadToEndAsync();
        return 0;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
            _process.Kill();

        _process.Dispose();
    }
}
