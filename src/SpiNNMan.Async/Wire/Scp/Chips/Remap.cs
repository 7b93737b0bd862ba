using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Chips;

/// <summary>Takes a core of a chip out of use.</summary>
/// <remarks>
/// <code>
/// argument 1  core
/// argument 2  1 if that is its physical number, 0 if virtual
/// </code>
/// The other cores get new numbers, and all application cores restart. It is not repeatable, as the same virtual number then means another core.
/// Protocol: scp.md, "Taking a core out of use".
/// </remarks>
public readonly struct Remap : IScpRequest<Acknowledgement>
{
    private readonly ChipLocation _chip;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="core">The core, 0 to 17, and not virtual core 0, which runs the monitor.</param>
    /// <param name="isPhysical">Whether that is its physical number.</param>
    /// <exception cref="InvalidParameterException">The core is out of range.</exception>
    public Remap(ChipLocation chip, int core, bool isPhysical)
    {
        InvalidParameterException.ThrowIfOutside(core, isPhysical ? 0 : 1, CoreSet.MaxCores - 1, nameof(core));
        _chip = chip;
        Core = core;
        IsPhysical = isPhysical;
    }

    /// <summary>The core.</summary>
    public int Core { get; }

    /// <summary>Whether that is its physical number.</summary>
    public bool IsPhysical { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Remap;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new((uint)Core, IsPhysical ? 1u : 0u);

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.NotRepeatable;

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
