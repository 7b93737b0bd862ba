namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>What one chip has for another.</summary>
/// <param name="Target">The index of the other chip in its machine.</param>
/// <param name="Time">When it is there, at the earliest.</param>
/// <param name="Event">What happens there.</param>
internal readonly record struct LinkMessage(int Target, long Time, ChipEvent Event);
