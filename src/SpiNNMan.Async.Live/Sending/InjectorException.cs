using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Live.Sending;

/// <summary>An injector cannot take what should be sent: it would drop it without a word.</summary>
public sealed class InjectorException : SpinnakerException
{
    internal InjectorException(string label, CoreLocation? core, string problem)
        : base($"'{label}'{(core is null ? "" : $" on core {core}")} {problem}")
    {
        Label = label;
        Core = core;
    }

    /// <summary>The label.</summary>
    public string Label { get; }

    /// <summary>The core; <see langword="null"/> if it is about all of them.</summary>
    public CoreLocation? Core { get; }
}
