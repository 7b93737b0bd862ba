namespace SpiNNMan.Async.Multiplexing;

/// <summary>A change of an engine that its user wants to know.</summary>
/// <param name="WindowBefore">The window before.</param>
/// <param name="Window">The window.</param>
/// <param name="LossRate">The part of requests that is lost, 0 to 1.</param>
/// <param name="WasProbing">Whether the board had been given up before.</param>
/// <param name="IsProbing">Whether the board has been given up.</param>
internal readonly record struct EngineChange(int WindowBefore, int Window, double LossRate, bool WasProbing, bool IsProbing);
