using System.Text;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;

namespace SpiNNMan.Async.Cli.Input;

/// <summary>Reads whole files. Each kind of file has a limit far above its usual size, so that a device, or a wrong file, does not fill the memory.</summary>
internal static class InputFiles
{
    /// <summary>The limit for a snapshot, in bytes. A snapshot of the largest possible machine has less than half of it.</summary>
    public const long MostOfSnapshot = 64 << 20;

    /// <summary>The limit for an application or a boot image, in bytes. A core has 32 KiB for its code.</summary>
    public const long MostOfImage = 1 << 20;

    /// <summary>The limit for a list of broken parts, in bytes.</summary>
    public const long MostOfList = 64 << 20;

    /// <summary>The limit for data that is written into memory, in bytes. A chip has this much memory.</summary>
    public const long MostOfMemory = 128 << 20;

    private const int Piece = 1 << 16;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The name of the file.</param>
    /// <param name="most">The limit, in bytes.</param>
    /// <param name="what">The expected kind of file, for the message; for example "a snapshot".</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="CommandFailedException">The file is longer than the limit.</exception>
    public static async Task<byte[]> ReadAsync(string path, long most, string what, CancellationToken cancellationToken)
    {
        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, Piece, FileOptions.Asynchronous | FileOptions.SequentialScan);
        return await ReadAsync(file, path, most, what, cancellationToken);
    }

    /// <summary>Reads a stream, such as standard input.</summary>
    /// <inheritdoc cref="ReadAsync(string, long, string, CancellationToken)"/>
    public static async Task<byte[]> ReadAsync(Stream stream, string name, long most, string what, CancellationToken cancellationToken)
    {
        // Devices and pipes have no length.
        long length = stream.CanSeek ? stream.Length : 0;
        using var bytes = new MemoryStream(length <= most ? (int)length : 0);
        var piece = new byte[Piece];
        while (length <= most && bytes.Length <= most)
        {
            int read = await stream.ReadAsync(piece, cancellationToken);
            if (read == 0)
                return bytes.Length == bytes.Capacity ? bytes.GetBuffer() : bytes.ToArray();

            await bytes.WriteAsync(piece.AsMemory(0, read), cancellationToken);
        }

        throw new CommandFailedException($"{name} is longer than {Quantities.Bytes(most)}, and not {what}.");
    }

    /// <summary>Reads a file of text.</summary>
    /// <inheritdoc cref="ReadAsync(string, long, string, CancellationToken)"/>
    public static async Task<string> ReadTextAsync(string path, long most, string what, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(new MemoryStream(await ReadAsync(path, most, what, cancellationToken)), Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
