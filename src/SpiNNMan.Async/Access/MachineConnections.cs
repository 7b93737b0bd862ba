using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>The connections to the boards of a machine, and which of them is nearest to a chip.</summary>
internal sealed class MachineConnections
{
    private readonly FrozenDictionary<ChipLocation, ScampConnection> _byChip;
    private readonly ScampConnection _root;
    private bool _isDisposed;

    /// <summary>Makes it of at least one connection.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="version">The software of its monitors.</param>
    /// <param name="root">The connection to the board the machine was booted through.</param>
    /// <param name="others">Those to other boards; each knows its chip.</param>
    /// <param name="waitsForSilentParts">Whether parts that were silent before are waited for like all others.</param>
    public MachineConnections(Machine machine, SoftwareVersion version, ScampConnection root, IEnumerable<ScampConnection> others, bool waitsForSilentParts = false)
    {
        Machine = machine;
        Version = version;
        _root = root;
        Logger = new GuardedLogger(root.Settings.LoggerFactory.CreateLogger("SpiNNMan.Async.Transceiver"));
        Silent = SilentParts.Of(root);
        WaitsForSilentParts = waitsForSilentParts;
        SystemBuffers = new SystemBuffers(CompletesInline);
        Opened = [root, .. others];
        _byChip = Opened.ToFrozenDictionary(static connection => connection.Chip);
    }

    public Machine Machine { get; }

    /// <summary>Where events of the machine are written.</summary>
    public ILogger Logger { get; }

    public SoftwareVersion Version { get; }

    public TimeProvider TimeProvider => _root.Settings.TimeProvider;

    public ScampConnection Root
    {
        get
        {
            ThrowIfDisposed();
            return _root;
        }
    }

    /// <summary>The buffers that only one operation at a time may use.</summary>
    public SystemBuffers SystemBuffers { get; }

    /// <summary>The parts of the machine that did not answer when they were asked last.</summary>
    public SilentParts Silent { get; }

    /// <summary>Whether silent parts are waited for like all others.</summary>
    public bool WaitsForSilentParts { get; }

    /// <summary>Whether callers continue on the thread that completes their request, as on simulated clocks.</summary>
    public bool CompletesInline => !_root.Settings.RunContinuationsAsynchronously;

    /// <summary>All of them, to be used.</summary>
    public IReadOnlyList<ScampConnection> All
    {
        get
        {
            ThrowIfDisposed();
            return Opened;
        }
    }

    /// <summary>All of them, to be closed or looked at, also after the machine was closed.</summary>
    public IReadOnlyList<ScampConnection> Opened { get; }

    /// <summary>The connection to the board of a chip. If there is none, the connection of the root.</summary>
    public ScampConnection For(ChipLocation chip)
    {
        ThrowIfDisposed();
        ChipLocation board = Machine.TryGetChip(chip, out MachineChip? found) ? found.NearestEthernet : Machine.Geometry.GetNearestEthernet(chip);
        return _byChip.GetValueOrDefault(board, _root);
    }

    /// <summary>Makes every later use of the machine fail with an <see cref="ObjectDisposedException"/>.</summary>
    public void MarkDisposed() => Volatile.Write(ref _isDisposed, true);

    /// <summary>Throws in the name of the type that people know, which is above this layer.</summary>
    [SuppressMessage("Maintainability", "CA1513:Use ObjectDisposedException throw helper", Justification = "The helper takes a type, and this layer does not know that of the machine.")]
    public void ThrowIfDisposed()
    {
        if (Volatile.Read(ref _isDisposed))
            throw new ObjectDisposedException("SpiNNMan.Async.Transceiver");
    }
}
