using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SpiNNMan.Async.SideBySide.Driving;

namespace SpiNNMan.Async.SideBySide.Native;

/// <summary>Runs the client in C.</summary>
internal static class NativeClient
{
    public static async Task<RunResult> RunAsync(string program, NativeRun run, int port, int boards, CancellationToken cancellationToken)
    {
        FormattableString[] arguments =
        [
            $"--port={port}", $"--boards={boards}", $"--window={run.Window}", $"--requests={run.Requests}", $"--warm={run.WarmUp}",
            $"--transfer={run.Transfer}", $"--timeout-ms={run.TimeoutMilliseconds}", $"--calls={(run.Single ? "single" : "batch")}", $"--chip={run.ChipX},{run.ChipY}",
        ];
        using Process process = Process.Start(
            new ProcessStartInfo(program, arguments.Select(static argument => argument.ToString(CultureInfo.InvariantCulture))) { UseShellExecute = false, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("The client cannot be started.");
        try
        {
            string report = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 && JsonSerializer.Deserialize<RunResult>(report, JsonSerializerOptions.Web) is { } result
                ? result
                : throw new InvalidOperationException($"The client in C failed: {report}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
