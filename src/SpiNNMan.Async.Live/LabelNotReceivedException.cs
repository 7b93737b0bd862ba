using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Live;

/// <summary>The events of a label do not come here.</summary>
public sealed class LabelNotReceivedException : SpinnakerException
{
    internal LabelNotReceivedException(string label, string why)
        : base($"The events of '{label}' do not come here: {why}") => Label = label;

    /// <summary>The label.</summary>
    public string Label { get; }
}
