using System.Globalization;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Booting;

/// <summary>Boots a board, and with it all boards that are wired to it.</summary>
/// <example><code>
/// await using var scamp = await ScampConnection.ConnectAsync("192.168.240.253");
/// await using var boot = await BootConnection.OpenAsync("192.168.240.253");
/// BootResult result = await BoardBooter.BootAsync(scamp, boot, new BootImage(await File.ReadAllBytesAsync("scamp.boot")));
/// </code></example>
/// <remarks>
/// A board acknowledges nothing while it takes its image, and is silent for a while after that. Then it answers without knowing its place,
/// and is ready once its answers name its place. Protocol: boot.md, "When a board is ready".
/// </remarks>
public sealed class BoardBooter
{
    private readonly ScampConnection _scamp;
    private readonly BootConnection _boot;
    private readonly BootOptions _options;
    private readonly IReadOnlyList<BootMessage> _messages;
    private readonly IProgress<BootProgress>? _progress;
    private readonly ILogger _logger;
    private readonly long _start;
    private readonly ulong _signature;
    private VersionInfo? _lastVersion;
    private Exception? _lastError;
    private BootPhase? _phase;
    private int _round;

    private BoardBooter(ScampConnection scamp, BootConnection boot, BootImage image, BootOptions options, IProgress<BootProgress>? progress)
    {
        _scamp = scamp;
        _boot = boot;
        _options = options;
        _progress = progress;
        _logger = new GuardedLogger(scamp.Settings.LoggerFactory.CreateLogger<BoardBooter>());
        _start = options.TimeProvider.GetTimestamp();

        // The same messages each round: the board may take some of them from one round and some from another.
        DateTimeOffset now = options.TimeProvider.GetUtcNow();
        _messages = image.CreateMessages(options.BoardVersion, now, options.AllVariables);
        _signature = SystemVariable.BootSignature.Read(Pad(BootImage.CreateSystemVariables(options.BoardVersion, now, options.AllVariables)));
    }

    private TimeSpan Elapsed => _options.TimeProvider.GetElapsedTime(_start);

    private string Seconds => Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Boots a board, unless it is running already, and returns when it is ready.</summary>
    /// <param name="scamp">A connection to the board for commands. It gets to know its chip.</param>
    /// <param name="boot">A connection to the same board for the image; its options say how long to pause after each message.</param>
    /// <param name="image">The image.</param>
    /// <param name="options">How to go about it.</param>
    /// <param name="progress">Told about each phase.</param>
    /// <param name="cancellationToken">Ends the boot. A board that has the whole image boots nevertheless.</param>
    /// <exception cref="BoardBootException">The board stays silent, does not get ready, runs other software, or did not take the image.</exception>
    /// <exception cref="SpinnakerConnectionException">Nothing listens there, or a connection is closed.</exception>
    public static Task<BootResult> BootAsync(
        ScampConnection scamp,
        BootConnection boot,
        BootImage image,
        BootOptions? options = null,
        IProgress<BootProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scamp);
        ArgumentNullException.ThrowIfNull(boot);
        ArgumentNullException.ThrowIfNull(image);
        options?.MakeReadOnly();
        return new BoardBooter(scamp, boot, image, options ?? new BootOptions(), progress).BootAsync(cancellationToken);
    }

    private async Task<BootResult> BootAsync(CancellationToken cancellationToken)
    {
        try
        {
            BootResult result = await RunAsync(cancellationToken).ConfigureAwait(false);
            BootLog.Booted(_logger, _scamp.RemoteIPAddress, Elapsed, _round, result.Version.Version);
            return result;
        }
        catch (BoardBootException exception)
        {
            BootLog.BootFailed(_logger, exception, _scamp.RemoteIPAddress, exception.Failure, Elapsed, _round);
            throw;
        }
    }

    private async Task<BootResult> RunAsync(CancellationToken cancellationToken)
    {
        if (!_options.Force)
        {
            Report(BootPhase.Asking);
            if (await AskAsync(_options.AnswerLimit, refusalIsFinal: true, cancellationToken).ConfigureAwait(false) is not null)
                return await FinishAsync(wasRunning: true, cancellationToken).ConfigureAwait(false);
        }

        while (_round < _options.Rounds)
        {
            _round++;
            await SendImageAsync(cancellationToken).ConfigureAwait(false);
            Report(BootPhase.Silent, _messages.Count);
            if (await WaitForAnswerAsync(cancellationToken).ConfigureAwait(false))
                return await FinishAsync(wasRunning: false, cancellationToken).ConfigureAwait(false);
        }

        throw Failure(
            BoardBootFailure.Silent,
            $"was sent the image {_round} times in {Seconds} s and never answered. Is it switched on, and is that its address? "
            + "A board that hung needs a power cycle; a firewall must let UDP ports 54321 and 17893 through.");
    }

    private async Task SendImageAsync(CancellationToken cancellationToken)
    {
        BootLog.ImageSent(_logger, _scamp.RemoteIPAddress, _messages.Count, _round);
        for (int sent = 0; sent < _messages.Count; sent++)
        {
            Report(BootPhase.Sending, sent);
            await _boot.SendBootMessageAsync(_messages[sent], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> WaitForAnswerAsync(CancellationToken cancellationToken)
    {
        long since = _options.TimeProvider.GetTimestamp();
        do
        {
            if (await AskAsync(_options.AnswerLimit, refusalIsFinal: false, cancellationToken).ConfigureAwait(false) is not null)
                return true;
        }
        while (_options.TimeProvider.GetElapsedTime(since) < _options.SilenceLimit);

        return false;
    }

    private async Task<BootResult> FinishAsync(bool wasRunning, CancellationToken cancellationToken)
    {
        VersionInfo version = await WaitUntilReadyAsync(cancellationToken).ConfigureAwait(false);
        _scamp.UpdateChipCoordinates(version.Core.Chip);
        if (_options.Force)
            await CheckSignatureAsync(cancellationToken).ConfigureAwait(false);

        Report(BootPhase.Ready, wasRunning ? 0 : _messages.Count);
        return new BootResult(version, wasRunning, _round, Elapsed);
    }

    private async Task<VersionInfo> WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        long since = _options.TimeProvider.GetTimestamp();
        bool answers = true;
        while (true)
        {
            VersionInfo last = _lastVersion!.Value;
            CheckSoftware(last);
            if (answers && last.Core.Chip != ChipLocation.Root)
                return last;

            if (_options.TimeProvider.GetElapsedTime(since) > _options.ReadyLimit)
            {
                throw Failure(
                    BoardBootFailure.StillInitialising,
                    answers
                        ? $"has answered for {_options.ReadyLimit.TotalSeconds} s, but does not know its place in the machine yet. Wait longer, or power-cycle all boards and boot again."
                        : $"began to answer and stopped again, {Seconds} s after it was asked to boot. Power-cycle it and boot again.");
            }

            Report(BootPhase.Initialising, _round == 0 ? 0 : _messages.Count);
            await Pause.ForAsync(_options.PollInterval, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            answers = await AskAsync(_options.AnswerLimit, refusalIsFinal: false, cancellationToken).ConfigureAwait(false) is not null;
        }
    }

    /// <summary>Asks for the version.</summary>
    /// <returns><see langword="null"/> if no answer came in time.</returns>
    private async Task<VersionInfo?> AskAsync(TimeSpan limit, bool refusalIsFinal, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            _lastVersion = await _scamp.GetVersionAsync(cancellationToken: either.Token).ConfigureAwait(false);
            return _lastVersion;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (SpinnakerTimeoutException exception)
        {
            _lastError = exception;
            return null;
        }
        catch (SpinnakerConnectionException exception) when (!refusalIsFinal && exception is not SpinnakerConnectionClosedException)
        {
            // While a board brings its Ethernet up, the network may say that it is not there.
            _lastError = exception;
            await Pause.ForAsync(_options.PollInterval, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    private void CheckSoftware(in VersionInfo version)
    {
        if (version.Name is SoftwareCompatibility.ScampName && SoftwareCompatibility.IsScampSupported(version.Version))
            return;

        string advice = version.Name is SoftwareCompatibility.BmpName
            ? "That is a board management processor: use the address of a board instead."
            : $"{SoftwareCompatibility.ScampName} {SoftwareCompatibility.ScampVersion} or newer is needed: power-cycle the board and boot it with another image.";
        throw Failure(BoardBootFailure.WrongSoftware, $"runs {version}. {advice}");
    }

    private async Task CheckSignatureAsync(CancellationToken cancellationToken)
    {
        uint address = MemoryMap.SystemVariables + (uint)SystemVariable.BootSignature.Offset;
        uint signature = await _scamp.ReadWordAsync(ChipLocation.Root.Monitor, address, cancellationToken).ConfigureAwait(false);
        if (signature != _signature)
        {
            throw Failure(
                BoardBootFailure.AlreadyRunning,
                $"was running {_lastVersion} already, and did not take the image: it takes one only after a reset or a power cycle.");
        }
    }

    private BoardBootException Failure(BoardBootFailure failure, string whatWasSeen) =>
        new($"The board at {_scamp.RemoteIPAddress} {whatWasSeen}", failure, _lastError) { LastVersion = _lastVersion, Rounds = _round, Elapsed = Elapsed };

    private void Report(BootPhase phase, int sent = 0)
    {
        if (_phase != phase)
            BootLog.Phase(_logger, _scamp.RemoteIPAddress, phase, Elapsed);

        _phase = phase;
        _progress.Tell(new BootProgress(phase, _round, sent, _messages.Count, Elapsed));
    }

    private static byte[] Pad(byte[] bootBlock)
    {
        Array.Resize(ref bootBlock, SystemVariable.BlockSize);
        return bootBlock;
    }
}
