using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.Memory;

/// <summary>Adapts the number of flood-fill blocks in flight while they are sent.</summary>
/// <remarks>
/// A monitor works for milliseconds on a block. A second block in flight saves only the time on the network, and real monitors lose more replies if more blocks wait.
/// So there is one block in flight. If the network takes a good part of the time of a block, one more is tried, and kept if blocks are clearly faster. After each
/// retransmission there is one again, for a longer time.
/// </remarks>
internal sealed class FloodPace(ScampConnection root)
{
    private const int MostUnderWay = 3;

    /// <summary>How many blocks are timed before anything is concluded.</summary>
    private const int Sample = 8;
    private const int FirstPause = 8 * Sample;

    /// <summary>The least share of a block's time that must be the network's.</summary>
    private const double WorthTrying = 0.25;

    /// <summary>How much shorter the time for a block must get.</summary>
    private const double WorthKeeping = 0.9;

    private int _depth = 1;
    private int _kept = 1;
    private TimeSpan _each;
    private int _pause;
    private int _nextPause = FirstPause;
    private int _completed;
    private long _began;
    private long _resent;

    private TimeProvider Time => root.Settings.TimeProvider;

    /// <summary>Sends blocks in rising order. The first error ends all.</summary>
    /// <param name="blocks">How many there are.</param>
    /// <param name="roundTrip">How long a request took that monitors do not work long on.</param>
    /// <param name="send">Sends one, and waits for its reply.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(int blocks, TimeSpan roundTrip, Func<int, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var underWay = new List<Task>(MostUnderWay);
        Restart();
        try
        {
            for (int next = 0; next < blocks || underWay.Count > 0;)
            {
                while (next < blocks && underWay.Count < _depth)
                    underWay.Add(send(next++, stop.Token));

                Task done = await Task.WhenAny(underWay).ConfigureAwait(false);
                underWay.Remove(done);
                await done.ConfigureAwait(false);
                Conclude(roundTrip);
            }
        }
        catch (Exception exception)
        {
            Stop();
            await Task.WhenAll(underWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (exception is OperationCanceledException && cancellationToken.IsCancellationRequested)
                throw new OperationCanceledException(exception.Message, exception, cancellationToken);

            throw;
        }

        void Stop() => stop.Cancel();
    }

    private void Conclude(TimeSpan roundTrip)
    {
        _completed++;
        _pause--;
        if (root.Statistics.Resent != _resent)
        {
            // A block that waited for its timeout says nothing about the time of a block.
            if (_depth > 1)
                GoBackTo(1);

            Restart();
            return;
        }

        if (_completed < Sample)
            return;

        TimeSpan each = Time.GetElapsedTime(_began) / _completed;
        if (_depth == _kept)
            ConsiderMore(each, roundTrip);
        else if (each <= _each * WorthKeeping)
            (_kept, _each) = (_depth, each);
        else
            GoBackTo(_kept);

        Restart();
    }

    private void ConsiderMore(TimeSpan each, TimeSpan roundTrip)
    {
        _each = each;
        if (_depth < MostUnderWay && _pause <= 0 && roundTrip >= each * WorthTrying)
            _depth++;
    }

    private void GoBackTo(int depth)
    {
        _depth = _kept = depth;
        _pause = _nextPause;
        _nextPause *= 2;
    }

    private void Restart()
    {
        _completed = 0;
        _began = Time.GetTimestamp();
        _resent = root.Statistics.Resent;
    }
}
