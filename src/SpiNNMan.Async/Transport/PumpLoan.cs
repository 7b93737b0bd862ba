namespace SpiNNMan.Async.Transport;

/// <summary>Lets a thread of the pool receive in place of a pump, as long as it has callers to resume.</summary>
/// <remarks>
/// Between two rounds, the same thread receives the replies that came while it resumed callers, so that no other thread wakes. The thread of the pump watches it meanwhile. If a resumed caller blocks, the pump takes the loan
/// back and receives itself. A loan that was taken back is not given again.
/// </remarks>
/// <param name="receive">Receives the datagrams that have come, without waiting. It returns whether there were any.</param>
internal sealed class PumpLoan(Func<bool> receive)
{
    /// <summary>How long one caller may take before the loan is taken back.</summary>
    private const int PatienceMilliseconds = 1;

    private readonly object _gate = new();
    private bool _isOut;
    private int _progress;

    /// <summary>Whether the borrower still has it.</summary>
    public bool IsOut => Volatile.Read(ref _isOut);

    /// <summary>Gives it to the borrower, on the thread of the pump.</summary>
    public void Lend() => Volatile.Write(ref _isOut, true);

    /// <summary>Waits until the borrower returns it, or makes no more progress, on the thread of the pump.</summary>
    /// <returns>Whether it was returned. If not, it was taken back.</returns>
    public bool WaitForReturn()
    {
        lock (_gate)
        {
            int seen = Volatile.Read(ref _progress);
            while (_isOut)
            {
                if (Monitor.Wait(_gate, PatienceMilliseconds))
                    continue;

                int now = Volatile.Read(ref _progress);
                if (now == seen && _isOut)
                {
                    Volatile.Write(ref _isOut, false);
                    return false;
                }

                seen = now;
            }

            return true;
        }
    }

    /// <summary>Records that the borrower makes progress.</summary>
    public void CountProgress() => Volatile.Write(ref _progress, _progress + 1);

    /// <summary>Receives the datagrams that have come, in place of the pump.</summary>
    /// <returns>Whether there were any; <see langword="false"/> also if the loan was taken back.</returns>
    public bool TryReceive()
    {
        lock (_gate)
        {
            CountProgress();
            return _isOut && receive();
        }
    }

    /// <summary>Returns it to the pump.</summary>
    public void Return()
    {
        lock (_gate)
        {
            if (!_isOut)
                return;

            Volatile.Write(ref _isOut, false);
            Monitor.Pulse(_gate);
        }
    }
}
