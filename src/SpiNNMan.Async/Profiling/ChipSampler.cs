using System.Buffers.Binary;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Profiling;

/// <summary>Samples the cores of a chip, one after the other, again and again.</summary>
internal sealed class ChipSampler(ScampConnection board, ChipLocation chip, IEnumerable<CoreInfo> cores, ProfileRun run)
{
    /// <summary>Interrupts the cores of a mask, by their physical numbers.</summary>
    private const uint InterruptRegister = 0xF200_0008;

    /// <summary>A bit for each core that sleeps, by its physical number.</summary>
    private const uint SleepRegister = 0xF200_0064;

    /// <summary>The code in the upper bits that lets dangerous registers be written.</summary>
    private const uint SecurityCode = 0x5EC0_0000;

    private const uint MailOffset = 0x30;
    private const uint CommandOffset = 0x38;

    /// <summary>From the mail to the command: the answer and its sign in one read.</summary>
    private const int AnswerSize = 12;

    private static readonly byte[] s_question = [(byte)MailboxCommand.Nop];
    private static readonly byte[] s_nothing = [(byte)MailboxCommand.Idle];

    private readonly SampledCore[] _cores = [.. cores.Select(static core => new SampledCore(core.Core, core.PhysicalCore))];

    /// <summary>The profiles so far.</summary>
    public IEnumerable<CoreProfile> Profiles => _cores.Select(static core => core.ToProfile());

    /// <summary>Samples until the time is up.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var word = new byte[sizeof(uint)];
        while (!run.IsOver)
        {
            TimeSpan begin = run.Elapsed;
            await ReadAsync(SleepRegister, word, cancellationToken).ConfigureAwait(false);
            uint sleeping = BinaryPrimitives.ReadUInt32LittleEndian(word);
            foreach (SampledCore core in _cores)
            {
                core.Look((sleeping & (1u << core.PhysicalCore)) != 0);
                await SampleAsync(core, cancellationToken).ConfigureAwait(false);
            }

            run.Report();
            TimeSpan left = run.Options.Interval - (run.Elapsed - begin);
            if (left > TimeSpan.Zero)
                await Pause.PreciselyAsync(left, run.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SampleAsync(SampledCore core, CancellationToken cancellationToken)
    {
        uint block = MemoryMap.GetCoreInfoAddress(core.Core.Core);
        var command = new byte[1];
        await ReadAsync(block + CommandOffset, command, cancellationToken).ConfigureAwait(false);
        if (command[0] != (byte)MailboxCommand.Idle)
        {
            core.Busy++;
            return;
        }

        // From here on the question is taken out again whatever happens, so that nothing may be cancelled.
        await WriteAsync(block + CommandOffset, s_question).ConfigureAwait(false);
        bool isAnswered = false;
        try
        {
            var interrupt = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(interrupt, SecurityCode | (1u << core.PhysicalCore));
            await WriteAsync(InterruptRegister, interrupt).ConfigureAwait(false);
            isAnswered = await AwaitAnswerAsync(core, block).ConfigureAwait(false);
        }
        finally
        {
            if (!isAnswered)
                await WriteAsync(block + CommandOffset, s_nothing).ConfigureAwait(false);
        }
    }

    private async Task<bool> AwaitAnswerAsync(SampledCore core, uint block)
    {
        TimeSpan asked = run.Elapsed;
        var answer = new byte[AnswerSize];
        do
        {
            await ReadAsync(block + MailOffset, answer, CancellationToken.None).ConfigureAwait(false);
            if (answer[CommandOffset - MailOffset] == (byte)MailboxCommand.Idle)
            {
                core.Count(BinaryPrimitives.ReadUInt32LittleEndian(answer));
                run.CountSample();
                return true;
            }
        }
        while (run.Elapsed - asked < run.Options.Patience);

        core.Unanswered++;
        return false;
    }

    private async Task ReadAsync(uint address, byte[] destination, CancellationToken cancellationToken) =>
        await board.ReadMemoryAsync(chip, address, destination, progress: null, cancellationToken).ConfigureAwait(false);

    private async Task WriteAsync(uint address, byte[] data) =>
        await board.WriteMemoryAsync(chip, address, data, progress: null, CancellationToken.None).ConfigureAwait(false);
}
