using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>Addresses that would kill the monitor of a chip are refused before anything is sent.</summary>
internal sealed class MemoryCheckTests
{
    [TestCase("read HOST 0,0 60000000 4", "Did you mean 0x60000000, in SDRAM?", TestName = "Hexadecimal digits without 0x are not taken for a decimal number")]
    [TestCase("read HOST 0,0 6000_0000 4", "Did you mean 0x60000000")]
    [TestCase("write HOST 0,0 70000000", "Did you mean 0x70000000")]
    [TestCase("fill HOST 0,0 61000000 4 0", "Did you mean 0x61000000")]
    [TestCase("read HOST 0,0 f5007f00 64", "Did you mean 0xF5007F00?")]
    [TestCase("fill HOST 0,0 0x61000000 4 deadbeef", "Did you mean 0xDEADBEEF?")]
    [TestCase("read HOST 0,0 4096 4", "Did you mean 0x00004096, in instruction memory?")]
    [TestCase("read HOST 0,0 0x68000000 4", "0x68000000 is in no memory of a chip")]
    [TestCase("read HOST 0,0 0x8000 4", "0x00008000 is in no memory of a chip")]
    [TestCase("read HOST 0,0 0xE3000000 4", "no memory of a chip")]
    [TestCase("read HOST 0,0 0x10000000 4", "no memory of a chip")]
    [TestCase("read HOST 0,0 0x67FFFFF0 17", "17 bytes from 0x67FFFFF0 on end 1 byte past the end of SDRAM")]
    [TestCase("fill HOST 0,0 0x67FFFFFC 8 0", "past the end of SDRAM")]
    [TestCase("read HOST 0,0 0x7FF0 32", "past the end of instruction memory")]
    [TestCase("fill HOST 0,0 0x100 4 0", "the monitor of 0,0 itself runs with")]
    [TestCase("fill HOST 1,1,0 0x400000 4 0", "the monitor of 1,1 itself runs with")]
    public async Task What_is_not_known_to_be_safe_is_wrong_usage(string words, string message)
    {
        CommandRun run = await CommandRun.OfAsync(words.Split(' '));

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.WrongUsage, 1)), run.Error);
        Assert.That(run.Error, Does.Contain(message));
    }

    [TestCase("0x60000000", "0,0", 4)]
    [TestCase("0x67FFFFFC", "0,0", 4)]
    [TestCase("0x70000000", "0,0", 64)]
    [TestCase("0xE5000000", "1,1", 32768)]
    [TestCase("0xF5007F00", "0,1", 256)]
    [TestCase("0xE1000300", "0,0", 64)]
    [TestCase("0xE1010000", "0,0", 32768)]
    [TestCase("0xE2000000", "0,0", 4)]
    [TestCase("0x0", "0,0", 32768)]
    [TestCase("0x400000", "0,0", 65536)]
    [TestCase("0", "0,0", 4)]
    [CancelAfter(30_000)]
    public async Task What_every_chip_has_is_read_and_kills_no_monitor(string address, string chip, int length, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";

        CommandRun read = await CommandRun.OfAsync("read", host, chip, address, $"{length}");
        CommandRun after = await CommandRun.OfAsync("read", host, chip, "0x60000000", "4");

        Assert.That((read.ExitCode, after.ExitCode), Is.EqualTo((0, 0)), read.Error + after.Error);
        Assert.That(read.Bytes, Has.Length.EqualTo(length));
    }

    [Test, CancelAfter(60_000)]
    public async Task With_force_it_goes_there_and_kills_the_monitor(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";

        CommandRun refused = await CommandRun.OfAsync("read", host, "1,1", "60000000", "4");
        bool wasAlive = machine.Boards[0].TakeSnapshot().Chips.Single(static chip => chip.Location == new ChipLocation(1, 1)).Failure is null;
        CommandRun forced = await CommandRun.OfAsync("read", host, "1,1", "60000000", "4", "--force");

        Assert.That((refused.ExitCode, wasAlive, forced.ExitCode), Is.EqualTo((ExitCodes.WrongUsage, true, ExitCodes.Failure)), forced.Error);
        Assert.That(machine.Boards[0].TakeSnapshot().Chips.Single(static chip => chip.Location == new ChipLocation(1, 1)).Failure, Is.Not.Null);
    }

    [Test, CancelAfter(30_000)]
    public async Task A_file_that_is_too_long_for_the_memory_is_refused_before_anything_is_sent(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["write", $"{machine.Boards[0].EndPoint}", "0,0", "0x67FFFFF0"], input: new byte[17], cancellationToken: cancellationToken);
        CommandRun bench = await CommandRun.OfAsync("bench", $"{machine.Boards[0].EndPoint}", "--address", "0x67FFFFF0", "--bytes", "64");

        Assert.That((run.ExitCode, bench.ExitCode), Is.EqualTo((ExitCodes.Failure, ExitCodes.Failure)));
        Assert.That(run.Error, Does.Contain("past the end of SDRAM"));
        Assert.That(bench.Error, Does.Contain("past the end of SDRAM"));
        Assert.That(machine.Boards[0].Statistics.Received, Is.Zero);
    }
}
