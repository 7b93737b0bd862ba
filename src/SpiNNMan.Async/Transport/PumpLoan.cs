namespace SpiNNMan.Async.Transport;

/// <summary>Lets a thread of the pool receive in a pump's place, for as long as it has callers to resume.</summary>
/// <remarks>
/// Replies that come while callers are resumed are received by the same thread, between two rounds, and wake no other. The pump's own thread watches meanwhile: if a caller that was resumed blocks, the pump takes the loan
/// back and receives itself. A loan that was taken back is not lent again.
/// </remarks>
/// <param name="receive">Receives what has come, without waiting. It returns whether something had.</param>
internal sealed class PumpLoan(Func<bool> receive)
{
    /// <summary>How long one caller may take before the loan is taken back.</summary>
    private const int PatienceMilliseconds = 1;

    private readonly object _gate = new();
    private bool _isOut;
    private int _progress;

    /// <summary>Whether the borrower still has it.</summary>
    public bool IsOut => Volatile.Read(ref _isOut);

    /// <summary>Gives it to the borrower. On the pump's thread.</summary>
    public void Lend() => Volatile.Write(ref _isOut, true);

    /// <summary>Waits until the borrower returns it, or makes no progress any more. On the pump's thread.</summary>
    /// <returns>Whether it was returned; if not, it was taken back.</returns>
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

    /// <summary>Says that the borrower goes on.</summary>
    public void CountProgress() => Volatile.Write(ref _progress, _progress + 1);

    /// <summary>Receives what has come, in the pump's place.</summary>
    /// <returns>Whether something had; <see langword="false"/> also if the loan was taken back.</returns>
    public bool TryReceive()
    {
        lock (_gate)
        {
            CountProgress();
            return _isOut && receive();
        }
    }

    /// <summary>Gives it back to the pump.</summary>
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
