using System.Globalization;
using SpiNNMan.Async.Campaign.Worlds;

namespace SpiNNMan.Async.Campaign.Runs;

/// <summary>Has worlds run until there were enough hours, and tells what was found.</summary>
internal sealed class Supervisor(CampaignOptions options, TextWriter output)
{
    private const int MostKinds = 10;

    private readonly Dictionary<string, Discovery> _discoveries = new(StringComparer.Ordinal);
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private TimeSpan _time;
    private long _requests;
    private long _faults;
    private int _worlds;
    private int _failed;

    /// <returns>0 if nothing was found, 1 if something was.</returns>
    public int Run()
    {
        int seed = options.Replay ?? options.Seed;
        while (!IsEnough())
            seed = RunWorker(seed);

        if (options.Shrinks && options.Replay is null)
            Shrink();

        Report();
        return _discoveries.Count == 0 ? 0 : 1;
    }

    private TimeSpan Wall => TimeProvider.System.GetElapsedTime(_start);

    private bool IsEnough() =>
        options.Replay is not null ? _worlds > 0 : _time.TotalHours >= options.Hours || Wall.TotalSeconds >= options.Seconds || (!options.GoesOn && _discoveries.Count >= MostKinds);

    /// <summary>Has a process run worlds until there were enough, or it has died.</summary>
    /// <returns>The seed to go on with.</returns>
    private int RunWorker(int seed)
    {
        using WorkerProcess worker = options.Replay is null
            ? new("--seed", seed.ToString(CultureInfo.InvariantCulture))
            : new([.. Replay(seed, options.Without), .. options.Traces ? ["--trace"] : Array.Empty<string>(), .. options.Breach is { } breach ? ["--breach", breach.ToString()] : Array.Empty<string>()]);
        int running = seed;
        bool hasFailed = false;
        while (worker.ReadLine() is { } line)
        {
            string[] parts = line.Split('\t');
            switch (parts)
            {
                case [Lines.Start, var started]:
                    running = int.Parse(started, CultureInfo.InvariantCulture);
                    hasFailed = false;
                    break;
                case [Lines.Finding, _, var kind, var where, var text]:
                    hasFailed = true;
                    Add(running, new Finding(Enum.Parse<FindingKind>(kind), where, text));
                    break;
                case [Lines.Done, _, var ticks, var requests, var faults]:
                    Count(hasFailed);
                    _time += TimeSpan.FromTicks(long.Parse(ticks, CultureInfo.InvariantCulture));
                    _requests += long.Parse(requests, CultureInfo.InvariantCulture);
                    _faults += long.Parse(faults, CultureInfo.InvariantCulture);
                    running++;
                    if (IsEnough())
                        return running;

                    break;
                default:
                    if (options.Traces)
                        output.WriteLine(line);

                    break;
            }
        }

        // It has died of its world, and has said why, or could not.
        int code = worker.WaitForExit();
        if (!hasFailed && code is not 0 and not 1)
            Add(running, new Finding(FindingKind.Crash, "the process", string.Create(CultureInfo.InvariantCulture, $"it ended with {code} and said nothing")));

        Count(failed: code is not 0);
        return running + 1;
    }

    private void Count(bool failed)
    {
        _worlds++;
        if (failed)
            _failed++;
    }

    private void Add(int seed, Finding finding)
    {
        if (_discoveries.TryGetValue(finding.Signature, out Discovery? known))
        {
            known.Count++;
            return;
        }

        _discoveries.Add(finding.Signature, new Discovery(seed, finding, _time.TotalHours, Wall));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"found after {_time.TotalHours:0.0} h simulated, {Wall.TotalSeconds:0} s: {finding.Signature}"));
        output.WriteLine($"  {Shorten(finding.Text)}");
        output.WriteLine($"  {ReplayCommand(seed, options.Without)}");
    }

    private void Shrink()
    {
        foreach (Discovery discovery in _discoveries.Values.Take(MostKinds))
        {
            discovery.Needless = Shrinker.Shrink(discovery.Seed, discovery.First.Signature);
            output.WriteLine($"{discovery.First.Signature}, smaller:");
            output.WriteLine($"  {ReplayCommand(discovery.Seed, discovery.Needless)}");
        }
    }

    private void Report()
    {
        double hours = Math.Max(_time.TotalHours, 1e-9);
        output.WriteLine();
        foreach (Discovery discovery in _discoveries.Values.OrderBy(static discovery => discovery.Hours))
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{discovery.Count,6} x {discovery.First.Signature}; first after {discovery.Hours:0.0} h, {discovery.Wall.TotalSeconds:0} s, with seed {discovery.Seed}"));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_worlds} worlds, {_time.TotalHours:0.0} simulated hours in {Wall.TotalSeconds:0} s ({_time.TotalHours / Wall.TotalHours:0} an hour); {_requests} requests ({_requests / hours:0} an hour), {_faults} faults ({_faults / hours:0} an hour)"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_worlds - _failed} passed, {_failed} failed, 0 skipped"));
    }

    private static string Shorten(string text) => text.Length > 600 ? $"{text[..600]}..." : text;

    private static string[] Replay(int seed, IEnumerable<string> without) =>
        ["--replay", seed.ToString(CultureInfo.InvariantCulture), .. without.Any() ? new[] { "--without", string.Join(',', without) } : []];

    private static string ReplayCommand(int seed, IEnumerable<string> without) =>
        $"dotnet run --project test/SpiNNMan.Async.Campaign -c Release -- {string.Join(' ', Replay(seed, without))}";
}
