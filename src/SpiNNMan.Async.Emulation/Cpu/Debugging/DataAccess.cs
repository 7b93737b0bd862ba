namespace SpiNNMan.Async.Emulation.Cpu.Debugging;

/// <summary>The bytes that an instruction loads or stores.</summary>
/// <param name="Address">The lowest address.</param>
/// <param name="Length">The number of bytes.</param>
/// <param name="IsLoad">Whether they are loaded.</param>
/// <param name="IsStore">Whether they are stored. An exchange loads and stores.</param>
internal readonly record struct DataAccess(uint Address, uint Length, bool IsLoad, bool IsStore);
