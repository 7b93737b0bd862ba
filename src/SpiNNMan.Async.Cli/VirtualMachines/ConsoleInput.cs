using System.Threading.Channels;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>Reads lines or keys from standard input. A read cannot be cancelled, so it runs on a background thread, which does not keep the process from ending.</summary>
internal static class ConsoleInput
{
    private const int LongestLine = 1024;

    /// <summary>Starts to read lines. The channel is completed when the input ends.</summary>
    public static ChannelReader<string> Read(Terminal terminal)
    {
        var lines = Channel.CreateUnbounded<string>();
        new Thread(() => Run(terminal, lines.Writer)) { IsBackground = true, Name = "standard input" }.Start();
        return lines.Reader;
    }

    /// <summary>Starts to read keys.</summary>
    public static ChannelReader<ConsoleKeyInfo> ReadKeys(Terminal terminal)
    {
        var keys = Channel.CreateUnbounded<ConsoleKeyInfo>();
        new Thread(() => RunKeys(terminal, keys.Writer)) { IsBackground = true, Name = "keys" }.Start();
        return keys.Reader;
    }

    private static void RunKeys(Terminal terminal, ChannelWriter<ConsoleKeyInfo> keys)
    {
        try
        {
            while (keys.TryWrite(terminal.ReadKey!()))
            {
                // This goes on until the process ends.
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // The terminal is gone. The virtual machine goes on.
        }
    }

    private static void Run(Terminal terminal, ChannelWriter<string> lines)
    {
        try
        {
            // The system stops a process that reads from a terminal while it is in the background.
            if (!terminal.MayReadInput)
                return;

            using var reader = new StreamReader(terminal.OpenInput());
            while (reader.ReadLine() is { } line)
            {
                if (line.Trim().Length > 0)
                    lines.TryWrite(line.Length > LongestLine ? line[..LongestLine] : line);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // The virtual machine goes on without input.
        }
        finally
        {
            lines.TryComplete();
        }
    }
}
