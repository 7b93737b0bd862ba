using System.Collections.Concurrent;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Applications;

/// <summary>Spreads an image over one board: it is written to the chip with the Ethernet, and each chip takes it from a neighbour as soon as that has it.</summary>
/// <remarks>If a neighbour cannot give the image, the chip takes it from another neighbour. If no neighbour can, the image is written to the chip.</remarks>
internal sealed class BoardSpread : IDisposable
{
    // Writing an image to a chip far from the Ethernet takes about as long as three chips' copying it.
    private const int CopiesWorthAWrite = 3;

    private readonly MachineConnections _connections;
    private readonly ScampConnection _connection;
    private readonly ChipLoad _load;
    private readonly CoreTargets _targets;
    private readonly Action _chipDone;
    private readonly CancellationToken _cancellationToken;
    private readonly SilenceWatch _watch;
    private readonly ReturnWatch? _back;
    private readonly ConcurrentDictionary<ChipLocation, MachineFailure> _failures = new();
    private readonly ConcurrentDictionary<ChipLocation, bool> _have = new();

    public BoardSpread(
        MachineConnections connections, ScampConnection connection, ChipLoad load, CoreTargets targets, Action chipDone, CancellationToken cancellationToken)
    {
        _connections = connections;
        _connection = connection;
        _load = load;
        _targets = targets;
        _chipDone = chipDone;
        _cancellationToken = cancellationToken;
        _watch = new SilenceWatch(connection, cancellationToken);
        _back = ReturnWatch.Of(connections, connection, targets.Chips, _watch.Token);
    }

    private Machine Machine => _connections.Machine;

    public void Dispose() => _watch.Dispose();

    public async Task<IReadOnlyList<MachineFailure>> RunAsync()
    {
        ChipLocation seed = IsHere(_connection.Chip) ? _connection.Chip : _targets.Chips[0];
        SpreadTree tree = SpreadTree.Grow(Machine, seed, IsHere, _targets.Chips);
        ChipLocation[] byThemselves = tree.ChipCount - 1 > CopiesWorthAWrite * _targets.Chips.Count
            ? [.. _targets.Chips]
            : [.. _targets.Chips.Where(chip => !tree.Contains(chip))];
        if (byThemselves.Length < _targets.Chips.Count)
            await StartAsync(seed, tree).ConfigureAwait(false);

        await Task.WhenAll(byThemselves.Select(WriteAsync)).ConfigureAwait(false);
        if (_back is not null)
            await _back.FinishAsync().ConfigureAwait(false);

        return [.. _targets.Chips.Where(_failures.ContainsKey).Select(chip => _failures[chip])];
    }

    private bool IsHere(ChipLocation chip) => Machine.Contains(chip) && ReferenceEquals(_connections.For(chip), _connection);

    private async Task StartAsync(ChipLocation seed, SpreadTree tree)
    {
        await WriteAsync(seed).ConfigureAwait(false);
        await SpreadAsync(seed, tree).ConfigureAwait(false);
    }

    private async Task SpreadAsync(ChipLocation source, SpreadTree tree) =>
        await Task.WhenAll(tree.ChildrenOf(source).Select(chip => CopyAsync(chip, source, tree))).ConfigureAwait(false);

    private async Task CopyAsync(ChipLocation chip, ChipLocation source, SpreadTree tree)
    {
        await TryAsync(chip, () => CopyFromAnyAsync(chip, source)).ConfigureAwait(false);
        await SpreadAsync(chip, tree).ConfigureAwait(false);
    }

    private Task WriteAsync(ChipLocation chip) =>
        TryAsync(chip, () => _load.LoadAsync(_connection, chip, _targets[chip], _watch.Token));

    private async Task CopyFromAnyAsync(ChipLocation chip, ChipLocation source)
    {
        // The links whose other end has the image, the chosen one first.
        int[] links = [.. Machine[chip].Links
            .Where(link => _have.ContainsKey(Machine.GetNeighbour(chip, link)))
            .OrderBy(link => Machine.GetNeighbour(chip, link) == source ? 0 : 1)];
        foreach (int link in links)
        {
            try
            {
                await _load.CopyAsync(_connection, chip, link, _targets[chip], _watch.Token).ConfigureAwait(false);
                return;
            }
            catch (SpinnakerException exception) when (exception is InvalidPacketException or ScpResultException)
            {
                // The neighbour does not have the image, or the link does not carry it.
            }
        }

        await _load.LoadAsync(_connection, chip, _targets[chip], _watch.Token).ConfigureAwait(false);
    }

    private async Task TryAsync(ChipLocation chip, Func<Task> act)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        try
        {
            _watch.Token.ThrowIfCancellationRequested();
            if (_back is not null)
                await _back.WaitForAsync(chip).ConfigureAwait(false);

            await act().ConfigureAwait(false);
            _have[chip] = true;
            _connections.Silent.NoteSuccess(chip);
        }
        catch (OperationCanceledException) when (_watch.IsSilent && !_cancellationToken.IsCancellationRequested)
        {
            // It would have waited for a silent board as long as the others did, one after the other.
            _failures[chip] = new MachineFailure(chip, _watch.GiveUp(chip));
            _connections.Silent.Note(chip, answered: false);
        }
        catch (SpinnakerException exception)
        {
            _failures[chip] = new MachineFailure(chip, exception);
            _connections.Silent.NoteFailure(chip, exception);
            _watch.Count(exception);
        }

        if (_targets[chip].Count > 0)
            _chipDone();
    }
}
