namespace SpiNNMan.Async.Emulation.Cpu.Debugging;

/// <summary>The bytes that an instruction loads or stores.</summary>
/// <param name="Address">The lowest address.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="IsLoad">Whether they are loaded.</param>
/// <param name="IsStore">Whether they are stored; an exchange does both.</param>
internal readonly record struct DataAccess(uint Address, uint Length, bool IsLoad, bool IsStore);
