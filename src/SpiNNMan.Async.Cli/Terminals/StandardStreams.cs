using System.Globalization;

namespace SpiNNMan.Async.Cli.Terminals;

/// <summary>The standard streams of this process, of which whoever started it can have closed some.</summary>
/// <remarks>
/// The runtime then has descriptors of its own in their places, such as the pipe by which it wakes its threads: whoever reads that as the input waits for ever, and takes from it what is not his.
/// What a process was given survived the start of its program, so it is not marked to be closed then; what the runtime opened is. Only Linux tells this of a descriptor, in <c>/proc</c>: on other systems every stream
/// counts as open, and what a closed one does is up to the runtime.
/// </remarks>
internal static class StandardStreams
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Error = 2;

    // Linux's O_CLOEXEC, which it tells among the flags of an open descriptor, in octal digits.
    private const int CloseOnExec = 0x80000;
    private const string Flags = "flags:";

    /// <summary>Takes closed streams out of the console's hands.</summary>
    public static void Guard()
    {
        if (!IsOpen(Output))
            Console.SetOut(new StreamWriter(new ClosedStream("Standard output")) { AutoFlush = true });

        // Nobody can be told there that nobody can be told.
        if (!IsOpen(Error))
            Console.SetError(TextWriter.Null);
    }

    /// <summary>The input, of which reading fails if it is closed.</summary>
    public static Stream OpenInput() => IsOpen(Input) ? Console.OpenStandardInput() : new ClosedStream("Standard input");

    /// <summary>The output, to which writing fails if it is closed.</summary>
    public static Stream OpenOutput() => IsOpen(Output) ? Console.OpenStandardOutput() : new ClosedStream("Standard output");

    private static bool IsOpen(int descriptor)
    {
        if (!OperatingSystem.IsLinux())
            return true;

        try
        {
            string? line = File.ReadLines($"/proc/self/fdinfo/{descriptor.ToString(CultureInfo.InvariantCulture)}").FirstOrDefault(static line => line.StartsWith(Flags, StringComparison.Ordinal));
            return line is null || (Convert.ToInt32(line[Flags.Length..].Trim(), 8) & CloseOnExec) == 0;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or ArgumentException or OverflowException)
        {
            // Without /proc, that cannot be told.
            return true;
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
