using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Machines;

/// <summary>The block that the monitor keeps about a core, at the time of reading.</summary>
/// <remarks>
/// <code>
///   0  8 x u32  registers r0 to r7
///  32  u32  status register      36  u32  stack pointer      40  u32  link register
///  44  u8   run-time error       45  u8   physical core
///  46  u8   state                47  u8   application ID
///  48  u32  application mailbox  52  u32  monitor mailbox
///  56  u8   application command  57  u8   monitor command
///  58  u16  software errors      60  u32  source file name   64  u32  source line
///  68  u32  time loaded, seconds since 1970
///  72  16   application name, NUL padded
///  88  u32  printed text         92  u32  software version
///  96  16   not used            112  4 x u32  user registers
/// </code>
/// Unknown states, errors and commands are kept as numbers. Protocol: models.md, "Core blocks".
/// </remarks>
public readonly record struct CoreInfo
{
    /// <summary>The length of a block in bytes.</summary>
    public const int Size = 128;

    /// <summary>Where the address of the printed text stands in a block.</summary>
    public const int IobufAddressOffset = 88;

    /// <summary>Where the user registers stand in a block.</summary>
    public const int UserRegistersOffset = 112;

    /// <summary>How many user registers there are.</summary>
    public const int UserRegisterCount = 4;

    /// <summary>How many registers a block keeps.</summary>
    public const int RegisterCount = 8;

    private const int NameOffset = 72;
    private const int NameSize = 16;

    /// <summary>Which core it is.</summary>
    public required CoreLocation Core { get; init; }

    /// <summary>Registers r0 to r7, saved when the core stopped by an error.</summary>
    public RegisterValues Registers { get; init; }

    /// <summary>The processor's status register.</summary>
    public uint StatusRegister { get; init; }

    /// <summary>The stack pointer.</summary>
    public uint StackPointer { get; init; }

    /// <summary>The link register.</summary>
    public uint LinkRegister { get; init; }

    /// <summary>Why the core stopped.</summary>
    public RunTimeError RunTimeError { get; init; }

    /// <summary>The physical number of the core.</summary>
    public byte PhysicalCore { get; init; }

    /// <summary>The state of the core.</summary>
    public CoreState State { get; init; }

    /// <summary>The identifier of the application on it.</summary>
    public byte ApplicationId { get; init; }

    /// <summary>The address of the mailbox message for the application.</summary>
    public uint ApplicationMailboxAddress { get; init; }

    /// <summary>The address of the mailbox message for the monitor.</summary>
    public uint MonitorMailboxAddress { get; init; }

    /// <summary>The mailbox command for the application.</summary>
    public MailboxCommand ApplicationMailboxCommand { get; init; }

    /// <summary>The mailbox command for the monitor.</summary>
    public MailboxCommand MonitorMailboxCommand { get; init; }

    /// <summary>How many software errors the application reported.</summary>
    public ushort SoftwareErrorCount { get; init; }

    /// <summary>Address of the name of the source file of the last software error.</summary>
    public uint SoftwareErrorFileAddress { get; init; }

    /// <summary>The source line of the last software error.</summary>
    public uint SoftwareErrorLine { get; init; }

    /// <summary>When the application was loaded, in seconds since 1970-01-01 UTC.</summary>
    public uint LoadTime { get; init; }

    /// <summary>The name of the application, at most 16 characters; those that are not ASCII are replaced by question marks. A text made when it is asked
    /// for.</summary>
    /// <exception cref="InvalidParameterException">The value given is longer.</exception>
    public string ApplicationName
    {
        get => TextOf(NameNumber);
        init => NameNumber = NameOf(value);
    }

    /// <summary>Address of the first block of printed text; 0 if nothing was printed.</summary>
    public uint IobufAddress { get; init; }

    /// <summary>The version of the library the application was built with.</summary>
    public uint SoftwareVersion { get; init; }

    /// <summary>The four registers that are free for the application.</summary>
    public RegisterValues UserRegisters { get; init; }

    private UInt128 NameNumber { get; init; }

    /// <summary>Reads a block from the start of <paramref name="source"/>; bytes after it are ignored.</summary>
    /// <returns><see langword="false"/> if there are fewer than <see cref="Size"/> bytes.</returns>
    public static bool TryParse(CoreLocation core, ReadOnlySpan<byte> source, out CoreInfo info, out PacketError error)
    {
        if (source.Length < Size)
        {
            info = default;
            error = PacketError.TooShort(nameof(CoreInfo), source.Length, Size, source.Length);
            return false;
        }

        error = default;
        info = new CoreInfo
        {
            Core = core,
            Registers = RegisterValues.Read(source, RegisterCount),
            StatusRegister = Word(source, 32),
            StackPointer = Word(source, 36),
            LinkRegister = Word(source, 40),
            RunTimeError = (RunTimeError)source[44],
            PhysicalCore = source[45],
            State = (CoreState)source[46],
            ApplicationId = source[47],
            ApplicationMailboxAddress = Word(source, 48),
            MonitorMailboxAddress = Word(source, 52),
            ApplicationMailboxCommand = (MailboxCommand)source[56],
            MonitorMailboxCommand = (MailboxCommand)source[57],
            SoftwareErrorCount = BinaryPrimitives.ReadUInt16LittleEndian(source[58..]),
            SoftwareErrorFileAddress = Word(source, 60),
            SoftwareErrorLine = Word(source, 64),
            LoadTime = Word(source, 68),
            NameNumber = NameOf(source.Slice(NameOffset, NameSize)),
            IobufAddress = Word(source, IobufAddressOffset),
            SoftwareVersion = Word(source, 92),
            UserRegisters = RegisterValues.Read(source[UserRegistersOffset..], UserRegisterCount),
        };
        return true;
    }

    /// <summary>The core, its physical number, state, application name and identifier in columns.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Core.X}:{Core.Y}:{Core.Core:00} ({PhysicalCore:00}) {State,-18} {PrintableText.OfLine(ApplicationName),-16} {ApplicationId,3}");

    private static uint Word(ReadOnlySpan<byte> source, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(source[offset..]);

    private static UInt128 NameOf(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        Span<byte> name = stackalloc byte[NameSize];
        name.Clear();
        (end < 0 ? field : field[..end]).CopyTo(name);

        // The same name is the same number. Bytes after the name and characters that are not ASCII do not matter.
        foreach (ref byte character in name)
        {
            if (!Ascii.IsValid(character))
                character = (byte)'?';
        }

        return BinaryPrimitives.ReadUInt128LittleEndian(name);
    }

    private static UInt128 NameOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        InvalidParameterException.ThrowIfOutside(name.Length, 0, NameSize, nameof(ApplicationName));
        Span<byte> field = stackalloc byte[NameSize];
        field.Clear();
        Encoding.ASCII.GetBytes(name, field);
        return NameOf(field);
    }

    private static string TextOf(UInt128 name)
    {
        Span<byte> field = stackalloc byte[NameSize];
        BinaryPrimitives.WriteUInt128LittleEndian(field, name);
        int end = field.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? field : field[..end]);
    }
}
