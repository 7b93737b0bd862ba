using System.Threading.Channels;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>The lines that come on standard input. A read that cannot be broken off must not keep the program from ending: it has a thread of its own.</summary>
internal static class ConsoleInput
{
    private const int LongestLine = 1024;

    /// <summary>Begins to read lines; the reader is completed when there is no more input.</summary>
    public static ChannelReader<string> Read(Terminal terminal)
    {
        var lines = Channel.CreateUnbounded<string>();
        new Thread(() => Run(terminal, lines.Writer)) { IsBackground = true, Name = "standard input" }.Start();
        return lines.Reader;
    }

    /// <summary>Begins to read keys.</summary>
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
                // Until the program ends.
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // The terminal is gone; the machine goes on.
        }
    }

    private static void Run(Terminal terminal, ChannelWriter<string> lines)
    {
        try
        {
            // A process in the background of a terminal would be stopped for reading from it.
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
            // No input is no reason to stop.
        }
        finally
        {
            lines.TryComplete();
        }
    }
}
