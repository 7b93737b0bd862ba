using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Allocation;

/// <summary>Says after Ctrl-C that boards are given back, and keeps the process from ending before that is done.</summary>
internal sealed class GivingBack : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly Terminal _terminal;
    private readonly Lock _lock = new();
    private IDisposable? _gate;
    private bool _isDone;

    /// <param name="terminal">Where it is said.</param>
    /// <param name="cancellationToken">Cancelled by Ctrl-C.</param>
    public GivingBack(Terminal terminal, CancellationToken cancellationToken)
    {
        _terminal = terminal;
        _registration = cancellationToken.Register(static self => ((GivingBack)self!).Stop(), this);
    }

    /// <summary>Whether there are boards to give back.</summary>
    public bool HasBoards { get; set; }

    /// <summary>Cancelled by Ctrl-C, after it was said that boards are given back.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>The boards were given back.</summary>
    public void Dispose()
    {
        _registration.Dispose();
        lock (_lock)
        {
            _isDone = true;
            _gate?.Dispose();
            _gate = null;
        }

        _stop.Dispose();
    }

    private void Stop()
    {
        if (HasBoards)
            Begin();

        _stop.Cancel();
    }

    private void Begin()
    {
        lock (_lock)
        {
            if (_isDone)
                return;

            _gate = ExitGate.Close();
        }

        try
        {
            _terminal.Error.WriteLine("Giving the boards back; this may take 2 s.");
            _terminal.Error.Flush();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Nobody reads this, and the boards are given back all the same.
        }
    }
}
