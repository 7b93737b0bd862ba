using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Live.Notifications;

/// <summary>How the tool chain's side of the notification protocol behaves; immutable, change it with <c>with</c>.</summary>
public sealed record NotificationServerOptions
{
    /// <summary>How long all listeners together have to answer, more than zero and up to a day. The default is 10 s, as with other tools.</summary>
    public TimeSpan AnswerDeadline { get; init => field = OptionChecks.Positive(value); } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a run goes on without a listener at whose port nothing listens. The default is yes, as with other tools; with no, it is missing like one that says nothing.</summary>
    public bool GoesOnWithoutRefused { get; init; } = true;

    /// <summary>How its sockets behave, and by which clock. The default is those of the system.</summary>
    public ConnectionOptions Connection { get; init => field = OptionChecks.NotNull(value); } = new();
}
