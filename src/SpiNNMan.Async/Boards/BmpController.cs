using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Chips;

namespace SpiNNMan.Async.Boards;

/// <summary>The boards of one or many frames, switched and watched through their BMPs, all frames at once.</summary>
/// <example><code>
/// await using BmpController boards = await BmpController.ConnectAsync(BmpConnectionData.ParseList("0;0;10.11.193.0/0-23"));
/// await boards.PowerOnAsync();
/// foreach (BoardReading&lt;AdcInfo&gt; board in await boards.GetAdcAsync())
///     Console.WriteLine($"{board.Board}: {board.Value.TemperatureTop} degrees");
/// </code></example>
/// <remarks>Needs no board that is booted, or even on. Any number of callers may use it. After it was disposed of, everything that asks or switches throws an <see cref="ObjectDisposedException"/>. Protocol: bmp.md.</remarks>
[Traced("Boards")]
public partial class BmpController : IAsyncDisposable
{
    private readonly BmpControllerOptions _options;
    private readonly BmpFrames _frames;
    private readonly ILogger _logger;

    private protected BmpController(BmpControllerOptions options, BmpFrame[] frames)
    {
        _options = options;
        _logger = new GuardedLogger(options.Connection.LoggerFactory.CreateLogger<BmpController>());
        _frames = new BmpFrames(frames, options.Connection, _logger);
    }

    /// <summary>For tests that replace this part by a double.</summary>
    protected BmpController()
    {
        _options = new BmpControllerOptions();
        _logger = NullLogger.Instance;
        _frames = new BmpFrames([], _options.Connection, _logger);
    }

    /// <summary>The connections to its BMPs, in their order, without those that could not be opened.</summary>
    public virtual IReadOnlyList<BmpConnection> Frames => [.. _frames.All.Where(static frame => frame.Connection is not null).Select(static frame => frame.Connection!)];

    /// <summary>The boards it is for, also those of frames whose BMPs do not answer.</summary>
    public virtual IEnumerable<BoardLocation> Boards => _frames.All.SelectMany(static frame => frame.Data.Boards.Select(frame.PlaceOf));

    /// <summary>The frames that are left out because their BMPs did not answer, by their first boards, each with its error. All operations fail for them at once, and are carried out on all
    /// others.</summary>
    /// <remarks>A BMP that falls silent later is not left out. Before each operation on all frames it is asked once, for two and a half times <see cref="ScpConnectionOptions.InitialTimeout"/>. If it is
    /// silent, the operation fails for its frame without more waiting.</remarks>
    public virtual IReadOnlyList<BoardFailure> Unreachable => [.. _frames.All.Where(static frame => frame.Error is not null).Select(static frame => frame.Failure(frame.Error!))];

    /// <summary>Whether there is a BMP that it was made of. The boards of a machine that was opened without BMPs cannot be switched.</summary>
    public virtual bool HasBmps => _frames.All.Count > 0;

    /// <summary>How many frames it is for.</summary>
    internal int FrameCount => _frames.All.Count;

    /// <summary>Makes a controller of no BMP, for a machine that was opened without one.</summary>
    internal static BmpController WithoutBmps() => new TracedBmpController(new BmpControllerOptions(), []);

    private TimeProvider Time => _options.Connection.TimeProvider;

    /// <summary>Connects to BMPs, all at once, and checks that they are BMPs. BMPs that do not answer are left out: see <see cref="Unreachable"/>.</summary>
    /// <param name="bmps">The BMPs, and the boards of each.</param>
    /// <param name="options">How to go about it.</param>
    /// <param name="cancellationToken">Ends the connecting.</param>
    /// <exception cref="InvalidParameterException">No BMP is named.</exception>
    /// <exception cref="BoardOperationException">No BMP answers, or the software that answers is not supported.</exception>
    public static async Task<BmpController> ConnectAsync(
        IEnumerable<BmpConnectionData> bmps, BmpControllerOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bmps);
        BmpFrame[] frames = [.. bmps.Select(static bmp => new BmpFrame(bmp))];
        if (frames.Length == 0)
            throw new InvalidParameterException(nameof(bmps), "none", "at least one BMP must be named");

        options?.MakeReadOnly();
        var controller = new TracedBmpController(options ?? new BmpControllerOptions(), frames);
        try
        {
            await controller._frames.CheckAsync(frames, cancellationToken).ConfigureAwait(false);
            if (Array.TrueForAll(frames, static frame => frame.Error is not null))
                throw new BoardOperationException("connecting to BMPs", controller.Unreachable);

            return controller;
        }
        catch
        {
            await controller.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc cref="ConnectAsync(IEnumerable{BmpConnectionData}, BmpControllerOptions?, CancellationToken)"/>
    public static Task<BmpController> ConnectAsync(IEnumerable<BmpConnectionData> bmps, CancellationToken cancellationToken) => ConnectAsync(bmps, options: null, cancellationToken);

    /// <summary>Asks the BMPs again that are left out or were silent last, each for all of <see cref="ScpConnectionOptions.GiveUpAfter"/>. BMPs that answer take part again. The
    /// others are left out.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The frames that are still left out.</returns>
    public virtual async Task<IReadOnlyList<BoardFailure>> ReconnectAsync(CancellationToken cancellationToken = default)
    {
        _frames.ThrowIfUnusable();
        await _frames.CheckAsync([.. _frames.All.Where(static frame => frame.Error is not null || frame.IsSilent)], cancellationToken).ConfigureAwait(false);
        return Unreachable;
    }

    /// <summary>Asks the BMP of each board which software it runs.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BoardOperationException{TResult}">It failed for some boards. The error says for which and why, and has the answers of the others.</exception>
    public virtual Task<IReadOnlyList<BoardReading<VersionInfo>>> GetVersionsAsync(CancellationToken cancellationToken = default) =>
        _frames.ReadAsync<BmpGetVersion, VersionInfo>("asking for versions", static board => new BmpGetVersion(board), cancellationToken);

    /// <summary>Reads voltages, temperatures and fans of each board.</summary>
    /// <inheritdoc cref="GetVersionsAsync"/>
    public virtual Task<IReadOnlyList<BoardReading<AdcInfo>>> GetAdcAsync(CancellationToken cancellationToken = default) =>
        _frames.ReadAsync<ReadAdc, AdcInfo>("reading sensors", static board => new ReadAdc(board), cancellationToken);

    /// <summary>Reads the kind and the serial number of each board.</summary>
    /// <inheritdoc cref="GetVersionsAsync"/>
    public virtual Task<IReadOnlyList<BoardReading<BmpIdentity>>> GetIdentitiesAsync(CancellationToken cancellationToken = default) =>
        _frames.ReadAsync<ReadBmpIdentity, BmpIdentity>("reading serial numbers", static board => new ReadBmpIdentity(board), cancellationToken);

    /// <summary>Reads the network addresses of each board and of its BMP.</summary>
    /// <inheritdoc cref="GetVersionsAsync"/>
    public virtual Task<IReadOnlyList<BoardReading<BmpNetworkAddresses>>> GetNetworkAddressesAsync(CancellationToken cancellationToken = default) =>
        _frames.ReadAsync<ReadBmpNetworkAddresses, BmpNetworkAddresses>("reading network addresses", static board => new ReadBmpNetworkAddresses(board), cancellationToken);

    /// <summary>Reads a register of one FPGA of every board.</summary>
    /// <param name="fpga">The FPGA, 0 to 2.</param>
    /// <param name="register">The register's address; <see cref="FpgaRegisters"/> has some.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidParameterException">The FPGA is out of range.</exception>
    /// <exception cref="BoardOperationException{TResult}">It failed for some boards. The error has the answers of the others.</exception>
    public virtual Task<IReadOnlyList<BoardReading<uint>>> ReadFpgaRegisterAsync(int fpga, uint register, CancellationToken cancellationToken = default)
    {
        InvalidParameterException.ThrowIfOutside(fpga, 0, FpgaRegisters.FpgaCount - 1, nameof(fpga));
        return _frames.ReadAsync<ReadFpgaRegister, uint>("reading FPGA registers", board => new ReadFpgaRegister(fpga, register, board), cancellationToken);
    }

    /// <summary>Writes a register of one FPGA of every board.</summary>
    /// <param name="fpga">The FPGA, 0 to 2.</param>
    /// <param name="register">The register's address; <see cref="FpgaRegisters"/> has some.</param>
    /// <param name="value">The new value.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidParameterException">The FPGA is out of range.</exception>
    /// <exception cref="BoardOperationException">It failed for some boards.</exception>
    public virtual Task WriteFpgaRegisterAsync(int fpga, uint register, uint value, CancellationToken cancellationToken = default)
    {
        InvalidParameterException.ThrowIfOutside(fpga, 0, FpgaRegisters.FpgaCount - 1, nameof(fpga));
        return _frames.ReadAsync<WriteFpgaRegister, Acknowledgement>("writing FPGA registers", board => new WriteFpgaRegister(fpga, register, value, board), cancellationToken);
    }

    /// <summary>Switches an LED of every board.</summary>
    /// <param name="led">The LED, 0 to 7.</param>
    /// <param name="action">The action.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidParameterException">The LED is out of range, or the action unknown.</exception>
    /// <exception cref="BoardOperationException">It failed for some frames.</exception>
    public virtual Task SetLedAsync(int led, LedAction action, CancellationToken cancellationToken = default)
    {
        InvalidParameterException.ThrowIfOutside(led, 0, BmpSetLed.LedCount - 1, nameof(led));
        return _frames.ForEachAsync(
            "switching LEDs",
            async frame => await frame.ExecuteAsync<BmpSetLed, Acknowledgement>(new BmpSetLed(led, action, frame.Boards), cancellationToken).ConfigureAwait(false),
            cancellationToken);
    }

    /// <summary>Resets every board. Its chips return to their boot ROM, and their memory is lost.</summary>
    /// <param name="action">The action of the reset line. The default is a pulse.</param>
    /// <param name="includeFpgas">Whether the FPGAs are reset as well. The default is not.</param>
    /// <param name="cancellationToken">Ends the waiting. The boards are reset nevertheless.</param>
    /// <exception cref="BoardOperationException">It failed for some frames.</exception>
    public virtual Task ResetAsync(BmpResetAction action = BmpResetAction.Pulse, bool includeFpgas = false, CancellationToken cancellationToken = default) => _frames.ForEachAsync(
        "resetting", frame => ResetFrameAsync(frame, new BmpReset(action, frame.Boards, includeFpgas, _options.PowerDelay), cancellationToken), cancellationToken);

    /// <summary>Closes the connections. The boards stay as they are.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _frames.MarkDisposed();
        foreach (BmpConnection connection in Frames)
            await connection.DisposeAsync().ConfigureAwait(false);
    }
}
