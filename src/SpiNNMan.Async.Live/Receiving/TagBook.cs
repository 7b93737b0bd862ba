using System.Globalization;
using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Live.Receiving;

/// <summary>Where tags led before they were aimed here, so that they can lead there again. It outlives sessions: a tag that one session aimed here is not one of another program to the next.</summary>
internal sealed class TagBook(ScampConnectionOptions options, TimeSpan deadline)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(IPEndPoint Board, byte Tag), Entry> _entries = [];

    /// <summary>Whether it is noted where a tag led.</summary>
    public bool Knows(IPEndPoint board, byte tag)
    {
        lock (_gate)
            return _entries.ContainsKey((board, tag));
    }

    /// <summary>Notes where a tag led before it was aimed here for the first time.</summary>
    public void Note(IPEndPoint board, TagTarget target, IPTagEntry before, Action<TagEvent> say)
    {
        lock (_gate)
            _entries[(board, target.Tag)] = new Entry(target, before, say);
    }

    /// <summary>Notes what the board has in its table while the tag is aimed here.</summary>
    public void NoteAimed(IPEndPoint board, byte tag, IPTagEntry ours, Action<TagEvent> say)
    {
        lock (_gate)
            _entries[(board, tag)] = _entries[(board, tag)] with { Ours = ours, Say = say };
    }

    /// <summary>Lets all tags lead where they led before, and clears those that led nowhere. A tag that another program has taken meanwhile is left alone. It never throws.</summary>
    public Task GiveBackAsync()
    {
        KeyValuePair<(IPEndPoint Board, byte Tag), Entry>[] entries;
        lock (_gate)
        {
            entries = [.. _entries];
            _entries.Clear();
        }

        return Task.WhenAll(entries.GroupBy(static entry => entry.Key.Board).Select(board => GiveBackAsync(board.Key, [.. board.Select(static entry => entry.Value)])));
    }

    private async Task GiveBackAsync(IPEndPoint board, Entry[] entries)
    {
        using var limit = new CancellationTokenSource(deadline, options.TimeProvider);
        foreach (Entry entry in entries)
        {
            try
            {
                ScampConnection commands = await ScampConnection.ConnectAsync(board, options with { Chip = entry.Target.Ethernet }, limit.Token).ConfigureAwait(false);
                await using (commands.ConfigureAwait(false))
                {
                    if (await TryGiveBackAsync(commands, entry, limit.Token).ConfigureAwait(false))
                        entry.Say(new TagEvent(TagEventKind.GivenBack, entry.Target.Board, entry.Target.Tag));
                }
            }
            catch (Exception exception) when (exception is SpinnakerException or OperationCanceledException)
            {
                string why = exception is OperationCanceledException ? string.Create(CultureInfo.InvariantCulture, $"the board did not answer within {deadline.TotalSeconds:0.###} s") : exception.Message;
                entry.Say(new TagEvent(TagEventKind.NotGivenBack, entry.Target.Board, entry.Target.Tag, $"it still leads to this computer, where nothing listens any more: {why}"));
            }
        }
    }

    private static async Task<bool> TryGiveBackAsync(ScampConnection commands, Entry entry, CancellationToken cancellationToken)
    {
        (TagTarget target, IPTagEntry before, _) = entry;
        IPTagEntry found = await commands.GetIPTagAsync(target.Tag, cancellationToken).ConfigureAwait(false);
        bool isOurs = entry.Ours is { } ours ? AreSame(found, ours) : !AreSame(found, before);
        if (!found.IsInUse || !isOurs)
            return false;

        if (!before.IsInUse)
            await commands.ClearIPTagAsync(target.Tag, cancellationToken).ConfigureAwait(false);
        else if (before.IsReverse)
            await commands.SetReverseIPTagAsync(target.Tag, before.ReceivePort, before.Destination, before.DestinationPort, cancellationToken).ConfigureAwait(false);
        else
            await commands.SetIPTagAsync(target.Tag, new IPEndPoint(before.Address, before.Port), before.StripsSdp, cancellationToken).ConfigureAwait(false);

        return true;
    }

    /// <summary>Whether two entries lead to the same place in the same manner.</summary>
    public static bool AreSame(in IPTagEntry one, in IPTagEntry other) =>
        one.IsInUse == other.IsInUse && one.IsReverse == other.IsReverse && one.Port == other.Port && one.Address.Equals(other.Address) && one.StripsSdp == other.StripsSdp;

    private sealed record Entry(TagTarget Target, IPTagEntry Before, Action<TagEvent> Say)
    {
        public IPTagEntry? Ours { get; init; }
    }
}
