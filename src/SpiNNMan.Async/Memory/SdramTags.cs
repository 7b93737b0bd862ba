using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Memory;

/// <summary>Chooses free tags for blocks of SDRAM. The boards know which tags are in use. This record saves requests only.</summary>
internal sealed class SdramTags(MachineConnections connections)
{
    private readonly Lock _gate = new();

    /// <summary>Tags that a caller has chosen and has not used yet.</summary>
    private readonly HashSet<(ChipLocation Chip, byte Application, byte Tag)> _chosen = [];

    /// <summary>Tags that were in use when a board was asked last, or were allocated here. Any program may have freed them since then.</summary>
    private readonly HashSet<(ChipLocation Chip, byte Application, byte Tag)> _seenInUse = [];

    /// <summary>Chooses one, from 255 down, since applications count up from 1. It is kept for the caller until it is returned.</summary>
    /// <exception cref="InvalidParameterException">All are in use.</exception>
    public async Task<byte> TakeFreeAsync(ChipLocation chip, byte applicationId, CancellationToken cancellationToken) =>
        await TryTakeFreeAsync(chip, applicationId, asksAgain: false, cancellationToken).ConfigureAwait(false)
        ?? await TryTakeFreeAsync(chip, applicationId, asksAgain: true, cancellationToken).ConfigureAwait(false)
        ?? throw new InvalidParameterException("tag", null, $"all 255 tags of application {applicationId} on {chip} are in use: give 0 to allocate without one");

    /// <summary>Gives back a tag that was chosen, after success and failure alike.</summary>
    public void Return(ChipLocation chip, byte applicationId, byte tag)
    {
        lock (_gate)
        {
            _chosen.Remove((chip, applicationId, tag));
            _seenInUse.Add((chip, applicationId, tag));
        }
    }

    /// <summary>The block of a tag was freed.</summary>
    public void Forget(ChipLocation chip, byte applicationId, byte tag)
    {
        lock (_gate)
            _seenInUse.Remove((chip, applicationId, tag));
    }

    /// <summary>The address of the block of a tag; 0 if there is none.</summary>
    public async Task<uint> FindAsync(ChipLocation chip, byte applicationId, byte tag, CancellationToken cancellationToken) =>
        await connections.For(chip).ExecuteAsync<SdramFindTag, uint>(new SdramFindTag(chip, applicationId, tag), cancellationToken).ConfigureAwait(false);

    private async Task<byte?> TryTakeFreeAsync(ChipLocation chip, byte applicationId, bool asksAgain, CancellationToken cancellationToken)
    {
        for (byte tag = byte.MaxValue; tag > 0; tag--)
        {
            if (!TryChoose((chip, applicationId, tag), asksAgain))
                continue;

            bool isFree = false;
            try
            {
                isFree = await FindAsync(chip, applicationId, tag, cancellationToken).ConfigureAwait(false) == 0;
                if (isFree)
                    return tag;
            }
            finally
            {
                // It must not stay chosen when the board does not answer.
                if (!isFree)
                    Unchoose((chip, applicationId, tag));
            }

            lock (_gate)
                _seenInUse.Add((chip, applicationId, tag));
        }

        return null;
    }

    private bool TryChoose((ChipLocation Chip, byte Application, byte Tag) tag, bool asksAgain)
    {
        lock (_gate)
            return (asksAgain || !_seenInUse.Contains(tag)) && _chosen.Add(tag);
    }

    private void Unchoose((ChipLocation Chip, byte Application, byte Tag) tag)
    {
        lock (_gate)
            _chosen.Remove(tag);
    }
}
