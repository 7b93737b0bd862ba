namespace SpiNNMan.Async.Cli.Output;

/// <summary>Files that a command writes when its work is done.</summary>
internal static class OutputFiles
{
    /// <summary>Tells before the work that it would be for nothing.</summary>
    /// <exception cref="CommandFailedException">There is no such directory, or the path is one.</exception>
    public static void RequirePlaceFor(string file)
    {
        if (Directory.Exists(file))
            throw new CommandFailedException($"{file} is a directory; name a file in it.");

        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } directory && !Directory.Exists(directory))
            throw new CommandFailedException($"{file} cannot be written: there is no directory {directory}.");
    }
}
