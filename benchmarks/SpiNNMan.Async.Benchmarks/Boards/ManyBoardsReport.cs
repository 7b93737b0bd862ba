using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Benchmarks.Boards;

/// <summary>What a machine of many boards takes: time to start, memory, and how many requests a second all boards answer together.</summary>
internal static class ManyBoardsReport
{
    /// <summary>The argument that makes this program write the table.</summary>
    public const string Argument = "many-boards";

    private const int BoardsPerFrame = 24;
    private const int AddressesPerBoard = 8;

    private static readonly (int Width, int Height)[] s_machines = [(0, 0), (3, 2), (10, 10), (20, 20)];
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(5);

    /// <summary>Measures one machine after the other.</summary>
    public static async Task<int> WriteAsync(TextWriter output)
    {
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"# Machines of many boards\n\n`dotnet run --project benchmarks/SpiNNMan.Async.Benchmarks -c Release -- {Argument}`, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors, .NET {Environment.Version}.\n"));
        await output.WriteLineAsync("| Boards | Start-up, ms | Memory idle, MiB | Every board asked, MiB | Every chip asked, MiB | VER/s | 256-byte READ/s |");
        await output.WriteLineAsync("|---:|---:|---:|---:|---:|---:|---:|");
        foreach ((int width, int height) in s_machines)
            await output.WriteLineAsync(await MeasureAsync(width, height));

        await output.WriteLineAsync("""

            The machine runs in one process on the ports of real boards, booted, without service times; start-up is from the call until every board answers, the runtime's own start not counted. Memory is resident, of the whole process, runtime
            and all. Requests come from another process on the same computer, one thread and one socket, going round all boards with up to 256 on their way (eight with one board); client, kernel and machine share the processors, so this is
            less than the machine alone could answer. "Every chip asked" has read a word of each chip, which makes it; until then chips take nothing.
            """.ReplaceLineEndings("\n"));
        return 0;
    }

    private static async Task<string> MeasureAsync(int width, int height)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(ManyBoardsReport).Assembly.Location, ManyBoardsServer.ServeArgument, $"{width}", $"{height}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process server = Process.Start(start) ?? throw new InvalidOperationException("The process of the machine cannot be started.");
        try
        {
            double startUp = double.Parse(await server.StandardOutput.ReadLineAsync() ?? "", CultureInfo.InvariantCulture);
            long idle = await MemoryAsync(server);
            IPEndPoint[] boards = [.. Enumerable.Range(0, Math.Max(1, 3 * width * height)).Select(AddressOf)];
            using var client = new ManyBoardsClient(boards);
            client.AskEach(chips: false, width, height);
            long asked = await MemoryAsync(server);
            double versions = client.RequestsPerSecond(reads: false, s_time);
            double reads = client.RequestsPerSecond(reads: true, s_time);
            client.AskEach(chips: true, width, height);
            long full = await MemoryAsync(server);
            return string.Create(CultureInfo.InvariantCulture, $"| {boards.Length:N0} | {startUp:N0} | {Mebi(idle):N0} | {Mebi(asked):N0} | {Mebi(full):N0} | {100 * Math.Round(versions / 100):N0} | {100 * Math.Round(reads / 100):N0} |");
        }
        finally
        {
            server.StandardInput.Close();
            if (!server.WaitForExit(TimeSpan.FromSeconds(10)))
                server.Kill();
        }
    }

    private static IPEndPoint AddressOf(int board)
    {
        byte[] bytes = ManyBoardsServer.FirstAddress.GetAddressBytes();
        bytes[2] += (byte)(board / BoardsPerFrame);
        bytes[3] += (byte)(AddressesPerBoard * (board % BoardsPerFrame));
        return new IPEndPoint(new IPAddress(bytes), 17893);
    }

    private static async Task<long> MemoryAsync(Process server)
    {
        await server.StandardInput.WriteLineAsync("memory");
        return long.Parse(await server.StandardOutput.ReadLineAsync() ?? "", CultureInfo.InvariantCulture);
    }

    private static double Mebi(long bytes) => bytes / (double)(1 << 20);
}
