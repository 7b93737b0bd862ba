using System.Globalization;
using SpiNNMan.Async.Applications;

namespace SpiNNMan.Async.Cli.Commands.Applications;

/// <summary>Says how many cores have got into the states that are waited for.</summary>
/// <param name="what">The awaited event, in a sentence without a full stop.</param>
internal sealed class StateNotice(string what) : IProgress<StateProgress>
{
    private volatile string _count = "";

    /// <summary>The awaited state, and how many cores have it so far.</summary>
    public string Text => what + _count;

    /// <inheritdoc/>
    public void Report(StateProgress value) => _count = string.Create(CultureInfo.InvariantCulture, $"; {value.CoresReached} of {value.CoresTotal} are");
}
