using SpiNNMan.Async.Access;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.Errors;

/// <summary>The kinds of errors, as programs are told of them in JSON.</summary>
internal static class ErrorKinds
{
    /// <summary>The command line makes no sense.</summary>
    public const string WrongUsage = "wrongUsage";

    /// <summary>A signal stopped the command.</summary>
    public const string Stopped = "stopped";

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<string> All { get; } = [WrongUsage, Stopped, "timeout", "refused", "connection", "partial", "file", "failed", "defect"];

    /// <summary>The kind of an error.</summary>
    public static string Of(Exception exception) => exception switch
    {
        SpinnakerTimeoutException => "timeout",
        ScpResultException => "refused",
        SpinnakerConnectionException => "connection",
        MachineOperationException or BoardOperationException => "partial",
        IOException or UnauthorizedAccessException => "file",
        _ => Failures.TryExplain(exception, out _) ? "failed" : "defect",
    };
}
