using SpiNNMan.Async.Cli.Errors;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>Checks the files that a command writes when its work is done.</summary>
internal static class OutputFiles
{
    /// <summary>Checks, before a command does its work, that a file can be written.</summary>
    /// <exception cref="CommandFailedException">The directory of the file does not exist, or the path is a directory.</exception>
    public static void RequireWritable(string file)
    {
        if (Directory.Exists(file))
            throw new CommandFailedException($"{file} is a directory; name a file in it.");

        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } directory && !Directory.Exists(directory))
            throw new CommandFailedException($"{file} cannot be written: there is no directory {directory}.");
    }
}
