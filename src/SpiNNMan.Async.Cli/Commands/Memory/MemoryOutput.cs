using System.CommandLine;
using System.Text;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Commands.Memory;

/// <summary>Where the bytes go that a command read from memory.</summary>
/// <param name="terminal">The streams of the command.</param>
/// <param name="file">The file that the user named; - or <see langword="null"/> is standard output.</param>
/// <param name="hex">Whether the user wants the bytes in hexadecimal.</param>
internal sealed class MemoryOutput(Terminal terminal, string? file, bool hex)
{
    /// <summary>The file; <see langword="null"/> if it is standard output.</summary>
    public string? File { get; } = file is "-" ? null : file;

    /// <summary>Creates the argument FILE.</summary>
    public static Argument<string> CreateFile()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "Where the bytes go; - or none is standard output, which on a terminal shows them in hexadecimal.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        file.RequireText();
        return file;
    }

    /// <summary>Creates the option <c>--hex</c>.</summary>
    public static Option<bool> CreateHex() => new("--hex") { Description = "Show the bytes in hexadecimal, wherever they go." };

    /// <summary>Fails if the file cannot be written.</summary>
    public void RequireWritable()
    {
        if (File is not null)
            OutputFiles.RequireWritable(File);
    }

    /// <summary>Writes the bytes.</summary>
    public async Task WriteAsync(byte[] data, uint address, CancellationToken cancellationToken)
    {
        if (File is not null)
        {
            await OutputFile.WriteAsync(File, hex ? Encoding.UTF8.GetBytes(HexDump.Of(data, address)) : data, cancellationToken);
        }
        else if (hex || terminal.IsOutTerminal)
        {
            await terminal.Out.WriteAsync(HexDump.Of(data, address));
        }
        else
        {
            await using Stream output = terminal.OpenOutput();
            await output.WriteAsync(data, cancellationToken);
            await output.FlushAsync(cancellationToken);
        }
    }
}
