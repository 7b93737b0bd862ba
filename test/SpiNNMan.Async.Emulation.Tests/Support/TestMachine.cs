using System.Buffers.Binary;
using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Emulation.Tests.Support;

/// <summary>A machine of some chips that do not wait for an image, with programs.</summary>
internal sealed class TestMachine : IDisposable
{
    public const uint Results = ArmCore.DtcmBase;
    public const uint Data = ArmCore.DtcmBase + 0x1000;

    public TestMachine(int chips = 1, ChipOptions? chip = null, MachineOptions? options = null)
    {
        chip ??= new ChipOptions { WaitsForImage = false };
        Machine = new EmulatedMachine(Enumerable.Repeat(chip, chips).ToArray(), options ?? new MachineOptions());
    }

    public EmulatedMachine Machine { get; }

    public EmulatedChip Chip => Machine.Chips[0];

    public static byte[] Program(string name) => Resource($"{name}.bin");

    public static byte[] Resource(string name)
    {
        using Stream stream = typeof(TestMachine).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Two by two chips, joined at the edges in both directions. Chip 2x+y is at (x, y).</summary>
    public TestMachine Square()
    {
        (int X, int Y)[] steps = [(1, 0), (1, 1), (0, 1)];
        for (int chip = 0; chip < 4; chip++)
        {
            (int x, int y) = (chip >> 1, chip & 1);
            for (int link = 0; link < 3; link++) Machine.Connect(chip, link, (2 * ((x + steps[link].X) & 1)) + ((y + steps[link].Y) & 1));
        }

        return this;
    }

    /// <summary>Chips in a line from west to east.</summary>
    public TestMachine Line()
    {
        for (int index = 0; index + 1 < Machine.Chips.Count; index++) Machine.Connect(index, 0, index + 1);
        return this;
    }

    public ChipCore Start(int chip, int core, string program, uint r0 = 0) => Start(chip, core, Program(program), r0);

    public ChipCore Start(int chip, int core, byte[] program, uint r0 = 0)
    {
        ChipCore started = Machine.Chips[chip].Cores[core];
        started.Arm.Write(0, program);
        started.Start(0, r0);
        return started;
    }

    public ChipCore Start(int chip, int core, params ReadOnlySpan<uint> words)
    {
        byte[] program = new byte[4 * words.Length];
        for (int index = 0; index < words.Length; index++) BinaryPrimitives.WriteUInt32LittleEndian(program.AsSpan(4 * index), words[index]);
        return Start(chip, core, program);
    }

    public void Run(double milliseconds) => Machine.RunTo(Machine.Now + (long)(milliseconds * VirtualTime.Millisecond));

    public uint Word(int chip, int core, uint address)
    {
        Span<byte> bytes = stackalloc byte[4];
        Machine.Chips[chip].Cores[core].Arm.Read(address, bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public void Put(int chip, int core, uint address, params ReadOnlySpan<uint> words)
    {
        Span<byte> bytes = stackalloc byte[4];
        for (int index = 0; index < words.Length; index++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, words[index]);
            Machine.Chips[chip].Cores[core].Arm.Write(address + (uint)(4 * index), bytes);
        }
    }

    public uint Result(int chip, int core, int index) => Word(chip, core, Results + (uint)(4 * index));

    /// <summary>What the program of receive.c got: status, payload, key and type of each packet.</summary>
    public List<(uint Status, uint Payload, uint Key, uint Type)> Received(int chip, int core)
    {
        List<(uint, uint, uint, uint)> packets = [];
        for (int index = 0; index < Result(chip, core, 0); index++)
        {
            int at = 4 + (4 * index);
            packets.Add((Result(chip, core, at), Result(chip, core, at + 1), Result(chip, core, at + 2), Result(chip, core, at + 3)));
        }

        return packets;
    }

    /// <summary>Lets send.c send some packets: control byte, payload and key of each.</summary>
    public void Send(int chip, int core, params uint[][] packets)
    {
        Put(chip, core, Data, (uint)packets.Length);
        for (int index = 0; index < packets.Length; index++) Put(chip, core, Data + 16 + (uint)(12 * index), packets[index]);
        Start(chip, core, "send");
    }

    /// <summary>Adds an entry to the routing table of a chip.</summary>
    public void Route(int chip, uint entry, uint key, uint mask, uint links, uint cores)
    {
        var router = Machine.Chips[chip].Devices.Router;
        router.Write(0x4000 + (4 * entry), links | (cores << 6), Machine.Now);
        router.Write(0x8000 + (4 * entry), key, Machine.Now);
        router.Write(0xc000 + (4 * entry), mask, Machine.Now);
    }

    /// <summary>A hash of all memory of all chips and of the registers of all cores.</summary>
    public unsafe ulong Hash()
    {
        ulong hash = 14695981039346656037;
        foreach (EmulatedChip chip in Machine.Chips)
        {
            Mix(ref hash, chip.Memory.SystemRamSpan);
            Mix(ref hash, chip.Memory.SdramSpan[..(2 << 20)]);
            foreach (ChipCore core in chip.Cores)
            {
                Mix(ref hash, new ReadOnlySpan<byte>(core.Arm.Itcm, (int)ArmCore.ItcmSize));
                Mix(ref hash, new ReadOnlySpan<byte>(core.Arm.Dtcm, (int)ArmCore.DtcmSize));
                for (int register = 0; register < 16; register++) hash = (hash ^ core.Arm[register]) * 1099511628211;
                hash = (hash ^ core.Arm.Cpsr ^ (ulong)core.Arm.Time) * 1099511628211;
            }
        }

        return hash;
    }

    public void Dispose() => Machine.Dispose();

    private static void Mix(ref ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (ulong word in System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            hash = (hash ^ word) * 1099511628211;
            hash ^= hash >> 29;
        }
    }
}
