using System.Text.Json;

namespace SpiNNMan.Async.SideBySide.Driving;

/// <summary>The program's other half: a process that uses the library as it is told, a line for each job and a line for each result.</summary>
internal static class Driver
{
    /// <summary>The argument that makes this program one.</summary>
    public const string Argument = "drive";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    public static async Task<int> ServeAsync(TextReader input, TextWriter output)
    {
        while (await input.ReadLineAsync() is { } line)
        {
            // What the job before left behind is none of this one's memory; threads that ended it may still be on their way out, and hold it.
            await Task.Delay(s_pause);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            await output.WriteLineAsync(JsonSerializer.Serialize(await RunAsync(line), DriverJson.Default.RunResult));
        }

        return 0;
    }

    /// <summary>Does one job; a method of its own, so that nothing of it is held when it has ended.</summary>
    private static async Task<RunResult> RunAsync(string line)
    {
        try
        {
            Job job = JsonSerializer.Deserialize(line, DriverJson.Default.Job) ?? throw new JsonException("A job is missing.");
            if (job.Kind == JobKind.LiveReceive)
                return await LiveReceiving.RunAsync(job);

            if (job.Kind == JobKind.LiveSend)
                return await LiveSending.RunAsync(job);

            await using Connections connections = await Connections.OpenAsync(job);
            return await JobRunner.RunAsync(job, connections);
        }
        catch (Exception exception)
        {
            return new RunResult { Error = exception.Message };
        }
    }
}
