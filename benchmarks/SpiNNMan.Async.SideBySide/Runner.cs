using SpiNNMan.Async.SideBySide.Results;
using SpiNNMan.Async.SideBySide.Rows;

namespace SpiNNMan.Async.SideBySide;

/// <summary>Runs rounds: in each, every measurement once, those that belong together after one another, all in random order.</summary>
internal sealed class Runner(Lab lab, IReadOnlyList<Row> rows, int rounds, Random random, TextWriter log)
{
    private readonly Samples _samples = new();

    /// <summary>The measurements that failed, and why.</summary>
    public List<string> Failures { get; } = [];

    public async Task<IReadOnlyList<RowResult>> RunAsync(string commit, DateTimeOffset when)
    {
        Measure[] measures = [.. rows.SelectMany(static row => row.Measures).DistinctBy(static measure => measure.Name, StringComparer.Ordinal)];
        for (int round = 1; round <= rounds; round++)
        {
            IGrouping<string, Measure>[] groups = [.. measures.GroupBy(static measure => measure.Group, StringComparer.Ordinal)];
            random.Shuffle(groups);
            foreach (IGrouping<string, Measure> group in groups)
            {
                Measure[] members = [.. group];
                random.Shuffle(members);
                foreach (Measure measure in members.Where(measure => round <= measure.MostRounds))
                    await MeasureAsync(measure, round);
            }
        }

        return [.. rows.Select(row => new RowResult
        {
            Number = row.Number,
            Figures = [.. row.Judge(_samples)],
            Measures = [.. row.Measures.Select(measure => MeasureResult.Of(measure.Name, _samples[measure.Name]))],
            Rounds = rounds,
            Commit = commit,
            When = when,
        })];
    }

    private async Task MeasureAsync(Measure measure, int round)
    {
        try
        {
            Sample sample = await measure.RunAsync(lab);
            _samples.Add(measure.Name, sample);
            await log.WriteLineAsync($"round {round}: {measure.Name}: {sample.TotalRate:N0} requests/s, {sample.CpuMicroseconds:0.00} µs CPU, {sample.Unneeded:N0} unneeded, window {sample.Client.Window}");
        }
        catch (Exception exception) when (exception is InvalidOperationException or OperationCanceledException or IOException)
        {
            Failures.Add($"{measure.Name}: {exception.Message}");
            await log.WriteLineAsync($"round {round}: {Failures[^1]}");
        }
    }
}
