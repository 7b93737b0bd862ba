using System.Net;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Answering;

/// <summary>Takes a capture apart: which machines there are, what came to them, and what each answered.</summary>
internal sealed class CapturedMachines
{
    private const string BmpSoftware = "BC";

    private readonly Dictionary<IPEndPoint, CapturedPort> _ports = [];
    private readonly List<CapturedPort> _inOrder = [];
    private readonly Dictionary<(IPEndPoint Host, IPEndPoint Machine, ushort Sequence), (CapturedExchange Exchange, CapturedAnswers Answers, DateTimeOffset Time)> _bySequence = [];
    private readonly Dictionary<(IPEndPoint Host, IPAddress Machine), (CapturedAnswers Answers, DateTimeOffset Time)> _last = [];

    private int _changes;

    /// <summary>The ports of machines, in the order in which the first datagrams came to them.</summary>
    public IReadOnlyList<CapturedPort> Ports => _inOrder;

    /// <summary>All datagrams are taken.</summary>
    public void End()
    {
        foreach (CapturedPort port in _inOrder)
            port.EndCapture();
    }

    /// <summary>Takes a datagram.</summary>
    public void Add(CapturedDatagram datagram)
    {
        if (_ports.TryGetValue(datagram.From, out CapturedPort? from))
            OnAnswer(datagram, from);
        else if (_ports.ContainsKey(datagram.To) || DatagramContent.IsToMachine(datagram.Data))
            OnQuestion(datagram);
        else if (_last.TryGetValue((datagram.To, datagram.From.Address), out (CapturedAnswers Answers, DateTimeOffset Time) last))
            last.Answers.Add(new CapturedAnswer(datagram.Time - last.Time, datagram.Data, IsReply: false));
    }

    private void OnQuestion(CapturedDatagram datagram)
    {
        if (!_ports.TryGetValue(datagram.To, out CapturedPort? port))
        {
            _ports[datagram.To] = port = new CapturedPort(datagram.To);
            _inOrder.Add(port);
            if (DatagramContent.IsBoot(datagram.Data))
                port.Kind = AnsweringPortKind.Boot;
        }

        if (DatagramContent.IsForBmp(datagram.Data.Span))
            port.Kind = AnsweringPortKind.Bmp;

        CapturedExchange exchange = port.Add(datagram.Data, datagram.From, datagram.Time, _changes, out bool isNew);
        if (isNew && DatagramContent.IsChange(datagram.Data))
            _changes++;

        CapturedAnswers answers = exchange.AddTry(datagram.Time);
        _last[(datagram.From, datagram.To.Address)] = (answers, datagram.Time);
        if (DatagramContent.TryReadSequence(datagram.Data.Span, out ushort sequence))
            _bySequence[(datagram.From, datagram.To, sequence)] = (exchange, answers, datagram.Time);
    }

    private void OnAnswer(CapturedDatagram datagram, CapturedPort port)
    {
        ReadOnlySpan<byte> bytes = datagram.Data.Span;
        if (DatagramContent.TryReadSequence(bytes, out ushort sequence) && Enum.IsDefined((ScpResult)DatagramContent.CommandOf(bytes)) && _bySequence.TryGetValue((datagram.To, datagram.From, sequence), out var asked))
        {
            asked.Exchange.Answered(datagram.Time);
            asked.Answers.Add(new CapturedAnswer(datagram.Time - asked.Time, datagram.Data, IsReply: true));
            if (VersionInfo.TryParse(bytes[(ScpMessage.SequenceOffset + sizeof(ushort))..], out VersionInfo version, out _) && version.Name.StartsWith(BmpSoftware, StringComparison.Ordinal))
                port.Kind = AnsweringPortKind.Bmp;
        }
        else if (_last.TryGetValue((datagram.To, datagram.From.Address), out (CapturedAnswers Answers, DateTimeOffset Time) last))
        {
            last.Answers.Add(new CapturedAnswer(datagram.Time - last.Time, datagram.Data, IsReply: false));
        }
    }
}
