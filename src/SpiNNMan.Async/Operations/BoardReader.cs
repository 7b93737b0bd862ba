using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Wire.Scp.Requests;

namespace SpiNNMan.Async.Operations;

/// <summary>Asks the chips of one board, over one connection.</summary>
internal sealed class BoardReader(ScampConnection connection, ChipLocation ethernet, int workers, bool readCoreMaps)
{
    private readonly List<ChipLocation> _left = [];
    private readonly List<ChipReading> _doubtful = [];
    private SpinnakerException? _loss;
    private int _answers;

    /// <summary>The connection.</summary>
    public ScampConnection Connection => connection;

    /// <summary>The board's first chip.</summary>
    public ChipLocation Ethernet => ethernet;

    /// <summary>The chips to ask.</summary>
    public List<ChipLocation> Chips { get; } = [];

    /// <summary>Why the board is not asked over this connection any more; <see langword="null"/> while it answers.</summary>
    public SpinnakerException? Loss => Volatile.Read(ref _loss);

    /// <summary>The chips that were not asked because the board stopped answering.</summary>
    public IReadOnlyList<ChipLocation> Left => _left;

    /// <summary>Asks them all.</summary>
    /// <param name="known">What is known of a chip already.</param>
    /// <param name="done">Given what each chip told.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many requests that took.</returns>
    public async Task<long> ReadAsync(Func<ChipLocation, ChipReading> known, Action<ChipReading> done, CancellationToken cancellationToken)
    {
        long requests = 0;
        await Workers.RunAsync(Chips, workers, ReadOneAsync, cancellationToken).ConfigureAwait(false);
        if (_doubtful.Count > 0 && Loss is null)
        {
            // Chips were silent, or the board fell silent while the last of them were asked: it knows.
            requests++;
            await CheckBoardAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (ChipReading silent in _doubtful)
        {
            if (Loss is null)
                done(silent);
            else
                _left.Add(silent.Chip);
        }

        return requests;

        async Task ReadOneAsync(ChipLocation chip)
        {
            int before = Volatile.Read(ref _answers);
            try
            {
                if (Loss is null)
                {
                    ChipReading reading = known(chip);
                    Interlocked.Add(ref requests, (reading.Summary is null ? 1 : 0) + (readCoreMaps && reading.CoreMap is null ? 1 : 0));
                    done(await CompleteAsync(reading, cancellationToken).ConfigureAwait(false));
                    Interlocked.Increment(ref _answers);
                    return;
                }
            }
            catch (SpinnakerException exception)
            {
                var failed = new ChipReading(chip, Summary: null, CoreMap: null, exception);
                if (exception is not (SpinnakerConnectionException or SpinnakerTimeoutException))
                {
                    done(failed);
                    return;
                }

                if (exception is SpinnakerTimeoutException && Volatile.Read(ref _answers) != before)
                {
                    lock (_left)
                        _doubtful.Add(failed);

                    return;
                }

                Interlocked.CompareExchange(ref _loss, exception, null);
            }

            lock (_left)
                _left.Add(chip);
        }
    }

    private async Task CheckBoardAsync(CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync<GetChipInfo, ChipSummaryInfo>(new GetChipInfo(ethernet), cancellationToken).ConfigureAwait(false);
        }
        catch (SpinnakerException exception) when (exception is SpinnakerConnectionException or SpinnakerTimeoutException)
        {
            Interlocked.CompareExchange(ref _loss, exception, null);
        }
    }

    /// <summary>Asks a chip for what is not known of it yet.</summary>
    /// <remarks>A chip that tells what it has, but not its cores' numbers, counts as one that answers.</remarks>
    private async Task<ChipReading> CompleteAsync(ChipReading reading, CancellationToken cancellationToken)
    {
        ChipSummaryInfo summary = reading.Summary
            ?? await connection.ExecuteAsync<GetChipInfo, ChipSummaryInfo>(new GetChipInfo(reading.Chip), cancellationToken).ConfigureAwait(false);
        if (summary.Chip != reading.Chip)
            throw new InvalidPacketException(PacketError.BadValue(nameof(ChipSummaryInfo), 0, $"chip {summary.Chip} answered"), $"What chip {reading.Chip} has");

        CoreMap? map = reading.CoreMap;
        if (map is null && readCoreMaps)
            map = await ReadCoreMapAsync(reading.Chip, cancellationToken).ConfigureAwait(false);

        return reading with { Summary = summary, CoreMap = map };
    }

    private async Task<CoreMap?> ReadCoreMapAsync(ChipLocation chip, CancellationToken cancellationToken)
    {
        try
        {
            uint address = SystemVariable.VirtualToPhysicalCores.Address;
            byte[] table = await connection.ExecuteAsync<ReadMemory, byte[]>(
                new ReadMemory(chip.Monitor, address, SystemVariable.VirtualToPhysicalCores.Size), cancellationToken).ConfigureAwait(false);
            return Model.CoreMap.TryParse(table, out CoreMap map, out _) ? map : null;
        }
        catch (SpinnakerException exception) when (exception is ScpResultException or InvalidPacketException)
        {
            return null;
        }
    }
}
