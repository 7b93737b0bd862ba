using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>Starts the application at an address on cores of its chip.</summary>
/// <remarks>
/// <code>
/// argument 1  address
/// argument 2  application [31:24], wait [18], cores [17:0]
/// </code>
/// Starting a core a second time resets it, so this may be repeated only when the cores wait or when there are none. Protocol: scp.md, "Applications".
/// </remarks>
public readonly struct ApplicationStart : IScpRequest<Acknowledgement>
{
    private readonly ChipLocation _chip;
    private readonly CoreSet _cores;
    private readonly bool _wait;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="address">Where the application is, a multiple of 4.</param>
    /// <param name="applicationId">The application, 0 to 255; users take 16 and up.</param>
    /// <param name="cores">The cores to start it on, 1 to 17.</param>
    /// <param name="wait">Whether the cores are to wait for the start signal before they run.</param>
    /// <exception cref="InvalidParameterException">The address is not a multiple of 4, or the word has no bit for a core.</exception>
    public ApplicationStart(ChipLocation chip, uint address, byte applicationId, CoreSet cores, bool wait = false)
    {
        if (address % sizeof(uint) != 0)
            throw new InvalidParameterException(nameof(address), address, "it must be a multiple of 4");

        _chip = chip;
        _cores = ApplicationWord.Check(cores);
        _wait = wait;
        Address = address;
        ApplicationId = applicationId;
    }

    /// <summary>Where the application is.</summary>
    public uint Address { get; }

    /// <summary>The application.</summary>
    public byte ApplicationId { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.ApplicationStart;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(Address, ApplicationWord.For(ApplicationId, _cores, _wait));

    /// <inheritdoc/>
    public Repeatability Repeatability => ApplicationWord.RepeatabilityFor(_cores, _wait);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) =>
        Acknowledgement.TryParse(reply, out response, out error);
}
