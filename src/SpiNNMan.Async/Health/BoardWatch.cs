using System.Buffers.Binary;
using System.Collections.Immutable;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Health;

/// <summary>Looks at the chips of one board, one after the other. The result is shown when the look has ended.</summary>
internal sealed class BoardWatch
{
    /// <summary>Other chips take at most so many times as long for a request as the fastest one of the board does.</summary>
    private const int MostTimesFastest = 4;

    /// <summary>How many silent chips are asked in one look, since they take places of the window for long. The others have their turns later.</summary>
    private const int MostSilentAsked = 2;

    /// <summary>Chips whose applications are read in a look are as many as this part of all chips.</summary>
    private const int PartForApplications = 8;

    private const int RequestsPerRead = ScpMessage.MaxDataSize / CoreInfo.Size;
    private const int ApplicationOffset = 47;

    private readonly MachineConnections _connections;
    private readonly ScampConnection _connection;
    private readonly WatchOptions _options;
    private readonly ChipLocation _ethernet;
    private readonly ChipHealth[] _chips;
    private readonly long[] _applicationsRead;
    private readonly long[] _fastest;
    private readonly TimeSpan _patience;
    private int _silentTurn;
    private int _applicationsLeft;
    private readonly int[] _requests;
    private bool _isSilent;

    public BoardWatch(MachineConnections connections, ChipLocation ethernet, IEnumerable<MachineChip> chips, WatchOptions options)
    {
        _connections = connections;
        _connection = connections.For(ethernet);
        _options = options;
        _ethernet = ethernet;
        _chips = [.. chips.OrderByDescending(chip => chip.Location == ethernet).Select(chip => new ChipHealth(chip.Location, ethernet) { Cores = chip.Cores, States = chip.States })];
        _applicationsRead = new long[_chips.Length];
        _requests = new int[_chips.Length];
        _fastest = [.. Enumerable.Repeat(long.MaxValue, _chips.Length)];
        _patience = ChipProbe.AttemptOf(_connection.Settings);
        Found = new BoardLook(
            new BoardHealth(ethernet, _connection.Chip == ethernet ? _connection.RemoteIPAddress : null) { Interval = options.Interval }, [.. _chips]);
    }

    /// <summary>The result of the last look that has ended.</summary>
    public BoardLook Found { get; private set; }

    /// <summary>When the next look is due, as a timestamp of the clock.</summary>
    public long Due { get; private set; }

    /// <summary>The look that runs; <see langword="null"/> if none does.</summary>
    public Task? Running { get; private set; }

    private TimeProvider Time => _connections.TimeProvider;

    /// <summary>Begins a look, if one is due and none runs.</summary>
    public void BeginIfDue(long now, CancellationToken cancellationToken)
    {
        if (Running is null && now >= Due)
            Running = LookAsync(now, cancellationToken);
    }

    /// <summary>Takes note that a look has ended.</summary>
    /// <exception cref="Exception">It ended by an error that is none of the machine, such as cancellation.</exception>
    public async Task EndIfDoneAsync()
    {
        if (Running is not { IsCompleted: true } done)
            return;

        Running = null;
        await done.ConfigureAwait(false);
    }

    private async Task LookAsync(long start, CancellationToken cancellationToken)
    {
        Array.Clear(_requests);
        _applicationsLeft = _options.ReadsApplications ? Math.Max(1, _chips.Length / PartForApplications) : 0;

        // After the whole board was silent, all chips are asked as if they were not.
        bool isBack = _isSilent;
        ChipHealth[] before = [.. _chips];
        await LookAtBoardAsync(isBack, _patience, cancellationToken).ConfigureAwait(false);
        if (_isSilent && !isBack)
        {
            // Perhaps answers were only late, and the next look may come minutes later.
            before.CopyTo(_chips, 0);
            await LookAtBoardAsync(isBack, SecondPatience, cancellationToken).ConfigureAwait(false);
        }

        if (!_isSilent)
            await LookAgainAsync(start, before, isBack, cancellationToken).ConfigureAwait(false);

        var busy = TimeSpan.FromTicks(BusyTicks());
        TimeSpan least = TimeSpan.FromTicks((long)Math.Min(busy.Ticks / _options.MaxShare, OptionChecks.LongestTime.Ticks));
        TimeSpan interval = least > _options.Interval ? least : _options.Interval;
        Due = start + Stamps(interval);
        Found = new BoardLook(Found.Board with { IsSilent = _isSilent, Requests = _requests.Sum(), Busy = busy, Interval = interval }, [.. _chips]);
    }

    /// <summary>How long chips have that are asked once more: as long as before, but where looks come each second, only so long that silence shows within two of them.</summary>
    private TimeSpan SecondPatience
    {
        get
        {
            TimeSpan part = Found.Board.Interval / 4;
            return part > _patience ? _patience : part < _patience / 2 ? _patience / 2 : part;
        }
    }

    private async Task LookAtBoardAsync(bool isBack, TimeSpan patience, CancellationToken cancellationToken)
    {
        // The first chip is that of the Ethernet. If it is silent, so are all others.
        if (!await TryLookAtAsync(0, patience, cancellationToken).ConfigureAwait(false))
        {
            Silence();
            return;
        }

        _isSilent = false;
        await Task.WhenAll([LookAtAsync(Answering(isBack), cancellationToken), .. SilentByTurns(isBack).Select(index => LookAtAsync([index], cancellationToken))]).ConfigureAwait(false);
    }

    /// <summary>Looks once more at chips that fell silent in this look: only those that do not answer now either are silent.</summary>
    private async Task LookAgainAsync(long start, ChipHealth[] before, bool isBack, CancellationToken cancellationToken)
    {
        int[] late = [.. Enumerable.Range(1, _chips.Length - 1).Where(index => _chips[index].IsSilent && (isBack || !before[index].IsSilent))];
        if (late.Length == 0)
            return;

        // The monitor of the board tells of a chip that is only busy without waiting for it.
        TimeSpan patience = SecondPatience;
        TimeSpan passed = Time.GetElapsedTime(start);
        if (passed < patience)
            await Pause.ForAsync(patience - passed, Time, cancellationToken).ConfigureAwait(false);

        await Task.WhenAll(Enumerable.Range(0, MostSilentAsked).Select(LookAtTurnAsync)).ConfigureAwait(false);

        async Task LookAtTurnAsync(int turn)
        {
            for (int position = turn; position < late.Length; position += MostSilentAsked)
            {
                _chips[late[position]] = before[late[position]];
                await TryLookAtAsync(late[position], patience, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private long Stamps(TimeSpan time) => (long)(time.TotalSeconds * Time.TimestampFrequency);

    /// <summary>The time that the board needs for the requests of a look, by the fastest round trips of its chips: slower ones waited for others, or for this computer.</summary>
    private long BusyTicks()
    {
        long fastest = _fastest.Min();
        return fastest == long.MaxValue ? 0 : _requests.Select((requests, index) => requests * Math.Min(_fastest[index], MostTimesFastest * fastest)).Sum();
    }

    /// <summary>The chips that answered, without the first.</summary>
    private int[] Answering(bool isBack) => [.. Enumerable.Range(1, _chips.Length - 1).Where(index => isBack || !_chips[index].IsSilent)];

    /// <summary>Some of the silent chips, by turns.</summary>
    private int[] SilentByTurns(bool isBack)
    {
        int[] silent = isBack ? [] : [.. Enumerable.Range(1, _chips.Length - 1).Where(index => _chips[index].IsSilent)];
        int[] turns = [.. Enumerable.Range(_silentTurn, Math.Min(MostSilentAsked, silent.Length)).Select(turn => silent[turn % silent.Length])];
        _silentTurn = silent.Length == 0 ? 0 : (_silentTurn + MostSilentAsked) % silent.Length;
        return turns;
    }

    /// <summary>Looks at chips, one after the other. So there is one request in flight, and other callers always have room.</summary>
    private async Task LookAtAsync(int[] indices, CancellationToken cancellationToken)
    {
        foreach (int index in indices)
        {
            bool wasSilent = _chips[index].IsSilent;
            if (_isSilent || await TryLookAtAsync(index, _patience, cancellationToken).ConfigureAwait(false) || wasSilent)
                continue;

            // Perhaps it is the board.
            if (!_isSilent && await ChipProbe.TryAsync(_connection, _ethernet, _patience, cancellationToken).ConfigureAwait(false) is null)
                Silence();
        }
    }

    private void Silence()
    {
        _isSilent = true;
        for (int index = 0; index < _chips.Length; index++)
            _chips[index] = Silent(_chips[index]);
    }

    private static ChipHealth Silent(ChipHealth chip) =>
        chip with { IsSilent = true, PacketsPerSecond = null, DropsPerSecond = null, LostLocalPerSecond = null, DroppedLinks = default, IsDroppedForCores = false };

    /// <summary>Looks at a chip.</summary>
    /// <returns>Whether it answered.</returns>
    private async Task<bool> TryLookAtAsync(int index, TimeSpan patience, CancellationToken cancellationToken)
    {
        ChipHealth before = _chips[index];
        using var attempt = new CancellationTokenSource(patience, Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(attempt.Token, cancellationToken);
        ChipHealth? after;
        try
        {
            after = await ReadAsync(before, index, () => attempt.CancelAfter(patience), stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            after = null;
        }
        catch (SpinnakerException)
        {
            after = null;
        }

        cancellationToken.ThrowIfCancellationRequested();
        _connections.Silent.Note(before.Location, answered: after is not null);
        _chips[index] = after ?? Silent(before);
        return after is not null;
    }

    private async Task<ChipHealth?> ReadAsync(ChipHealth before, int index, Action restartPatience, CancellationToken cancellationToken)
    {
        long begun = Time.GetTimestamp();
        ChipSummaryInfo? summary = await _connection.ExecuteAsync<ChipProbe, ChipSummaryInfo?>(new ChipProbe(before.Location), cancellationToken).ConfigureAwait(false);
        Count(index, begun, requests: 1);
        if (summary is not { } answer || answer.Chip != before.Location)
            return null;

        ChipHealth after = before with { IsSilent = false, States = answer.CoreStates, ReadAt = Time.GetUtcNow() };
        restartPatience();
        if (_options.ReadsCounters)
        {
            after = await ReadCountersAsync(before, after, index, cancellationToken).ConfigureAwait(false);
            restartPatience();
            after = await FindDroppedAsync(before, after, index, cancellationToken).ConfigureAwait(false);
        }

        restartPatience();
        return WantsApplications(before, after, index)
            ? after with { ApplicationIds = await ReadApplicationsAsync(after, index, cancellationToken).ConfigureAwait(false) }
            : after;
    }

    private async Task<ChipHealth> ReadCountersAsync(ChipHealth before, ChipHealth after, int index, CancellationToken cancellationToken)
    {
        var bytes = new byte[RouterDiagnostics.CountersSize];
        long begun = Time.GetTimestamp();
        await _connection.ReadMemoryAsync(before.Location, MemoryMap.RouterCounters, bytes, progress: null, cancellationToken).ConfigureAwait(false);
        Count(index, begun, requests: 1);
        DateTimeOffset now = Time.GetUtcNow();
        ImmutableArray<uint> counters = [.. Enumerable.Range(0, RouterDiagnostics.CounterCount).Select(register => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(register * sizeof(uint))))];
        TimeSpan time = before.ReadAt is { } readAt ? now - readAt : TimeSpan.Zero;
        return after with
        {
            ReadAt = now,
            Counters = counters,
            PacketsPerSecond = CounterRates.Between(before.Counters, counters, time, CounterRates.Taken),
            DropsPerSecond = CounterRates.Between(before.Counters, counters, time, CounterRates.Dropped),
            LostLocalPerSecond = await FindLostLocalAsync(before, counters, time, index, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Finds the links that one of the packets wanted which a chip dropped since the look before. A packet from before the first look is old: reading it only makes room.</summary>
    private async Task<ChipHealth> FindDroppedAsync(ChipHealth before, ChipHealth after, int index, CancellationToken cancellationToken)
    {
        bool isOld = before.Counters.IsEmpty;
        if (isOld ? CounterRates.Kept.All(register => after.Counters[(int)register] == 0) : after.DropsPerSecond is not > 0)
            return after with { DroppedLinks = default, IsDroppedForCores = false };

        long begun = Time.GetTimestamp();
        DroppedPacket dropped = await DroppedPacket.ReadAsync(_connection, before.Location, cancellationToken).ConfigureAwait(false);
        Count(index, begun, DroppedPacket.Requests);
        return isOld ? after : after with { DroppedLinks = dropped.Links, IsDroppedForCores = dropped.IsForCores };
    }

    /// <summary>The packets of its own cores that a chip lost. The filters of the free counters are only read if one of these has counted.</summary>
    private async Task<double?> FindLostLocalAsync(ChipHealth before, ImmutableArray<uint> counters, TimeSpan time, int index, CancellationToken cancellationToken)
    {
        if (before.Counters.IsEmpty || CounterRates.Free.All(register => before.Counters[(int)register] == counters[(int)register]))
            return before.LostLocalPerSecond is null ? null : 0;

        var filters = new byte[CounterRates.Free.Length * DiagnosticFilter.Size];
        long begun = Time.GetTimestamp();
        await _connection.ReadMemoryAsync(before.Location, MemoryMap.GetRouterFilterAddress((int)CounterRates.Free[0]), filters, progress: null, cancellationToken).ConfigureAwait(false);
        Count(index, begun, requests: 1);
        RouterRegister[] lost = [.. CounterRates.Free.Where((_, position) => CounterRates.IsLostLocal(new DiagnosticFilter(BinaryPrimitives.ReadUInt32LittleEndian(filters.AsSpan(position * DiagnosticFilter.Size)))))];
        return lost.Length == 0 ? null : CounterRates.Between(before.Counters, counters, time, lost);
    }

    /// <summary>Whether the applications of a chip are read in this look: first where a core has another state than before, then where that was longest ago.</summary>
    private bool WantsApplications(ChipHealth before, ChipHealth after, int index)
    {
        if (_applicationsLeft <= 0 || Busy(after) == default)
            return false;

        bool isNews = before.ReadAt is null || before.States != after.States || after.ApplicationIds.IsEmpty;
        bool isOldest = _applicationsRead.Where((_, other) => Busy(_chips[other]) != default).DefaultIfEmpty().Min() >= _applicationsRead[index];
        if (!isNews && !isOldest)
            return false;

        _applicationsLeft--;
        return true;
    }

    private async Task<ImmutableArray<byte>> ReadApplicationsAsync(ChipHealth chip, int index, CancellationToken cancellationToken)
    {
        int[] busy = [.. Busy(chip)];
        int first = busy[0];
        int count = busy[^1] - first + 1;
        var bytes = new byte[count * CoreInfo.Size];
        long begun = Time.GetTimestamp();
        await _connection.ReadMemoryAsync(chip.Location, MemoryMap.GetCoreInfoAddress(first), bytes, progress: null, cancellationToken).ConfigureAwait(false);
        Count(index, begun, (count + RequestsPerRead - 1) / RequestsPerRead);
        _applicationsRead[index] = begun;
        var applications = new byte[CoreSet.MaxCores];
        foreach (int core in busy)
            applications[core] = bytes[((core - first) * CoreInfo.Size) + ApplicationOffset];

        return [.. applications];
    }

    /// <summary>The cores with an application.</summary>
    private static CoreSet Busy(ChipHealth chip) =>
        CoreSet.FromMask(chip.Cores.Mask & ~1u & ~chip.States.CoresIn(CoreState.Idle).Mask & ~chip.States.CoresIn(CoreState.Dead).Mask);

    /// <summary>Counts requests to a chip, and how fast they were.</summary>
    private void Count(int index, long begun, int requests)
    {
        _requests[index] += requests;
        _fastest[index] = Math.Min(_fastest[index], Time.GetElapsedTime(begun).Ticks / requests);
    }
}
