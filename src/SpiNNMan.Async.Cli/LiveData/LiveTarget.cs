using System.Net;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Live;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>The run or the runs that a command is about, and how they are found.</summary>
internal sealed record LiveTarget
{
    /// <summary>The database of the run; <see langword="null"/> for none.</summary>
    public FileInfo? Database { get; init; }

    /// <summary>The port for the notifications of a tool chain.</summary>
    public int Port { get; init; } = LiveOptions.UsualPort;

    /// <summary>The board; <see langword="null"/> for the boards that the database names.</summary>
    public HostTarget? Host { get; init; }

    /// <summary>The keys of a run that has no database.</summary>
    public IReadOnlyList<KeyRule> Keys { get; init; } = [];

    /// <summary>The tag of a run that has no database.</summary>
    public byte Tag { get; init; } = 1;

    /// <summary>Whether a tool chain says when runs begin and end.</summary>
    public bool HasToolChain => Database is null && Keys.Count == 0;

    /// <summary>Finds the runs: one, or those that a tool chain starts.</summary>
    /// <param name="options">How they are followed.</param>
    /// <param name="tellPort">Called with the port that notifications go to, if there is a tool chain.</param>
    /// <param name="tellError">Called with what is wrong with a run that could not be made ready; the next one may be better.</param>
    /// <param name="tellTag">Called at the end with each tag that still leads here.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The runs. Each is closed when the next one is asked for.</returns>
    public async IAsyncEnumerable<LiveRun> RunsAsync(
        LiveOptions options, Func<int, Task> tellPort, Func<Exception, Task> tellError, Func<TagEvent, Task> tellTag, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LiveRun? last = null;
        try
        {
            await foreach (LiveRun run in FindAsync(options, tellPort, tellError, cancellationToken))
            {
                last = run;
                yield return run;
            }
        }
        finally
        {
            foreach (TagEvent what in last?.TagEvents.Where(static what => what.Kind is TagEventKind.NotGivenBack) ?? [])
                await tellTag(what);
        }
    }

    private async IAsyncEnumerable<LiveRun> FindAsync(LiveOptions options, Func<int, Task> tellPort, Func<Exception, Task> tellError, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IPEndPoint? board = Host is null ? null : await Host.ResolveAsync(ScpMessage.Port, cancellationToken);
        options = options with { Port = Port, LocateBoard = LocatorOf(board) ?? options.LocateBoard };

        // The boards of a job may be behind a tunnel. Its tool chain is not.
        if (Host is not null)
            options = options with { Connection = Host.Adapt(options.Connection), ToolNetwork = UdpNetwork.Instance };

        if (HasToolChain)
        {
            await using LiveConnection live = await LiveConnection.ListenAsync(options, cancellationToken);
            await tellPort(live.Port);
            while (await NextAsync(live, tellError, cancellationToken) is { } next)
                yield return next;

            yield break;
        }

        RunDatabase database = Database is { } file ? await RunDatabase.ReadAsync(file.FullName, cancellationToken) : DatabaseOf(board!.Address);
        await using LiveRun run = await LiveConnection.FromDatabaseAsync(database, options, cancellationToken);
        yield return run;
    }

    /// <summary>The description of a run of which only keys, a tag and a board are known.</summary>
    private RunDatabase DatabaseOf(IPAddress board)
    {
        // A monitor that is asked by this location answers as the chip that it is.
        ChipLocation ethernet = ChipLocation.Root;
        var gatherer = new Gatherer(Gatherer.UsualLabel, Tag, board);
        return new RunDatabase
        {
            Name = "--keys",
            Chips = [new DatabaseChip(ethernet, ethernet, board), new DatabaseChip(new ChipLocation(0, 0), ethernet)],
            Gatherers = [gatherer],
            Populations = [.. Keys.GroupBy(static rule => rule.Label, StringComparer.Ordinal).Select(label => new Population(label.Key) { Parts = PartsOf(label), Gatherers = [gatherer] })],
        };
    }

    private static PopulationPart[] PartsOf(IEnumerable<KeyRule> rules)
    {
        var parts = new List<PopulationPart>();
        long atom = 0;
        foreach (KeyRule rule in rules)
        {
            if (atom + rule.Count > int.MaxValue)
                throw new CommandFailedException($"'{rule.Label}' has too many keys.");

            parts.Add(new PopulationPart(rule.Core, [new KeyRange(rule.FirstKey, (int)atom, rule.Count)]));
            atom += rule.Count;
        }

        return [.. parts];
    }

    private static async Task<LiveRun?> NextAsync(LiveConnection live, Func<Exception, Task> tellError, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await foreach (LiveRun run in live.RunsAsync(cancellationToken))
                    return run;

                return null;
            }
            catch (Exception exception) when (exception is not OperationCanceledException && Failures.TryExplain(exception, out _))
            {
                await tellError(exception);
            }
        }
    }

    /// <summary>A host stands for the only board of a run, and a job for its boards. Any other board has no place there.</summary>
    private Func<IPAddress, IPEndPoint>? LocatorOf(IPEndPoint? board)
    {
        if (board is null)
            return null;

        if (Host?.Job is { Network.Machine.Hosts: { Count: > 1 } hosts })
            return address => hosts.Any(host => IPAddress.TryParse(host.Host, out IPAddress? its) && its.Equals(address)) ? new IPEndPoint(address, ScpMessage.Port) : throw IsOfNoJob(address);

        IPAddress? only = null;
        return address =>
        {
            if (Interlocked.CompareExchange(ref only, address, null) is { } first && !first.Equals(address))
                throw new CommandFailedException($"The run is on the boards {first} and {address}, and {Host} can stand for one only: leave HOST out.");

            return board;
        };
    }

    private CommandFailedException IsOfNoJob(IPAddress address) => new($"The run is on the board {address}, which is none of {Host}: give the job that the run is on, or leave HOST out.");
}
