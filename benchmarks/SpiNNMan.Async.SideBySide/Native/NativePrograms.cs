using System.Diagnostics;

namespace SpiNNMan.Async.SideBySide.Native;

/// <summary>The responder, the client, and the ends of live data in C, built with gcc.</summary>
internal sealed record NativePrograms(string Responder, string Client, string Live)
{
    /// <summary>Builds all.</summary>
    /// <exception cref="InvalidOperationException">gcc is missing, or says no.</exception>
    public static async Task<NativePrograms> BuildAsync(string sources, string output, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(output);
        return new NativePrograms(
            await BuildAsync(sources, Path.Combine(output, "responder"), ["responder.c", "batch.c", "faults.c"], cancellationToken),
            await BuildAsync(sources, Path.Combine(output, "client"), ["client.c", "batch.c"], cancellationToken),
            await BuildAsync(sources, Path.Combine(output, "live"), ["live.c", "batch.c"], cancellationToken));
    }

    private static async Task<string> BuildAsync(string sources, string program, string[] files, CancellationToken cancellationToken)
    {
        string[] arguments = ["-std=gnu17", "-O2", "-ftree-vectorize", "-Wall", "-Wextra", "-Werror", "-pthread", "-o", program, .. files.Select(file => Path.Combine(sources, file))];
        try
        {
            using Process compiler = Process.Start("gcc", arguments);
            await compiler.WaitForExitAsync(cancellationToken);
            return compiler.ExitCode == 0 ? program : throw new InvalidOperationException($"gcc failed to build {program}.");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException("gcc is needed to build the programs that the library is compared with: install it.", exception);
        }
    }
}
