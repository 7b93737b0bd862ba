using System.Globalization;
using SpiNNMan.Async.Campaign.Plans;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Campaign.Worlds;

/// <summary>Makes calls of the library, and looks whether what was promised of them is kept.</summary>
/// <remarks>Where the library resumes callers on the thread pool, several of them may be here at once.</remarks>
internal sealed class CallBook(World world)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, (string Name, TimeSpan Start)> _open = [];
    private readonly HashSet<int> _beside = [];
    private int _calls;

    /// <summary>The call that has been going on for longest.</summary>
    public string OldestOpen
    {
        get
        {
            lock (_gate)
                return _open.Count == 0 ? "nothing" : _open.First().Value.Name;
        }
    }

    /// <summary>Calls that have not ended.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
                return _open.Count;
        }
    }

    public string DescribeOpen()
    {
        lock (_gate)
            return _open.Count == 0 ? "no calls" : string.Join(", ", _open.Values.Take(5).Select(static call => string.Create(CultureInfo.InvariantCulture, $"{call.Name} since {call.Start.TotalSeconds:0.###} s")));
    }

    public Task<CallOutcome<bool>> MakeAsync(string name, CallTerms terms, TimeSpan? cancelAfter, Func<CancellationToken, Task> act) =>
        MakeAsync(
            name, terms, cancelAfter,
            async token =>
            {
                await act(token);
                return true;
            });

    public async Task<CallOutcome<T>> MakeAsync<T>(string name, CallTerms terms, TimeSpan? cancelAfter, Func<CancellationToken, Task<T>> act)
    {
        TimeSpan start = world.Now;
        int number = Begin(name, start);
        world.Trace($"call {number} {name}");
        using var cancellation = new CancellationTokenSource();
        TimeSpan? cancelled = null;
        using ITimer? timer = cancelAfter is { } after
            ? world.Client.CreateTimer(
                _ =>
                {
                    cancelled = world.Now;
                    cancellation.Cancel();
                },
                null, after, Timeout.InfiniteTimeSpan)
            : null;
        CallOutcome<T> outcome;
        try
        {
            outcome = new CallOutcome<T>(await act(cancellation.Token), Error: null);
        }
        catch (Exception exception)
        {
            outcome = new CallOutcome<T>(default, exception);
        }

        bool wasAlone = End(number);
        world.Trace($"end {number} {name}: {(outcome.Error is { } error ? $"{error.GetType().Name}: {error.Message}" : "well")}");
        CheckTime(name, terms, start, cancelled, wasAlone);
        if (outcome.Error is not null)
            CheckError(name, terms, start, cancelled is not null, outcome.Error);

        return outcome;
    }

    private int Begin(string name, TimeSpan start)
    {
        lock (_gate)
        {
            _open.Add(++_calls, (name, start));
            if (_open.Count > 1)
                _beside.UnionWith(_open.Keys);

            return _calls;
        }
    }

    /// <summary>Ends a call, and says whether no other call went on beside it.</summary>
    private bool End(int number)
    {
        lock (_gate)
        {
            _open.Remove(number);
            return !_beside.Remove(number);
        }
    }

    private void CheckTime(string name, CallTerms terms, TimeSpan start, TimeSpan? cancelled, bool wasAlone)
    {
        // What waits behind others has its time from when the board last answered them.
        TimeSpan counts = !wasAlone && terms.CountsFromLastAnswer && world.LastHeard > start ? world.LastHeard : start;
        TimeSpan paused = world.PausedSince(counts);
        TimeSpan taken = world.Now - counts - paused;
        if (terms.Promise is { } promise && promise < TimeSpan.FromHours(1))
        {
            // A computer that has stood still gets a second chance, not another pause.
            TimeSpan most = (promise * 1.1) + TimeSpan.FromMilliseconds(50) + (wasAlone ? TimeSpan.Zero : terms.Patience) + (paused > TimeSpan.Zero ? promise + TimeSpan.FromSeconds(2) : TimeSpan.Zero);
            if (taken > most)
                world.Report(new Finding(FindingKind.Late, paused > TimeSpan.Zero ? $"{name} after a pause" : name, Times(taken, promise, paused)));
        }

        if (cancelled is { } at && world.Now - at - world.PausedSince(at) is var since && since > terms.CancelPromise)
            world.Report(new Finding(FindingKind.Late, $"{name}, given up", Times(since, terms.CancelPromise, paused)));
    }

    private static string Times(TimeSpan taken, TimeSpan promise, TimeSpan paused) =>
        string.Create(CultureInfo.InvariantCulture, $"took {taken.TotalSeconds:0.###} s, and {paused.TotalSeconds:0.###} s that the process stood still; promised were {promise.TotalSeconds:0.###} s");

    private void CheckError(string name, CallTerms terms, TimeSpan start, bool isCancelled, Exception error)
    {
        string where = $"{name} ({error.GetType().Name})";
        string text = error.ToString().ReplaceLineEndings(" | ");
        switch (error)
        {
            case OperationCanceledException when isCancelled:
            case UserException when terms.MayThrowUsers:
            case ArgumentException when terms.MayRefuseArguments:
            case SpinnakerException when IsOfClosedConnection(error) && (world.IsDisposing || world.HasFault(FaultKind.ReceiveThrows, TimeSpan.Zero) || world.HasFault(FaultKind.SendThrows, TimeSpan.Zero)):
            case ObjectDisposedException when world.IsDisposing:
            case ScpResultException or InvalidPacketException when terms.MayBeRefused:
                return;
            case SpinnakerException:
                if (!terms.MayFail && !isCancelled && !terms.MayThrowUsers && world.IsUndisturbedSince(start))
                    world.Report(new Finding(FindingKind.Unserved, where, text));

                return;
            default:
                world.Report(new Finding(FindingKind.ForeignException, where, text));
                return;
        }
    }

    /// <summary>Whether a call failed since its connection was closed: a socket that says that it is disposed of has ended.</summary>
    private static bool IsOfClosedConnection(Exception error) => error is SpinnakerConnectionClosedException || (error.InnerException is { } inner && IsOfClosedConnection(inner));
}
