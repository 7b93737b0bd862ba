using System.Globalization;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Allocation;

/// <summary>How far an allocation is, in one line: it waits, its boards are switched on, its machine is booted.</summary>
/// <param name="text">The first step.</param>
internal sealed class AllocationStep(string text) : IProgress<AllocationProgress>, IProgress<TransceiverEvent>
{
    private volatile string _text = text;

    /// <summary>Called with the line whenever it changes.</summary>
    public Action<string>? Changed { get; set; }

    /// <summary>The line, without a full stop.</summary>
    public string Text => _text;

    public void Report(AllocationProgress value) => Tell(string.Create(CultureInfo.InvariantCulture, $"Job {value.JobId}: {Describe(value.Status)}{(value.Trouble is { } trouble ? $". {trouble}" : "")}"));

    public void Report(TransceiverEvent value)
    {
        if (value.Finding is null)
            Tell($"Booting: {value.Message}");
    }

    /// <summary>The steps of a job.</summary>
    public static string Describe(JobStatus status) => status.State switch
    {
        JobState.Queued when status.QueuePosition is { } place => string.Create(CultureInfo.InvariantCulture, $"it waits for boards, at place {place} of the queue"),
        JobState.Queued => "it waits for boards",
        JobState.Power => "its boards are being switched",
        JobState.Ready => "its boards are ready",
        JobState.Destroyed => "it is over",
        _ => "the service does not know it",
    };

    private void Tell(string line)
    {
        _text = PrintableText.OfLine(line.ReplaceLineEndings(" ")).TrimEnd('.');
        Changed?.Invoke(_text);
    }
}
