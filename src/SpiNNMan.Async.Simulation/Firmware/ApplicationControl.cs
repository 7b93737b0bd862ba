using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>Starts applications and lets them continue. A program that executes shows its own states. Otherwise the core shows the states that a program would show.</summary>
/// <remarks>Commands are answered first and take effect a moment later, as on a board.</remarks>
internal sealed class ApplicationControl(Scamp scamp)
{
    /// <summary>How long after the answer a command takes effect.</summary>
    public static readonly TimeSpan EffectDelay = TimeSpan.FromMilliseconds(1);

    private const byte DataAbort = 5;
    private const byte NoMemory = 10;
    private const byte WrongLibrary = 20;

    private static readonly TimeSpan s_stubStep = TimeSpan.FromMilliseconds(0.5);

    /// <summary>The states that a core shows on its way to the stub, after the first state, and their times.</summary>
    private static readonly (CoreState State, int Step)[] s_stubStates = [(CoreState.Ready, 1), (CoreState.CMain, 2), (CoreState.Idle, 3)];

    private (byte[] Image, ImageFacts Facts) _last = ([], AplxImage.Describe([]));

    /// <summary>Starts the loaded image on cores of a chip.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="what">The application's number in bits 31 to 24, the flag to wait for a signal in bit 18, and one bit for each core.</param>
    /// <param name="address">The address of the image.</param>
    public void Start(VirtualChip chip, uint what, uint address = ChipAddresses.SdramSystem)
    {
        byte application = (byte)(what >> 24);
        bool waits = (what & (1u << 18)) != 0;
        uint cores = what & chip.ApplicationCores;
        if (cores == 0)
            return;

        (byte[] image, ImageFacts facts) = Read(chip, address);
        ApplicationData.Start(chip.Memory, application, cores);
        MonitorCode.WriteStart(chip.Memory, address, (what >> 18) & 0x3F, application);
        for (int core = 1; core < chip.WorkingCores; core++)
        {
            if ((cores & (1u << core)) == 0)
                continue;

            VirtualCore target = chip.Core(core);
            IVirtualCoreApplication? program = scamp.Options.Programs.Find(target, facts, image);
            bool isExecuted = program is null && scamp.Executing.IsOn && AplxImage.IsExecutable(image);
            target.Load(program, application, facts, chip.UnixTime, scamp.Firmware.Number);
            int start = target.Starts;
            scamp.Clock.Schedule(EffectDelay, () =>
            {
                if (target.Starts != start)
                    return;

                if (isExecuted)
                    Execute(target, image, address, (((what >> 18) & 0x3F) << 8) | application);
                else if (chip.Vcpu(target.Number).State == CoreState.Initialising)
                    FinishStart(target, facts, waits);
            });
        }
    }

    /// <summary>Starts the stub on cores of a chip, as at the end of an application. The cores have no application at once, and are idle two milliseconds later.</summary>
    public void StartStubs(VirtualChip chip, uint cores)
    {
        VirtualCore[] stubs = [.. Enumerable.Range(1, chip.WorkingCores - 1).Where(core => (cores & (1u << core)) != 0).Select(chip.Core)];
        ApplicationData.Start(chip.Memory, 0, cores);
        foreach (VirtualCore core in stubs)
            core.StartStub(chip.UnixTime, scamp.Firmware.Number);

        (VirtualCore Core, int Starts)[] started = [.. stubs.Select(static core => (core, core.Starts))];
        foreach ((CoreState state, int step) in s_stubStates)
        {
            scamp.Clock.Schedule(step * s_stubStep, () =>
            {
                // Cores that were started again in the meantime, or are gone, are left alone.
                foreach ((VirtualCore core, _) in started.Where(stub => stub.Core.Starts == stub.Starts))
                    chip.Vcpu(core.Number).State = state;
            });
        }
    }

    /// <summary>Opens the barrier at which a core waits.</summary>
    public void Release(VirtualCore core)
    {
        core.Chip.Vcpu(core.Number).State = CoreState.Running;
        if (core.Application is { } program)
            CoreServices.Guard(core, () => program.OnBarrier(new CoreServices(scamp, core)));
    }

    /// <summary>Lets the program of a core begin.</summary>
    public void Begin(VirtualCore core)
    {
        core.AwaitsStart = false;
        core.Chip.Vcpu(core.Number).State = CoreState.Running;
        core.Chip.Report?.Invoke(MachineEventKind.ProgramStarted, core.Number, $"A program began on {core.Location}.");
        if (core.Application is { } program)
            CoreServices.Guard(core, () => program.OnStart(new CoreServices(scamp, core)));
    }

    /// <summary>Reads an image. Most images are started on many chips, which share the facts about them.</summary>
    private (byte[] Image, ImageFacts Facts) Read(VirtualChip chip, uint address)
    {
        byte[] image = LoadedImage.Read(chip.Memory, address);
        if (!image.AsSpan().SequenceEqual(_last.Image))
            _last = (image, AplxImage.Describe(image));

        return _last;
    }

    /// <summary>Lets a core execute an image.</summary>
    private void Execute(VirtualCore core, byte[] image, uint address, uint argument)
    {
        if (scamp.Executing.FindOrMake(core.Chip) is not { } chip)
            core.Fail(NoMemory);
        else if (!chip.TryStart(core, image, address, argument))
            core.Fail(DataAbort);
        else
            core.Chip.Report?.Invoke(MachineEventKind.ProgramStarted, core.Number, $"A core began to execute on {core.Location}.");
    }

    private void FinishStart(VirtualCore core, ImageFacts facts, bool waits)
    {
        if (facts.IsStub)
            core.Chip.Vcpu(core.Number).State = CoreState.Idle;
        else if (!facts.RunsUnder(scamp.Firmware.Version))
            core.Fail(WrongLibrary);
        else if (waits)
            core.AwaitStart();
        else
            Begin(core);
    }
}
