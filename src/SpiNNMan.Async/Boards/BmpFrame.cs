using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Boards;

/// <summary>One of the frames of a <see cref="BmpController"/>: its BMP, or why there is none.</summary>
internal sealed class BmpFrame(BmpConnectionData data)
{
    private SpinnakerException? _error;

    /// <summary>Where its BMP is, and its boards.</summary>
    public BmpConnectionData Data => data;

    /// <summary>The connection; <see langword="null"/> if none could be opened.</summary>
    public BmpConnection? Connection { get; private set; }

    /// <summary>Why nothing is asked of it; <see langword="null"/> while it is well.</summary>
    public SpinnakerException? Error => Volatile.Read(ref _error);

    /// <summary>The failure of what was to be done to the whole frame.</summary>
    public BoardFailure Failure(SpinnakerException error) => new(PlaceOf(data.Boards.First), error);

    /// <summary>Where a board of it is.</summary>
    public BoardLocation PlaceOf(int board) => new(data.Cabinet, data.Frame, board);

    /// <summary>Connects, unless that was done before, and checks that a BMP is there.</summary>
    public async Task CheckAsync(BmpConnectionOptions options, CancellationToken cancellationToken)
    {
        try
        {
            Connection ??= await BmpConnection.ConnectAsync(data, options, cancellationToken).ConfigureAwait(false);
            Check(Connection, await Connection.GetVersionAsync(cancellationToken: cancellationToken).ConfigureAwait(false));
            Volatile.Write(ref _error, null);
        }
        catch (SpinnakerException exception) when (exception is not InvalidParameterException)
        {
            Volatile.Write(ref _error, exception);
        }
    }

    /// <summary>The connection.</summary>
    /// <exception cref="SpinnakerException">There was no BMP when it was last looked: what was wrong then.</exception>
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
            throw new SpinnakerConnectionException($"{bmp.RemoteIPAddress} runs {version}: it is no board management processor. That of a board usually has the address before the board's.");

        if (!SoftwareCompatibility.IsBmpCompatible(version.Version))
            throw new SpinnakerConnectionException($"The BMP at {bmp.RemoteIPAddress} runs {version}; versions 1 and 2 of {SoftwareCompatibility.BmpName} are needed.");
    }
}
