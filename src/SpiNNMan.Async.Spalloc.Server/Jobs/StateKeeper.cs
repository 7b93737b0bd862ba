using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>Keeps the jobs in a file, so that they are there after a restart.</summary>
/// <param name="file">The file. It is replaced as a whole, so that a crash leaves the old or the new one.</param>
/// <param name="options">Where failures are logged.</param>
/// <param name="takeState">Takes what is to be kept.</param>
internal sealed partial class StateKeeper(string file, LaboratoryOptions options, Func<SavedState> takeState) : IAsyncDisposable
{
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ILogger _logger = options.LoggerFactory.CreateLogger<StateKeeper>();
    private Task _writing = Task.CompletedTask;

    /// <summary>Reads what was kept; <see langword="null"/> if nothing was yet.</summary>
    /// <exception cref="SpallocStateException">The file cannot be read, or makes no sense.</exception>
    public async Task<SavedState?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            FileStream stream = File.OpenRead(file);
            await using (stream.ConfigureAwait(false))
            {
                if (stream.Length == 0)
                    return null;

                SavedState? state = await JsonSerializer.DeserializeAsync(stream, StateJson.Default.SavedState, cancellationToken).ConfigureAwait(false);
                return state?.Version == SavedState.CurrentVersion
                    ? state
                    : throw new SpallocStateException(file, $"its version is {state?.Version}, and this program reads {SavedState.CurrentVersion} only");
            }
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new SpallocStateException(file, exception.Message, exception);
        }
    }

    /// <summary>Begins to keep what changes.</summary>
    public void Start() => _writing = LongLived.Start(this, static self => self.WriteAsync());

    /// <summary>Notes that something has changed.</summary>
    public void Note() => _changes.Writer.TryWrite(true);

    /// <summary>Writes what changed last, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        Note();
        _changes.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        while (await _changes.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            _changes.Reader.TryRead(out _);
            try
            {
                string next = file + ".new";
                FileStream stream = File.Create(next);
                await using (stream.ConfigureAwait(false))
                    await JsonSerializer.SerializeAsync(stream, takeState(), StateJson.Default.SavedState).ConfigureAwait(false);

                File.Move(next, file, overwrite: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                StateNotKept(file, exception.Message);
            }
        }
    }

    [LoggerMessage(1102, LogLevel.Error, "The jobs cannot be kept in {File}: {Error}")]
    private partial void StateNotKept(string file, string error);
}
