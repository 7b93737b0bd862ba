using System.Text.Json;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Conformance;
using SpiNNMan.Async.Conformance.Connections;
using SpiNNMan.Async.Conformance.Eieio;
using SpiNNMan.Async.Conformance.Exchanges;
using SpiNNMan.Async.Conformance.Scp;
using SpiNNMan.Async.Conformance.Sdp;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Scp.Routing;

namespace SpiNNMan.Async.Tests.Conformance;

/// <summary>That the runner knows what the notation of the records allows, also where no record of this project uses it.</summary>
internal sealed class RunnerTests
{
    private const string Silence = """{"type": "SpinnmanGenericProcessException", "kind": "spinnman", "inner": {"type": "SpinnmanTimeoutException", "kind": "spinnman"}}""";

    private static readonly byte[] s_image = [1, 2, 3, 4, 5, 6, 7, 8];

    [TestCase("1:drop 2:OK 1:drop 1:OK", null)]
    [TestCase("1:stale+OK 2:OK", null)]
    [TestCase("1:NOREPLY 1:OK 2:OK", null)]
    [TestCase("1:hold 2:flush+OK", null)]
    [TestCase("1:drop 2:OK 1:drop 1:drop 1:drop", "SpinnmanTimeoutException")]
    public void Memory_is_read_through_losses(string plan, string? error)
    {
        const uint address = 0x6000_0101;
        var chip = new ChipLocation(1, 1);
        ReadMemory[] requests = [new(chip, address, 256), new(chip, address + 256, 44)];
        var events = new JsonArray();
        var actions = new JsonArray();
        foreach (string[] step in plan.Split(' ').Select(step => step.Split(':')))
        {
            ushort sequence = ushort.Parse(step[0]);
            ReadMemory request = requests[sequence - 1];
            actions.Add(step[1]);
            events.Add(Send(Hex(request, sequence)));
            if (step[1] is "NOREPLY")
                events.Add(Receive(Reply(ScpResult.P2PNoReply, sequence, chip)));
            else if (step[1].EndsWith("OK", StringComparison.Ordinal))
                events.Add(Receive(Reply(ScpResult.Ok, sequence, chip, [.. Memory(chip, request.Address, request.ByteCount)])));
        }

        var record = new JsonObject
        {
            ["name"] = "reading",
            ["op"] = "read_memory",
            ["args"] = new JsonObject { ["x"] = 1, ["y"] = 1, ["p"] = 0, ["base_address"] = address, ["length"] = 300, ["packet_timeout"] = 0.25, ["n_retries"] = 3 },
            ["plan"] = actions,
            ["events"] = events,
        };
        if (error is null)
            record["result"] = new JsonObject { ["hex"] = Convert.ToHexStringLower(Memory(chip, address, 300)) };
        else
            record["error"] = new JsonObject { ["type"] = error, ["kind"] = "spinnman" };

        Assert.That(new PipelineSuite().Check(Element(record)), Is.Null);
        record["result"] = new JsonObject { ["hex"] = "00" };
        record.Remove("error");
        Assert.That(new PipelineSuite().Check(Element(record)), Is.Not.Null, "another result fails");
    }

    [TestCase("execute_flood on a 2x2 machine", 1, 1, true)]
    [TestCase("execute_flood on an 8x8 machine", 7, 3, true)]
    [TestCase("execute_flood on a SpiNN-5", 4, 7, true)]
    [TestCase("execute_flood on a 12x12 machine", 11, 9, true)]
    [TestCase("execute_flood on a 24 x 12 machine (two triads)", 23, 11, false)]
    public void Applications_are_loaded_on_machines_of_any_size(string operation, byte x, byte y, bool wait)
    {
        const byte application = 30;
        var far = new ChipLocation(x, y);
        var origin = new ChipLocation(0, 0);
        var record = new JsonObject
        {
            ["name"] = "loading",
            ["op"] = operation,
            ["args"] = new JsonObject
            {
                ["cores"] = new JsonArray(new JsonArray(0, 0, new JsonArray(1, 2)), new JsonArray(x, y, new JsonArray(17))),
                ["app_id"] = application,
                ["wait"] = wait,
                ["data"] = new JsonObject { ["hex"] = Convert.ToHexStringLower(s_image) },
            },
            ["result"] = null,
            ["events"] = new JsonArray(
                Send(Hex(new WriteMemory(origin, MemoryMap.SystemSdram, s_image), 0)),
                Receive(Reply(ScpResult.Ok, 0, origin)),
                Send(Hex(new ApplicationRun(origin, application, [1, 2], wait), 1)),
                Receive(Reply(ScpResult.Ok, 1, origin)),
                Send(Hex(new ApplicationCopyRun(far, 3, (uint)s_image.Length, application, [17], 0x0C0A_0806, wait), 2)),
                Receive(Reply(ScpResult.Ok, 2, far))),
        };

        Assert.That(new TranscriptSuite().Check(Element(record)), Is.Null);
        record["args"]!["cores"]![1]![2]![0] = 16;
        Assert.That(new TranscriptSuite().Check(Element(record)), Is.Not.Null, "other cores fail");
    }

    [TestCase("power_on", """{"boards": [1, 2], "cabinet": 1, "frame": 2}""", PowerCommand.PowerOn)]
    [TestCase("power_on(3)", """{"cabinet": 0}""", PowerCommand.PowerOn)]
    [TestCase("power_on", "null", PowerCommand.PowerOn)]
    [TestCase("power_off", """{"boards": 5}""", PowerCommand.PowerOff)]
    [TestCase("power_off(board)", """{"board": 7}""", PowerCommand.PowerOff)]
    [TestCase("power_on_machine", """{"boards": [0, 23]}""", PowerCommand.PowerOn)]
    [TestCase("power_off_machine", """{"boards": [0, 1]}""", PowerCommand.PowerOff)]
    public void Boards_are_switched_with_every_argument_and_by_silent_ones(string operation, string arguments, PowerCommand command)
    {
        BoardSet boards = operation switch
        {
            "power_on(3)" => 3,
            "power_off(board)" => 7,
            _ when arguments is "null" => 0,
            _ => BoardSet.Create([.. Numbers(JsonNode.Parse(arguments)!["boards"]!)]),
        };
        JsonObject Record(bool isSilent) => new()
        {
            ["name"] = "power",
            ["op"] = operation,
            ["args"] = JsonNode.Parse(arguments),
            ["events"] = isSilent
                ? new JsonArray(Send(Hex(new SetPower(command, boards), 0), "bmp"), new JsonObject { ["t"] = "timeout", ["conn"] = "bmp", ["seconds"] = 10 })
                : new JsonArray(Send(Hex(new SetPower(command, boards), 0), "bmp"), Receive(Reply(ScpResult.Ok, 0, default), "bmp")),
        };

        JsonObject answered = Record(isSilent: false);
        answered["result"] = operation.EndsWith("machine", StringComparison.Ordinal) ? true : null;
        JsonObject silent = Record(isSilent: true);
        silent["error"] = JsonNode.Parse(Silence);
        Assert.Multiple(() =>
        {
            Assert.That(new TranscriptSuite().Check(Element(answered)), Is.Null, "answered");
            Assert.That(new TranscriptSuite().Check(Element(silent)), Is.Null, "silent");
        });
        silent["result"] = null;
        silent.Remove("error");
        Assert.That(new TranscriptSuite().Check(Element(silent)), Is.Not.Null, "silence is no success");
    }

    [Test]
    public void Calls_are_put_together_in_any_order()
    {
        var chip = new ChipLocation(1, 0);
        var record = new JsonObject
        {
            ["name"] = "several",
            ["op"] = "read_word; malloc_sdram(64); clear_multicast_routes; read_user",
            ["args"] = new JsonObject { ["x"] = 1, ["y"] = 0, ["p"] = 2, ["user"] = 1, ["address"] = 0x6000_0000, ["app_id"] = 20 },
            ["result"] = new JsonArray(Word(chip, 0x6000_0000), 0x6010_0000, null, Word(chip, MemoryMap.GetUserRegisterAddress(2, 1))),
            ["events"] = new JsonArray(
                Send(Hex(new SdramAllocate(chip, 20, 64), 1)),
                Receive(Reply(ScpResult.Ok, 1, chip, BitConverter.GetBytes(0x6010_0000))),
                Send(Hex(new RouterClear(chip), 2)),
                Receive(Reply(ScpResult.Ok, 2, chip))),
        };

        Assert.That(new TranscriptSuite().Check(Element(record)), Is.Null);
        record["op"] = "read_word; malloc_sdram(64); read_user";
        Assert.That(new TranscriptSuite().Check(Element(record)), Is.Not.Null, "a call less fails");
        record["op"] = "read_word; a_call_that_nobody_knows";
        Assert.That(() => new TranscriptSuite().Check(Element(record)), Throws.TypeOf<UnknownRecordException>());
    }

    [TestCase("add_key x 255", false)]
    [TestCase("add_key x 256", true)]
    [TestCase("add_key 300 times", true)]
    public void Messages_take_elements_up_to_255(string call, bool fails)
    {
        var record = new JsonObject
        {
            ["name"] = "many",
            ["kind"] = "error",
            ["eieio_type"] = "EIEIOType.KEY_16_BIT",
            ["call"] = call,
            ["error"] = new JsonObject { ["type"] = "struct.error", ["kind"] = "malformed" },
        };

        Assert.That(new EieioDataSuite().Check(Element(record)), fails ? Is.Null : Is.Not.Null);
    }

    [TestCase("0440", """{"kind": "command", "class": "StopRequests", "command": 4}""")]
    [TestCase("0640c90b50000cce5d7deb54", """{"kind": "command", "class": "SpinnakerRequestBuffers", "command": 6, "x": 11, "y": 201, "p": 10, "region_id": 12, "sequence_no": 206, "space_available": 1424719197}""")]
    [TestCase("09400114000011bac10638a3", """{"kind": "command", "class": "HostDataRead", "command": 9, "n_requests": 1, "sequence_no": 20, "channel": [17], "region_id": [186], "space_read": [2738357953]}""")]
    [TestCase("0840129261ed377c686c4156d426b34b", """{"kind": "command", "class": "SpinnakerRequestReadData", "command": 8, "x": 146, "y": 18, "p": 12, "n_requests": 1, "sequence_no": 237, "channel": [55], "region_id": [124], "start_address": [1447128168], "space_to_be_read": [1270032084]}""")]
    [TestCase("01402f746d702f61", """{"kind": "command", "class": "NotificationProtocolDatabaseLocation", "command": 1, "database_path": "/tmp/a"}""")]
    public void Commands_that_are_received_have_types_and_fields_of_their_own(string bytes, string outcome)
    {
        var record = new JsonObject
        {
            ["name"] = "eieio_receive",
            ["steps"] = "receive_eieio_message(1)",
            ["bytes_hex"] = bytes,
            ["outcome"] = JsonNode.Parse(outcome),
        };

        Assert.That(new ConnectionSuite().Check(Element(record)), Is.Null);
        record["outcome"]!["class"] = "PaddingRequest";
        Assert.That(new ConnectionSuite().Check(Element(record)), Is.Not.Null, "another class fails");
    }

    [Test]
    public void A_record_about_several_classes_holds_for_each()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "eieio_commands.json");
        JsonObject Record(params string[] classes) => new()
        {
            ["name"] = "lengths",
            ["kind"] = "min_length",
            ["class"] = new JsonArray([.. classes.Select(type => (JsonNode)type)]),
            ["min_packet_length"] = 2,
        };
        File.WriteAllText(file, new JsonObject { ["records"] = new JsonArray(Record("StopRequests", "StartRequests"), Record("StopRequests", "HostDataRead")) }.ToJsonString());

        FileReport report = ConformanceRunner.RunFile(file);
        Assert.That((report.Passed, report.Failures.Count), Is.EqualTo((1, 1)));
        Assert.That(report.Failures[0], Does.Contain("HostDataRead"));
    }

    [TestCase("""{"app_id": 30, "x": 0, "y": 0, "processors": [1, 20], "wait": false}""", "1e100002", true)]
    [TestCase("""{"app_id": 30, "x": 0, "y": 0, "processors": [1, 18], "wait": false}""", "1e040002", false)]
    public void Cores_beyond_17_are_carried_where_the_word_has_bits_for_them(string arguments, string word, bool isCarried)
    {
        uint value = Convert.ToUInt32(word, 16);
        byte[] datagram = Convert.FromHexString("000087ff00ff0000" + "0000130000000000" + "0000000000000000" + "0000");
        BitConverter.TryWriteBytes(datagram.AsSpan(14), value);
        var record = new JsonObject
        {
            ["name"] = "cores",
            ["class"] = "ApplicationRun",
            ["ctor"] = JsonNode.Parse(arguments),
            ["connection"] = new JsonObject { ["type"] = "SCAMPConnection", ["chip_x"] = 0, ["chip_y"] = 0 },
            ["sequence"] = 0,
            ["command"] = 19,
            ["args"] = new JsonArray(value, null, null),
            ["bytes_hex"] = Convert.ToHexStringLower(datagram),
            ["sdp"] = SdpOf(),
        };

        // One that the original lets run into another field is refused here, which is what must happen.
        Assert.That(new ScpRequestSuite().Check(Element(record)), Is.Null);
        record["args"]![0] = value ^ 2;
        Assert.That(new ScpRequestSuite().Check(Element(record)), isCarried ? Is.Not.Null : Is.Null);
    }

    [Test]
    public void Headers_with_values_that_do_not_fit_are_refused()
    {
        JsonObject fields = new()
        {
            ["flags"] = "SDPFlag.REPLY_EXPECTED",
            ["tag"] = 1,
            ["destination_port"] = 9,
            ["destination_cpu"] = 3,
            ["destination_chip_x"] = 0,
            ["destination_chip_y"] = 0,
        };
        var record = new JsonObject { ["name"] = "large", ["kind"] = "header_encode", ["class"] = "SDPHeader", ["ctor"] = fields, ["bytes_hex"] = "8701230000000000" };

        Assert.That(new SdpSuite().Check(Element(record)), Is.Null);
        fields["destination_port"] = 1;
        Assert.That(new SdpSuite().Check(Element(record)), Is.Null, "the same bytes from a value that fits");
        fields["destination_port"] = 2;
        Assert.That(new SdpSuite().Check(Element(record)), Is.Not.Null, "another port that fits");
    }

    private static JsonObject SdpOf() => JsonNode.Parse(
        """{"flags": "SDPFlag.REPLY_EXPECTED", "flags_value": 135, "tag": 255, "destination_port": 0, "destination_cpu": 0, "destination_chip_x": 0, "destination_chip_y": 0, "source_port": 7, "source_cpu": 31, "source_chip_x": 0, "source_chip_y": 0}""")!.AsObject();

    private static IEnumerable<int> Numbers(JsonNode node) => node is JsonArray list ? list.Select(item => item!.GetValue<int>()) : [node.GetValue<int>()];

    private static JsonObject Send(string hex, string connection = "scamp") => new() { ["t"] = "send", ["conn"] = connection, ["hex"] = hex };

    private static JsonObject Receive(string hex, string connection = "scamp") => new() { ["t"] = "recv", ["conn"] = connection, ["seconds"] = 1.0, ["hex"] = hex };

    private static string Hex<TRequest>(TRequest request, ushort sequence)
        where TRequest : IScpRequest
    {
        var datagram = new byte[ScpMessage.GetDatagramSize(request)];
        ScpMessage.WriteDatagram(datagram, request, sequence, new ChipLocation(0, 0));
        return Convert.ToHexStringLower(datagram);
    }

    private static string Reply(ScpResult result, ushort sequence, ChipLocation from, byte[]? payload = null) =>
        Convert.ToHexStringLower([0, 0, 7, 8, 0xFF, 0, 0, 0, from.Y, from.X, (byte)result, 0, (byte)sequence, (byte)(sequence >> 8), .. payload ?? []]);

    private static byte[] Memory(ChipLocation chip, uint address, int length) =>
        [.. Enumerable.Range(0, length).Select(i => (uint)(address + i)).Select(at => unchecked((byte)((31 * at) + (7 * (at >> 8)) + (17u * chip.X) + (59u * chip.Y) + 5)))];

    private static uint Word(ChipLocation chip, uint address) => BitConverter.ToUInt32(Memory(chip, address, 4));

    private static JsonElement Element(JsonNode node) => JsonSerializer.SerializeToElement(node);
}
