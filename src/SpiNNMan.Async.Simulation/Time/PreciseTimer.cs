using System.Diagnostics;

namespace SpiNNMan.Async.Simulation.Time;

/// <summary>A timer of the system's clock that is precise to some microseconds. The system's own timers count milliseconds.</summary>
/// <remarks>It costs a thread. The thread keeps a processor busy for the last two milliseconds before the timer is due, and sleeps otherwise.</remarks>
internal sealed class PreciseTimer : IDisposable
{
    private static readonly TimeSpan s_spun = TimeSpan.FromMilliseconds(2);

    private readonly object _gate = new();
    private readonly Action _onDue;
    private long _due = long.MaxValue;
    private bool _disposed;

    public PreciseTimer(Action onDue)
    {
        _onDue = onDue;
        new Thread(Run) { IsBackground = true, Name = "SpiNNaker clock" }.UnsafeStart();
    }

    /// <summary>Calls back after a time. An earlier setting is forgotten.</summary>
    public void Change(TimeSpan wait)
    {
        long due = Stopwatch.GetTimestamp() + (long)(wait.TotalSeconds * Stopwatch.Frequency);
        lock (_gate)
        {
            Volatile.Write(ref _due, due);
            System.Threading.Monitor.Pulse(_gate);
        }
    }

    /// <summary>Calls back no more. A call that has already begun may still end after this.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            System.Threading.Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (WaitUntilNear())
        {
            // The target can still change to a nearer one in the last moment.
            while (Stopwatch.GetTimestamp() < Volatile.Read(ref _due))
            {
                if (Left() > s_spun)
                    break;

                Thread.Yield();
            }

            lock (_gate)
            {
                if (_disposed || Stopwatch.GetTimestamp() < _due)
                    continue;

                _due = long.MaxValue;
            }

            _onDue();
        }
    }

    /// <returns><see langword="false"/> if there is nothing left to wait for.</returns>
    private bool WaitUntilNear()
    {
        lock (_gate)
        {
            while (!_disposed)
            {
                TimeSpan left = Left();
                if (left <= s_spun)
                    return true;

                if (left == TimeSpan.MaxValue)
                    System.Threading.Monitor.Wait(_gate);
                else
                    System.Threading.Monitor.Wait(_gate, left - s_spun < TimeSpan.FromMinutes(1) ? left - s_spun : TimeSpan.FromMinutes(1));
            }

            return false;
        }
    }

    private TimeSpan Left()
    {
        long due = Volatile.Read(ref _due);
        return due == long.MaxValue ? TimeSpan.MaxValue : Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
    }
}
