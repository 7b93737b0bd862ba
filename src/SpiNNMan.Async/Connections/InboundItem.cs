using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Connections;

/// <summary>An item that waits to be received: a datagram, or an error of the wire.</summary>
internal readonly record struct InboundItem(Datagram? Datagram, SpinnakerConnectionException? Error);
