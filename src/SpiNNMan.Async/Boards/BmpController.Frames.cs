using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Boards;

/// <content>What is done to all frames and boards at once, whatever fails elsewhere.</content>
public partial class BmpController
{
    private Task CheckAsync(BmpFrame[] frames, CancellationToken cancellationToken) =>
        Task.WhenAll(frames.Select(frame => frame.CheckAsync(_options.Connection, cancellationToken)));

    private Task<IReadOnlyList<BoardReading<TResponse>>> ReadAsync<TRequest, TResponse>(string operation, Func<int, TRequest> request, CancellationToken cancellationToken)
        where TRequest : struct, IScpRequest<TResponse>
        => ReadAsync<TRequest, TResponse, TResponse>(operation, request, static response => response, cancellationToken);

    private async Task<IReadOnlyList<BoardReading<TReading>>> ReadAsync<TRequest, TResponse, TReading>(
        string operation, Func<int, TRequest> request, Func<TResponse, TReading> select, CancellationToken cancellationToken)
        where TRequest : struct, IScpRequest<TResponse>
    {
        ThrowIfUnusable();
        var readings = new List<(int Order, BoardReading<TReading> Reading)>();
        var failures = new List<(int Order, BoardFailure Failure)>();
        await Task.WhenAll(_frames.Select(ReadFrameAsync)).ConfigureAwait(false);
        IReadOnlyList<BoardReading<TReading>> all = [.. readings.OrderBy(static reading => reading.Order).Select(static reading => reading.Reading)];
        return failures.Count == 0
            ? all
            : throw new BoardOperationException<IReadOnlyList<BoardReading<TReading>>>(operation, [.. failures.OrderBy(static failure => failure.Order).Select(static failure => failure.Failure)], all);

        async Task ReadFrameAsync(BmpFrame frame, int index)
        {
            int first = index * BoardSet.MaxBoards;
            BmpConnection connection;
            try
            {
                connection = await frame.GetAnsweringAsync(_options.Connection, cancellationToken).ConfigureAwait(false);
            }
            catch (SpinnakerException exception)
            {
                lock (failures)
                    failures.AddRange(frame.Data.Boards.Select(board => (first + board, new BoardFailure(frame.PlaceOf(board), exception))));

                return;
            }

            await Task.WhenAll(frame.Data.Boards.Select(board => ReadOneAsync(frame, connection, first + board, board))).ConfigureAwait(false);
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

    /// <exception cref="BoardOperationException">It failed for some frames.</exception>
    private async Task ForEachFrameAsync(string operation, Func<BmpConnection, Task> act, CancellationToken cancellationToken) =>
        ThrowIfAny(operation, await TryEachFrameAsync(act, cancellationToken).ConfigureAwait(false));

    private async Task<IReadOnlyList<BoardFailure>> TryEachFrameAsync(Func<BmpConnection, Task> act, CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        var failures = new BoardFailure?[_frames.Length];
        await Task.WhenAll(_frames.Select(ActAsync)).ConfigureAwait(false);
        return [.. failures.OfType<BoardFailure>()];

        async Task ActAsync(BmpFrame frame, int index)
        {
            try
            {
                await act(await frame.GetAnsweringAsync(_options.Connection, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
                frame.Note(error: null);
            }
            catch (SpinnakerException exception) when (exception is not InvalidParameterException)
            {
                frame.Note(exception);
                failures[index] = frame.Failure(exception);
            }
        }
    }

    private static void ThrowIfAny(string operation, IReadOnlyList<BoardFailure> failures)
    {
        if (failures.Count > 0)
            throw new BoardOperationException(operation, failures);
    }
}
