using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Booting;

/// <summary>The finding at the address of a board.</summary>
/// <param name="State">The state of the host.</param>
/// <param name="Version">Its answer, if it answered.</param>
/// <param name="Error">The error of the network or of this computer, if nothing answered.</param>
/// <param name="HeardAnnouncements">Whether announcements of unbooted boards could be listened for.</param>
public sealed record HostProbeResult(HostState State, VersionInfo? Version, SpinnakerException? Error, bool HeardAnnouncements)
{
    /// <summary>The meaning, and what to do, in sentences that begin with the name of the host.</summary>
    /// <param name="host">The name.</param>
    public string Explain(string host) => State switch
    {
        HostState.Ready => $"{host} is ready and runs {Version}.",
        HostState.Initialising => $"{host} is booted and still finds its chips. That takes seconds, up to a minute on the largest machines. If it takes longer, power-cycle all boards and boot again.",
        HostState.Unbooted => $"{host} is switched on and waits for a boot image. Boot it: give the options a BootImage, or use 'spinnman boot {host}'.",
        HostState.Bmp => $"{host} is a board management processor ({Version}), not a board. The board usually has the address after it.",
        HostState.WrongVersion => $"{host} runs {Version}; {SoftwareCompatibility.ScampName} {SoftwareCompatibility.ScampVersion} or newer is needed. Power-cycle the board, and boot it with another image.",
        HostState.OtherSoftware => $"{host} runs {Version}, which is neither a monitor nor a board management processor. Is that its address?",
        HostState.Refused => $"{host} exists, but reports that nothing listens on that port. Is that the address of a board, and is the port right? A proxy or address translation may be in between.",
        _ when LocalError is { } error => $"{host} could not be asked: {error.Message}",
        _ => $"{host} does not answer. Is it switched on, and is that its address? A board that waits for an image does not answer either{AboutAnnouncements}; one that hung needs a power cycle; a firewall must let UDP ports 17893 and 54321 through.",
    };

    /// <summary>The error that kept this computer from asking.</summary>
    internal SpinnakerConnectionException? LocalError => Error switch
    {
        SpinnakerTimeoutException timeout => timeout.LastSendError,
        SpinnakerConnectionException error when State == HostState.Silent => error,
        _ => null,
    };

    private string AboutAnnouncements => HeardAnnouncements ? ", but no announcement was heard" : "; its announcements could not be heard, because port 54321 is taken on this computer";
}
