using System.Globalization;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>The job is over, or the service does not know it: its boards are somebody else's by now.</summary>
/// <remarks>Protocol: spalloc.md, "Life of a job".</remarks>
public sealed class JobLostException : SpinnakerConnectionException
{
    /// <summary>Makes the error.</summary>
    /// <param name="jobId">The number of the job.</param>
    /// <param name="service">The service, as people know it.</param>
    /// <param name="reason">Why it ended, in the service's words.</param>
    /// <param name="innerException">The error that followed from it.</param>
    public JobLostException(int jobId, string service, string? reason, Exception? innerException = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"Job {jobId} of {service} is over: {(string.IsNullOrEmpty(reason) ? "no reason is given." : reason)}"), innerException)
    {
        JobId = jobId;
        Reason = reason;
    }

    /// <summary>The number of the job.</summary>
    public int JobId { get; }

    /// <summary>Why it ended, in the service's words; <see langword="null"/> if it says nothing.</summary>
    public string? Reason { get; }
}
