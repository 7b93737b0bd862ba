using System.Net;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>The program of the guide about captures. It runs as a test.</summary>
internal sealed class CaptureGuideSnippets
{
    [Test, CancelAfter(30_000)]
    public async Task Capturing_a_session(CancellationToken cancellationToken)
    {
        await using VirtualMachine virtualMachine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        IPEndPoint board = virtualMachine.Boards[0].EndPoint;
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.pcapng");

        // CODE_SECTION:capture:START
        using PacketCapture capture = PacketCapture.Create(file);
        var options = new TransceiverOptions { Connection = new ScampConnectionOptions { Capture = capture } };
        await using Transceiver machine = await Transceiver.OpenAsync(board, options, cancellationToken);

        // CODE_SECTION:capture:END
        Assert.That(capture.Datagrams, Is.GreaterThan(4));
        File.Delete(file);
    }
}
