using System.Globalization;
using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Cli;

/// <summary>Turns the first Ctrl-C, termination signal or loss of the terminal into a request to stop; the second ends the process at once, or as soon as
/// <see cref="ExitGate"/> lets it.</summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>How long to try to say so.</summary>
    private static readonly TimeSpan s_lastWords = TimeSpan.FromMilliseconds(100);

    private readonly bool _hasDeadline;
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Timer _deadline = new(static _ => _ = GiveUpAsync());

    /// <param name="hasDeadline">Whether the process ends soon after the first signal, come what may.</param>
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

    private static async Task GiveUpAsync()
    {
        await ExitGate.WaitAsync(TimeProvider.System);

        // Whoever should read it may be what is waited for.
        Task words = Task.Run(static () => Console.Error.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"spinnman: ended {Grace.Time.TotalSeconds:0.###} s after it was stopped, before all was cleaned up; 'spinnman ps HOST' shows what is left, and 'spinnman stop HOST APPID' stops it.")));
        await Task.WhenAny(words, Task.Delay(s_lastWords, TimeProvider.System));
        Environment.Exit(ExitCodes.Interrupted);
    }
}
