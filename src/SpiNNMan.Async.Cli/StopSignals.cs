using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Cli;

/// <summary>Turns the first Ctrl-C, termination signal or loss of the terminal into a request to stop; the second ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>How long after a signal the process ends at the latest, whatever it waits for: a machine, or a reader of its output.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    /// <summary>How long to try to say so.</summary>
    private static readonly TimeSpan s_lastWords = TimeSpan.FromMilliseconds(100);

    private readonly bool _hasDeadline;
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Timer _deadline = new(static _ => _ = GiveUpAsync());

    /// <param name="hasDeadline">Whether the process ends a second after the first signal, come what may.</param>
    public StopSignals(bool hasDeadline)
    {
        _hasDeadline = hasDeadline;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();

        _deadline.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        if (_stop.IsCancellationRequested)
            return;

        signal.Cancel = true;
        if (_hasDeadline)
            _deadline.Change(s_grace, Timeout.InfiniteTimeSpan);

        _stop.Cancel();
    }

    private static async Task GiveUpAsync()
    {
        // Whoever should read it may be what is waited for.
        Task words = Task.Run(static () => Console.Error.WriteLine(
            "spinnman: ended a second after it was stopped, before all was cleaned up; 'spinnman ps HOST' shows what is left, and 'spinnman stop HOST APPID' stops it."));
        await Task.WhenAny(words, Task.Delay(s_lastWords, TimeProvider.System));
        Environment.Exit(ExitCodes.Interrupted);
    }
}
