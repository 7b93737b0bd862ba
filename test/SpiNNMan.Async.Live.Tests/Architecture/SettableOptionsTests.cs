using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Notifications;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Live.Spif;
using SpiNNMan.Async.Tests.Architecture;

namespace SpiNNMan.Async.Live.Tests.Architecture;

/// <summary>Options can be set until something uses them.</summary>
[TestFixture]
internal sealed class SettableOptionsTests
{
    private static IEnumerable<Type> Options => OptionContract.OptionsOf(typeof(LiveOptions).Assembly);

    [TestCaseSource(nameof(Options))]
    public void Options_can_be_set_until_they_are_used(Type type) => OptionContract.Check(type);

    [Test]
    public void All_options_have_the_same_base()
    {
        Assert.That(OptionContract.Strangers(typeof(LiveOptions).Assembly), Is.Empty);
        Assert.That(Options, Has.Member(typeof(LiveOptions)));
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task Whatever_takes_options_makes_them_read_only(CancellationToken cancellationToken)
    {
        var live = new LiveOptions { Port = 0 };
        await using LiveConnection connection = await LiveConnection.ListenAsync(live, cancellationToken);
        var server = new NotificationServerOptions();
        await using var notifications = new NotificationServer(server);
        var spif = new SpifOptions();
        await using SpifConnection board = await SpifConnection.OpenAsync(new IPEndPoint(IPAddress.Loopback, 3332), new RunDatabase(), spif, cancellationToken);
        var reader = new ReaderOptions();
        await using BatchReader batches = board.BatchesAsync(options: reader, cancellationToken: cancellationToken);

        SpinnakerOptions[] used = [live, live.Sending, server, spif, reader];
        Assert.That(used.Where(static one => !one.IsReadOnly), Is.Empty);
    }
}
