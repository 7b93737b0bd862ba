using System.Buffers.Binary;
using System.Text;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Tests.Machines;

internal sealed class CoreInfoTests
{
    private static readonly CoreLocation s_core = new(1, 7, 2);

    [Test]
    public void Every_field_is_where_the_monitor_has_it()
    {
        byte[] block = [.. Enumerable.Range(0, CoreInfo.Size).Select(value => (byte)value)];
        Encoding.ASCII.GetBytes("sark\0\0\0\0").CopyTo(block, 72);

        Assert.That(CoreInfo.TryParse(s_core, block, out CoreInfo info, out _));
        Assert.That(info.Core, Is.EqualTo(s_core));
        Assert.That(info.Registers, Is.EqualTo(Enumerable.Range(0, 8).Select(index => Word(block, 4 * index))));
        Assert.That((info.StatusRegister, info.StackPointer, info.LinkRegister), Is.EqualTo((Word(block, 32), Word(block, 36), Word(block, 40))));
        Assert.That(((byte)info.RunTimeError, info.PhysicalCore, (byte)info.State, info.ApplicationId), Is.EqualTo(((byte)44, (byte)45, (byte)46, (byte)47)));
        Assert.That((info.ApplicationMailboxAddress, info.MonitorMailboxAddress), Is.EqualTo((Word(block, 48), Word(block, 52))));
        Assert.That(((byte)info.ApplicationMailboxCommand, (byte)info.MonitorMailboxCommand), Is.EqualTo(((byte)56, (byte)57)));
        Assert.That((info.SoftwareErrorCount, info.SoftwareErrorFileAddress, info.SoftwareErrorLine), Is.EqualTo(((ushort)0x3B3A, Word(block, 60), Word(block, 64))));
        Assert.That((info.LoadTime, info.ApplicationName, info.IobufAddress, info.SoftwareVersion), Is.EqualTo((Word(block, 68), "sark", Word(block, 88), Word(block, 92))));
        Assert.That(info.UserRegisters, Is.EqualTo(Enumerable.Range(0, 4).Select(index => Word(block, 112 + (4 * index)))));
    }

    [Test]
    public void Known_numbers_have_names()
    {
        var block = new byte[CoreInfo.Size];
        block[44] = 20;
        block[46] = 2;
        block[56] = 4;

        Assert.That(CoreInfo.TryParse(s_core, block, out CoreInfo info, out _));
        Assert.That((info.RunTimeError, info.State, info.ApplicationMailboxCommand), Is.EqualTo((RunTimeError.SarkVersionIncorrect, CoreState.RunTimeException, MailboxCommand.Command)));
    }

    [Test]
    public void A_name_may_fill_its_field_and_hold_anything()
    {
        var block = new byte[CoreInfo.Size];
        block.AsSpan(72, 16).Fill((byte)'x');
        block[73] = 0xFF;

        Assert.That(CoreInfo.TryParse(s_core, block, out CoreInfo info, out _));
        Assert.That(info.ApplicationName, Is.EqualTo("x?xxxxxxxxxxxxxx"));
    }

    [Test]
    public void A_name_is_given_as_it_is_read()
    {
        var block = new byte[CoreInfo.Size];
        "s\u00e4rk\0rest"u8.CopyTo(block.AsSpan(72));
        Assert.That(CoreInfo.TryParse(s_core, block, out CoreInfo read, out _));

        Assert.That(read.ApplicationName, Is.EqualTo("s??rk"));
        Assert.That(read, Is.EqualTo(read with { ApplicationName = "s??rk" }));
        Assert.That((read with { ApplicationName = "\u00e9" }).ApplicationName, Is.EqualTo("?"));
        Assert.That(default(CoreInfo).ApplicationName, Is.Empty);
        Assert.That(() => read with { ApplicationName = new string('x', 17) }, Throws.TypeOf<InvalidParameterException>());
    }

    [Test]
    public void Too_few_bytes_are_an_error_that_says_where()
    {
        Assert.That(CoreInfo.TryParse(s_core, new byte[127], out _, out PacketError error), Is.False);
        Assert.That(error, Is.EqualTo(PacketError.TooShort("CoreInfo", 127, 128, 127)));
    }

    [Test]
    public void It_is_shown_in_columns()
    {
        var info = new CoreInfo { Core = new CoreLocation(1, 2, 3), PhysicalCore = 4, State = CoreState.Running, ApplicationName = "app", ApplicationId = 17 };

        Assert.That(info.ToString(), Is.EqualTo("1:2:03 (04) Running            app               17"));
    }

    [Test]
    public void Blocks_with_the_same_content_are_equal()
    {
        byte[] block = [.. Enumerable.Range(0, CoreInfo.Size).Select(value => (byte)value)];
        Assert.That(CoreInfo.TryParse(s_core, block, out CoreInfo one, out _));
        Assert.That(CoreInfo.TryParse(s_core, block, out CoreInfo same, out _));
        block[127]++;
        Assert.That(CoreInfo.TryParse(s_core, block, out CoreInfo other, out _));

        Assert.That(one, Is.EqualTo(same));
        Assert.That(one.GetHashCode(), Is.EqualTo(same.GetHashCode()));
        Assert.That(one, Is.Not.EqualTo(other));
    }

    [Test]
    public void A_collection_finds_cores_by_place_and_by_state()
    {
        var running = new CoreInfo { Core = new CoreLocation(0, 0, 1), State = CoreState.Running };
        var failed = new CoreInfo { Core = new CoreLocation(0, 0, 2), State = CoreState.RunTimeException, RunTimeError = RunTimeError.DataAbort, Registers = [1, 2, 3, 4, 5, 6, 7, 8] };
        var infos = new CoreInfos([running, failed]);

        Assert.That(infos.Count, Is.EqualTo(2));
        Assert.That(infos, Is.EqualTo(new[] { running, failed }));
        Assert.That(infos.Cores, Is.EqualTo(new[] { running.Core, failed.Core }));
        Assert.That(infos.Contains(failed.Core) && !infos.Contains(new CoreLocation(9, 9, 9)));
        Assert.That(infos[failed.Core], Is.EqualTo(failed));
        Assert.That(infos.TryGetValue(running.Core, out CoreInfo found) && found == running);
        Assert.That(() => infos[new CoreLocation(9, 9, 9)], Throws.TypeOf<KeyNotFoundException>());
        Assert.That(infos.InState(CoreState.RunTimeException, CoreState.Watchdog), Is.EqualTo(new[] { failed }));
        Assert.That(infos.InState(), Is.Empty);
        Assert.That(infos.ToString(), Is.EqualTo("0,0,1 (physical 0); 0,0,2 (physical 0)"));
    }

    [Test]
    public void The_status_text_has_the_registers_of_what_failed()
    {
        var infos = new CoreInfos(
            new CoreInfo { Core = new CoreLocation(0, 0, 1), State = CoreState.Running },
            new CoreInfo { Core = new CoreLocation(0, 0, 2), State = CoreState.RunTimeException, RunTimeError = RunTimeError.DataAbort, Registers = [1, 2, 3, 4, 5, 6, 7, 0xABC] });

        Assert.That(
            infos.GetStatusText().Split('\n'),
            Is.EqualTo(new[]
            {
                "0,0,1 (physical 0) in state Running",
                "0,0,2 (physical 0) in state RunTimeException",
                "    DataAbort",
                "    r0=0x00000001 r1=0x00000002 r2=0x00000003 r3=0x00000004",
                "    r4=0x00000005 r5=0x00000006 r6=0x00000007 r7=0x00000ABC",
                "    PSR=0x00000000 SP=0x00000000 LR=0x00000000",
                "",
            }));
    }

    private static uint Word(byte[] block, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(block.AsSpan(offset));
}
