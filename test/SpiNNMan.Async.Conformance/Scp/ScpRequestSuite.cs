using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Conformance.Scp;

/// <summary>The bytes of every request.</summary>
internal sealed class ScpRequestSuite : IVectorSuite
{
    public string FileName => "scp_requests.json";

    public string? Check(JsonElement record) => record.Has("error")
        ? ExpectedError.Check(record.GetProperty("error"), () => Encode(record), ScpRequestTable.ParameterNames)
        : FieldLimits.Check(record.GetString("class"), record.GetProperty("ctor"), () => Compare(record));

    private static byte[] Encode(JsonElement record) => Encode(record, ScpRequestTable.Make(record));

    private static byte[] Encode(JsonElement record, ScpCase request) =>
        request.ToDatagram(VectorJson.Fit<ushort>(record.GetInteger("sequence")), Source(record.GetProperty("connection")));

    private static ChipLocation Source(JsonElement connection) => connection.GetString("type") switch
    {
        "SCAMPConnection" => new ChipLocation(connection.GetByte("chip_x"), connection.GetByte("chip_y")),
        "BMPConnection" => new ChipLocation(0, 0),
        string type => throw new UnknownRecordException($"connection {type}"),
    };

    private static string? Compare(JsonElement record)
    {
        ScpCase request = ScpRequestTable.Make(record);
        var comparison = new Comparison();
        comparison.Same("command", record.GetInteger("command"), (long)request.Command);
        JsonElement[] arguments = record.GetList("args");
        if (arguments.Length != 3)
            throw new UnknownRecordException($"{arguments.Length} arguments");

        comparison.Same("argument 1", Argument(arguments[0]), request.Arguments.First);
        comparison.Same("argument 2", Argument(arguments[1]), request.Arguments.Second);
        comparison.Same("argument 3", Argument(arguments[2]), request.Arguments.Third);

        byte[] datagram = Encode(record, request);
        comparison.SameBytes("bytes", record.GetHex(), datagram);
        if (SdpHeader.TryParse(datagram.AsSpan(SdpMessage.PadSize), out SdpHeader header, out PacketError error))
            ScpHeaders.Compare(comparison, record.GetProperty("sdp"), header);
        else
            comparison.Differs(error.ToString());

        comparison.Same("command in the bytes", (byte)request.Command, datagram[ScpMessage.CommandOffset]);
        return comparison.Result;
    }

    private static long Argument(JsonElement argument) => argument.ValueKind == JsonValueKind.Null ? 0 : argument.AsInteger();
}
