namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>The addresses and options of a virtual machine, as JSON.</summary>
internal sealed record VirtualMachineResult(bool Ready, string Board, int Boards, string Scp, string Boot, string Bmp, bool Booted, ulong Seed, double Loss);
