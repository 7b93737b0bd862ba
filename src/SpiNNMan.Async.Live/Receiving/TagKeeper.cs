using System.Globalization;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Links;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Live.Receiving;

/// <summary>Aims one tag at one socket, and sees to it that it stays so.</summary>
/// <remarks>
/// What the board has in its table after the first setting is remembered. When it is something else at a refresh, another host has taken the tag; that is said, and the tag is taken back.
/// </remarks>
internal sealed class TagKeeper(EieioConnection socket, BoardLinks links, TagTarget target, TimeSpan refresh, TimeSpan deadline, Action<TagEvent> say, TagBook? book)
{
    private IPTagEntry? _ours;

    public TagTarget Target => target;

    /// <summary>Aims the tag here for the first time.</summary>
    /// <exception cref="SpinnakerException">The board does not answer, or refused.</exception>
    public async Task SetAsync(CancellationToken cancellationToken)
    {
        await WithinAsync(AimFirstAsync, cancellationToken).ConfigureAwait(false);
        say(new TagEvent(TagEventKind.Set, target.Board, target.Tag));
    }

    /// <summary>Looks after the tag until it is cancelled. It waits no longer than its deadline for a board, and never ends by itself.</summary>
    public async Task KeepAsync(Func<bool> isBusy, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Pause.ForAsync(refresh, links.Clock, cancellationToken).ConfigureAwait(false);

            // The answer would wait behind the events that a reader does not take.
            if (isBusy())
                continue;

            try
            {
                await WithinAsync(RefreshAsync, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Whatever it is: the tag must be looked after as long as the run goes on.
                say(new TagEvent(TagEventKind.Failed, target.Board, target.Tag, exception.Message));
            }
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        IPTagEntry found = await ReadAsync(cancellationToken).ConfigureAwait(false);
        TagEvent? news = Compare(found);
        await AimAsync(cancellationToken).ConfigureAwait(false);
        if (news is not null)
            say(news);
    }

    private async Task AimFirstAsync(CancellationToken cancellationToken)
    {
        if (book is not null && !book.Knows(links.EndPointOf(target.Board), target.Tag))
            book.Note(links.EndPointOf(target.Board), target, await ReadAsync(cancellationToken).ConfigureAwait(false), say);

        await AimAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task AimAsync(CancellationToken cancellationToken)
    {
        while (!await TryAimAsync(cancellationToken).ConfigureAwait(false))
        {
            // The connection gives up after a few tries; the deadline decides here.
        }

        IPTagEntry ours = await ReadAsync(cancellationToken).ConfigureAwait(false);
        _ours = ours;
        book?.NoteAimed(links.EndPointOf(target.Board), target.Tag, ours, say);
    }

    private async Task<bool> TryAimAsync(CancellationToken cancellationToken)
    {
        try
        {
            await socket.SetIPTagAsync(target.Tag, links.EndPointOf(target.Board), target.Ethernet, strip: true, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SpinnakerTimeoutException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<IPTagEntry> ReadAsync(CancellationToken cancellationToken)
    {
        ScampConnection commands = await links.CommandsToAsync(links.EndPointOf(target.Board), target.Ethernet).ConfigureAwait(false);
        return await commands.GetIPTagAsync(target.Tag, cancellationToken).ConfigureAwait(false);
    }

    private TagEvent? Compare(IPTagEntry found)
    {
        if (_ours is not { } ours)
            return null;

        if (!found.IsInUse)
            return new TagEvent(TagEventKind.Restored, target.Board, target.Tag, "it had been cleared: was the board booted again?");

        if (TagBook.AreSame(found, ours))
            return null;

        string problem = string.Create(
            CultureInfo.InvariantCulture, $"it had been aimed at {found.Address}:{found.Port}: another program uses the same tag of the same board, and events went there meanwhile");
        return new TagEvent(TagEventKind.TakenBack, target.Board, target.Tag, problem);
    }

    /// <summary>A hint that the machine is another's, which may be the reason.</summary>
    private string Lender() => links.Database.Proxy is { } proxy
        ? $" The machine is lent by {PrintableText.OfLine(proxy.ServiceUri ?? proxy.JobUri ?? "a service")}: does that job go on, and do its boards take datagrams from here? If not, give {nameof(LiveOptions)}.{nameof(LiveOptions.Connection)} the network of the job."
        : "";

    /// <summary>Does something with a deadline.</summary>
    private async Task WithinAsync(Func<CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(deadline, links.Clock);
        using CancellationTokenRegistration link = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), limit);
        try
        {
            await act(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            string message = string.Create(
                CultureInfo.InvariantCulture,
                $"The board at {links.EndPointOf(target.Board)} did not answer about tag {target.Tag} within {deadline.TotalSeconds:0.###} s. Is it switched on and booted, and does a firewall let UDP port {links.EndPointOf(target.Board).Port} out?{Lender()}");
            throw new SpinnakerTimeoutException(message) { Elapsed = deadline, LastTimeout = deadline };
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
