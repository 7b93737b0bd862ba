using System.Globalization;
using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Cli.Processes;

/// <summary>Makes the first Ctrl-C, termination signal or hang-up a request to stop. The second one ends the process at once, or as soon as
/// <see cref="ExitGate"/> allows it.</summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>The time for writing the last message.</summary>
    private static readonly TimeSpan s_lastWords = TimeSpan.FromMilliseconds(100);

    private readonly bool _hasDeadline;
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Timer _deadline = new(static _ => _ = EndProcessAsync());

    /// <param name="hasDeadline">Whether the process ends <see cref="Grace.Time"/> after the first signal, even if the command still runs.</param>
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

    /// <summary>The token that the first signal cancels.</summary>
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
        {
            if (ExitGate.IsClosed)
            {
                signal.Cancel = true;
                _deadline.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }

            return;
        }

        signal.Cancel = true;
        if (_hasDeadline)
            _deadline.Change(Grace.Time, Timeout.InfiniteTimeSpan);

        _stop.Cancel();
    }

    private static async Task EndProcessAsync()
    {
        await ExitGate.WaitAsync(TimeProvider.System);

        // Writing may wait for ever: the process may have to end because nobody reads its output.
        Task words = Task.Run(static () => Console.Error.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"spinnman: ended {Grace.Time.TotalSeconds:0.###} s after it was stopped, before all was cleaned up; 'spinnman ps HOST' shows what is left, and 'spinnman stop HOST APPID' stops it.")));
        await Task.WhenAny(words, Task.Delay(s_lastWords, TimeProvider.System));
        Environment.Exit(ExitCodes.Interrupted);
    }
}
