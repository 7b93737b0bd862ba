using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Live.Notifications;

/// <summary>How the tool chain's side of the notification protocol behaves; read-only from its first use on.</summary>
public sealed record NotificationServerOptions : SpinnakerOptions
{
    /// <summary>How long all listeners together have to answer, more than zero and up to a day. The default is 10 s, as with other tools.</summary>
    public TimeSpan AnswerDeadline { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a run goes on without a listener at whose port nothing listens. The default is yes, as with other tools; with no, it is missing like one that says nothing.</summary>
    public bool GoesOnWithoutRefused { get; set => field = Writable(value); } = true;

    /// <summary>How its sockets behave, and by which clock. The default is those of the system.</summary>
    public ConnectionOptions Connection { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <inheritdoc/>
    protected override IEnumerable<SpinnakerOptions> Parts => [Connection];
}
