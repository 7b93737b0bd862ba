namespace SpiNNMan.Async.Simulation.Answering;

/// <summary>An answer.</summary>
/// <param name="Delay">How long after the datagram it came.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="IsReply">Whether it carries the sequence number of the request.</param>
internal readonly record struct CapturedAnswer(TimeSpan Delay, ReadOnlyMemory<byte> Bytes, bool IsReply);
