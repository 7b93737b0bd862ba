using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>Starts the application in system SDRAM on cores of its chip.</summary>
/// <remarks>
/// <code>
/// argument 1  application [31:24], wait [18], cores [17:0]
/// </code>
/// The application must be at the start of system SDRAM, 0x67800000. Boards start nothing if core 0 is among the cores, and version 4 does not say so. Starting a core a second time resets it, so this may be repeated only when the cores
/// wait or when there are none. Protocol: scp.md, "Applications".
/// </remarks>
public readonly struct ApplicationRun : IScpRequest<Acknowledgement>
{
    private readonly ChipLocation _chip;
    private readonly CoreSet _cores;
    private readonly bool _wait;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="applicationId">The application, 0 to 255; users take 16 and up.</param>
    /// <param name="cores">The cores to start it on, 1 to 17.</param>
    /// <param name="wait">Whether the cores are to wait for the start signal before they run.</param>
    /// <exception cref="InvalidParameterException">The word has no bit for a core: for 18, or one above 23.</exception>
    public ApplicationRun(ChipLocation chip, byte applicationId, CoreSet cores, bool wait = false)
    {
        _chip = chip;
        _cores = ApplicationWord.Check(cores);
        _wait = wait;
        ApplicationId = applicationId;
    }

    /// <summary>The application.</summary>
    public byte ApplicationId { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.ApplicationRun;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(ApplicationWord.For(ApplicationId, _cores, _wait));

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
