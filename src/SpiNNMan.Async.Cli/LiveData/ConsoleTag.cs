using System.Net;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tags;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>IP tag 0 of all boards, by which cores print to the host: leads here until it is disposed of, and then where it led before.</summary>
internal sealed class ConsoleTag : IAsyncDisposable
{
    private const int Tag = 0;

    private static readonly TimeSpan s_refresh = TimeSpan.FromSeconds(10);

    private readonly Terminal _terminal;
    private readonly Transceiver _transceiver;
    private readonly EieioConnection _listener;
    private readonly IReadOnlyList<BoardTag> _before;
    private readonly CancellationTokenSource _closing = new();
    private IReadOnlyList<BoardTag> _ours;
    private Task _keeping = Task.CompletedTask;

    private ConsoleTag(Terminal terminal, Transceiver transceiver, EieioConnection listener, IReadOnlyList<BoardTag> before)
    {
        (_terminal, _transceiver, _listener, _before) = (terminal, transceiver, listener, before);
        _ours = [];
    }

    /// <summary>Lets the tag lead to a listener.</summary>
    /// <exception cref="MachineOperationException">Some boards do not answer.</exception>
    public static async Task<ConsoleTag> SetAsync(Terminal terminal, Transceiver transceiver, EieioConnection listener, CancellationToken cancellationToken)
    {
        var tag = new ConsoleTag(terminal, transceiver, listener, await ReadAsync(transceiver, cancellationToken));
        try
        {
            await tag.AimAsync(cancellationToken);
        }
        catch
        {
            await tag.DisposeAsync();
            throw;
        }

        tag._keeping = tag.KeepAsync(tag._closing.Token);
        return tag;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var limit = new CancellationTokenSource(_terminal.CleanUpTimeout / 2, _terminal.TimeProvider);
        try
        {
            // A tag that another program has taken meanwhile is left alone.
            foreach (BoardTag now in await ReadAsync(_transceiver, limit.Token))
            {
                if (_ours.Count == 0 || _ours.Any(tag => LeadToTheSame(tag, now)))
                    await GiveBackAsync(now.Board, limit.Token);
            }
        }
        catch (Exception exception) when (exception is SpinnakerException or OperationCanceledException)
        {
            await _terminal.Error.WriteLineAsync($"warning: IP tag {Tag} still leads to this computer on some boards.");
        }

        _closing.Dispose();
    }

    private Task GiveBackAsync(ChipLocation board, CancellationToken cancellationToken) => _before.Where(tag => tag.Board == board).Select(static tag => tag.Entry).ToArray() switch
    {
        [{ IsReverse: true } before] => _transceiver.Tags.SetReverseAsync(Tag, before.ReceivePort, before.Destination, before.DestinationPort, board, cancellationToken),
        [var before] => _transceiver.Tags.SetAsync(Tag, new IPEndPoint(before.Address, before.Port), board, before.StripsSdp, cancellationToken),
        _ => _transceiver.Tags.ClearAsync(Tag, board, cancellationToken),
    };

    private static async Task<IReadOnlyList<BoardTag>> ReadAsync(Transceiver transceiver, CancellationToken cancellationToken) =>
        [.. (await transceiver.Tags.GetAsync(cancellationToken: cancellationToken)).Where(static tag => tag.Tag == Tag)];

    private static bool LeadToTheSame(in BoardTag one, in BoardTag other) =>
        one.Board == other.Board && one.Entry.IsReverse == other.Entry.IsReverse && one.Entry.Port == other.Entry.Port && one.Entry.Address.Equals(other.Entry.Address);

    private async Task AimAsync(CancellationToken cancellationToken)
    {
        await _transceiver.Tags.SetAsync(Tag, _listener, strip: false, cancellationToken: cancellationToken);
        _ours = await ReadAsync(_transceiver, cancellationToken);
    }

    /// <summary>Takes the tag back when another program has taken it, and keeps ways through address translation open.</summary>
    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(s_refresh, _terminal.TimeProvider, cancellationToken);
            try
            {
                foreach (BoardTag now in await ReadAsync(_transceiver, cancellationToken))
                {
                    if (_ours.Any(tag => tag.Board == now.Board && !LeadToTheSame(tag, now)))
                        await _terminal.Error.WriteLineAsync($"warning: {now}: another program had taken the tag, and text went there meanwhile.");
                }

                await AimAsync(cancellationToken);
            }
            catch (SpinnakerException exception)
            {
                await _terminal.Error.WriteLineAsync($"warning: {exception.Message}");
            }
        }
    }
}
