using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Samples;

/// <summary>Tells what a whole machine has and lacks, and in which states its cores are.</summary>
internal static class MachineSample
{
    public static async Task RunAsync(TransceiverOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        await using Transceiver transceiver = await Transceiver.OpenAsync(options, cancellationToken);

        output.WriteLine($"{transceiver.Version}: {transceiver.Machine}");
        output.WriteLine($"found: {transceiver.Report}");
        foreach (MachineChip chip in transceiver.Machine.Chips.Take(4))
            output.WriteLine($"chip {chip.Location}: {chip.ApplicationCores.Count} cores for applications");

        IReadOnlyDictionary<CoreLocation, CoreState> states = await transceiver.Applications.GetStatesAsync(cancellationToken: cancellationToken);
        foreach (IGrouping<CoreState, CoreLocation> state in states.GroupBy(static core => core.Value, static core => core.Key))
            output.WriteLine($"{state.Count()} cores are {state.Key}");
    }
}
