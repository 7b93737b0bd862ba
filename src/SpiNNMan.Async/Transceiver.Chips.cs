using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Scp.Chips;

namespace SpiNNMan.Async;

/// <content>Settings of chips.</content>
public sealed partial class Transceiver
{
    /// <summary>What the firmware sets <see cref="SystemVariable.SoftwareWatchdogCount"/> to.</summary>
    public const byte DefaultWatchdogCount = 3;

    /// <summary>Fraction bits of the clock drift.</summary>
    private const double DriftUnit = 1 << 17;

    /// <summary>Switches LEDs of a chip.</summary>
    /// <param name="core">The core that does it, in general a monitor.</param>
    /// <param name="leds">The LEDs, 0 to 15, and what to do with each; chips have fewer.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="Errors.InvalidParameterException">An LED is out of range.</exception>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: scp.md, "LEDs".</remarks>
    public async Task SetLedsAsync(CoreLocation core, IReadOnlyList<(int Led, LedAction Action)> leds, CancellationToken cancellationToken = default)
    {
        var request = new SetLed(core, [.. leds]);
        await GetConnection(core.Chip).ExecuteAsync<SetLed, Acknowledgement>(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets after how many silent ticks the monitors take a core for dead, on all boards at once.</summary>
    /// <param name="count">How many; 0 switches the watchdog off. The default is what the firmware sets, 3.</param>
    /// <param name="chips">The chips; by default all of the machine.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SpiNNMan.Async.Access.MachineOperationException">Some chips could not be reached; the others are set.</exception>
    /// <remarks>Protocol: models.md, "System variables".</remarks>
    public Task SetWatchdogAsync(byte count = DefaultWatchdogCount, IEnumerable<ChipLocation>? chips = null, CancellationToken cancellationToken = default) =>
        ForEachChipAsync("setting watchdogs", chips, (chip, stop) => WriteSystemVariableAsync(chip, SystemVariable.SoftwareWatchdogCount, count, stop).AsTask(), cancellationToken);

    /// <summary>Reads how much the clock of a chip drifts away from that of the chip the machine was booted through.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The drift in clock ticks per microsecond.</returns>
    /// <inheritdoc cref="ReadMemoryAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "System variables".</remarks>
    public async ValueTask<double> GetClockDriftAsync(ChipLocation chip, CancellationToken cancellationToken = default) =>
        (int)await ReadWordAsync(chip, SystemVariable.ClockDrift.Address, cancellationToken).ConfigureAwait(false) / DriftUnit;

    /// <summary>Has the machine keep the clocks of its chips in step, or stop doing so.</summary>
    /// <param name="isEnabled">Whether to do it. Booted machines do.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)" path="/exception"/>
    /// <remarks>Monitors know it from version 3.4 on. Protocol: scp.md, "Clock synchronisation".</remarks>
    public async Task SetClockSyncAsync(bool isEnabled, CancellationToken cancellationToken = default) =>
        await _connections.Root.ExecuteAsync<DoSync, Acknowledgement>(new DoSync(isEnabled), cancellationToken).ConfigureAwait(false);
}
