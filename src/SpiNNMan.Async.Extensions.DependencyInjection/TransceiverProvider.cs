using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace SpiNNMan.Async.Extensions.DependencyInjection;

/// <summary>A machine of a program with dependency injection. It is opened when it is first asked for, and closed with the container.</summary>
/// <example><code>
/// builder.Services.AddSpinnaker(options =&gt; options.Host = "192.168.240.253");
///
/// internal sealed class Reader(TransceiverProvider machine)
/// {
///     public async Task&lt;uint&gt; ReadAsync(CancellationToken token) =&gt; await (await machine.GetAsync(token)).Memory.ReadWordAsync(new CoreLocation(0, 0, 0), 0x60300000, token);
/// }
/// </code></example>
/// <remarks>All members may be called from any thread, at any time.</remarks>
public class TransceiverProvider : IAsyncDisposable, IDisposable
{
    /// <summary>How long a container that is not disposed of asynchronously waits for the machine to be closed.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly IOptionsMonitor<TransceiverOptions> _options;
    private readonly string _name;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private Task<Transceiver>? _opening;
    private Task _closing = Task.CompletedTask;
    private Transceiver? _current;
    private bool _isDisposed;

    internal TransceiverProvider(IOptionsMonitor<TransceiverOptions> options, string name)
    {
        _options = options;
        _name = name;
    }

    /// <summary>For tests that replace it by a double.</summary>
    protected TransceiverProvider()
    {
        _options = null!;
        _name = Options.DefaultName;
    }

    /// <summary>The machine, if it is open; <see langword="null"/> if it was not asked for yet, is being opened, or was closed.</summary>
    public virtual Transceiver? Current
    {
        get
        {
            lock (_gate)
                return _opening is { IsCompletedSuccessfully: true } ? _current : null;
        }
    }

    /// <summary>Gives the machine, and opens it if it is not open. Callers that ask at the same time wait for the same opening.</summary>
    /// <param name="cancellationToken">Ends the waiting of this caller. The opening goes on for the others.</param>
    /// <returns>The machine. It belongs to the provider: do not dispose of it.</returns>
    /// <exception cref="ObjectDisposedException">The container was disposed of.</exception>
    /// <exception cref="OptionsValidationException">The options are not valid.</exception>
    /// <remarks>If opening fails, all who wait get the error of <see cref="Transceiver.OpenAsync(TransceiverOptions, CancellationToken)"/>, and the next call tries again.</remarks>
    public virtual Task<Transceiver> GetAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<Transceiver>(cancellationToken);

        Task<Transceiver> opening;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_opening is null or { IsFaulted: true } or { IsCanceled: true })
                _opening = OpenAsync(_closing);

            opening = _opening;
        }

        return opening.WaitAsync(cancellationToken);
    }

    /// <summary>Closes the machine, if it is open. The next call of <see cref="GetAsync"/> opens it again, with the options as they are then.</summary>
    /// <exception cref="Boards.BoardOperationException">The options say that it is switched off, and that failed.</exception>
    public virtual Task CloseAsync()
    {
        lock (_gate)
        {
            if (_opening is { } opening)
            {
                _opening = null;
                _closing = CloseAsync(_closing, opening);
            }

            return _closing;
        }
    }

    /// <summary>Closes the machine for good.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Task closing;
        lock (_gate)
        {
            _isDisposed = true;
            closing = CloseAsync();
        }

        await _ending.CancelAsync().ConfigureAwait(false);
        await closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Closes the machine for good, and waits for that up to 10 s. Containers that are disposed of with <c>await using</c> do not block.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the machine for good.</summary>
    /// <param name="disposing">Whether it is disposed of.</param>
    [SuppressMessage("Usage", "VSTHRD002:Avoid problematic synchronous waits", Justification = "A container that is disposed of without await leaves no other way.")]
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Task.Run(() => DisposeAsync().AsTask()).Wait(s_patience);
    }

    private async Task<Transceiver> OpenAsync(Task closing)
    {
        await closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _current = await Transceiver.OpenAsync(_options.Get(_name), _ending.Token).ConfigureAwait(false);
        return _current;
    }

    private static async Task CloseAsync(Task before, Task<Transceiver> opening)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
        {
            Transceiver opened = await opening.ConfigureAwait(false);
            await opened.DisposeAsync().ConfigureAwait(false);
        }
    }
}
