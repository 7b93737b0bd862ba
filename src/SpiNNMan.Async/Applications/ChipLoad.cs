using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;

namespace SpiNNMan.Async.Applications;

/// <summary>Loads an image into single chips. The cores wait for the start signal, so that all of it may be repeated.</summary>
internal sealed class ChipLoad(ApplicationImage image, byte applicationId)
{
    public ApplicationImage Image => image;

    /// <summary>Writes the image to each chip separately.</summary>
    public async Task<IReadOnlyList<MachineFailure>> RunAsync(
        MachineConnections connections, CoreTargets targets, IProgress<int>? done, CancellationToken cancellationToken)
    {
        FanOutResult<bool> result = await FanOut.RunAsync(
            connections, targets.Chips, static chip => chip, (connection, chip, token) => LoadAsync(connection, chip, targets[chip], token), done, isRepeatable: true, cancellationToken: cancellationToken).ConfigureAwait(false);
        return result.Failures;
    }

    /// <summary>Writes the image to a chip, and has its cores take it.</summary>
    public async Task<bool> LoadAsync(ScampConnection connection, ChipLocation chip, CoreSet cores, CancellationToken cancellationToken)
    {
        await connection.WriteMemoryAsync(chip, MemoryMap.SystemSdram, image.Data, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (cores.Count > 0)
            await connection.ExecuteAsync<ApplicationRun, Acknowledgement>(new ApplicationRun(chip, applicationId, cores, wait: true), cancellationToken).ConfigureAwait(false);

        return true;
    }

    /// <summary>Has a chip take the image from a neighbour, which it proves by the checksum, and its cores take it from there.</summary>
    public async Task CopyAsync(ScampConnection connection, ChipLocation chip, int link, CoreSet cores, CancellationToken cancellationToken)
    {
        var copy = new ApplicationCopyRun(chip, link, (uint)image.Data.Length, applicationId, cores, image.Checksum, wait: true);
        await connection.ExecuteAsync<ApplicationCopyRun, Acknowledgement>(copy, cancellationToken).ConfigureAwait(false);
    }
}
