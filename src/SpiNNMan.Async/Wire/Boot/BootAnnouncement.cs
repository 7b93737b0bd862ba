using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Wire.Boot;

/// <summary>The announcement of a board that waits to be booted, about every 4.1 seconds, from port 54321 to port 54321.</summary>
/// <param name="RomVersion">The version of its boot ROM, of which major and minor are sent, 0 to 255 each.</param>
/// <remarks>
/// A boot message with the opcode <see cref="BootOpcode.Hello"/>:
/// <code>
///  6  u8   ROM version, major
///  7  u8   ROM version, minor
///  8  u16  0
/// 10  u32  0
/// 14  u32  0x43505453
/// </code>
/// A host needs no more of it than where it comes from. Protocol: boot.md, "Announcements".
/// </remarks>
public readonly record struct BootAnnouncement(SoftwareVersion RomVersion)
{
    /// <summary>The number that every announcement carries as its third operand.</summary>
    public const uint Signature = 0x43505453;

    /// <summary>The ROM of all boards there are says 2.1.</summary>
    public static BootAnnouncement Standard => new(new SoftwareVersion(2, 1, 0));

    /// <summary>Reads an announcement out of a datagram.</summary>
    /// <returns><see langword="false"/>, with the reason in <paramref name="error"/>, if the bytes are no boot message or another one.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> source, out BootAnnouncement announcement, out PacketError error)
    {
        announcement = default;
        return BootMessage.TryParse(source, out BootMessage message, out error) && TryFrom(message, out announcement, out error);
    }

    /// <summary>Takes a boot message as an announcement.</summary>
    /// <returns><see langword="false"/>, with the reason in <paramref name="error"/>, if it is another message.</returns>
    public static bool TryFrom(in BootMessage message, out BootAnnouncement announcement, out PacketError error)
    {
        announcement = default;
        if (message.Opcode != BootOpcode.Hello)
        {
            error = PacketError.WrongKind(nameof(BootAnnouncement), 2, $"the opcode is 0x{(uint)message.Opcode:X}, not 0x41");
            return false;
        }

        if (message.Operand3 != Signature)
        {
            error = PacketError.BadValue(nameof(BootAnnouncement), 14, $"the third operand is 0x{message.Operand3:X8}, not 0x{Signature:X8}");
            return false;
        }

        announcement = new BootAnnouncement(new SoftwareVersion((int)(message.Operand1 >> 24), (int)((message.Operand1 >> 16) & 0xFF), 0));
        error = default;
        return true;
    }

    /// <summary>The announcement as the message that carries it.</summary>
    /// <exception cref="InvalidParameterException">A number of the ROM version is more than a byte.</exception>
    public BootMessage ToMessage()
    {
        InvalidParameterException.ThrowIfOutside(RomVersion.Major, 0, byte.MaxValue, nameof(RomVersion));
        InvalidParameterException.ThrowIfOutside(RomVersion.Minor, 0, byte.MaxValue, nameof(RomVersion));
        return new BootMessage(BootOpcode.Hello, ((uint)RomVersion.Major << 24) | ((uint)RomVersion.Minor << 16), operand3: Signature);
    }
}
