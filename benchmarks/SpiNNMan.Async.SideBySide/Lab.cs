using System.Globalization;
using SpiNNMan.Async.SideBySide.Driving;
using SpiNNMan.Async.SideBySide.Native;

namespace SpiNNMan.Async.SideBySide;

/// <summary>Where measurements are made: each has a responder of its own, and the library's processes live through all of them.</summary>
internal sealed class Lab(NativePrograms programs, Scale scale, ulong seed) : IAsyncDisposable
{
    private const int LimitSeconds = 60;
    private const long WarmUpRequests = 500_000;

    private readonly int _core = Environment.ProcessorCount > 1 ? Environment.ProcessorCount - 1 : -1;
    private readonly Dictionary<string, DriverProcess> _drivers = [];
    private ulong _seed = seed;

    /// <summary>How much less than usual is done.</summary>
    public Scale Scale => scale;

    /// <summary>Lets the client in C read.</summary>
    public Task<Sample> NativeAsync(Behaviour behaviour, NativeRun run) => WithResponderAsync(behaviour, async (responder, token) =>
        new Sample(await NativeClient.RunAsync(programs.Client, Scaled(run), responder.Port, behaviour.Boards, token), await responder.StopAsync(token)));

    /// <summary>Lets the library read.</summary>
    public Task<Sample> LibraryAsync(Behaviour behaviour, Job job, string driver = "first") => WithResponderAsync(behaviour, async (responder, token) =>
    {
        DriverProcess process = await DriverAsync(driver, WarmUps());
        return new Sample(await process.RunAsync(Scaled(job, responder, behaviour), token), await responder.StopAsync(token));
    });

    /// <summary>Lets two processes with the library read from the same boards.</summary>
    public Task<Sample> SharedAsync(Behaviour behaviour, Job job) => WithResponderAsync(behaviour, async (responder, token) =>
    {
        DriverProcess first = await DriverAsync("first", WarmUps());
        DriverProcess second = await DriverAsync("second", WarmUps());
        Job scaled = Scaled(job, responder, behaviour);
        RunResult[] results = await Task.WhenAll(first.RunAsync(scaled, token), second.RunAsync(scaled, token));
        return new Sample(results[0], await responder.StopAsync(token), results[1]);
    });

    /// <summary>Lets a process read that has never had anything to do with other than many boards.</summary>
    public async Task<Sample> ManyAsync(Behaviour behaviour, Job job)
    {
        await DriverAsync("many", [(behaviour, job with { Requests = scale.Of(2 * WarmUpRequests) })]);
        return await LibraryAsync(behaviour, job, "many");
    }

    /// <summary>Lets the program in C receive live data.</summary>
    public async Task<Sample> LiveReceiveNativeAsync(double seconds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(LimitSeconds), TimeProvider.System);
        await using LiveProgram receiver = await LiveProgram.StartAsync(programs.Live, "receive", [], limit.Token);
        await LiveProgram.RunAsync(programs.Live, "source", LiveArguments(receiver.Port, scale.Of(seconds), _core), limit.Token);
        return new Sample(await receiver.ReportAsync(limit.Token), new ResponderReport());
    }

    /// <summary>Lets the library receive live data.</summary>
    public async Task<Sample> LiveReceiveLibraryAsync(double seconds, bool inline)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2 * LimitSeconds), TimeProvider.System);
        Job job = new() { Kind = JobKind.LiveReceive, Inline = inline, Source = [Path.GetFullPath(programs.Live), "source", .. LiveArguments(port: null, scale.Of(seconds), _core)] };
        string name = inline ? "live, inline" : "live";
        bool isNew = !_drivers.ContainsKey(name);
        DriverProcess driver = await DriverAsync(name, []);

        // The first time is for what the runtime compiles.
        if (isNew)
            await driver.RunAsync(job, limit.Token);

        return new Sample(await driver.RunAsync(job, limit.Token), new ResponderReport());
    }

    /// <summary>Lets the program in C send live data.</summary>
    public Task<Sample> LiveSendNativeAsync(double seconds) => WithSinkAsync((port, token) =>
        LiveProgram.RunAsync(programs.Live, "send", LiveArguments(port, scale.Of(seconds), core: -1), token));

    /// <summary>Lets the library send live data.</summary>
    public async Task<Sample> LiveSendLibraryAsync(double seconds)
    {
        DriverProcess driver = await DriverAsync("live, sending", []);
        return await WithSinkAsync((port, token) => driver.RunAsync(new Job { Kind = JobKind.LiveSend, Port = port, Seconds = scale.Of(seconds) }, token));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (DriverProcess driver in _drivers.Values)
            await driver.DisposeAsync();
    }

    /// <summary>A million requests in all, so that the runtime has compiled what it will compile.</summary>
    private IEnumerable<(Behaviour Behaviour, Job Job)> WarmUps() =>
    [
        (new Behaviour(), new Job { Kind = JobKind.Bulk, Window = 32, Requests = scale.Of(WarmUpRequests) }),
        (new Behaviour(), new Job { Kind = JobKind.Singles, Window = 32, Callers = 32, Inline = true, Requests = scale.Of(WarmUpRequests) }),
        (new Behaviour(), new Job { Kind = JobKind.Singles, Window = 32, Callers = 32, Requests = scale.Of(WarmUpRequests / 2) }),
    ];

    private async Task<DriverProcess> DriverAsync(string name, IEnumerable<(Behaviour Behaviour, Job Job)> warmUps)
    {
        if (_drivers.TryGetValue(name, out DriverProcess? driver) && !driver.HasExited)
            return driver;

        if (driver is not null)
            await driver.DisposeAsync();

        _drivers[name] = driver = new DriverProcess();
        foreach ((Behaviour behaviour, Job job) in warmUps)
        {
            await WithResponderAsync(behaviour, async (responder, token) =>
                new Sample(await driver.RunAsync(job with { Port = responder.Port, Boards = behaviour.Boards, Seconds = LimitSeconds / 2 }, token), await responder.StopAsync(token)));
        }

        return driver;
    }

    private async Task<Sample> WithResponderAsync(Behaviour behaviour, Func<Responder, CancellationToken, Task<Sample>> measure)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2 * LimitSeconds), TimeProvider.System);
        await using Responder responder = await Responder.StartAsync(programs.Responder, behaviour.ToArguments(_core, _seed++, 3 * LimitSeconds), limit.Token);
        Sample sample = await measure(responder, limit.Token);
        long wrong = sample.Client.WrongWords + (sample.Second?.WrongWords ?? 0);
        return wrong == 0 ? sample : throw new InvalidOperationException($"{wrong} words that were read are wrong.");
    }

    private async Task<Sample> WithSinkAsync(Func<int, CancellationToken, Task<RunResult>> send)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(LimitSeconds), TimeProvider.System);
        await using LiveProgram sink = await LiveProgram.StartAsync(programs.Live, "sink", LiveArguments(port: null, seconds: 0, _core), limit.Token);
        RunResult sent = await send(sink.Port, limit.Token);
        RunResult received = await sink.ReportAsync(limit.Token);
        return received.Requests <= sent.Asked && received.Requests > 0
            ? new Sample(sent, new ResponderReport())
            : throw new InvalidOperationException($"{sent.Asked} events were sent, and {received.Requests} were received.");
    }

    private static string[] LiveArguments(int? port, double seconds, int core)
    {
        string[] all =
        [
            string.Create(CultureInfo.InvariantCulture, $"--seconds={seconds}"), string.Create(CultureInfo.InvariantCulture, $"--core={core}"),
        ];
        return port is { } number ? [.. all, string.Create(CultureInfo.InvariantCulture, $"--port={number}")] : all;
    }

    private NativeRun Scaled(NativeRun run) => run with { Requests = scale.Of(run.Requests), WarmUp = scale.Of(run.WarmUp) };

    private Job Scaled(Job job, Responder responder, Behaviour behaviour) => job with
    {
        Port = responder.Port,
        Boards = behaviour.Boards,
        Mute = job.Mute ?? behaviour.Mute,
        Requests = scale.Of(job.Requests),
        WarmUp = scale.Of(job.WarmUp),
        Seconds = scale.Of(job.Seconds),
    };
}
