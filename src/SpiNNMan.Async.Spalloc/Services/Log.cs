using Microsoft.Extensions.Logging;

namespace SpiNNMan.Async.Spalloc.Services;

/// <summary>The log events of allocation. They have no secrets.</summary>
internal static partial class Log
{
    [LoggerMessage(901, LogLevel.Debug, "It is tried again: {Error}")]
    public static partial void TriedAgain(ILogger logger, string error);

    [LoggerMessage(902, LogLevel.Warning, "Job {Job} has had no sign of life for {Silence}, of {Interval} that the service waits: {Trouble}")]
    public static partial void KeepAliveLate(ILogger logger, int job, TimeSpan silence, TimeSpan interval, string trouble);

    [LoggerMessage(903, LogLevel.Warning, "Job {Job} is lost: {Reason}")]
    public static partial void JobLost(ILogger logger, int job, string reason);

    [LoggerMessage(904, LogLevel.Information, "Job {Job} was created at {Service}: {Request}")]
    public static partial void JobCreated(ILogger logger, int job, string service, string request);

    [LoggerMessage(905, LogLevel.Information, "Job {Job} is destroyed: {Reason}")]
    public static partial void JobDestroyed(ILogger logger, int job, string reason);

    [LoggerMessage(906, LogLevel.Warning, "Job {Job} could not be destroyed, and ends by itself when it is not kept alive: {Error}")]
    public static partial void NotDestroyed(ILogger logger, int job, string error);

    [LoggerMessage(907, LogLevel.Debug, "{Service} sent a line that means nothing")]
    public static partial void MeaninglessLine(ILogger logger, string service);

    [LoggerMessage(908, LogLevel.Information, "Logged in at {Service} as {User}")]
    public static partial void LoggedIn(ILogger logger, string service, string user);

    [LoggerMessage(909, LogLevel.Warning, "The tunnel of job {Job} broke and is opened again: {Error}")]
    public static partial void TunnelBroke(ILogger logger, int job, string error);

    [LoggerMessage(910, LogLevel.Warning, "Job {Job}: its machine cannot be booted ({Error}); what is done about it: {What}")]
    public static partial void BootFailed(ILogger logger, int job, string error, string what);

    [LoggerMessage(911, LogLevel.Warning, "The answer to creating a job was lost; job {Job} fits, and is taken")]
    public static partial void LostJobFound(ILogger logger, int job);

    [LoggerMessage(912, LogLevel.Error, "Code of the program that was told of job {Job} failed; the job is kept all the same")]
    public static partial void UserCodeFailed(ILogger logger, int job, Exception exception);
}
