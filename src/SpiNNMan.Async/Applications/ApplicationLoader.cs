using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp.Applications;

namespace SpiNNMan.Async.Applications;

/// <summary>Loads applications, finds out which cores have them, and tries again where they do not.</summary>
/// <remarks>Images pass through one place of each chip, so one application is loaded at a time.</remarks>
internal sealed class ApplicationLoader(MachineConnections connections, SoftwareVersion version, bool leavesPartsOut, StateCounter counter, TimeProvider time)
{
    // A flood fill takes 9.5 ms for each block of 256 bytes. Chips of one board, one after the other, take 0.3 ms each to copy a block from a neighbour, and 1 ms to be written one.
    private const int CopiesWorthAFloodFill = 30;
    private const int WritesWorthAFloodFill = 10;
    private static readonly SoftwareVersion s_copies = new(3, 4, 0);
    private static readonly SoftwareVersion s_ignoresRegions = new(4, 0, 0);

    private Machine Machine => connections.Machine;

    /// <summary>Loads all parts; every core then waits for the start signal.</summary>
    /// <exception cref="InvalidParameterException">A core is not there, is named twice, or the method cannot be used.</exception>
    /// <exception cref="MachineOperationException">Some cores do not have it; all others do.</exception>
    public async Task<LoadResult> LoadAsync(IReadOnlyList<ApplicationPart> parts, byte applicationId, LoadOptions options, CancellationToken cancellationToken)
    {
        (CoreTargets Targets, LoadMethod Method)[] plan = Plan(parts, options);
        IDisposable turn = await connections.SystemBuffers.EnterAloneAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            long start = time.GetTimestamp();
            var failures = new List<MachineFailure>();
            var check = new LoadCheck(connections, counter, applicationId, time);
            int repaired = 0;
            for (int part = 0; part < parts.Count; part++)
            {
                var load = new ChipLoad(parts[part].Image, applicationId);
                check.Expect(plan[part].Targets);
                repaired += await LoadPartAsync(load, part, plan[part], applicationId, options, check, failures, cancellationToken).ConfigureAwait(false);
            }

            CoreLocation[] all = [.. parts.SelectMany(static part => part.Cores).Distinct()];
            var loaded = new LoadResult(applicationId, [.. all.Except(failures.Select(static failure => failure.Core))], [.. plan.Select(static part => part.Method)], repaired, time.GetElapsedTime(start));
            if (failures.Count == 0)
            {
                MachineLog.Loaded(connections.Logger, applicationId, loaded.Cores.Count, repaired, loaded.Elapsed);
                return loaded;
            }

            MachineLog.LoadingFailed(connections.Logger, applicationId, failures.Count, all.Length);
            throw new MachineOperationException<LoadResult>($"Loading {string.Join(" and ", parts.Select(static part => part.Image))}", failures, all.Length, loaded);
        }
        finally
        {
            turn.Dispose();
        }
    }

    private (CoreTargets Targets, LoadMethod Method)[] Plan(IReadOnlyList<ApplicationPart> parts, LoadOptions options)
    {
        if (parts.Count == 0)
            throw new InvalidParameterException(nameof(parts), "no part", "name at least one image and its cores");

        var taken = new Dictionary<CoreLocation, ApplicationImage>();
        foreach (ApplicationPart part in parts)
        {
            foreach (CoreLocation core in part.Cores)
            {
                if (!taken.TryAdd(core, part.Image) && !ReferenceEquals(taken[core], part.Image))
                    throw new InvalidParameterException(nameof(parts), core, $"it has {taken[core]} already, so {part.Image} needs another core");
            }
        }

        return [.. parts.Select(part =>
        {
            CoreTargets targets = CoreTargets.Check(Machine, part.Cores, "cores");
            return (targets, ChooseMethod(part.Image, targets, options.Method));
        })];
    }

    private LoadMethod ChooseMethod(ApplicationImage image, CoreTargets targets, LoadMethod wanted)
    {
        bool copies = version >= s_copies;
        bool floods = FloodFillLoad.Fits(image) && Choice(targets) is not null;
        switch (wanted)
        {
            case LoadMethod.CopyRun when !copies:
                throw new InvalidParameterException("Method", wanted, $"monitors of version {version} do not copy from neighbours; those from 3.4 on do");
            case LoadMethod.FloodFill when !FloodFillLoad.Fits(image):
                throw new InvalidParameterException("Method", wanted, $"{image} takes {FloodFillLoad.BlockCount(image)} blocks of 256 bytes, and a flood fill has {FloodFillLoad.MaxBlocks} at most; load it by another method");
            case LoadMethod.FloodFill when !floods:
                throw new InvalidParameterException("Method", wanted, $"monitors of version {version} start the same cores on every chip of the machine, even on ignored ones, and start none on a machine of one chip; load these cores by another method");
            case LoadMethod.Automatic:
                return floods && BusiestBoard(targets) > (copies ? CopiesWorthAFloodFill : WritesWorthAFloodFill) ? LoadMethod.FloodFill : copies ? LoadMethod.CopyRun : LoadMethod.Direct;
            default:
                return wanted;
        }
    }

    private IReadOnlyList<(FloodFillRegion Region, CoreSet Cores)>? Choice(CoreTargets targets) =>
        FloodFillLoad.Choose(Machine, targets, honoursRegions: version < s_ignoresRegions, leavesPartsOut);

    private int BusiestBoard(CoreTargets targets) => targets.Chips.GroupBy(connections.For).Max(static board => board.Count());

    private async Task<int> LoadPartAsync(
        ChipLoad load, int part, (CoreTargets Targets, LoadMethod Method) plan, byte applicationId, LoadOptions options, LoadCheck check, List<MachineFailure> failures, CancellationToken cancellationToken)
    {
        IProgress<LoadProgress>? progress = options.Progress;
        bool floods = plan.Method == LoadMethod.FloodFill;
        IProgress<int>? loading = PartProgress.Of(progress, LoadPhase.Loading, part, floods ? FloodFillLoad.BlockCount(load.Image) : plan.Targets.Chips.Count);
        IReadOnlyList<MachineFailure> sending = floods
            ? await FloodAsync(load, plan.Targets, applicationId, loading, cancellationToken).ConfigureAwait(false)
            : await SendAsync(load, plan.Targets, plan.Method, loading, cancellationToken).ConfigureAwait(false);
        progress.Tell(new LoadProgress(LoadPhase.Verifying, part, 0, plan.Targets.CoreCount));
        LoadFindings found = await check.FindMissingAsync(plan.Targets, sending, cancellationToken).ConfigureAwait(false);
        int missing = found.Missing.CoreCount;
        int lost = found.Lost.Count;
        for (int retry = 0; retry < options.Retries && found.Missing.CoreCount > 0; retry++)
        {
            // Only the chips that lack the image, and over other links each time.
            LoadMethod method = retry == 0 && version >= s_copies ? LoadMethod.CopyRun : LoadMethod.Direct;
            progress.Tell(new LoadProgress(LoadPhase.Repairing, part, missing - found.Missing.CoreCount, missing));
            sending = await SendAsync(load, found.Missing, method, done: null, cancellationToken).ConfigureAwait(false);
            failures.AddRange(found.Lost);
            found = await check.FindMissingAsync(found.Missing, sending, cancellationToken).ConfigureAwait(false);
            lost += found.Lost.Count;
        }

        failures.AddRange(found.Lost);
        failures.AddRange(found.Missing.All().Select(core => found.Describe(core, load.Image, options.Retries)));
        int have = plan.Targets.CoreCount - lost - found.Missing.CoreCount;
        progress.Tell(new LoadProgress(LoadPhase.Verifying, part, have, plan.Targets.CoreCount));
        return missing - found.Missing.CoreCount;
    }

    private Task<IReadOnlyList<MachineFailure>> SendAsync(ChipLoad load, CoreTargets targets, LoadMethod method, IProgress<int>? done, CancellationToken cancellationToken) =>
        method == LoadMethod.CopyRun
            ? CopyRunSpread.RunAsync(connections, load, targets, done, cancellationToken)
            : load.RunAsync(connections, targets, done, cancellationToken);

    private async Task<IReadOnlyList<MachineFailure>> FloodAsync(ChipLoad load, CoreTargets targets, byte applicationId, IProgress<int>? done, CancellationToken cancellationToken)
    {
        byte fillId = connections.SystemBuffers.NextFillId();
        await FloodFillLoad.RunAsync(connections.Root, load, applicationId, fillId, Choice(targets)!, done, cancellationToken).ConfigureAwait(false);
        return [];
    }
}
