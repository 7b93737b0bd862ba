using SpiNNMan.Async.Access;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Profiling;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Scp.Chips;

namespace SpiNNMan.Async.Chips;

/// <summary>Settings of the chips of a machine: system variables, user registers, LEDs, clocks.</summary>
/// <example><code>
/// ulong temperature = await transceiver.Chips.ReadSystemVariableAsync(new ChipLocation(0, 0), SystemVariable.CpuClock);
/// </code></example>
/// <remarks>Any number of callers may use it at the same time. Protocol: models.md, "System variables".</remarks>
[Traced("Chips")]
public class MachineChips
{
    /// <summary>Fraction bits of the clock drift.</summary>
    private const double DriftUnit = 1 << 17;

    private readonly MachineConnections _connections = null!;
    private readonly MachineMemory _memory = null!;

    internal MachineChips(MachineConnections connections, MachineMemory memory)
    {
        _connections = connections;
        _memory = memory;
    }

    /// <summary>For tests that replace this part by a double.</summary>
    protected MachineChips()
    {
    }

    /// <summary>The value that the firmware gives <see cref="SystemVariable.SoftwareWatchdogCount"/>.</summary>
    public const byte DefaultWatchdogCount = 3;

    /// <summary>Switches LEDs of a chip.</summary>
    /// <param name="core">The core that does it, in general a monitor.</param>
    /// <param name="leds">The LEDs, 0 to 15, and the action for each. Chips have fewer.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="Errors.InvalidParameterException">An LED is out of range.</exception>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: scp.md, "LEDs".</remarks>
    public virtual async Task SetLedsAsync(CoreLocation core, IReadOnlyList<(int Led, LedAction Action)> leds, CancellationToken cancellationToken = default)
    {
        var request = new SetLed(core, [.. leds]);
        await _connections.For(core.Chip).ExecuteAsync<SetLed, Acknowledgement>(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets after how many silent ticks the monitors take a core for dead, on all boards at once.</summary>
    /// <param name="count">How many ticks; 0 switches the watchdog off. The default is the value of the firmware, 3.</param>
    /// <param name="chips">The chips; by default all of the machine.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SpiNNMan.Async.Access.MachineOperationException">Some chips could not be reached; the others are set.</exception>
    /// <remarks>Protocol: models.md, "System variables".</remarks>
    public virtual Task SetWatchdogAsync(byte count = DefaultWatchdogCount, IEnumerable<ChipLocation>? chips = null, CancellationToken cancellationToken = default) =>
        EachChip.DoAsync(_connections, "setting watchdogs", chips, (chip, stop) => WriteSystemVariableAsync(chip, SystemVariable.SoftwareWatchdogCount, count, stop), cancellationToken);

    /// <summary>Reads how much the clock of a chip drifts away from that of the chip the machine was booted through.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The drift in clock ticks per microsecond.</returns>
    /// <inheritdoc cref="MachineMemory.ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "System variables".</remarks>
    public virtual async Task<double> GetClockDriftAsync(ChipLocation chip, CancellationToken cancellationToken = default) =>
        (int)await _memory.ReadWordAsync(chip, SystemVariable.ClockDrift.Address, cancellationToken).ConfigureAwait(false) / DriftUnit;

    /// <summary>Has the machine keep the clocks of its chips in step, or stop doing so.</summary>
    /// <param name="isEnabled">Whether to do it. Booted machines do.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)" path="/exception"/>
    /// <remarks>Monitors know it from version 3.4 on. Protocol: scp.md, "Clock synchronisation".</remarks>
    public virtual async Task SetClockSyncAsync(bool isEnabled, CancellationToken cancellationToken = default) =>
        await _connections.Root.ExecuteAsync<DoSync, Acknowledgement>(new DoSync(isEnabled), cancellationToken).ConfigureAwait(false);

    /// <summary>Reads all system variables of a chip.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="MachineMemory.ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "System variables".</remarks>
    public virtual async Task<SystemVariables> ReadSystemVariablesAsync(ChipLocation chip, CancellationToken cancellationToken = default)
    {
        byte[] block = await _memory.ReadAsync(chip, MemoryMap.SystemVariables, SystemVariable.BlockSize, cancellationToken).ConfigureAwait(false);
        return SystemVariables.TryParse(block, out SystemVariables variables, out PacketError error) ? variables : throw new InvalidPacketException(error);
    }

    /// <summary>Reads one system variable of a chip.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="variable">The variable. It must be a number.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidOperationException">The variable is made of bytes: read all.</exception>
    /// <inheritdoc cref="MachineMemory.ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "System variables".</remarks>
    public virtual async Task<ulong> ReadSystemVariableAsync(ChipLocation chip, SystemVariable variable, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var block = new byte[SystemVariable.BlockSize];
        await _memory.ReadAsync(chip, variable.Address, block.AsMemory(variable.Offset, variable.Size), progress: null, cancellationToken).ConfigureAwait(false);
        return variable.Read(block);
    }

    /// <summary>Writes one system variable of a chip.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="variable">The variable.</param>
    /// <param name="value">The value, 0 to the greatest that the variable can hold. If the variable is made of bytes, the value of each byte.</param>
    /// <param name="cancellationToken">Ends the waiting. The board may write it nevertheless.</param>
    /// <inheritdoc cref="MachineMemory.WriteAsync(CoreLocation, uint, ReadOnlyMemory{byte}, IProgress{TransferProgress}?, CancellationToken)" path="/exception"/>
    /// <remarks>The monitor uses these all the time: a wrong value can stop the chip, or the machine. Protocol: models.md, "System variables".</remarks>
    public virtual Task WriteSystemVariableAsync(ChipLocation chip, SystemVariable variable, ulong value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var block = new byte[SystemVariable.BlockSize];
        variable.Write(block, value);
        return _memory.WriteAsync(chip, variable.Address, block.AsMemory(variable.Offset, variable.Size), progress: null, cancellationToken);
    }

    /// <summary>Reads one of the four user registers of a core.</summary>
    /// <param name="core">The core.</param>
    /// <param name="register">The register, 0 to 3.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="MachineMemory.ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "Core blocks".</remarks>
    public virtual Task<uint> ReadUserRegisterAsync(CoreLocation core, int register, CancellationToken cancellationToken = default) =>
        _memory.ReadWordAsync(core.Chip, MemoryMap.GetUserRegisterAddress(core.Core, register), cancellationToken);

    /// <summary>Writes one of the four user registers of a core.</summary>
    /// <param name="core">The core.</param>
    /// <param name="register">The register, 0 to 3.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Ends the waiting. The board may write it nevertheless.</param>
    /// <inheritdoc cref="MachineMemory.WriteAsync(CoreLocation, uint, ReadOnlyMemory{byte}, IProgress{TransferProgress}?, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "Core blocks".</remarks>
    public virtual Task WriteUserRegisterAsync(CoreLocation core, int register, uint value, CancellationToken cancellationToken = default) =>
        _memory.WriteWordAsync(core.Chip, MemoryMap.GetUserRegisterAddress(core.Core, register), value, cancellationToken);

    /// <summary>Samples where cores are in their programs, without changing these: each core is asked by the command of its mailbox that does nothing, and its answer tells the place.</summary>
    /// <param name="cores">The cores. Those of different chips are sampled at the same time.</param>
    /// <param name="options">How long and how often.</param>
    /// <param name="cancellationToken">Ends it. No question stays in a mailbox.</param>
    /// <returns>A profile of each core, in the order of the cores.</returns>
    /// <exception cref="InvalidParameterException">There is no core, a core is not there, or it is a monitor.</exception>
    /// <exception cref="MachineOperationException">A chip does not answer when its cores are looked at first.</exception>
    /// <exception cref="SpinnakerTimeoutException">A chip stops answering.</exception>
    /// <remarks>
    /// A core is never asked while a command stands in its mailbox, and a question that it does not answer is taken out again. The monitor's watchdog asks the same way. A sample takes four requests, and interrupts the core for some
    /// microseconds. Protocol: models.md, "Sampling cores".
    /// </remarks>
    public virtual async Task<IReadOnlyList<CoreProfile>> ProfileAsync(IEnumerable<CoreLocation> cores, ProfileOptions? options = null, CancellationToken cancellationToken = default)
    {
        CoreLocation[] wanted = [.. CoreTargets.Check(_connections.Machine, cores, nameof(cores)).All()];
        options ??= new ProfileOptions();
        options.MakeReadOnly();
        FanOutResult<CoreInfo> blocks = await CoreQueries.ReadBlocksAsync(_connections, wanted, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<CoreInfo> infos = blocks.OrThrow<IReadOnlyList<CoreInfo>>("Looking at cores", static found => [.. found]);
        return await CoreProfiler.RunAsync(_connections, infos, options, cancellationToken).ConfigureAwait(false);
    }
}
