using System.CommandLine;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Input;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Emulation.Debugging.Symbols;

namespace SpiNNMan.Async.Cli.SourcePlaces;

/// <summary>The option <c>--elf</c>: the program as the linker wrote it, with its symbols and lines.</summary>
internal static class ProgramOptions
{
    /// <summary>Creates the option.</summary>
    /// <param name="description">The use of the file, for the help.</param>
    public static Option<string?> CreateElf(string description)
    {
        var option = new Option<string?>("--elf") { Description = description, HelpName = "FILE" };
        option.RequireText();
        return option;
    }

    /// <summary>Reads the file that the user named.</summary>
    /// <param name="elf">The name of the file; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The program; nothing is known of it if there is no file.</returns>
    /// <exception cref="CommandFailedException">The file is no program.</exception>
    public static async Task<ProgramSymbols> ReadAsync(string? elf, CancellationToken cancellationToken)
    {
        if (elf is null)
            return ProgramSymbols.None;

        try
        {
            return ProgramSymbols.Read(await InputFiles.ReadAsync(elf, InputFiles.MostOfMemory, "a program", cancellationToken));
        }
        catch (InvalidDataException exception)
        {
            throw new CommandFailedException($"{elf}: {exception.Message}", exception);
        }
    }

    /// <summary>Reads the file that the user named, or else the one beside an image.</summary>
    /// <param name="terminal">The place of warnings.</param>
    /// <param name="elf">The name of the file; <see langword="null"/> if the user named none.</param>
    /// <param name="image">The image.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="CommandFailedException">The file that the user named is no program.</exception>
    public static async Task<ProgramSymbols> ReadAsync(Terminal terminal, string? elf, string image, CancellationToken cancellationToken)
    {
        if (elf is not null || !File.Exists(image) || Path.ChangeExtension(image, ".elf") is not { } beside || !File.Exists(beside))
            return await ReadAsync(elf, cancellationToken);

        try
        {
            return await ReadAsync(beside, cancellationToken);
        }
        catch (Exception exception) when (exception is CommandFailedException or IOException or UnauthorizedAccessException)
        {
            // The user did not ask for this file, so that it must not keep a program from running.
            await terminal.Error.WriteLineAsync($"warning: the ELF file beside the image is not used: {exception.Message}");
            return ProgramSymbols.None;
        }
    }
}
