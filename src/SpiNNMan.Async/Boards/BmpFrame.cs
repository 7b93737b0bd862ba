using System.Globalization;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Boards;

/// <summary>One of the frames of a <see cref="BmpController"/>: its BMP, or the reason why there is none.</summary>
internal sealed class BmpFrame(BmpConnectionData data)
{
    private SpinnakerException? _error;
    private bool _isSilent;

    /// <summary>Where its BMP is, and its boards.</summary>
    public BmpConnectionData Data => data;

    /// <summary>The connection; <see langword="null"/> if none could be opened.</summary>
    public BmpConnection? Connection { get; private set; }

    /// <summary>Why nothing is asked of it; <see langword="null"/> while it is well.</summary>
    public SpinnakerException? Error => Volatile.Read(ref _error);

    /// <summary>Whether its BMP did not answer when it was last asked for anything.</summary>
    public bool IsSilent => Volatile.Read(ref _isSilent);

    /// <summary>The failure of an operation on the whole frame.</summary>
    public BoardFailure Failure(SpinnakerException error) => new(PlaceOf(data.Boards.First), error);

    /// <summary>Where a board of it is.</summary>
    public BoardLocation PlaceOf(int board) => new(data.Cabinet, data.Frame, board);

    /// <summary>Connects, unless that was done before, and checks that a BMP is there.</summary>
    public async Task CheckAsync(BmpConnectionOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            Connection ??= await BmpConnection.ConnectAsync(data, options, cancellationToken).ConfigureAwait(false);
            Check(Connection, await Connection.GetVersionAsync(cancellationToken: cancellationToken).ConfigureAwait(false));
            Volatile.Write(ref _error, null);
            Volatile.Write(ref _isSilent, false);
            PowerLog.BmpConnected(logger, data.Host);
        }
        catch (SpinnakerException exception) when (exception is not InvalidParameterException)
        {
            PowerLog.BmpLeftOut(logger, data.Host, exception.Message);
            Volatile.Write(ref _error, exception);
        }
    }

    /// <summary>The connection, for an operation on all frames. A BMP that was silent before is first asked once, for a moment.</summary>
    /// <exception cref="SpinnakerException">There was no BMP when it was last looked, or it is still silent.</exception>
    public async Task<BmpConnection> GetAnsweringAsync(BmpConnectionOptions options, CancellationToken cancellationToken)
    {
        BmpConnection connection = GetConnection();
        if (!IsSilent)
            return connection;

        TimeSpan most = ChipProbe.AttemptOf(options);
        using var attempt = new CancellationTokenSource(most, options.TimeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(attempt.Token, cancellationToken);
        try
        {
            await connection.GetVersionAsync(cancellationToken: stop.Token).ConfigureAwait(false);
            Volatile.Write(ref _isSilent, false);
            return connection;
        }
        catch (OperationCanceledException) when (attempt.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SpinnakerTimeoutException(string.Create(
                CultureInfo.InvariantCulture,
                $"No reply from the BMP at {connection.RemoteIPAddress}, which was silent before, in {most.TotalSeconds:0.###} s. BmpController.ReconnectAsync gives it the full time again."))
            { Attempts = 1, Elapsed = most };
        }
    }

    /// <summary>Records whether its BMP answered.</summary>
    /// <param name="error">The error; <see langword="null"/> if the BMP did it.</param>
    public void Note(SpinnakerException? error)
    {
        if (error is SpinnakerTimeoutException || IsSilent)
            Volatile.Write(ref _isSilent, error is SpinnakerTimeoutException);
    }

    /// <summary>The connection.</summary>
    /// <exception cref="SpinnakerException">The BMP did not answer when it was last asked. This is the error of that time.</exception>
    public BmpConnection GetConnection() => Error switch
    {
        null => Connection!,
        SpinnakerTimeoutException timeout => throw new SpinnakerTimeoutException(Describe(timeout), timeout) { Attempts = timeout.Attempts, Elapsed = timeout.Elapsed },
        { } error => throw new SpinnakerConnectionException(Describe(error), error),
    };

    private static string Describe(SpinnakerException error) => $"The frame was left out when its BMP was first asked, and was not asked again: {error.Message}";

    private static void Check(BmpConnection bmp, in VersionInfo version)
    {
        if (version.Name is not SoftwareCompatibility.BmpName)
            throw new SpinnakerConnectionException($"{bmp.RemoteIPAddress} runs {version}: it is no board management processor. The BMP of a board usually has the address before the board's.");

        if (!SoftwareCompatibility.IsBmpCompatible(version.Version))
            throw new SpinnakerConnectionException($"The BMP at {bmp.RemoteIPAddress} runs {version}; versions 1 and 2 of {SoftwareCompatibility.BmpName} are needed.");
    }
}
