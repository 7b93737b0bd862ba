namespace SpiNNMan.Async.Simulation.Executed;

/// <summary>How executed chips are run.</summary>
/// <param name="Image">The image that the machine starts with; empty for none.</param>
/// <param name="Pace">How many seconds pass for the chips in a second; 0 for as fast as possible.</param>
/// <param name="HostThreads">How many threads run chips.</param>
/// <param name="HostLoad">The part of the time for which they may work.</param>
/// <param name="Recording">The recorder of everything that comes to the chips.</param>
/// <param name="MemoryLimit">How much memory the chips may take at the most, in bytes.</param>
/// <param name="Time">The clock.</param>
internal sealed record ExecutionSettings(ReadOnlyMemory<byte> Image, double Pace, int HostThreads, double HostLoad, RecordingWriter? Recording, long MemoryLimit, TimeProvider Time);
