namespace SpiNNMan.Async.Cli.Output;

/// <summary>A file that gets its name only when it is whole: it is written under another name in the same directory, and renamed at the end.</summary>
/// <remarks>Devices and pipes are written directly.</remarks>
internal sealed class OutputFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly string? _temporary;
    private bool _isComplete;

    private OutputFile(string path, string? temporary, FileStream stream)
    {
        _path = path;
        _temporary = temporary;
        Stream = stream;
    }

    /// <summary>Takes the content.</summary>
    public FileStream Stream { get; }

    /// <summary>Creates the file under its temporary name.</summary>
    /// <param name="path">The name that it gets in the end. A file of that name is replaced then.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public static OutputFile Create(string path)
    {
        string target = new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : Path.GetFullPath(path);
        if (OpenDirectly(target) is { } device)
            return new OutputFile(target, temporary: null, device);

        string temporary = NameBeside(target);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows() && File.Exists(target))
            options.UnixCreateMode = File.GetUnixFileMode(target);

        return new OutputFile(target, temporary, new FileStream(temporary, options));
    }

    /// <summary>A name in the same directory that no file has, with the same ending.</summary>
    public static string NameBeside(string path) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".", $".spinnman-{Path.GetFileNameWithoutExtension(Path.GetRandomFileName())}.part{Path.GetExtension(path)}");

    /// <summary>Writes a whole file.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await using OutputFile file = Create(path);
        try
        {
            await file.Stream.WriteAsync(content, cancellationToken);
            await file.CompleteAsync(cancellationToken);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            // That is how the runtime says that the system limits the size of files.
            throw new IOException($"{path} would be longer than a file may be here.", exception);
        }
    }

    /// <summary>Gives the file its name. Everything must have been written.</summary>
    /// <exception cref="IOException">The content cannot be stored, for example because the disk is full.</exception>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await Stream.FlushAsync(cancellationToken);
        if (_temporary is not null)
            Stream.Flush(flushToDisk: true);

        await Stream.DisposeAsync();
        if (_temporary is not null)
            File.Move(_temporary, _path, overwrite: true);

        _isComplete = true;
    }

    /// <summary>Closes the file, and deletes it if it was not completed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isComplete)
            return;

        try
        {
            await Stream.DisposeAsync();
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // The same error has been reported by the write before.
        }

        if (_temporary is not null)
            File.Delete(_temporary);
    }

    /// <summary>Opens a device or a pipe; <see langword="null"/> for a file, and for a name that no file has.</summary>
    private static FileStream? OpenDirectly(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length > 0)
            return null;

        var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        if (!stream.CanSeek || path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal))
            return stream;

        stream.Dispose();
        return null;
    }
}
