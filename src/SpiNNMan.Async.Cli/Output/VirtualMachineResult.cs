namespace SpiNNMan.Async.Cli.Output;

/// <summary>Where a virtual machine is, for programs.</summary>
internal sealed record VirtualMachineResult(bool Ready, string Board, int Boards, string Scp, string Boot, string Bmp, bool Booted, ulong Seed, double Loss);
