using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp.Chips;

namespace SpiNNMan.Async;

public sealed partial class Transceiver
{
    private BmpController BoardsOrThrow => OpenBoards
        ?? throw new SpinnakerConnectionException($"The machine was opened without BMPs: name them in the options' {nameof(TransceiverOptions.Bmps)}, or set {nameof(TransceiverOptions.DetectBmp)}.");

    private BmpController? OpenBoards
    {
        get
        {
            _connections.ThrowIfDisposed();
            return Boards;
        }
    }

    /// <summary>Switches all boards off and, after the shortest time they must stay off, on again. The machine then waits to be booted: open it anew.</summary>
    /// <param name="cancellationToken">Ends the waiting; the boards may stay off.</param>
    /// <exception cref="BoardOperationException">It failed for some frames.</exception>
    /// <exception cref="SpinnakerConnectionException">The machine was opened without BMPs.</exception>
    /// <remarks>Protocol: bmp.md, "Power".</remarks>
    public Task PowerCycleAsync(CancellationToken cancellationToken = default) => BoardsOrThrow.PowerCycleAsync(cancellationToken);

    /// <summary>Switches all boards on; those that are on already are switched off first. The machine then waits to be booted: open it anew.</summary>
    /// <inheritdoc cref="PowerCycleAsync"/>
    public Task PowerOnAsync(CancellationToken cancellationToken = default) => BoardsOrThrow.PowerOnAsync(cancellationToken);

    /// <summary>Switches all boards off. What they hold is lost.</summary>
    /// <inheritdoc cref="PowerCycleAsync"/>
    public Task PowerOffAsync(CancellationToken cancellationToken = default) => BoardsOrThrow.PowerOffAsync(cancellationToken);

    /// <summary>Resets all boards: their chips go back to their boot ROM. The machine then waits to be booted: open it anew.</summary>
    /// <param name="includeFpgas">Whether the FPGAs are reset as well. The default is not.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BoardOperationException">It failed for some frames.</exception>
    /// <exception cref="SpinnakerConnectionException">The machine was opened without BMPs.</exception>
    /// <remarks>Protocol: bmp.md, "Reset".</remarks>
    public Task ResetBoardsAsync(bool includeFpgas = false, CancellationToken cancellationToken = default) =>
        BoardsOrThrow.ResetAsync(includeFpgas: includeFpgas, cancellationToken: cancellationToken);

    /// <summary>Switches an LED of all boards.</summary>
    /// <param name="led">The LED, 0 to 7.</param>
    /// <param name="action">What to do with it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BoardOperationException">It failed for some frames.</exception>
    /// <exception cref="SpinnakerConnectionException">The machine was opened without BMPs.</exception>
    /// <remarks>Protocol: bmp.md, "LEDs".</remarks>
    public Task SetBoardLedAsync(int led, LedAction action, CancellationToken cancellationToken = default) => BoardsOrThrow.SetLedAsync(led, action, cancellationToken);

    /// <summary>Reads voltages, temperatures and fans of all boards.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BoardOperationException{TResult}">It failed for some boards; the error has what the others told.</exception>
    /// <exception cref="SpinnakerConnectionException">The machine was opened without BMPs.</exception>
    /// <remarks>Protocol: bmp.md, "Board status".</remarks>
    public Task<IReadOnlyList<BoardReading<AdcInfo>>> ReadAdcAsync(CancellationToken cancellationToken = default) => BoardsOrThrow.ReadAdcAsync(cancellationToken);

    /// <summary>Asks the BMP of each board which software it runs.</summary>
    /// <inheritdoc cref="ReadAdcAsync"/>
    public Task<IReadOnlyList<BoardReading<VersionInfo>>> GetBmpVersionsAsync(CancellationToken cancellationToken = default) => BoardsOrThrow.GetVersionsAsync(cancellationToken);

    /// <summary>Reads a register of one FPGA of all boards.</summary>
    /// <param name="fpga">The FPGA, 0 to 2.</param>
    /// <param name="register">The register's address; <see cref="FpgaRegisters"/> has some.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BoardOperationException{TResult}">It failed for some boards; the error has what the others told.</exception>
    /// <exception cref="SpinnakerConnectionException">The machine was opened without BMPs.</exception>
    /// <remarks>Protocol: bmp.md, "FPGA registers".</remarks>
    public Task<IReadOnlyList<BoardReading<uint>>> ReadFpgaRegisterAsync(int fpga, uint register, CancellationToken cancellationToken = default) =>
        BoardsOrThrow.ReadFpgaRegisterAsync(fpga, register, cancellationToken);

    /// <summary>Writes a register of one FPGA of all boards.</summary>
    /// <param name="fpga">The FPGA, 0 to 2.</param>
    /// <param name="register">The register's address; <see cref="FpgaRegisters"/> has some.</param>
    /// <param name="value">What to set it to.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BoardOperationException">It failed for some boards.</exception>
    /// <exception cref="SpinnakerConnectionException">The machine was opened without BMPs.</exception>
    /// <remarks>Protocol: bmp.md, "FPGA registers".</remarks>
    public Task WriteFpgaRegisterAsync(int fpga, uint register, uint value, CancellationToken cancellationToken = default) =>
        BoardsOrThrow.WriteFpgaRegisterAsync(fpga, register, value, cancellationToken);
}
