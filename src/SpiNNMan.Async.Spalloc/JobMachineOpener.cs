using System.Net;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Services;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Spalloc;

/// <summary>Boots and opens the machine of a job, and does what people ask for most when that fails.</summary>
internal sealed class JobMachineOpener(AllocatedJob job, ServiceSettings settings, JobMachineOptions options)
{
    public async Task<Transceiver> OpenAsync(CancellationToken cancellationToken)
    {
        int replacements = 0;
        int cycles = 0;
        while (true)
        {
            try
            {
                return await TryAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (SpinnakerException exception) when (options.Transceiver.BootImage is not null && IsFaultOfBoard(exception))
            {
                if (cycles < options.PowerCycles)
                {
                    cycles++;
                    Log.BootFailed(settings.Logger, job.Id, exception.Message, "its boards are switched off and on");
                    await job.ResetAsync(cancellationToken).ConfigureAwait(false);
                    continue;
                }

                if (options.ReportBroken)
                    await ReportAsync(exception, cancellationToken).ConfigureAwait(false);

                if (replacements == options.Replacements || job.Request is null)
                    throw;

                replacements++;
                cycles = 0;
                Log.BootFailed(settings.Logger, job.Id, exception.Message, "another job is taken");
                await job.ReplaceAsync("its machine could not be booted", options.Progress, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool IsFaultOfBoard(SpinnakerException exception) => exception switch
    {
        BoardBootException => true,
        TransceiverOpenException { State: HostState.Silent or HostState.Refused or HostState.Initialising or HostState.WrongVersion or HostState.OtherSoftware } => true,
        SpinnakerTimeoutException => true,
        _ => false,
    };

    private async Task<Transceiver> TryAsync(CancellationToken cancellationToken)
    {
        JobNetwork network = await job.OpenNetworkAsync(options.Route, cancellationToken).ConfigureAwait(false);
        JobSession session = job.Session;
        TransceiverOptions opened = network.Adapt(options.Transceiver, session);
        string host = network.Machine.RootHost;
        return await session.RunAsync(token => OpenOneAsync(network, host, opened, token), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Transceiver> OpenOneAsync(JobNetwork network, string host, TransceiverOptions opened, CancellationToken cancellationToken)
    {
        IPAddress? address = network.IsTunnel ? network.GetBoard(network.RootChip).Address : IPAddress.TryParse(host, out IPAddress? known) ? known : null;
        address ??= (await BoardAddress.FindAsync(host, ScpMessage.Port, opened.Connection, cancellationToken).ConfigureAwait(false)).Address;
        return await Transceiver.OpenAsync(opened.BoardEndPoint(address), opened, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReportAsync(SpinnakerException exception, CancellationToken cancellationToken)
    {
        try
        {
            JobMachine machine = await job.GetMachineAsync(cancellationToken).ConfigureAwait(false);
            await job.ReportAsync($"It cannot be booted: {exception.Message}", machine.Hosts[0].Chip, cancellationToken).ConfigureAwait(false);
        }
        catch (SpinnakerException refusal) when (refusal is not JobLostException)
        {
            Log.BootFailed(settings.Logger, job.Id, exception.Message, $"it could not be reported: {refusal.Message}");
        }
    }
}
