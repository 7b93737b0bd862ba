using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Chips;

namespace SpiNNMan.Async.Connections;

public sealed partial class ScampConnection
{
    /// <summary>Asks a core which software it runs.</summary>
    /// <param name="core">The core; by default the monitor of the chip the machine was booted through. That chip answers with the coordinates
    /// (255, 255) until it has found all others.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)"/>
    public ValueTask<VersionInfo> GetVersionAsync(CoreLocation? core = null, CancellationToken cancellationToken = default) =>
        ExecuteAsync<GetVersion, VersionInfo>(new GetVersion(core ?? ChipLocation.Root), cancellationToken);

    /// <summary>Asks a chip for its summary: cores, states, links and free memory.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)"/>
    public ValueTask<ChipSummaryInfo> GetChipInfoAsync(ChipLocation chip, CancellationToken cancellationToken = default) =>
        ExecuteAsync<GetChipInfo, ChipSummaryInfo>(new GetChipInfo(chip), cancellationToken);
}
