using System.Globalization;
using SpiNNMan.Async.Simulation.Counters;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>Describes an event of a virtual machine in a line.</summary>
internal static class EventLines
{
    public static string Describe(MachineEvent happened) => string.Create(CultureInfo.InvariantCulture, $"{happened.At.TotalSeconds,9:0.000} s  {happened.Text}");
}
