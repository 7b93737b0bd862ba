using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Memory;

/// <summary>Writes to the serial ROM that a chip boots from, or has it do a command of its own.</summary>
/// <remarks>
/// <code>
/// argument 1  size [31:16], write [8], enable writing before [7], wait [6], bits of command and address [5:0]
/// argument 2  the ROM's command [31:24], address below it
/// data        the bytes
/// </code>
/// A board whose ROM holds nonsense does not boot. Not repeatable: the ROM takes no command while it is busy with the first one.
/// Protocol: scp.md, "Serial ROM".
/// </remarks>
public readonly struct SerialRomWrite : IScpRequest<Acknowledgement>
{
    private readonly ChipLocation _chip;
    private readonly ReadOnlyMemory<byte> _data;
    private readonly uint _word;
    private readonly int _bits;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip with the ROM, one with an Ethernet.</param>
    /// <param name="address">The address to write to.</param>
    /// <param name="data">The data, 0 to 256 bytes. It is not copied until the request is sent.</param>
    /// <param name="command">The ROM's own command: 0x02, the default, writes, 0xC7 erases the whole ROM.</param>
    /// <param name="addressBits">How many bits of the address are sent: 0, 8 or 24, as the ROM wants it. The default is 24.</param>
    /// <exception cref="InvalidParameterException">The address or the number of its bits is out of range, or there is too much data.</exception>
    public SerialRomWrite(ChipLocation chip, uint address, ReadOnlyMemory<byte> data, byte command = 0x02, int addressBits = 24)
    {
        InvalidParameterException.ThrowIfOutside(data.Length, 0, ScpMessage.MaxDataSize, nameof(data));
        _chip = chip;
        _data = data;
        _word = SerialRomWords.Command(command, address, addressBits, nameof(address), nameof(addressBits));
        _bits = SerialRomWords.CommandBits + addressBits;
    }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.SerialRom;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(((uint)_data.Length << 16) | SerialRomWords.WriteFlags | (uint)_bits, _word);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => _data.Span;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.NotRepeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Gathering;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) =>
        Acknowledgement.TryParse(reply, out response, out error);
}
