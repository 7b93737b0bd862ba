using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Connections;

internal sealed class OpeningTests
{
    private static readonly IPEndPoint s_board = new(IPAddress.Loopback, 17893);

    private static IEnumerable<Exception> Errors() => [new SocketException(105), new InvalidOperationException("no"), new IOException("no"), new OperationCanceledException("no")];

    [TestCaseSource(nameof(Errors))]
    public void Whatever_a_network_of_the_users_own_throws_comes_out_as_an_error_of_the_connection(Exception error)
    {
        var options = new ScampConnectionOptions { Network = new FailingNetwork(error) };

        Assert.That(
            async () => await ScampConnection.ConnectAsync(s_board, options, CancellationToken.None),
            Throws.InstanceOf<SpinnakerConnectionException>().With.InnerException.SameAs(error).And.Message.Contains(error.Message));
        Assert.That(
            async () => await EieioConnection.ListenAsync(options: new ConnectionOptions { Network = new FailingNetwork(error) }, cancellationToken: CancellationToken.None),
            Throws.InstanceOf<SpinnakerConnectionException>());
    }

    [Test]
    public void Errors_that_say_it_already_come_out_as_they_are()
    {
        var error = new SpinnakerConnectionException("The port is taken.");
        var options = new ScampConnectionOptions { Network = new FailingNetwork(error) };

        Assert.That(async () => await ScampConnection.ConnectAsync(s_board, options, CancellationToken.None), Throws.Exception.SameAs(error));
    }

    private sealed class FailingNetwork(Exception error) : IDatagramNetwork
    {
        public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) => throw error;
    }
}
