using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;

namespace SpiNNMan.Async.Extensions.DependencyInjection;

/// <summary>Looks at a machine.</summary>
internal sealed class SpinnakerHealthCheck(TransceiverProvider machine, SpinnakerHealthOptions options) : IHealthCheck
{
    private const int NamedCores = 8;

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        Transceiver transceiver;
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        try
        {
            transceiver = await machine.GetAsync(cancellationToken).ConfigureAwait(false);
            await transceiver.Connections[0].GetVersionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SpinnakerException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"The machine does not answer: {exception.Message}", exception, data);
        }

        var faults = new List<string>();
        await LookAtBoardsAsync(transceiver, data, faults, cancellationToken).ConfigureAwait(false);
        if (options.ChecksCores)
            await LookAtCoresAsync(transceiver, data, faults, cancellationToken).ConfigureAwait(false);

        LookAtChips(transceiver, data, faults);
        LookAtLoss(transceiver, data, faults);
        return faults.Count == 0
            ? HealthCheckResult.Healthy(string.Create(CultureInfo.InvariantCulture, $"All {transceiver.Connections.Count} boards answer."), data)
            : HealthCheckResult.Degraded(string.Join(' ', faults), exception: null, data);
    }

    private static async Task LookAtBoardsAsync(Transceiver transceiver, Dictionary<string, object> data, List<string> faults, CancellationToken cancellationToken)
    {
        string?[] silent = await Task.WhenAll(transceiver.Connections.Skip(1).Select(AskAsync)).ConfigureAwait(false);
        string[] missing =
        [
            .. silent.OfType<string>(),
            .. transceiver.Report.Findings.Where(static finding => finding.Kind == DiscoveryFindingKind.UnreachableBoard).Select(static finding => $"{finding.Chip}"),
        ];
        data["boards"] = transceiver.Connections.Count;
        data["boardsMissing"] = missing.Length;
        if (missing.Length > 0)
            faults.Add($"Boards do not answer: {string.Join(", ", missing.Take(NamedCores))}.");

        async Task<string?> AskAsync(ScampConnection board)
        {
            try
            {
                await board.GetVersionAsync(cancellationToken).ConfigureAwait(false);
                return null;
            }
            catch (SpinnakerException)
            {
                return $"{board.RemoteIPAddress}";
            }
        }
    }

    private static async Task LookAtCoresAsync(Transceiver transceiver, Dictionary<string, object> data, List<string> faults, CancellationToken cancellationToken)
    {
        PartialResult<IReadOnlyDictionary<CoreLocation, CoreState>> states =
            await PartialResult.FromAsync(transceiver.Applications.GetStatesAsync(transceiver.Machine.ApplicationCores, cancellationToken)).ConfigureAwait(false);
        CoreLocation[] failed = [.. states.Value.Where(static core => core.Value is CoreState.RunTimeException or CoreState.Watchdog).Select(static core => core.Key)];
        data["coresInError"] = failed.Length;
        if (failed.Length > 0)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{failed.Length} cores are in error: {string.Join(", ", failed.Take(NamedCores))}{(failed.Length > NamedCores ? ", ..." : "")}."));
    }

    private void LookAtChips(Transceiver transceiver, Dictionary<string, object> data, List<string> faults)
    {
        IReadOnlyList<ChipLocation> silent = transceiver.SilentChips;
        data["chips"] = transceiver.Machine.Chips.Count;
        data["chipsSilent"] = silent.Count;
        if (silent.Count > options.MaxSilentChips)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{silent.Count} chips do not answer: {string.Join(", ", silent.Take(NamedCores))}."));
    }

    private void LookAtLoss(Transceiver transceiver, Dictionary<string, object> data, List<string> faults)
    {
        double worst = transceiver.Connections.Max(static connection => connection.Statistics.LossRate);
        data["lossRate"] = worst;
        if (worst > options.MaxLossRate)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{worst:P1} of the requests to a board are lost."));
    }
}
