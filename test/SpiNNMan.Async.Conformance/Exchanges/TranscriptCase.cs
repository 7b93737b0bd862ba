using System.Net;
using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>One record of an operation, the board it is tried on, and a clock and a network of its own.</summary>
internal sealed class TranscriptCase : IAsyncDisposable
{
    /// <summary>Where the board of all recordings is.</summary>
    public static readonly IPAddress BoardAddress = IPAddress.Parse("192.168.240.253");

    /// <summary>Where its management processor is.</summary>
    public static readonly IPAddress BmpAddress = IPAddress.Parse("192.168.240.252");

    private const int ScpPort = 17893;
    private const int BootPort = 54321;
    private const int DefaultRetries = 10;
    private const int DefaultWindow = 8;

    private readonly Stack<IAsyncDisposable> _open = new();
    private readonly Dictionary<ChipLocation, IPAddress> _ethernets = new() { [default] = BoardAddress };

    public TranscriptCase(JsonElement record)
    {
        Arguments = record.Has("args") ? record.GetProperty("args") : default;
        Result = record.TryGetProperty("result", out JsonElement result) ? result : default;
        Recording = new Recording(record);
        Board = Own(new RecordedBoard(Recording));
        Clock = new SimulatedTime();
        Network = new InMemoryNetwork(Clock);
        Time = Arguments.ValueKind == JsonValueKind.Object && Arguments.Has("time") ? new TimeOfDay(Clock, Arguments.GetInteger("time")) : Clock;
        Board.Listen(Network, new IPEndPoint(BoardAddress, ScpPort), ExchangeEvent.Scamp);
        Board.Listen(Network, new IPEndPoint(BoardAddress, BootPort), ExchangeEvent.Boot);
        Board.Listen(Network, new IPEndPoint(BmpAddress, ScpPort), ExchangeEvent.Bmp);
    }

    /// <summary>What the operation was called with.</summary>
    public JsonElement Arguments { get; }

    /// <summary>What came of it in the recording; undefined if it failed.</summary>
    public JsonElement Result { get; }

    public Recording Recording { get; }

    public RecordedBoard Board { get; }

    /// <summary>The clock that the caller moves.</summary>
    public SimulatedTime Clock { get; }

    /// <summary>The clock for the library, which may have a time of day of its own.</summary>
    public TimeProvider Time { get; }

    public InMemoryNetwork Network { get; }

    /// <summary>The size of the machine in chips. Where a record does not say, it is the smallest that the recordings were made with.</summary>
    public (int Width, int Height) MachineSize { get; set; } = (2, 2);

    /// <summary>The chips with an Ethernet of their own, and its address.</summary>
    public IReadOnlyDictionary<ChipLocation, IPAddress> Ethernets => _ethernets;

    /// <summary>Lets a chip other than the one at the origin be reached at an address of its own.</summary>
    public void AddEthernet(ChipLocation chip, IPAddress address)
    {
        if (_ethernets.TryAdd(chip, address))
            Board.Listen(Network, new IPEndPoint(address, ScpPort), ExchangeEvent.Scamp);
    }

    /// <summary>The chip that the recorded connection said it was at.</summary>
    public ChipLocation RecordedChip => Recording.Requests.Count > 0 && Recording.Requests[0].Content.IsCommand ? Recording.Requests[0].Content.Source : ChipLocation.Root;

    public ScampConnectionOptions ScampOptions => Patience(new()
    {
        Network = Network,
        TimeProvider = Time,
        RunContinuationsAsynchronously = false,
        Chip = RecordedChip,
    });

    // At addresses that no record uses.
    private void AddBoards()
    {
        int number = 0;
        foreach (ChipLocation chip in new MachineGeometry(MachineSize.Width, MachineSize.Height).PotentialEthernetChips)
        {
            number++;
            AddEthernet(chip, new IPAddress([172, 16, (byte)(number >> 8), (byte)number]));
        }
    }

    // A record with a plan of losses counts on so many tries of so long; without one, the library's own limits do.
    private ScampConnectionOptions Patience(ScampConnectionOptions options)
    {
        if (!Recording.HasPlan)
            return options;

        TimeSpan timeout = TimeSpan.FromSeconds(Arguments.Has("packet_timeout") ? Arguments.GetProperty("packet_timeout").GetDouble() : 1);
        long tries = 1 + Arguments.GetInteger("n_retries", DefaultRetries);
        return options with
        {
            InitialTimeout = timeout,
            MaxTimeout = timeout,
            GiveUpAfter = tries * timeout,
            MaxWindow = (int)Arguments.GetInteger("n_channels", DefaultWindow),
        };
    }

    /// <summary>A connection to the board.</summary>
    public async Task<ScampConnection> ScampAsync() => Own(await ScampConnection.ConnectAsync(new IPEndPoint(BoardAddress, ScpPort), ScampOptions));

    /// <summary>The machine behind the board, opened, as it was when the recording began.</summary>
    /// <param name="states">The states of the cores 1 to 17 of a chip; by default they are idle.</param>
    /// <param name="count">The answer to a request that counts states; by default the recorded one.</param>
    /// <param name="areBoardsKnown">Whether all boards of a machine can be reached; if not, only those that a record names.</param>
    public async Task<Transceiver> MachineAsync(
        Func<ChipLocation, byte[]>? states = null, Func<RequestContent, uint?>? count = null, bool areBoardsKnown = true)
    {
        if (areBoardsKnown)
            AddBoards();

        Board.Prepared = new PreparedMachine(this, states, count).Answer;
        Board.IsWatched = false;
        Transceiver transceiver = Own(await Transceiver.OpenAsync(
            new IPEndPoint(BoardAddress, ScpPort), new TransceiverOptions { Connection = ScampOptions with { Chip = ChipLocation.Root } }));
        Board.IsWatched = true;
        return transceiver;
    }

    /// <summary>A connection to the board's management processor.</summary>
    public async Task<BmpConnection> BmpAsync(BoardSet boards) => Own(await BmpConnection.ConnectAsync(
        new BmpConnectionData(BmpAddress.ToString(), boards),
        new BmpConnectionOptions { Network = Network, TimeProvider = Time, RunContinuationsAsynchronously = false }));

    /// <summary>A connection to the board's boot port.</summary>
    public async Task<BootConnection> BootAsync() => Own(await BootConnection.OpenAsync(
        BoardAddress.ToString(), new BootConnectionOptions { Network = Network, TimeProvider = Time, RunContinuationsAsynchronously = false }));

    /// <summary>Closes something when the record is done.</summary>
    public T Own<T>(T connection)
        where T : IAsyncDisposable
    {
        _open.Push(connection);
        return connection;
    }

    /// <summary>The cores that a list of [x, y, core] or [x, y, [cores]] names.</summary>
    public IReadOnlyList<CoreLocation> Cores() =>
    [
        .. from chip in Arguments.GetList("cores")
           from core in chip[2].ValueKind == JsonValueKind.Array ? chip[2].EnumerateArray() : Enumerable.Repeat(chip[2], 1)
           select new CoreLocation(chip[0].GetByte(), chip[1].GetByte(), core.GetByte()),
    ];

    public CoreLocation Core(string core = "p") => new(Chip(), Arguments.GetByte(core, 0));

    public ChipLocation Chip() => new(Arguments.GetByte("x"), Arguments.GetByte("y"));

    /// <summary>Those bytes of the data that are to be written.</summary>
    public byte[] Data()
    {
        byte[] data = Arguments.GetByteString("data");
        int offset = (int)Arguments.GetInteger("offset", 0);
        return data.AsSpan(offset, (int)Math.Min(Arguments.GetInteger("n_bytes", data.Length - offset), data.Length - offset)).ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        while (_open.TryPop(out IAsyncDisposable? connection))
            await connection.DisposeAsync();
    }

    private sealed class TimeOfDay(SimulatedTime clock, long seconds) : TimeProvider
    {
        public override long TimestampFrequency => clock.TimestampFrequency;

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override long GetTimestamp() => clock.GetTimestamp();

        // In the recordings it stands still.
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(seconds);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
    }
}
