using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Peripherals;
using SpiNNMan.Async.Emulation.Tests.Support;

namespace SpiNNMan.Async.Emulation.Tests.Chips;

/// <summary>Images over the network and over links, and datagrams both ways.</summary>
internal sealed class HostTests
{
    private static readonly IPEndPoint s_host = new(new IPAddress([10, 1, 2, 3]), 4000);

    [Test]
    public void An_image_from_the_network_starts_on_the_monitor()
    {
        using EmulatedMachine machine = Machine();
        byte[] image = Image();
        int words = image.Length / 4 / 2;
        Send(machine, Message(1, 0, 1));
        Send(machine, [.. Message(3, (uint)((words - 1) << 8) | 1, 0), .. BigEndian(image.AsSpan(4 * words))]);
        Send(machine, Message(5, 1, 0));
        machine.RunTo(1_000_000);
        Assert.That(machine.Chips[0].BootRom.IsWaiting, Is.True, "a block is missing");

        Send(machine, [.. Message(3, (uint)(words - 1) << 8, 0), .. BigEndian(image.AsSpan(0, 4 * words))]);
        Send(machine, Message(5, 1, 0));
        machine.RunTo(5_000_000);

        Assert.That(machine.Chips[0].BootRom.IsWaiting, Is.False);
        Assert.That(Word(machine, ArmCore.DtcmBase), Is.EqualTo(100));
    }

    [Test]
    public void Datagrams_arrive_as_frames_at_the_speed_of_the_wire()
    {
        using EmulatedMachine machine = Machine();
        List<HostDatagram> taken = [];
        machine.DatagramTaken = taken.Add;
        machine.Chips[0].BootRom.Start(new byte[64], 0);
        machine.RunTo(1000);
        machine.Send(new HostDatagram(0, 0, s_host, 17893, new byte[] { 1, 2, 3 }));
        machine.RunTo(1000 + (84 * 16) - 1);
        Assert.That(machine.Chips[0].Devices.Ethernet!.Read(0xc004), Is.Zero);
        machine.RunTo(10_000);

        Assert.That(taken.Single().Time, Is.EqualTo(1000));
        var ethernet = machine.Chips[0].Devices.Ethernet!;
        Assert.That((ethernet.Read(0xc004), ethernet.Read(0x8000)), Is.EqualTo((2u, 60u)));
        Assert.That(ethernet.Read(0x4000 + 40) >> 16, Is.EqualTo(0x0201), "the payload is at 42");
    }

    [Test]
    public void Chips_send_datagrams_and_ask_for_addresses()
    {
        using EmulatedMachine machine = Machine();
        List<HostDatagram> sent = [];
        machine.DatagramSent = sent.Add;
        machine.Chips[0].BootRom.Start(new byte[64], 0);
        var ethernet = machine.Chips[0].Devices.Ethernet!;
        byte[] udp = [0, 0, 0, 0, 0, 0, 0, 0, 0xa4, 0xf0, 0, 1, 8, 0, 0x45, 0, 0, 30, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 1, 2, 3, 0x45, 0xe5, 0x0f, 0xa0, 0, 10, 0, 0, 7, 9];
        uint sum = 0;
        for (int index = 14; index < 34; index += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(udp.AsSpan(index));
        BinaryPrimitives.WriteUInt16BigEndian(udp.AsSpan(24), (ushort)~((sum & 0xffff) + (sum >> 16)));
        Frame(ethernet, udp);
        byte[] arp = new byte[42];
        arp[12] = 8;
        arp[13] = 6;
        arp[21] = 1;
        new byte[] { 10, 1, 2, 3 }.CopyTo(arp, 38);
        Frame(ethernet, arp);
        machine.RunTo(100_000);

        Assert.That(sent.Single() with { Payload = default }, Is.EqualTo(new HostDatagram(0, 0, s_host, 17893, default)));
        Assert.That(sent.Single().Payload.ToArray(), Is.EqualTo(new byte[] { 7, 9 }));
        Assert.That((ethernet.Read(0xc004), ethernet.Read(0x4000 + 20) & 0xffff), Is.EqualTo((2u, 0x0200u)), "the answer came");
    }

    [Test]
    public void Frames_that_are_broken_are_not_heard()
    {
        using EmulatedMachine machine = Machine();
        List<HostDatagram> sent = [];
        machine.DatagramSent = sent.Add;
        Random random = new(1);
        byte[] frame = new byte[100];
        for (int attempt = 0; attempt < 2000; attempt++)
        {
            random.NextBytes(frame);
            frame[12] = 8;
            frame[13] = (byte)(attempt % 2 * 6);
            frame[14] = 0x45;
            frame[23] = 17;
            Frame(machine.Chips[0].Devices.Ethernet!, frame.AsSpan(0, random.Next(100)).ToArray());
        }

        machine.RunTo(1000);
        Assert.That(sent, Is.Empty);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void An_image_from_a_neighbour_starts_on_the_monitor_unless_a_block_is_damaged(bool isDamaged)
    {
        using EmulatedMachine machine = Machine();
        byte[] image = TestMachine.Program("timer");
        uint words = (uint)image.Length / 4;
        uint crc = uint.MaxValue;
        foreach (byte value in image)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
        }

        Neighbour(machine, 1, 0, 0, 0);
        Neighbour(machine, 2, 0, words - 1, 0);
        for (uint word = 0; word < words; word++) Neighbour(machine, 3, 0, word, BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(4 * (int)word)) ^ (isDamaged && word == 5 ? 1u : 0));
        Neighbour(machine, 4, 0, 0, ~crc);
        Neighbour(machine, 5, 0, 1, 0);
        machine.RunTo(1_000_000);

        Assert.That(machine.Chips[0].BootRom.IsWaiting, Is.EqualTo(isDamaged));
        Assert.That(Word(machine, ArmCore.DtcmBase), Is.EqualTo(isDamaged ? 0 : 100));
    }

    private static void Neighbour(EmulatedMachine machine, uint what, uint block, uint word, uint data)
    {
        uint key = (what << 24) | (block << 16) | (word << 8) | 3;
        uint sum = 0;
        for (int shift = 0; shift < 32; shift += 4) sum += ((key >> shift) & 15) + ((data >> shift) & 15);
        while (sum > 15) sum = (sum & 15) + (sum >> 4);
        machine.Chips[0].Devices.Router.Arrive(new Packet(0x82, key | ((15 - sum) << 28), data, 0), 3, isLocal: false, machine.Now);
        machine.RunTo(machine.Now + 100);
    }

    private static EmulatedMachine Machine()
    {
        EmulatedMachine machine = new([new ChipOptions { HasEthernet = true }], new MachineOptions());
        machine.ConnectHost(0, [0, 0, 0xa4, 0xf0, 0, 1], new IPAddress([10, 0, 0, 1]));
        return machine;
    }

    private static byte[] Image()
    {
        byte[] program = TestMachine.Program("timer");
        return [.. program, .. new byte[(8 - (program.Length % 8)) % 8]];
    }

    private static byte[] Message(uint opcode, uint first, uint third)
    {
        byte[] message = new byte[18];
        message[1] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(2), opcode);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(6), first);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(14), third);
        return message;
    }

    private static byte[] BigEndian(ReadOnlySpan<byte> bytes)
    {
        byte[] swapped = bytes.ToArray();
        for (int word = 0; word < swapped.Length; word += 4) swapped.AsSpan(word, 4).Reverse();
        return swapped;
    }

    private static void Send(EmulatedMachine machine, byte[] message) => machine.Send(new HostDatagram(0, 0, s_host, 54321, message));

    private static void Frame(EthernetController ethernet, byte[] frame)
    {
        for (uint index = 0; index < frame.Length; index++) ethernet.Write(index, 1, frame[index]);
        ethernet.Write(0xc008, 4, (uint)frame.Length);
        ethernet.Write(0xc00c, 4, 0);
    }

    private static uint Word(EmulatedMachine machine, uint address)
    {
        Span<byte> bytes = stackalloc byte[4];
        machine.Chips[0].Cores[0].Arm.Read(address, bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
