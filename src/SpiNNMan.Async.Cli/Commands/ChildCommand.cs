using System.ComponentModel;
using System.Diagnostics;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Processes;

namespace SpiNNMan.Async.Cli.Commands;

/// <summary>Runs the command that the user wrote after <c>--</c>.</summary>
internal static class ChildCommand
{
    /// <summary>Runs a command with the streams of this process, and waits for its end. If this process is stopped, the command and its descendants are killed.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="variables">Environment variables that it gets beside those of this process; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="CommandFailedException">It cannot be started.</exception>
    public static async Task<int> RunAsync(string[] command, IReadOnlyDictionary<string, string>? variables, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false } };
        foreach ((string name, string value) in variables ?? new Dictionary<string, string>(StringComparer.Ordinal))
            process.StartInfo.Environment[name] = value;

        ProcessTree tree;
        try
        {
            tree = ProcessTree.Start(process);
        }
        catch (Win32Exception exception)
        {
            throw new CommandFailedException($"{command[0]} cannot be run: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }

        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            tree.Kill();
            throw;
        }

        return process.ExitCode;
    }
}
