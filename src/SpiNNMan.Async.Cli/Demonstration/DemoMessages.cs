using System.Net;
using SpiNNMan.Async.Cli.Benchmarking;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Cli.Demonstration;

/// <summary>Exchanges messages with a program on a core: SDP messages, and EIEIO messages that go in by a reverse IP tag and come out by an IP tag.</summary>
internal sealed class DemoMessages(DemoBoard board)
{
    private const byte Tag = 1;
    private const byte ReverseTag = 2;
    private const byte SdpPort = 2;

    private static readonly CoreLocation s_core = new(1, 1, 3);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <summary>Starts the program on its core.</summary>
    public void StartProgram() => board.Machine.Run(s_core, new EchoApplication { EieioTag = Tag });

    /// <summary>Sends an SDP message to the core, and receives it back.</summary>
    public async Task<string> ExchangeSdpAsync(CancellationToken cancellationToken)
    {
        var options = new SdpConnectionOptions { Chip = board.Scamp.Chip };
        await using SdpConnection connection = await SdpConnection.OpenAsync(
            board.Board.EndPoint.Address.ToString(), board.Board.EndPoint.Port, options, cancellationToken);
        byte[] data = Pattern.Create(SdpMessage.MaxDataSize, number: 7);
        var header = new SdpHeader(SdpFlags.ReplyExpected, SdpHeader.NoTag, new SdpEndpoint(s_core, SdpPort), SdpEndpoint.Host(board.Scamp.Chip));
        await connection.SendSdpMessageAsync(new SdpMessage(header, data), cancellationToken);
        SdpMessage answer = await connection.ReceiveSdpMessageAsync(s_limit, cancellationToken);
        if (!answer.Data.Span.SequenceEqual(data) || answer.Header.Source != header.Destination)
            throw new CommandFailedException($"the answer from {answer.Header.Source} has {answer.Data.Length} bytes and is not what was sent");

        return $"{data.Length} bytes to core {s_core} and back";
    }

    /// <summary>Sends an EIEIO message to the core by a reverse IP tag, and receives it back by an IP tag.</summary>
    public async Task<string> ExchangeEieioAsync(CancellationToken cancellationToken)
    {
        IPAddress address = board.Board.EndPoint.Address;
        await using EieioConnection listener = await EieioConnection.ListenAsync(options: new ConnectionOptions { LocalHost = address.ToString() }, cancellationToken: cancellationToken);
        ushort port = await FindFreePortAsync(address, cancellationToken);
        await board.Scamp.SetIPTagAsync(Tag, new IPEndPoint(address, listener.LocalPort), cancellationToken: cancellationToken);
        await board.Scamp.SetReverseIPTagAsync(ReverseTag, port, s_core, EchoApplication.EieioPort, cancellationToken);

        await using EieioConnection injector = await EieioConnection.ConnectAsync(new IPEndPoint(address, port), cancellationToken: cancellationToken);
        EieioDataMessage sent = EieioDataMessage.Create(EieioType.KeyPayload32Bit);
        for (uint key = 0; key < 30; key++)
            sent.Add(0x10000 + key, key * key);

        await injector.SendEieioMessageAsync(sent, cancellationToken);
        EieioMessage received = await listener.ReceiveEieioMessageAsync(s_limit, cancellationToken);
        if (!received.ToArray().AsSpan().SequenceEqual(sent.ToArray()))
            throw new CommandFailedException("the EIEIO message that came back is not the one sent");

        return $"{sent.Count} events in by a reverse IP tag, out by an IP tag";
    }

    // The virtual board listens on the port of the tag, so that port must be free on this computer.
    private static async Task<ushort> FindFreePortAsync(IPAddress address, CancellationToken cancellationToken)
    {
        await using UdpConnection probe = await UdpConnection.OpenAsync(options: new ConnectionOptions { LocalHost = address.ToString() }, cancellationToken: cancellationToken);
        return (ushort)probe.LocalPort;
    }
}
