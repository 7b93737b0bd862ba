using System.Globalization;

namespace SpiNNMan.Async.Cli.Terminals;

/// <summary>Says on standard error what a command waits for, if that takes more than a second, and again every half a minute.</summary>
internal sealed class WaitNotice : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(30);

    private readonly Terminal _terminal;
    private readonly Func<string?> _describe;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly long _start;
    private bool _hasEnded;

    /// <param name="terminal">Where it is said.</param>
    /// <param name="describe">The awaited event, in a sentence without a full stop; <see langword="null"/> for nothing to say.</param>
    public WaitNotice(Terminal terminal, Func<string?> describe)
    {
        _terminal = terminal;
        _describe = describe;
        _start = terminal.TimeProvider.GetTimestamp();
        _timer = terminal.TimeProvider.CreateTimer(static notice => ((WaitNotice)notice!).Tell(), this, terminal.Patience, s_interval);
    }

    /// <summary>Ends the waiting. Nothing is said after that.</summary>
    public void Dispose()
    {
        lock (_lock)
            _hasEnded = true;

        _timer.Dispose();
    }

    private void Tell()
    {
        lock (_lock)
        {
            if (_hasEnded || _describe() is not { } what)
                return;

            TimeSpan passed = _terminal.TimeProvider.GetElapsedTime(_start);
            string since = passed >= s_interval ? string.Create(CultureInfo.InvariantCulture, $", for {passed.TotalSeconds:0} s so far") : "";
            try
            {
                _terminal.Error.WriteLine($"{what}{since}.");
                _terminal.Error.Flush();
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                // Nobody reads this, which is no reason to end the command.
            }
        }
    }
}
