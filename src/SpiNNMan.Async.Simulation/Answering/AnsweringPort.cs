using System.Net;

namespace SpiNNMan.Async.Simulation.Answering;

/// <summary>A port of a machine of a capture.</summary>
/// <param name="Kind">The kind of port.</param>
/// <param name="Captured">Where it was in the capture.</param>
/// <param name="EndPoint">Where it is now.</param>
public sealed record AnsweringPort(AnsweringPortKind Kind, IPEndPoint Captured, IPEndPoint EndPoint);
