using System.Globalization;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>Describes how fast chips run that execute an image.</summary>
internal static class ExecutionText
{
    private static readonly TimeSpan s_worthTelling = TimeSpan.FromMilliseconds(1);

    /// <summary>Describes the speed in one sentence; <see langword="null"/> if the chips are modelled.</summary>
    public static string? Of(VirtualMachine machine)
    {
        if (machine.Execution is not { } report)
            return null;

        string late = report.LetGo > s_worthTelling ? string.Create(CultureInfo.InvariantCulture, $", {report.LetGo.TotalSeconds:0.0} s given up because this computer is too slow") : "";
        string recording = machine.RecordingFailure is { } failure ? $" NOT RECORDED to the end: {failure.Message}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"Chips ran at {report.AchievedPace:0.00} of real time, for {report.HostLoad:P0} of it{late}.{recording}");
    }
}
