using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Tests.Support;

namespace SpiNNMan.Async.Emulation.Tests.Cpu;

/// <summary>Loads and stores: alignment, aborts, blocks, devices, code that changes.</summary>
internal sealed class TransferTests
{
    private const uint Data = 0x00400100;

    [TestCase(0u, 0x44332211u)]
    [TestCase(1u, 0x11443322u)]
    [TestCase(2u, 0x22114433u)]
    [TestCase(3u, 0x33221144u)]
    public void Unaligned_words_are_rotated_while_nobody_checks(uint offset, uint value)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe5910000, 0xe5810000);
        test.Put(Data, 0x44332211);
        core[1] = Data + offset;

        test.Step();
        Assert.That(core[0], Is.EqualTo(value));
        core[0] = 0x55667788;
        test.Step();
        Assert.That(test.Word(Data), Is.EqualTo(0x55667788));
    }

    [TestCase(0xe5b10001u)]   // ldr r0, [r1, #1]!
    [TestCase(0xe5a10001u)]
    [TestCase(0xe1f100b1u)]   // ldrh
    [TestCase(0xe1e100b1u)]
    public void Unaligned_accesses_abort_while_somebody_checks_and_the_base_stays(uint instruction)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0x100, instruction);
        core.Control = ArmCore.AlignmentCheck;
        core[0] = 1;
        core[1] = Data;

        test.Step();

        Assert.That((core.Pc, core[14], core.AbortAddress, core[0], core[1]), Is.EqualTo((0x10u, 0x108u, Data + 1, 1u, Data)));
    }

    [TestCase(0xe8b10005u, Data, Data + 8, Data, Data + 4)]      // ldmia r1!, {r0, r2}
    [TestCase(0xe9b10005u, Data, Data + 8, Data + 4, Data + 8)]  // ldmib
    [TestCase(0xe8310005u, Data, Data - 8, Data - 4, Data)]      // ldmda
    [TestCase(0xe9310005u, Data, Data - 8, Data - 8, Data - 4)]  // ldmdb
    public void Blocks_are_loaded_in_four_ways(uint instruction, uint start, uint after, uint first, uint second)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, instruction);
        for (uint address = Data - 16; address <= Data + 16; address += 4) test.Put(address, address);
        core[1] = start;

        test.Step();

        Assert.That((core[0], core[2], core[1], core.Time), Is.EqualTo((first, second, after, 3L)));
    }

    [Test]
    public void A_base_that_is_loaded_keeps_what_is_loaded()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe8b10006);   // ldmia r1!, {r1, r2}
        test.Put(Data, 7, 8);
        core[1] = Data;

        test.Step();

        Assert.That((core[1], core[2]), Is.EqualTo((7u, 8u)));
    }

    [Test]
    public void A_base_that_is_the_first_to_be_stored_is_stored_as_it_was()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe8a10006);   // stmia r1!, {r1, r2}
        core[1] = Data;

        test.Step();

        Assert.That((test.Word(Data), core[1]), Is.EqualTo((Data, Data + 8)));
    }

    [Test]
    public void Stored_PCs_are_12_bytes_ahead()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0x100, 0xe581f000, 0xe9018000, 0xe50ff010);   // str pc,[r1]; stmdb r1,{pc}; str pc,[pc,#-16]
        core[1] = Data;

        test.Step(3);

        Assert.That((test.Word(Data), test.Word(Data - 4), test.Word(0x100)), Is.EqualTo((0x10cu, 0x110u, 0x114u)));
    }

    [Test]
    public void S_moves_the_registers_of_user_mode()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe8c16000, 0xe8d16000);   // stmia r1, {sp, lr}^; ldmia r1, {sp, lr}^
        core.Cpsr = 0x1f;
        core[13] = 11;
        core[14] = 12;
        core.Cpsr = 0xd1;
        core[1] = Data;
        core[13] = 21;

        test.Step();
        Assert.That((test.Word(Data), test.Word(Data + 4), core[13]), Is.EqualTo((11u, 12u, 21u)));
        test.Put(Data, 31, 32);
        test.Step();
        Assert.That(core[13], Is.EqualTo(21));
        core.Cpsr = 0x1f;
        Assert.That((core[13], core[14]), Is.EqualTo((31u, 32u)));
    }

    [Test]
    public void S_with_the_PC_returns_from_an_exception()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe8fd8001);   // ldmia sp!, {r0, pc}^
        core.Cpsr = 0xd2;
        core.Spsr = 0x6000003f;
        core[13] = Data;
        test.Put(Data, 5, 0x302);

        test.Step();

        Assert.That((core.Pc, core.Cpsr, core[0]), Is.EqualTo((0x302u, 0x6000003fu, 5u)));
    }

    [Test]
    public void A_block_that_aborts_half_way_leaves_base_and_registers()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0x100, 0xe8b1003c);   // ldmia r1!, {r2-r5}, of which the last two are nowhere
        core[1] = TestBus.Base + 56;
        core[2] = 42;

        test.Step();

        Assert.That((core.Pc, core.AbortAddress, core[1], core[2]), Is.EqualTo((0x10u, TestBus.Base + 64, TestBus.Base + 56, 42u)));
        Assert.That(test.Bus.Accesses, Has.Count.EqualTo(2));
    }

    [Test]
    public void Swaps_and_double_words_move_what_they_should()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe1010092, 0xe1413092, 0xe1c140d0, 0xe1c140f8);   // swp r0,r2,[r1]; swpb r3,r2,[r1]; ldrd r4,[r1]; strd r4,[r1,#8]
        test.Put(Data, 0x11223344, 0x55667788);
        core[1] = Data;
        core[2] = 0xaabbccdd;

        test.Step(4);

        Assert.That((core[0], core[3], core[4], core[5]), Is.EqualTo((0x11223344u, 0xddu, 0xaabbccddu, 0x55667788u)));
        Assert.That((test.Word(Data + 8), test.Word(Data + 12)), Is.EqualTo((0xaabbccddu, 0x55667788u)));
    }

    [Test]
    public void An_LDRD_of_an_odd_register_is_undefined()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe1c130d0);
        test.Step();
        Assert.That(core.Pc, Is.EqualTo(4));
    }

    [Test]
    public void Memories_repeat_and_cost_what_they_cost()
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0, 0xe5910000);
        foreach ((uint address, uint same, long clocks) in ((uint, uint, long)[])
            [(0x8100, 0x100, 1), (0x00410200, 0x00400200, 1), (0x68000040, 0x70000040, 9), (0xe5008004, 0xf5000004, 5), (0xf6000010, 0xff008010, 5)])
        {
            test.Put(same, address);
            core[1] = address;
            core.Pc = 0;
            long before = core.Time;
            test.Step();
            Assert.That((core[0], core.Time - before), Is.EqualTo((address, clocks)), $"{address:x8}");
        }
    }

    [Test]
    public void The_ROM_is_written_to_silently_or_not([Values(0xe6000000u, 0xf6000000u, 0xffff0000u)] uint address)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(0x100, 0xe5810000);
        core[0] = 1;
        core[1] = address;
        test.Step();
        Assert.That((core.Pc, test.Word(address)), Is.EqualTo((address == 0xe6000000 ? 0x104u : 0x10u, 0u)));
    }

    [Test]
    public void Vectors_at_the_top_may_be_system_RAM()
    {
        using TestCore test = new();
        test.Put(0xf5000020, 0x12345678);
        Assert.That(test.Word(0xffff0020), Is.Zero);
        test.Memory.VectorsInSystemRam = true;
        Assert.That(test.Word(0xffff0020), Is.EqualTo(0x12345678));
    }

    [Test]
    public void Code_that_changes_the_next_instruction_executes_what_it_wrote([Values(0u, 0x60000000u, 0xf5000000u)] uint start)
    {
        using TestCore test = new();
        ArmCore core = test.Arm(start + 0x100, 0xe58f1000, 0xe3a00001, 0xe3a00001, 0xeafffffe);   // str r1, [pc]
        core[1] = 0xe3a00007;   // mov r0, #7
        core.Run(core.Time + 1);
        core.Pc = start + 0x100;
        test.Put(start + 0x108, 0xe3a00001);

        core.Run(core.Time + 20);

        Assert.That(core[0], Is.EqualTo(7));
    }
}
