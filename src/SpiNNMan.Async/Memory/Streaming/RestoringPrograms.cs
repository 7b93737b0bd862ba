using System.Buffers.Binary;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Programs that were loaded, with the control registers that the routers had before. Extra monitors change them when they start. The routers get them back when the programs have been stopped.</summary>
internal sealed class RestoringPrograms(MachineConnections connections, ILoadedPrograms programs, IReadOnlyDictionary<ChipLocation, uint> controls, TimeSpan patience) : ILoadedPrograms
{
    public SpinnakerException? CleanUpError { get; private set; }

    /// <summary>Reads the control registers of the routers of chips.</summary>
    public static async Task<IReadOnlyDictionary<ChipLocation, uint>> ReadControlsAsync(MachineConnections connections, IEnumerable<ChipLocation> chips, CancellationToken cancellationToken) =>
        await EachChip.ReadAsync(
            connections,
            "reading the settings of routers",
            chips,
            (chip, stop) => connections.For(chip).ReadWordAsync(chip, MemoryMap.RouterControl, stop).AsTask(),
            cancellationToken).ConfigureAwait(false);

    public void Detach() => programs.Detach();

    public async ValueTask DisposeAsync()
    {
        await programs.DisposeAsync().ConfigureAwait(false);
        CleanUpError = programs.CleanUpError;
        using var deadline = new CancellationTokenSource(patience, connections.TimeProvider);
        try
        {
            FanOutResult<bool> done = await FanOut.RunAsync(connections, [.. controls], static one => one.Key, WriteAsync, isRepeatable: true, deadline: deadline.Token).ConfigureAwait(false);
            if (done.Failures.Count > 0)
                CleanUpError ??= new MachineOperationException("giving routers their settings back", done.Failures, controls.Count);
        }
        catch (Exception exception) when (exception is SpinnakerException or ObjectDisposedException)
        {
            CleanUpError ??= exception as SpinnakerException ?? new StreamingException("The machine was closed before the routers had their settings back.", exception);
        }
    }

    private static async Task<bool> WriteAsync(ScampConnection scamp, KeyValuePair<ChipLocation, uint> one, CancellationToken cancellationToken)
    {
        var word = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(word, one.Value);
        await scamp.WriteMemoryAsync(one.Key, MemoryMap.RouterControl, word, progress: null, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
