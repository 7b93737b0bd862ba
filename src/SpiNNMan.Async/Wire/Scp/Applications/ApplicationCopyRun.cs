using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>Copies the application in system SDRAM of a neighbour to the same place, and starts it.</summary>
/// <remarks>
/// <code>
/// argument 1  checksum [31:3], link [2:0]
/// argument 2  size in bytes
/// argument 3  application [31:24], wait [18], cores [17:0]
/// reply       nothing; if the checksum is wrong, the sum of the words copied
/// </code>
/// If the checksum is wrong nothing is started. Monitors of version 4 say so only by the sum in the reply, which is an error here. Starting a core a
/// second time resets it, so this may be repeated only when the cores wait or when there are none. Protocol: scp.md, "Applications".
/// </remarks>
public readonly struct ApplicationCopyRun : IScpRequest<Acknowledgement>
{
    private const int MaxLink = 7;

    private readonly ChipLocation _chip;
    private readonly CoreSet _cores;
    private readonly bool _wait;
    private readonly uint _checksum;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip that copies.</param>
    /// <param name="link">The link from it to the neighbour that has the application, 0 to 5; 6 and 7 can be said, and boards refuse them.</param>
    /// <param name="size">The size of the application in bytes, a multiple of 4.</param>
    /// <param name="applicationId">The application, 0 to 255; users take 16 and up.</param>
    /// <param name="cores">The cores to start it on, 1 to 17; none only copies.</param>
    /// <param name="checksum">The sum of its words, of which the low 29 bits are compared; 0 compares nothing.</param>
    /// <param name="wait">Whether the cores are to wait for the start signal before they run.</param>
    /// <exception cref="InvalidParameterException">The link is out of range, or the size is not a multiple of 4, or the word has no bit for a core.</exception>
    public ApplicationCopyRun(ChipLocation chip, int link, uint size, byte applicationId, CoreSet cores, uint checksum, bool wait = false)
    {
        InvalidParameterException.ThrowIfOutside(link, 0, MaxLink, nameof(link));
        if (size % sizeof(uint) != 0)
            throw new InvalidParameterException(nameof(size), size, "it must be a multiple of 4");

        _chip = chip;
        _cores = ApplicationWord.Check(cores);
        _wait = wait;
        _checksum = checksum;
        Link = link;
        ByteCount = size;
        ApplicationId = applicationId;
    }

    /// <summary>The link to the neighbour that has the application.</summary>
    public int Link { get; }

    /// <summary>The size of the application in bytes.</summary>
    public uint ByteCount { get; }

    /// <summary>The application.</summary>
    public byte ApplicationId { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.ApplicationCopyRun;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new((_checksum << 3) | (uint)Link, ByteCount, ApplicationWord.For(ApplicationId, _cores, _wait));

    /// <inheritdoc/>
    public Repeatability Repeatability => ApplicationWord.RepeatabilityFor(_cores, _wait);

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Copying;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error)
    {
        response = default;
        error = default;
        if (reply.Payload.IsEmpty)
            return true;

        if (reply.TryReadWord(0, nameof(ApplicationCopyRun), out uint sum, out error))
            error = PacketError.BadValue(nameof(ApplicationCopyRun), 0, $"the words copied add up to 0x{sum:X8}, not to the checksum: nothing was started");

        return false;
    }
}
