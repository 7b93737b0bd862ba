using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Iobufs;

/// <summary>The text that the cores of a machine print.</summary>
/// <example><code>
/// Iobuf text = await transceiver.Iobuf.GetAsync(new CoreLocation(0, 0, 1));
/// </code></example>
/// <remarks>Any number of callers may use it at the same time. Protocol: models.md, "Printed text".</remarks>
[Traced("Iobuf")]
public class MachineIobuf
{
    private const string ReadingText = "reading printed text";

    private static readonly TimeSpan s_iobufInterval = TimeSpan.FromMilliseconds(500);

    private readonly MachineConnections _connections = null!;

    internal MachineIobuf(MachineConnections connections)
    {
        _connections = connections;
    }

    /// <summary>For tests that replace this part by a double.</summary>
    protected MachineIobuf()
    {
    }

    /// <summary>Reads the text that a core printed.</summary>
    /// <param name="core">The core.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The text, empty if there is none. Bytes that are not UTF-8 become the replacement character.</returns>
    /// <exception cref="MachineOperationException">It could not be read.</exception>
    /// <remarks>Protocol: models.md, "Printed text".</remarks>
    public virtual async Task<Iobuf> GetAsync(CoreLocation core, CancellationToken cancellationToken = default) =>
        (await GetAsync([core], progress: null, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Reads the text that many cores printed, on all boards at once.</summary>
    /// <param name="cores">The cores; by default all that applications can run on.</param>
    /// <param name="progress">Told how many chips are done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The text of each core, in their order, empty if there is none. Bytes that are not UTF-8 become the replacement character. If a program overwrote the pointer to the rest of its text,
    /// the text ends there, and <see cref="Iobuf.Damage"/> says why.</returns>
    /// <exception cref="MachineOperationException{TResult}">Some chips could not be read. The error has the texts of the others.</exception>
    /// <remarks>Protocol: models.md, "Printed text".</remarks>
    public virtual async Task<IReadOnlyList<Iobuf>> GetAsync(IEnumerable<CoreLocation>? cores = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        CoreLocation[] wanted = [.. (cores ?? _connections.Machine.ApplicationCores).Distinct()];
        FanOutResult<(CoreLocation Core, byte[] Text, string? Damage)[]> read = await IobufReader.RunAsync(_connections, wanted, progress, cancellationToken).ConfigureAwait(false);
        return read.OrThrow<IReadOnlyList<Iobuf>>(ReadingText, chips =>
        {
            var texts = chips.SelectMany(static chip => chip).ToDictionary(static text => text.Core);
            return [.. wanted.Where(texts.ContainsKey).Select(core => Iobuf.Decode(core, texts[core].Text) with { Damage = texts[core].Damage })];
        });
    }

    /// <summary>Reads the bytes that many cores printed, as they are.</summary>
    /// <inheritdoc cref="GetAsync(IEnumerable{CoreLocation}?, IProgress{int}?, CancellationToken)"/>
    /// <returns>The bytes of each core, empty if there is no text.</returns>
    public virtual async Task<IReadOnlyDictionary<CoreLocation, ReadOnlyMemory<byte>>> GetBytesAsync(
        IEnumerable<CoreLocation>? cores = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        FanOutResult<(CoreLocation Core, byte[] Text, string? Damage)[]> read = await IobufReader.RunAsync(_connections, cores ?? _connections.Machine.ApplicationCores, progress, cancellationToken).ConfigureAwait(false);
        return read.OrThrow<IReadOnlyDictionary<CoreLocation, ReadOnlyMemory<byte>>>(
            ReadingText, static chips => chips.SelectMany(static chip => chip).ToDictionary(static text => text.Core, static text => (ReadOnlyMemory<byte>)text.Text));
    }

    /// <summary>Subscribes to the text that cores print: first the text that is there, then the text that comes.</summary>
    /// <param name="cores">The cores. The default is all that applications can run on.</param>
    /// <param name="interval">How long to wait between two looks, more than 0 and up to a day. The default is half a second.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>New text when it is seen, of one core at a time, for one loop. The cores are looked at while the loop reads. If a core is started again, its text begins again.</returns>
    /// <exception cref="InvalidParameterException">The interval is out of range.</exception>
    /// <exception cref="MachineOperationException">No chip answers any more. The loop gets this error. If only some chips do not answer, they are asked again at each interval, and delay no other.</exception>
    /// <remarks>Protocol: models.md, "Printed text".</remarks>
    public virtual Subscription<Iobuf> SubscribeAsync(IEnumerable<CoreLocation>? cores = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        TimeSpan pause = OptionChecks.Positive(interval ?? s_iobufInterval, nameof(interval));
        var follower = new IobufFollower(_connections, pause, _connections.TimeProvider, inline: !_connections.Root.Settings.RunContinuationsAsynchronously);
        IEnumerable<CoreLocation> followed = cores ?? _connections.Machine.ApplicationCores;
        return new Subscription<Iobuf>(stop => follower.RunAsync(followed, stop), cancellationToken);
    }
}
