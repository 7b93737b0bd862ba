using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>Sends one block of a flood fill to every chip.</summary>
/// <remarks>
/// <code>
/// argument 1  forward on all links [29:24], 24 us between packets [23:19], repeats [18:16], fill [7:0]
/// argument 2  block [23:16], words - 1 [15:8]
/// argument 3  address
/// data        the block
/// </code>
/// Chips take no notice of a block they have had, so that it may be repeated; 256 blocks are the most of one fill. Protocol: scp.md, "Flood fill".
/// </remarks>
public readonly struct FloodFillData : IScpRequest<Acknowledgement>
{
    /// <summary>The most that a block can be repeated.</summary>
    public const int MaxRepeats = 7;

    private const int MaxAnnouncedSize = (256 * sizeof(uint)) + sizeof(uint) - 1;

    private readonly ReadOnlyMemory<byte> _data;
    private readonly int _announcedSize;

    /// <summary>Makes the request.</summary>
    /// <param name="fillId">The number of the fill, the same in all its requests. Monitors drop its lowest bit.</param>
    /// <param name="block">The number of the block in the fill.</param>
    /// <param name="address">The address on every chip.</param>
    /// <param name="data">The block, 4 to 256 bytes, of which chips take whole words. It is not copied until the request is sent.</param>
    /// <exception cref="InvalidParameterException">The size of the data is out of range.</exception>
    public FloodFillData(byte fillId, byte block, uint address, ReadOnlyMemory<byte> data)
        : this(fillId, block, address, data, Checked(data.Length, nameof(data)))
    {
    }

    /// <summary>Makes a request that announces another size than that of the data it carries: a chip takes such a block only if the sizes agree.</summary>
    /// <param name="fillId">The number of the fill, the same in all its requests. Monitors drop its lowest bit.</param>
    /// <param name="block">The number of the block in the fill.</param>
    /// <param name="address">The address on every chip.</param>
    /// <param name="data">The data, 0 to 256 bytes. It is not copied until the request is sent.</param>
    /// <param name="announcedSize">The size to announce in bytes, 4 to 1027; whole words count, and boards take at most 256.</param>
    /// <exception cref="InvalidParameterException">A size is out of range.</exception>
    public FloodFillData(byte fillId, byte block, uint address, ReadOnlyMemory<byte> data, int announcedSize)
    {
        InvalidParameterException.ThrowIfOutside(data.Length, 0, ScpMessage.MaxDataSize, nameof(data));
        _data = data;
        _announcedSize = Checked(announcedSize, nameof(announcedSize));
        FillId = fillId;
        Block = block;
        Address = address;
        Repeats = 6;
    }

    /// <summary>The number of the fill.</summary>
    public byte FillId { get; }

    /// <summary>The number of the block in the fill.</summary>
    public byte Block { get; }

    /// <summary>Where it goes.</summary>
    public uint Address { get; }

    /// <summary>How often the monitors send the block again on each link after the first time, 0 to 7. The default is 6, as usual; every time takes 9.5 ms.</summary>
    /// <exception cref="InvalidParameterException">It is out of range.</exception>
    public int Repeats
    {
        get;
        init
        {
            InvalidParameterException.ThrowIfOutside(value, 0, MaxRepeats, nameof(Repeats));
            field = value;
        }
    }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.FloodFillData;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(ChipLocation.Root, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(
        0x3F18_0000u | ((uint)Repeats << 16) | FillId,
        ((uint)Block << 16) | ((uint)((_announcedSize / sizeof(uint)) - 1) << 8),
        Address);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => _data.Span;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Flooding;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) =>
        Acknowledgement.TryParse(reply, out response, out error);

    // The field is the number of words less one, in a byte.
    private static int Checked(int size, string parameterName)
    {
        InvalidParameterException.ThrowIfOutside(size, sizeof(uint), MaxAnnouncedSize, parameterName);
        return size;
    }
}
