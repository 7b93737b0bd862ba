using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace SpiNNMan.Async.Cli.Terminals;

/// <summary>The standard streams of this process. The program that started the process may have closed some of them.</summary>
/// <remarks>
/// If a stream is closed, the runtime may use its file descriptor for something else, for example for the pipe that wakes its threads. A command that reads this pipe as standard input waits for ever, and takes data away from the runtime.
/// Descriptors that the process was given do not have the flag "close on exec", because they stayed open when the program was started. Descriptors that the runtime opened have it.
/// Only Linux tells this of a descriptor, in <c>/proc</c>. On other systems every stream counts as open.
/// </remarks>
internal static class StandardStreams
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Error = 2;

    // O_CLOEXEC. Linux shows it among the flags of an open descriptor, in octal digits.
    private const int CloseOnExec = 0x80000;

    // O_NONBLOCK.
    private const int NonBlocking = 0x800;
    private const string Flags = "flags:";

    /// <summary>Replaces closed output streams of the console, so that the console does not write to descriptors of the runtime.</summary>
    public static void ReplaceClosedStreams()
    {
        if (!IsOpen(Output))
            Console.SetOut(new StreamWriter(new ClosedStream("Standard output")) { AutoFlush = true });

        // An error about this could only be written to the same stream.
        if (!IsOpen(Error))
            Console.SetError(TextWriter.Null);
    }

    /// <summary>Opens standard input. Reading fails if it is closed.</summary>
    public static Stream OpenInput() => IsOpen(Input) ? Console.OpenStandardInput() : new ClosedStream("Standard input");

    /// <summary>Opens standard output. Writing fails if it is closed.</summary>
    public static Stream OpenOutput() => IsOpen(Output) ? OpenPipe() ?? Console.OpenStandardOutput() : new ClosedStream("Standard output");

    /// <summary>The writer of text to standard output. Writing fails if the reader of a pipe is gone.</summary>
    public static TextWriter CreateOutputWriter() => IsOpen(Output) && OpenPipe() is { } pipe
        ? TextWriter.Synchronized(new StreamWriter(pipe, Console.OutputEncoding) { AutoFlush = true })
        : Console.Out;

    /// <summary>Opens standard output if it is a pipe or a socket. The console keeps it secret if the reader of a pipe is gone, so that a command would go on for ever.</summary>
    /// <remarks>A stream that does not wait when the pipe is full is left to the console, which does wait.</remarks>
    private static FileStream? OpenPipe()
    {
        if (!OperatingSystem.IsLinux() || !Console.IsOutputRedirected || (FlagsOf(Output) & NonBlocking) != 0)
            return null;

        try
        {
            var stream = new FileStream(new SafeFileHandle(Output, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!stream.CanSeek)
                return stream;

            stream.Dispose();
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // The console copes with whatever this is.
        }

        return null;
    }

    private static bool IsOpen(int descriptor)
    {
        if (!OperatingSystem.IsLinux())
            return true;

        try
        {
            return (FlagsOf(descriptor) & CloseOnExec) == 0;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>The flags of a descriptor; 0 if there is no way to find out.</summary>
    /// <exception cref="FileNotFoundException">The descriptor is closed.</exception>
    private static int FlagsOf(int descriptor)
    {
        try
        {
            string? line = File.ReadLines($"/proc/self/fdinfo/{descriptor.ToString(CultureInfo.InvariantCulture)}").FirstOrDefault(static line => line.StartsWith(Flags, StringComparison.Ordinal));
            return line is null ? 0 : Convert.ToInt32(line[Flags.Length..].Trim(), 8);
        }
        catch (Exception exception) when (exception is not FileNotFoundException and (IOException or UnauthorizedAccessException or FormatException or ArgumentException or OverflowException))
        {
            return 0;
        }
    }

    private sealed class ClosedStream(string name) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw Closed();

        public override void Write(byte[] buffer, int offset, int count) => throw Closed();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private IOException Closed() => new($"{name} is closed.");
    }
}
