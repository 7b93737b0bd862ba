using SpiNNMan.Async.Access;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;

namespace SpiNNMan.Async;

/// <content>What routers count.</content>
public sealed partial class Transceiver
{
    /// <summary>Reads settings, errors and packet counters of the router of a chip.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="ReadMemoryAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "Router diagnostics".</remarks>
    public Task<RouterDiagnostics> GetRouterDiagnosticsAsync(ChipLocation chip, CancellationToken cancellationToken = default) =>
        RouterRegisters.ReadAsync(GetConnection(chip), chip, cancellationToken);

    /// <summary>Reads settings, errors and packet counters of the routers of many chips, on all boards at once.</summary>
    /// <param name="chips">The chips; all of the machine if <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Those of each chip. Read twice, <see cref="RouterCounterChange.Between(IReadOnlyDictionary{ChipLocation, RouterDiagnostics}, IReadOnlyDictionary{ChipLocation, RouterDiagnostics})"/> says what was counted in between.</returns>
    /// <exception cref="MachineOperationException{TResult}">Some chips could not be read; the error has those of the others.</exception>
    /// <remarks>Protocol: models.md, "Router diagnostics".</remarks>
    public Task<IReadOnlyDictionary<ChipLocation, RouterDiagnostics>> GetRouterDiagnosticsAsync(IEnumerable<ChipLocation>? chips, CancellationToken cancellationToken = default) =>
        ReadChipsAsync("reading router counters", chips, GetRouterDiagnosticsAsync, cancellationToken);

    /// <summary>Sets packet counters of routers to 0, on all boards at once.</summary>
    /// <param name="chips">The chips; by default all of the machine.</param>
    /// <param name="registers">The counters; by default all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MachineOperationException">Some chips could not be reached; on the others it is done.</exception>
    /// <remarks>Other programs may look at the counters, too: reading them twice disturbs nobody. Protocol: models.md, "Router diagnostics".</remarks>
    public Task ClearRouterDiagnosticsAsync(IEnumerable<ChipLocation>? chips = null, IEnumerable<RouterRegister>? registers = null, CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<byte> word = RouterRegisters.Clearing(registers);
        return ForEachChipAsync(
            "clearing router counters", chips, (chip, stop) => WriteMemoryAsync(chip, MemoryMap.RouterDiagnosticControl, word, progress: null, stop).AsTask(), cancellationToken);
    }

    /// <summary>Reads which packets a counter of a router counts.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="position">The counter, 0 to 15.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidParameterException">The position is out of range.</exception>
    /// <inheritdoc cref="ReadMemoryAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "Diagnostic filters".</remarks>
    public async ValueTask<DiagnosticFilter> GetRouterFilterAsync(ChipLocation chip, int position, CancellationToken cancellationToken = default) =>
        new(await ReadWordAsync(chip, MemoryMap.GetRouterFilterAddress(position), cancellationToken).ConfigureAwait(false));

    /// <summary>Sets which packets a counter of a router counts.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="position">The counter, 0 to 15. Those up to <see cref="DiagnosticFilter.LastDefaultPosition"/> are set by the firmware, and the names in <see cref="RouterRegister"/>
    /// are true as long as that is left alone.</param>
    /// <param name="filter">Which packets.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidParameterException">The position is out of range.</exception>
    /// <inheritdoc cref="WriteMemoryAsync(CoreLocation, uint, ReadOnlyMemory{byte}, IProgress{TransferProgress}?, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "Diagnostic filters".</remarks>
    public ValueTask SetRouterFilterAsync(ChipLocation chip, int position, DiagnosticFilter filter, CancellationToken cancellationToken = default) =>
        WriteWordAsync(chip, MemoryMap.GetRouterFilterAddress(position), filter.Word, cancellationToken);
}
