using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Testing;

/// <summary>A signal that a machine was asked to spread.</summary>
/// <param name="Request">The request.</param>
/// <param name="ApplicationId">The application, 0 to 255.</param>
/// <param name="Signal">The signal.</param>
/// <param name="ApplicationMask">The bits of the number of an application that must be those of <paramref name="ApplicationId"/>. 0xFF means this application alone.</param>
/// <remarks>Protocol: scp.md, "Signals".</remarks>
public sealed record ReceivedSignal(ReceivedRequest Request, byte ApplicationId, Signal Signal, byte ApplicationMask);
