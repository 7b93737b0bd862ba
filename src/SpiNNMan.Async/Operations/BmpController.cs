using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Operations;

/// <summary>The boards of one or many frames, switched and watched through their BMPs, all frames at once.</summary>
/// <example><code>
/// await using BmpController boards = await BmpController.ConnectAsync(BmpConnectionData.ParseList("0;0;10.11.193.0/0-23"));
/// await boards.PowerOnAsync();
/// foreach (BoardReading&lt;AdcInfo&gt; board in await boards.ReadAdcAsync())
///     Console.WriteLine($"{board.Board}: {board.Value.TemperatureTop} degrees");
/// </code></example>
/// <remarks>Needs no board that is booted, or even on. Any number of callers may use it. Protocol: bmp.md.</remarks>
public sealed partial class BmpController : IAsyncDisposable
{
    private readonly BmpControllerOptions _options;
    private readonly BmpConnection[] _frames;

    private BmpController(BmpControllerOptions options, BmpConnection[] frames)
    {
        _options = options;
        _frames = frames;
    }

    /// <summary>The connections, one for each BMP it was made of.</summary>
    public IReadOnlyList<BmpConnection> Frames => _frames;

    /// <summary>The boards it is for.</summary>
    public IEnumerable<BoardLocation> Boards => _frames.SelectMany(static frame => frame.Boards.Select(board => new BoardLocation(frame.Cabinet, frame.Frame, board)));

    private TimeProvider Time => _options.Connection.TimeProvider;

    /// <summary>Connects to BMPs, and checks that they are.</summary>
    /// <param name="bmps">The BMPs, and the boards of each.</param>
    /// <param name="options">How to go about it.</param>
    /// <param name="cancellationToken">Ends the connecting.</param>
    /// <exception cref="InvalidParameterException">No BMP is named.</exception>
    /// <exception cref="SpinnakerConnectionException">A name cannot be resolved, or no socket can be opened.</exception>
    /// <exception cref="BoardOperationException">A BMP does not answer, or what answers is none that the library works with.</exception>
    public static async Task<BmpController> ConnectAsync(
        IEnumerable<BmpConnectionData> bmps, BmpControllerOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bmps);
        options ??= new BmpControllerOptions();
        var frames = new List<BmpConnection>();
        try
        {
            foreach (BmpConnectionData bmp in bmps)
                frames.Add(await BmpConnection.ConnectAsync(bmp, options.Connection, cancellationToken).ConfigureAwait(false));

            if (frames.Count == 0)
                throw new InvalidParameterException(nameof(bmps), "none", "at least one BMP must be named");

            var controller = new BmpController(options, [.. frames]);
            await controller.CheckAsync(cancellationToken).ConfigureAwait(false);
            return controller;
        }
        catch
        {
            foreach (BmpConnection frame in frames)
                await frame.DisposeAsync().ConfigureAwait(false);

            throw;
        }
    }

    /// <summary>Asks the BMP of each board which software it runs.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BoardOperationException{TResult}">It failed for some boards; the error says for which and why, and has what the others told.</exception>
    public Task<IReadOnlyList<BoardReading<VersionInfo>>> GetVersionsAsync(CancellationToken cancellationToken = default) =>
        ReadAsync<BmpGetVersion, VersionInfo>("asking for versions", static board => new BmpGetVersion(board), cancellationToken);

    /// <summary>Reads voltages, temperatures and fans of each board.</summary>
    /// <inheritdoc cref="GetVersionsAsync"/>
    public Task<IReadOnlyList<BoardReading<AdcInfo>>> ReadAdcAsync(CancellationToken cancellationToken = default) =>
        ReadAsync<ReadAdc, AdcInfo>("reading sensors", static board => new ReadAdc(board), cancellationToken);

    /// <summary>Reads the kind and the serial number of each board.</summary>
    /// <inheritdoc cref="GetVersionsAsync"/>
    public Task<IReadOnlyList<BoardReading<BmpIdentity>>> ReadIdentitiesAsync(CancellationToken cancellationToken = default) =>
        ReadAsync<ReadBmpIdentity, BmpIdentity>("reading serial numbers", static board => new ReadBmpIdentity(board), cancellationToken);

    /// <summary>Reads the network addresses of each board and of its BMP.</summary>
    /// <inheritdoc cref="GetVersionsAsync"/>
    public Task<IReadOnlyList<BoardReading<BmpNetworkAddresses>>> ReadNetworkAddressesAsync(CancellationToken cancellationToken = default) =>
        ReadAsync<ReadBmpNetworkAddresses, BmpNetworkAddresses>("reading network addresses", static board => new ReadBmpNetworkAddresses(board), cancellationToken);

    /// <summary>Reads a register of one FPGA of every board.</summary>
    /// <param name="fpga">The FPGA, 0 to 2.</param>
    /// <param name="register">The register's address; <see cref="FpgaRegisters"/> has some.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidParameterException">The FPGA is out of range.</exception>
    /// <exception cref="BoardOperationException{TResult}">It failed for some boards; the error has what the others told.</exception>
    public Task<IReadOnlyList<BoardReading<uint>>> ReadFpgaRegisterAsync(int fpga, uint register, CancellationToken cancellationToken = default) =>
        ReadAsync<ReadFpgaRegister, uint>("reading FPGA registers", board => new ReadFpgaRegister(fpga, register, board), cancellationToken);

    /// <summary>Writes a register of one FPGA of every board.</summary>
    /// <param name="fpga">The FPGA, 0 to 2.</param>
    /// <param name="register">The register's address; <see cref="FpgaRegisters"/> has some.</param>
    /// <param name="value">What to set it to.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidParameterException">The FPGA is out of range.</exception>
    /// <exception cref="BoardOperationException">It failed for some boards.</exception>
    public Task WriteFpgaRegisterAsync(int fpga, uint register, uint value, CancellationToken cancellationToken = default) =>
        ReadAsync<WriteFpgaRegister, Acknowledgement>("writing FPGA registers", board => new WriteFpgaRegister(fpga, register, value, board), cancellationToken);

    /// <summary>Switches an LED of every board.</summary>
    /// <param name="led">The LED, 0 to 7.</param>
    /// <param name="action">What to do with it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidParameterException">The LED is out of range, or the action unknown.</exception>
    /// <exception cref="BoardOperationException">It failed for some frames.</exception>
    public Task SetLedAsync(int led, LedAction action, CancellationToken cancellationToken = default) => ForEachFrameAsync(
        "switching LEDs",
        async frame => await frame.ExecuteAsync<BmpSetLed, Acknowledgement>(new BmpSetLed(led, action, frame.Boards), cancellationToken).ConfigureAwait(false));

    /// <summary>Resets every board: its chips go back to their boot ROM. What they hold is lost.</summary>
    /// <param name="action">What to do with the reset line. The default is a pulse.</param>
    /// <param name="includeFpgas">Whether the FPGAs are reset as well. The default is not.</param>
    /// <param name="cancellationToken">Ends the waiting; the boards are reset all the same.</param>
    /// <exception cref="BoardOperationException">It failed for some frames.</exception>
    public Task ResetAsync(BmpResetAction action = BmpResetAction.Pulse, bool includeFpgas = false, CancellationToken cancellationToken = default) => ForEachFrameAsync(
        "resetting",
        async frame => await frame.ExecuteAsync<BmpReset, Acknowledgement>(
            new BmpReset(action, frame.Boards, includeFpgas, _options.PowerDelay), cancellationToken).ConfigureAwait(false));

    /// <summary>Closes the connections. The boards stay as they are.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (BmpConnection frame in _frames)
            await frame.DisposeAsync().ConfigureAwait(false);
    }

    private Task CheckAsync(CancellationToken cancellationToken) => ForEachFrameAsync("connecting to BMPs", async frame =>
    {
        VersionInfo version = await frame.GetVersionAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        if (version.Name is not SoftwareCompatibility.BmpName)
            throw new SpinnakerConnectionException($"{frame.RemoteIPAddress} runs {version}: it is no board management processor. That of a board usually has the address before the board's.");

        if (!SoftwareCompatibility.IsBmpCompatible(version.Version))
            throw new SpinnakerConnectionException($"The BMP at {frame.RemoteIPAddress} runs {version}; versions 1 and 2 of {SoftwareCompatibility.BmpName} are needed.");
    });

    private Task<IReadOnlyList<BoardReading<TResponse>>> ReadAsync<TRequest, TResponse>(string operation, Func<int, TRequest> request, CancellationToken cancellationToken)
        where TRequest : struct, IScpRequest<TResponse>
        => ReadAsync<TRequest, TResponse, TResponse>(operation, request, static response => response, cancellationToken);

    private async Task<IReadOnlyList<BoardReading<TReading>>> ReadAsync<TRequest, TResponse, TReading>(
        string operation, Func<int, TRequest> request, Func<TResponse, TReading> select, CancellationToken cancellationToken)
        where TRequest : struct, IScpRequest<TResponse>
    {
        var readings = new List<(int Order, BoardReading<TReading> Reading)>();
        var failures = new List<(int Order, BoardFailure Failure)>();
        await Task.WhenAll(_frames.SelectMany((frame, index) => frame.Boards.Select(board => ReadOneAsync(frame, (index * BoardSet.MaxBoards) + board, board)))).ConfigureAwait(false);
        IReadOnlyList<BoardReading<TReading>> all = [.. readings.OrderBy(static reading => reading.Order).Select(static reading => reading.Reading)];
        return failures.Count == 0
            ? all
            : throw new BoardOperationException<IReadOnlyList<BoardReading<TReading>>>(operation, [.. failures.OrderBy(static failure => failure.Order).Select(static failure => failure.Failure)], all);

        async Task ReadOneAsync(BmpConnection frame, int order, int board)
        {
            var place = new BoardLocation(frame.Cabinet, frame.Frame, board);
            try
            {
                TResponse value = await frame.ExecuteAsync<TRequest, TResponse>(request(board), cancellationToken).ConfigureAwait(false);
                lock (readings)
                    readings.Add((order, new BoardReading<TReading>(place, select(value))));
            }
            catch (SpinnakerException exception) when (exception is not InvalidParameterException)
            {
                lock (failures)
                    failures.Add((order, new BoardFailure(place, exception)));
            }
        }
    }

    private async Task ForEachFrameAsync(string operation, Func<BmpConnection, Task> act)
    {
        var failures = new BoardFailure?[_frames.Length];
        await Task.WhenAll(_frames.Select(ActAsync)).ConfigureAwait(false);
        if (failures.Any(static failure => failure is not null))
            throw new BoardOperationException(operation, [.. failures.OfType<BoardFailure>()]);

        async Task ActAsync(BmpConnection frame, int index)
        {
            try
            {
                await act(frame).ConfigureAwait(false);
            }
            catch (SpinnakerException exception) when (exception is not InvalidParameterException)
            {
                failures[index] = new BoardFailure(new BoardLocation(frame.Cabinet, frame.Frame, frame.Boards.First), exception);
            }
        }
    }
}
