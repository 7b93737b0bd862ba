using System.CommandLine;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Input;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Commands.Memory;

/// <summary>Where the bytes come from that a command writes into memory.</summary>
internal static class MemoryInput
{
    private const string Fitting = "what fits a chip's memory";

    /// <summary>Creates the argument FILE.</summary>
    public static Argument<string> CreateFile()
    {
        var file = new Argument<string>("FILE") { Description = "Where the bytes come from; - or none is standard input.", Arity = ArgumentArity.ZeroOrOne };
        file.RequireText();
        return file;
    }

    /// <summary>Reads the bytes.</summary>
    /// <param name="terminal">The streams of the command.</param>
    /// <param name="file">The file that the user named; - or <see langword="null"/> is standard input.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task<byte[]> ReadAsync(Terminal terminal, string? file, CancellationToken cancellationToken)
    {
        if (file is not (null or "-"))
            return await InputFiles.ReadAsync(file, InputFiles.MostOfMemory, Fitting, cancellationToken);

        await using Stream input = terminal.OpenInput();
        return await InputFiles.ReadAsync(input, "Standard input", InputFiles.MostOfMemory, Fitting, cancellationToken);
    }
}
