using System.Globalization;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory;

/// <summary>SDRAM of a chip that was allocated, and is freed when this is disposed of.</summary>
/// <example><code>
/// await using SdramAllocation block = await transceiver.Sdram.AllocateAsync(new ChipLocation(1, 1), 4096, applicationId: 17);
/// await transceiver.Memory.WriteAsync(block.Chip, block.Address, data);
/// </code></example>
/// <remarks>Protocol: scp.md, "Allocation".</remarks>
public sealed class SdramAllocation : IAsyncDisposable
{
    private readonly Func<SdramAllocation, CancellationToken, Task> _free;
    private readonly AsyncGate _turn;
    private bool _isReleased;

    internal SdramAllocation(ChipLocation chip, uint address, uint size, byte applicationId, byte tag, Func<SdramAllocation, CancellationToken, Task> free, bool inline)
    {
        _turn = new AsyncGate(inline);
        _free = free;
        Chip = chip;
        Address = address;
        Size = size;
        ApplicationId = applicationId;
        Tag = tag;
    }

    /// <summary>The chip.</summary>
    public ChipLocation Chip { get; }

    /// <summary>The first byte.</summary>
    public uint Address { get; }

    /// <summary>How many bytes were asked for.</summary>
    public uint Size { get; }

    /// <summary>The application it belongs to.</summary>
    public byte ApplicationId { get; }

    /// <summary>The tag by which the application can find it; 0 for none.</summary>
    public byte Tag { get; }

    /// <summary>Frees it. It does nothing if the memory is free already, or was released. A second caller waits for the first.</summary>
    /// <exception cref="SpinnakerException">It could not be freed, and may be tried again.</exception>
    public async Task FreeAsync(CancellationToken cancellationToken = default)
    {
        await _turn.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Volatile.Read(ref _isReleased))
                return;

            await _free(this, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _isReleased, true);
        }
        finally
        {
            _turn.Leave();
        }
    }

    /// <summary>Lets the memory stay allocated when this is disposed of, for memory that an application still uses.</summary>
    public void Release() => Volatile.Write(ref _isReleased, true);

    /// <summary>Frees it. A board that no longer answers is no error here. <see cref="FreeAsync"/> throws in this case.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await FreeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SpinnakerException or ObjectDisposedException)
        {
            // Disposing must not hide the error that led to it, and a machine that is closed frees nothing.
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Size} bytes at 0x{Address:X8} of {Chip}, application {ApplicationId}, tag {Tag}");
}
