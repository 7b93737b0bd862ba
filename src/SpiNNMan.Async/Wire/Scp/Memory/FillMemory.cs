using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Memory;

/// <summary>Fills memory, as one core sees it, with copies of one word.</summary>
/// <remarks>
/// <code>
/// argument 1  address
/// argument 2  the word
/// argument 3  size in bytes
/// </code>
/// There is no limit to the size: the reply comes when all is written. Protocol: scp.md, "Fill".
/// </remarks>
public readonly struct FillMemory : IScpRequest<Acknowledgement>
{
    private const uint PromptBytes = 4096;
    private readonly CoreLocation _core;

    /// <summary>Makes a request that fills from <paramref name="address"/> on.</summary>
    /// <param name="core">The core that does it; a chip stands for its monitor. For a BMP, the board is the core of (0, 0).</param>
    /// <param name="address">The first byte; boards round it down to a multiple of 4.</param>
    /// <param name="word">The word.</param>
    /// <param name="size">How many bytes; boards round it down to a multiple of 4.</param>
    public FillMemory(CoreLocation core, uint address, uint word, uint size)
    {
        _core = core;
        Address = address;
        Word = word;
        ByteCount = size;
    }

    /// <summary>The first byte to fill.</summary>
    public uint Address { get; }

    /// <summary>The word.</summary>
    public uint Word { get; }

    /// <summary>How many bytes are filled.</summary>
    public uint ByteCount { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Fill;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_core, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(Address, Word, ByteCount);

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => ByteCount <= PromptBytes ? TimeoutClass.Prompt : TimeoutClass.Copying;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) =>
        Acknowledgement.TryParse(reply, out response, out error);
}
