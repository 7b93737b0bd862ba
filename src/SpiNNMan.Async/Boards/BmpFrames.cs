using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Boards;

/// <summary>The frames of a controller, and operations on all of them and their boards at once. A failure does not end the others.</summary>
internal sealed class BmpFrames(BmpFrame[] frames, BmpConnectionOptions options, ILogger logger)
{
    /// <summary>How many frames are asked at a time: more than the largest machine has.</summary>
    private const int MostFrames = 64;

    private bool _isDisposed;

    /// <summary>All frames, also those that do not answer.</summary>
    public IReadOnlyList<BmpFrame> All => frames;

    /// <summary>Asks frames for their versions.</summary>
    public Task CheckAsync(IReadOnlyList<BmpFrame> some, CancellationToken cancellationToken) =>
        BoundedFanOut.RunAsync(some, MostFrames, frame => frame.CheckAsync(options, logger, cancellationToken), cancellationToken);

    /// <summary>Makes every later use fail with an <see cref="ObjectDisposedException"/>.</summary>
    public void MarkDisposed() => Volatile.Write(ref _isDisposed, true);

    /// <summary>Throws if there is no BMP.</summary>
    [SuppressMessage("Maintainability", "CA1513:Use ObjectDisposedException throw helper", Justification = "Users know the controller and not this type.")]
    public void ThrowIfUnusable()
    {
        if (Volatile.Read(ref _isDisposed))
            throw new ObjectDisposedException(typeof(BmpController).FullName);
        if (frames.Length == 0)
            throw new SpinnakerConnectionException("The machine was opened without BMPs: name them in the options of the transceiver (Bmps), or have them detected (DetectBmp).");
    }

    /// <summary>Reads something of each board.</summary>
    public Task<IReadOnlyList<BoardReading<TResponse>>> ReadAsync<TRequest, TResponse>(string operation, Func<int, TRequest> request, CancellationToken cancellationToken)
        where TRequest : struct, IScpRequest<TResponse>
        => ReadAsync<TRequest, TResponse, TResponse>(operation, request, static response => response, cancellationToken);

    /// <summary>Sends one request to each board, and selects a value from each answer.</summary>
    public async Task<IReadOnlyList<BoardReading<TReading>>> ReadAsync<TRequest, TResponse, TReading>(
        string operation, Func<int, TRequest> request, Func<TResponse, TReading> select, CancellationToken cancellationToken)
        where TRequest : struct, IScpRequest<TResponse>
    {
        ThrowIfUnusable();
        var readings = new List<(int Order, BoardReading<TReading> Reading)>();
        var failures = new List<(int Order, BoardFailure Failure)>();
        await BoundedFanOut.RunAsync(frames.Length, MostFrames, (index, _) => ReadFrameAsync(frames[index], index), cancellationToken).ConfigureAwait(false);
        IReadOnlyList<BoardReading<TReading>> all = [.. readings.OrderBy(static reading => reading.Order).Select(static reading => reading.Reading)];
        return failures.Count == 0
            ? all
            : throw new BoardOperationException<IReadOnlyList<BoardReading<TReading>>>(operation, [.. failures.OrderBy(static failure => failure.Order).Select(static failure => failure.Failure)], all);

        async Task ReadFrameAsync(BmpFrame frame, int index)
        {
            using Activity? activity = StartFrame(frame);
            int first = index * BoardSet.MaxBoards;
            BmpConnection connection;
            try
            {
                connection = await frame.GetAnsweringAsync(options, cancellationToken).ConfigureAwait(false);
            }
            catch (SpinnakerException exception)
            {
                lock (failures)
                    failures.AddRange(frame.Data.Boards.Select(board => (first + board, new BoardFailure(frame.PlaceOf(board), exception))));

                Verb.Fail(activity, exception);
                return;
            }

            await BoundedFanOut.RunAsync([.. frame.Data.Boards], BoundedFanOut.PlacesOfBoard, board => ReadOneAsync(frame, connection, first + board, board), cancellationToken).ConfigureAwait(false);
        }

        async Task ReadOneAsync(BmpFrame frame, BmpConnection connection, int order, int board)
        {
            try
            {
                TResponse value = await connection.ExecuteAsync<TRequest, TResponse>(request(board), cancellationToken).ConfigureAwait(false);
                lock (readings)
                    readings.Add((order, new BoardReading<TReading>(frame.PlaceOf(board), select(value))));
            }
            catch (SpinnakerException exception) when (exception is not InvalidParameterException)
            {
                frame.Note(exception);
                lock (failures)
                    failures.Add((order, new BoardFailure(frame.PlaceOf(board), exception)));
            }
        }
    }

    /// <summary>Does something to each frame.</summary>
    /// <exception cref="BoardOperationException">It failed for some frames.</exception>
    public async Task ForEachAsync(string operation, Func<BmpConnection, Task> act, CancellationToken cancellationToken) =>
        ThrowIfAny(operation, await TryEachAsync(act, cancellationToken).ConfigureAwait(false));

    /// <summary>Does something to each frame, and gathers the failures.</summary>
    public async Task<IReadOnlyList<BoardFailure>> TryEachAsync(Func<BmpConnection, Task> act, CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        var failures = new BoardFailure?[frames.Length];
        await BoundedFanOut.RunAsync(frames.Length, MostFrames, (index, _) => ActAsync(frames[index], index), cancellationToken).ConfigureAwait(false);
        return [.. failures.OfType<BoardFailure>()];

        async Task ActAsync(BmpFrame frame, int index)
        {
            using Activity? activity = StartFrame(frame);
            try
            {
                await act(await frame.GetAnsweringAsync(options, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
                frame.Note(error: null);
            }
            catch (SpinnakerException exception) when (exception is not InvalidParameterException)
            {
                frame.Note(exception);
                failures[index] = frame.Failure(exception);
                Verb.Fail(activity, exception);
            }
        }
    }

    private static Activity? StartFrame(BmpFrame frame) => Verb.StartBoard(Verb.FrameName, frame.Data.Host, frame.Data.Port, frame.Data.Boards.Count);

    /// <summary>Makes one error of all failures.</summary>
    public static void ThrowIfAny(string operation, IReadOnlyList<BoardFailure> failures)
    {
        if (failures.Count > 0)
            throw new BoardOperationException(operation, failures);
    }
}
