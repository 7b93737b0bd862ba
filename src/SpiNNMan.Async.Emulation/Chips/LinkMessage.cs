namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>A message from one chip to another.</summary>
/// <param name="Target">The index of the other chip in its machine.</param>
/// <param name="Time">When it is there, at the earliest.</param>
/// <param name="Event">The event.</param>
internal readonly record struct LinkMessage(int Target, long Time, ChipEvent Event);
