using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;

namespace SpiNNMan.Async.Wire.Boot;

/// <summary>The program that a board is booted with: SC&amp;MP, the monitor. This library does not bring one.</summary>
/// <remarks>
/// <code>
///    0   128  loader
///  128   128  table of the copies that the loader makes
///  256   128  the loader again
///  384   128  first half of the system variables; replaced for each boot
///  512   ..   programs
/// </code>
/// Protocol: boot.md, "Image".
/// </remarks>
public sealed class BootImage
{
    /// <summary>The length of the longest image in bytes: 32 blocks.</summary>
    public const int MaxSize = 32 * BootMessage.MaxDataSize;

    /// <summary>Where the system variables stand in an image.</summary>
    public const int SystemVariablesOffset = 384;

    /// <summary>The operand that makes a board run the image.</summary>
    public const uint Execute = 1;

    // The ROM puts block b at b times the length that the message states, so a short last block must state the full one too.
    private const uint FullBlockLength = ((BootMessage.MaxDataSize / 4) - 1) << 8;

    private readonly byte[] _bytes;

    /// <summary>Takes the bytes of an image, as they are in its file; they are copied.</summary>
    /// <exception cref="InvalidParameterException">There are none, more than <see cref="MaxSize"/>, or not a multiple of 4.</exception>
    public BootImage(ReadOnlySpan<byte> image)
    {
        if (image.IsEmpty)
            throw new InvalidParameterException(nameof(image), 0, $"it is empty. {WhereToFindOne}");

        if (image.Length > MaxSize || image.Length % 4 != 0)
            throw new InvalidParameterException(nameof(image), image.Length, $"the length of a boot image is a multiple of 4 and at most {MaxSize} bytes");

        _bytes = image.ToArray();
    }

    /// <summary>The time a host waits after each message of a boot, 100 ms: boards acknowledge nothing, and need it to copy a block.</summary>
    public static TimeSpan PauseAfterMessage => TimeSpan.FromMilliseconds(100);

    /// <summary>The time a host waits after the last message before it asks the board anything, 2 s.</summary>
    public static TimeSpan PauseAfterBoot => TimeSpan.FromSeconds(2);

    /// <summary>One sentence for people who have no image.</summary>
    public static string WhereToFindOne =>
        "A boot image comes with an installed Python SpiNNMan, as scamp.boot in its package under messages/spinnaker_boot/boot_data, " +
        "or is built from the sources of spinnaker_tools.";

    /// <summary>The image as it is in its file.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The number of blocks it is sent in, 1 to 32.</summary>
    public int BlockCount => (_bytes.Length + BootMessage.MaxDataSize - 1) / BootMessage.MaxDataSize;

    /// <summary>The first half of the system variables, as they go into an image.</summary>
    /// <param name="boardVersion">The kind of board, 1 to 5, or <see langword="null"/> if it is not known.</param>
    /// <param name="time">The time of the boot; the board keeps it in whole seconds.</param>
    /// <param name="overrides">Values for single variables, which replace all others. Variables that lie in the second half are checked but not sent.</param>
    /// <returns><see cref="SystemVariable.BootBlockSize"/> bytes.</returns>
    /// <exception cref="InvalidParameterException">There is no such board version, or a value or the time does not fit its variable.</exception>
    /// <remarks>Protocol: boot.md, "System variables at boot".</remarks>
    public static byte[] CreateSystemVariables(int? boardVersion, DateTimeOffset time, IReadOnlyDictionary<SystemVariable, ulong>? overrides = null)
    {
        var board = BootBoard.OfVersion(boardVersion);
        long seconds = time.ToUnixTimeSeconds();
        InvalidParameterException.ThrowIfOutside(seconds, 0, uint.MaxValue, nameof(time));

        Span<byte> block = stackalloc byte[SystemVariable.BlockSize];
        block.Clear();
        foreach (SystemVariable variable in SystemVariable.All)
            variable.Write(block, variable.Default);

        SystemVariable.HardwareVersion.Write(block, board.HardwareVersion);
        SystemVariable.Led0.Write(block, board.Leds);
        SystemVariable.UnixTimestamp.Write(block, (ulong)seconds);
        SystemVariable.BootSignature.Write(block, (ulong)seconds);
        SystemVariable.IsRootChip.Write(block, 1);
        foreach ((SystemVariable variable, ulong value) in overrides ?? new Dictionary<SystemVariable, ulong>())
            variable.Write(block, value);

        return block[..SystemVariable.BootBlockSize].ToArray();
    }

    /// <summary>Makes all messages to port 54321 of a board that boot it, in order: start, blocks, execute.</summary>
    /// <param name="boardVersion">The kind of board, 1 to 5, or <see langword="null"/> if it is not known.</param>
    /// <param name="time">The time of the boot; the board keeps it in whole seconds.</param>
    /// <param name="overrides">Values for single system variables, which replace all others.</param>
    /// <exception cref="InvalidParameterException">There is no such board version, or a value or the time does not fit its variable.</exception>
    /// <remarks>Protocol: boot.md, "Sequence".</remarks>
    public IReadOnlyList<BootMessage> CreateMessages(int? boardVersion, DateTimeOffset time, IReadOnlyDictionary<SystemVariable, ulong>? overrides = null)
    {
        byte[] patched = [.. _bytes];
        Span<byte> room = patched.AsSpan(Math.Min(SystemVariablesOffset, patched.Length));
        ReadOnlySpan<byte> variables = CreateSystemVariables(boardVersion, time, overrides);
        variables[..Math.Min(variables.Length, room.Length)].CopyTo(room);
        SwapWords(patched);

        var messages = new BootMessage[BlockCount + 2];
        messages[0] = new BootMessage(BootOpcode.FloodFillStart, operand3: (uint)(BlockCount - 1));
        for (int block = 0; block < BlockCount; block++)
        {
            int start = block * BootMessage.MaxDataSize;
            int length = Math.Min(BootMessage.MaxDataSize, patched.Length - start);
            messages[block + 1] = new BootMessage(BootOpcode.FloodFillBlock, FullBlockLength | (byte)block, data: patched.AsMemory(start, length));
        }

        messages[^1] = new BootMessage(BootOpcode.FloodFillControl, Execute);
        return messages;
    }

    /// <summary>Reads the description of an image.</summary>
    /// <returns><see langword="false"/> if it is no SC&amp;MP that this library knows. A board may run it nevertheless.</returns>
    public bool TryDescribe(out BootImageDescription description) => TryDescribe(_bytes, out description);

    /// <summary>Reads the description of the bytes of an image.</summary>
    /// <returns><see langword="false"/> if they are no SC&amp;MP that this library knows.</returns>
    public static bool TryDescribe(ReadOnlySpan<byte> image, out BootImageDescription description)
    {
        ReadOnlySpan<byte> name = "SC&MP/SpiNNaker\0"u8;
        ReadOnlySpan<byte> applicationName = "scamp-3\0"u8;
        description = default;
        int start = image.IndexOf(name);
        if (start < 0)
            return false;

        ReadOnlySpan<byte> text = image[(start + name.Length)..];
        int end = text.IndexOf((byte)0);
        if (end < 0 || !TryParseVersion(text[..end], out SoftwareVersion version))
            return false;

        int build = image.IndexOf(applicationName) - sizeof(uint);
        DateTimeOffset? date = build < 0 ? null : DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32LittleEndian(image[build..]));
        description = new BootImageDescription("SC&MP/SpiNNaker", version, date);
        return true;
    }

    /// <summary>Turns the bytes of every word round: an image is little-endian, a board receives it big-endian. Doing it twice undoes it.</summary>
    /// <param name="words">Whole words; up to three bytes after the last one stay as they are.</param>
    public static void SwapWords(Span<byte> words)
    {
        Span<uint> view = MemoryMarshal.Cast<byte, uint>(words);
        BinaryPrimitives.ReverseEndianness(view, view);
    }

    // One to three numbers with dots between them. A missing number is 0.
    private static bool TryParseVersion(ReadOnlySpan<byte> text, out SoftwareVersion version)
    {
        Span<int> numbers = stackalloc int[3];
        numbers.Clear();
        version = default;
        int count = 0;
        foreach (Range range in text.Split((byte)'.'))
        {
            ReadOnlySpan<byte> number = text[range];
            if (count == numbers.Length || number.Length is 0 or > 3 || number.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
                return false;

            foreach (byte digit in number)
                numbers[count] = (numbers[count] * 10) + (digit - '0');

            count++;
        }

        version = new SoftwareVersion(numbers[0], numbers[1], numbers[2]);
        return true;
    }
}
