using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Memory;

/// <summary>Reads from the serial ROM that a chip boots from.</summary>
/// <remarks>
/// <code>
/// argument 1  size [31:16], bits of command and address [5:0]
/// argument 2  the ROM's command [31:24], address below it
/// reply       the bytes
/// </code>
/// Protocol: scp.md, "Serial ROM".
/// </remarks>
public readonly struct SerialRomRead : IScpBytesRequest
{
    private readonly ChipLocation _chip;
    private readonly uint _word;
    private readonly int _bits;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip with the ROM, one with an Ethernet.</param>
    /// <param name="address">The address to read from.</param>
    /// <param name="size">How many bytes, 1 to 256: asked for more, a board never answers.</param>
    /// <param name="command">The ROM's own command: 0x03, the default, reads, 0x05 reads its status.</param>
    /// <param name="addressBits">How many bits of the address are sent: 0, 8 or 24, as the ROM wants it. The default is 24.</param>
    /// <exception cref="InvalidParameterException">The size, the address or the number of its bits is out of range.</exception>
    public SerialRomRead(ChipLocation chip, uint address, int size, byte command = 0x03, int addressBits = 24)
    {
        InvalidParameterException.ThrowIfOutside(size, 1, ScpMessage.MaxDataSize, nameof(size));
        _chip = chip;
        _word = SerialRomWords.Command(command, address, addressBits, nameof(address), nameof(addressBits));
        _bits = SerialRomWords.CommandBits + addressBits;
        ByteCount = size;
    }

    /// <summary>How many bytes are read.</summary>
    public int ByteCount { get; }

    /// <inheritdoc/>
    public int ResponseSize => ByteCount;

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.SerialRom;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(((uint)ByteCount << 16) | (uint)_bits, _word);

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Gathering;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out byte[] response, out PacketError error) =>
        reply.TryReadBytes(ByteCount, nameof(SerialRomRead), out response, out error);
}
