namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>The addresses and options of a virtual machine, as JSON.</summary>
internal sealed record VirtualMachineResult(
    bool Ready, string BoardKind, int BoardCount, string ScpEndPoint, string BootEndPoint, string BmpEndPoint, bool Booted, ulong Seed, double LossRate);
