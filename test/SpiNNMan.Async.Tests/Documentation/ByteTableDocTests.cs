using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Tests.Wire.Scp;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Tags;
using SpiNNMan.Async.Wire.Sdp;
using static SpiNNMan.Async.Tests.Documentation.MarkdownDocument;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>Every field is where the tables say.</summary>
internal sealed class ByteTableDocTests
{
    private delegate bool TryParse<T>(ReadOnlySpan<byte> source, out T value, out PacketError error);

    [Test]
    public void System_variables()
    {
        // The whole table as the code has it.
        IEnumerable<string> code = SystemVariable.All.Select(variable => string.Join(" | ", [
            $"0x{variable.Offset:X2}", TypeOf(variable), variable.Name, variable.FirmwareName ?? "", variable.PythonName, $"{variable.Default}", variable.Description]));

        IEnumerable<string> page = All["models.md"].Table("System variables", "Offset", "Type").Select(row => string.Join(" | ", row));
        Assert.That(page, Is.EqualTo(code));
    }

    [Test]
    public void Core_blocks() => ByteTable.Check(
        All["models.md"].Table("Core blocks", "Offset", "Size"),
        [.. new byte[72], .. "some application"u8, .. new byte[40]],
        Boxed((ReadOnlySpan<byte> bytes, out CoreInfo info, out PacketError error) => CoreInfo.TryParse(default, bytes, out info, out error)),
        InOrder<Box<CoreInfo>>(
            All["models.md"].Table("Core blocks", "Offset", "Size"),
            info => info.Value.Registers, info => info.Value.StatusRegister, info => info.Value.StackPointer, info => info.Value.LinkRegister, info => (int)info.Value.RunTimeError,
            info => info.Value.PhysicalCore, info => (int)info.Value.State, info => info.Value.ApplicationId, info => info.Value.ApplicationMailboxAddress,
            info => info.Value.MonitorMailboxAddress, info => (int)info.Value.ApplicationMailboxCommand, info => (int)info.Value.MonitorMailboxCommand,
            info => info.Value.SoftwareErrorCount, info => info.Value.SoftwareErrorFileAddress, info => info.Value.SoftwareErrorLine, info => info.Value.LoadTime,
            info => info.Value.ApplicationName, info => info.Value.IobufAddress, info => info.Value.SoftwareVersion, null, info => info.Value.UserRegisters));

    [Test]
    public void Chip_summaries()
    {
        string[][] rows = All["scp.md"].Table("Chip summary", "Offset in payload", "Size");
        byte[] start = new byte[ChipSummaryInfo.Size];
        ByteTable.Check(
            rows, start, Boxed((ReadOnlySpan<byte> bytes, out ChipSummaryInfo info, out PacketError error) => ChipSummaryInfo.TryParse(default, bytes, out info, out error)),
            InOrder<Box<ChipSummaryInfo>>(
                rows, info => (info.Value.CoreCount, info.Value.WorkingLinks.ToString(), info.Value.FreeRouterEntries, info.Value.IsEthernetAvailable),
                info => info.Value.LargestFreeSdram, info => info.Value.LargestFreeSystemRam, info => Enumerable.Range(0, 18).Select(core => info.Value.CoreStates[core]),
                info => info.Value.NearestEthernet.Y, info => info.Value.NearestEthernet.X, info => info.Value.EthernetAddress?.ToString(), info => info.Value.ParentLink));
    }

    [Test]
    public void Version_information()
    {
        string[][] rows = All["scp.md"].Table("Version", "Offset in payload", "Size");
        byte[] start = [1, 2, 3, 4, 0, 1, 133, 0, 5, 6, 7, 8, .. "AB/CD"u8];
        ByteTable.Check(
            rows, start, bytes => VersionInfo.TryParse([.. bytes, 0], out VersionInfo info, out _) ? new Box<VersionInfo>(info) : null,
            InOrder<Box<VersionInfo>>(
                rows, info => info.Value.Core.Core, info => info.Value.PhysicalCore, info => info.Value.Core.Y, info => info.Value.Core.X, info => info.Value.BufferSize,
                info => info.Value.Version, info => info.Value.BuildDate, info => (info.Value.Name, info.Value.Hardware, info.Value.VersionString)));
    }

    [Test]
    public void Entries_of_IP_tags()
    {
        string[][] rows = All["scp.md"].Table("IP tags", "Offset in entry", "Size");
        ByteTable.Check(
            rows, new byte[IPTagEntry.Size], Boxed<IPTagEntry>(IPTagEntry.TryParse),
            InOrder<Box<IPTagEntry>>(
                rows, tag => tag.Value.Address.ToString(), tag => tag.Value.MacAddress.ToString(), tag => tag.Value.Port, tag => tag.Value.Timeout,
                tag => (int)tag.Value.Flags, tag => tag.Value.MessageCount, tag => tag.Value.ReceivePort, tag => tag.Value.Destination.Y, tag => tag.Value.Destination.X,
                tag => (tag.Value.Destination.Core, tag.Value.DestinationPort), null));
    }

    [Test]
    public void Headers_of_SDP()
    {
        string[][] rows = All["sdp.md"].Table("Header", "Offset", "Size");
        ByteTable.Check(
            rows, [7, 0, 0, 0, 0, 0, 0, 0], Boxed<SdpHeader>(SdpHeader.TryParse),
            InOrder<Box<SdpHeader>>(
                rows, header => header.Value.Flags, header => header.Value.Tag, header => (header.Value.Destination.Port, header.Value.Destination.Core),
                header => (header.Value.Source.Port, header.Value.Source.Core), header => header.Value.Destination.Chip.Y, header => header.Value.Destination.Chip.X,
                header => header.Value.Source.Chip.Y, header => header.Value.Source.Chip.X),
            new Dictionary<int, byte> { [0] = 0x80 });

        // Bits [7:5] are the port.
        Assert.That(SdpHeader.TryParse([7, 0, 0b101_00011, 0b010_11111, 0, 0, 0, 0], out SdpHeader ends, out _), Is.True);
        Assert.That((ends.Destination.Port, ends.Destination.Core, ends.Source.Port, ends.Source.Core), Is.EqualTo(((byte)5, (byte)3, (byte)2, (byte)31)));
    }

    [Test]
    public void Replies()
    {
        string[][] rows = All["scp.md"].Table("Reply", "Offset", "Size");
        ByteTable.Check(
            rows, [7, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 1, 2, 3],
            bytes => ScpReply.TryParse(bytes, out ScpReply reply, out _) ? new ReplyCopy($"{reply.Header}", reply.Result, reply.Sequence, reply.Payload.ToArray()) : null,
            InOrder<ReplyCopy>(rows, reply => reply.Header, reply => reply.Result, reply => reply.Sequence, reply => reply.Payload),
            new Dictionary<int, byte> { [0] = 0x80 });
    }

    [Test]
    public void Requests()
    {
        string[][] rows = All["scp.md"].Table("Request", "Offset", "Size");
        ByteTable.CheckWritten(rows, Request(), new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["command"] = Request(command: 0xFFFF),
            ["sequence number"] = Request(sequence: 0xFFFF),
            ["argument 1"] = Request(arguments: new(uint.MaxValue)),
            ["argument 2"] = Request(arguments: new(0, uint.MaxValue)),
            ["argument 3"] = Request(arguments: new(0, 0, uint.MaxValue)),
            ["data"] = Request(data: 0xFF),
        });
    }

    [Test]
    public void Printed_text()
    {
        string[][] rows = All["scp.md"].Table("Printed text", "Offset", "Size");
        byte[] start = new TubeMessage(default, "text"u8.ToArray()).ToMessage(default).ToArray();
        ByteTable.CheckWritten(rows, start, new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["text"] = new TubeMessage(default, "TEXT"u8.ToArray()).ToMessage(default).ToArray(),
        });
        Assert.That(start[8], Is.EqualTo(64));
    }

    [Test]
    public void Boot_messages()
    {
        string[][] rows = All["boot.md"].Table("Message", "Offset", "Size");
        ByteTable.Check(
            rows, [0, 1, .. new byte[20]], bytes => BootMessage.TryParse(bytes, out BootMessage message, out _) ? new Box<BootMessage>(message) : null,
            InOrder<Box<BootMessage>>(
                rows, message => "refused if changed", message => (uint)message.Value.Opcode, message => message.Value.Operand1, message => message.Value.Operand2,
                message => message.Value.Operand3, message => message.Value.Data.ToArray()));
    }

    [Test]
    public void Status_of_boards()
    {
        string[][] rows = [.. All["bmp.md"].Table("Board status", "Offset", "Type").Select(row => new[] { row[0], row[1], row[2] })];
        Func<AdcInfo, object?>[] fields =
        [
            info => (info.Voltage12A, info.Voltage12B, info.Voltage12C, info.Voltage18, info.Voltage33, info.VoltageSupply),
            info => (info.TemperatureTop, info.TemperatureBottom),
            info => (info.TemperatureExternal0, info.TemperatureExternal1),
            info => (info.Fan0, info.Fan1),
            info => info.Warnings,
            info => info.Shutdowns,
        ];
        Assert.That(AdcInfo.TryParse(new byte[AdcInfo.Size], out AdcInfo before, out _), Is.True);
        for (int offset = 0; offset < AdcInfo.Size; offset++)
        {
            var bytes = new byte[AdcInfo.Size];
            bytes[offset] = 1;
            Assert.That(AdcInfo.TryParse(bytes, out AdcInfo after, out _), Is.True);

            // Not every value of a list is used, hence at most.
            int row = Array.FindLastIndex(rows, one => int.Parse(one[0], System.Globalization.CultureInfo.InvariantCulture) <= offset);
            IEnumerable<int> differing = Enumerable.Range(0, fields.Length).Where(index => !Equals(fields[index](before), fields[index](after)));
            Assert.That(differing, Is.SubsetOf(new[] { row }), $"byte {offset}");
        }

        Assert.That(rows.Sum(row => ByteTable.SizeOf(row[1], 0)), Is.EqualTo(AdcInfo.Size));
    }

    [Test]
    public void Network_settings_of_boards()
    {
        string[][] rows = All["bmp.md"].TableAfter("A block of network settings:");
        ByteTable.Check(
            rows, new byte[BmpNetworkAddress.Size], Boxed<BmpNetworkAddress>(BmpNetworkAddress.TryParse),
            InOrder<Box<BmpNetworkAddress>>(
                rows, one => one.Value.Flags, one => one.Value.MacAddress.ToString(), one => one.Value.IPAddress.ToString(), one => one.Value.Gateway.ToString(),
                one => one.Value.SubnetMask.ToString(), one => one.Value.Port, null));
    }

    [Test]
    public void Requests_for_more_events()
    {
        string[][] rows = All["eieio.md"].TableAfter("Command 6, `SpinnakerRequestBuffers`:");
        CheckCommand<SpinnakerRequestBuffers>(
            6, 10, rows, one => one.Core.Y, one => one.Core.X, one => one.Core.Core, null, one => one.RegionId, one => one.Sequence, one => one.SpaceAvailable);
    }

    [Test]
    public void Numbered_events() => CheckCommand<HostSendSequencedData>(
        7, 4, All["eieio.md"].TableAfter("Command 7, `HostSendSequencedData`:"),
        one => one.RegionId, one => one.Sequence, one => one.Message.ToArray());

    [Test]
    public void Requests_to_fetch_recorded_data() => CheckCommand<SpinnakerRequestReadData>(
        8, 26, All["eieio.md"].TableAfter("Command 8, `SpinnakerRequestReadData`:"),
        one => one.Core.Y, one => one.Core.X, one => one.Core.Core, one => one.Sequence, one => one[0].Channel, one => one[0].RegionId, one => one[0].StartAddress,
        one => one[0].SpaceToBeRead, null, one => one[1]);

    [Test]
    public void Answers_that_recorded_data_was_fetched() => CheckCommand<HostDataRead>(
        9, 18, All["eieio.md"].TableAfter("Command 9, `HostDataRead`:"),
        null, one => one.Sequence, null, one => one[0].Channel, one => one[0].RegionId, one => one[0].SpaceRead, one => one[1]);

    /// <summary>Checks a command of EIEIO, whose rows begin after its header.</summary>
    private static void CheckCommand<T>(int command, int size, string[][] rows, params Func<T, object?>?[] fields)
        where T : EieioMessage
    {
        // Two blocks, where blocks are counted; no other bits of that byte are changed but those of the core.
        byte[] start = [(byte)command, 0x40, .. new byte[size]];
        var toggled = new Dictionary<int, byte> { [0] = 0, [1] = 0 };
        if (command is 6 or 8)
            toggled[4] = 0x08;
        if (command == 8)
            start[4] = 2;
        if (command == 9)
            (start[2], toggled[2]) = (2, 0);
        if (command == 9)
            (toggled[12], toggled[13]) = (0, 0);

        string[][] all = [["0", "2", "header"], .. rows];
        ByteTable.Check(
            all, start, bytes => EieioMessage.TryParse(bytes, out EieioMessage? message, out _) ? message as T : null, InOrder([null, .. fields], all), toggled);
    }

    private static string TypeOf(SystemVariable variable) => variable.Type switch
    {
        SystemVariableType.Byte => "u8",
        SystemVariableType.HalfWord => "u16",
        SystemVariableType.Word => "u32",
        SystemVariableType.DoubleWord => "u64",
        _ => $"u8[{variable.Size}]",
    };

    private static byte[] Request(ushort command = 0, ushort sequence = 0, ScpArguments arguments = default, byte data = 0)
    {
        string hex = RequestHex.Of(new RawScpRequest((ScpCommand)command, default, arguments, new[] { data, data }), sequence, 0, 0);
        return Convert.FromHexString(hex)[SdpMessage.PadSize..];
    }

    private static Dictionary<string, Func<T, object?>?> InOrder<T>(string[][] rows, params Func<T, object?>?[] fields) => InOrder(fields, rows);

    /// <summary>The fields by the text of the rows, one after the other.</summary>
    private static Dictionary<string, Func<T, object?>?> InOrder<T>(Func<T, object?>?[] fields, string[][] rows)
    {
        Assert.That(fields, Has.Length.EqualTo(rows.Length), "one for each row");
        return rows.Zip(fields).ToDictionary(pair => pair.First[2], pair => pair.Second, StringComparer.Ordinal);
    }

    private static Func<byte[], Box<T>?> Boxed<T>(TryParse<T> tryParse) => bytes => tryParse(bytes, out T value, out _) ? new Box<T>(value) : null;

    private sealed record Box<T>(T Value);

    private sealed record ReplyCopy(string Header, ScpResult Result, ushort Sequence, byte[] Payload);
}
