using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Counters;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>A core that runs an application, or the stub that waits for one.</summary>
internal sealed class VirtualCore(VirtualChip chip, int number)
{
    /// <summary>The run-time error of a program that failed by itself.</summary>
    public const byte SoftwareError = 13;

    /// <summary>The address in the stub at which it waits, as the watchdog sees it.</summary>
    public const uint IdlePlace = 0x180;

    private const uint WaitingPlace = 0x1D4;

    /// <summary>The address at which a program with nothing to do waits.</summary>
    private const uint RestingPlace = 0x1CC;
    private const byte NoOutputBuffer = 14;

    private readonly List<Action> _putOff = [];
    private bool _mailboxFull;
    private bool _isHung;
    private bool _isStopped;
    private bool _secondBarrier;
    private OutputBuffer _output = new(chip, number);
    private ConsoleText? _console;

    public VirtualChip Chip { get; } = chip;

    public int Number { get; } = number;

    public CoreLocation Location => new(Chip.Location, (byte)Number);

    public IVirtualCoreApplication? Application { get; private set; }

    /// <summary>The program that the core executes, if there is one.</summary>
    public ICoreExecution? Execution { get; private set; }

    /// <summary>The facts about the image on the core.</summary>
    public ImageFacts Facts { get; private set; } = ImageFacts.Stub;

    /// <summary>Whether the core was started to wait for a signal that has not come yet.</summary>
    public bool AwaitsStart { get; set; }

    /// <summary>How often the core was started or stopped. An action planned for one start compares this, and does nothing after a later one.</summary>
    public int Starts { get; private set; }

    public ushort ChipAddress => Chip.Identity.Address;

    /// <summary>Whether the core takes messages. A dead, powered-down or failed core does not.</summary>
    public bool IsListening => !_isHung && Chip.Vcpu(Number).State is not (CoreState.Dead or CoreState.PoweredDown or CoreState.RunTimeException or CoreState.Watchdog);

    /// <summary>Puts a message into the mailbox of a core that never looks at it.</summary>
    /// <returns><see langword="false"/> if the message before is still there.</returns>
    public bool TryFillMailbox()
    {
        if (_mailboxFull)
            return false;

        _mailboxFull = true;
        Chip.HoldSharedBuffer();
        return true;
    }

    /// <summary>Answers a question in the mailbox, from any sender: the core shows its address in its program. A core that failed, hangs or is off does not answer.</summary>
    public void LookIntoMailbox()
    {
        Vcpu vcpu = Chip.Vcpu(Number);
        if (Execution is not null)
            Execution.Interrupt();
        else if (IsListening && vcpu.HasQuestion)
            vcpu.AnswerQuestion(Place(vcpu.State));
    }

    /// <summary>Replaces the program of the core.</summary>
    public void Run(IVirtualCoreApplication application, byte applicationId, uint unixTime, uint softwareVersion)
    {
        Restart(application, ImageFacts.Stub with { Name = application.Name });
        Fill(CoreState.Running, applicationId, unixTime, softwareVersion);
    }

    /// <summary>Begins to start an image.</summary>
    public void Load(IVirtualCoreApplication? application, byte applicationId, ImageFacts facts, uint unixTime, uint softwareVersion)
    {
        Restart(application, facts);
        Fill(CoreState.Initialising, applicationId, unixTime, facts.LibraryNumber ?? softwareVersion);
    }

    /// <summary>Begins to execute the loaded program.</summary>
    public void Execute(ICoreExecution execution) => Execution = execution;

    /// <summary>Stops the clock of a core that executes, for good.</summary>
    public void StopExecuting()
    {
        Execution?.Stop();
        Execution = null;
    }

    /// <summary>Shows that the program is ready, and waits for the signal to begin.</summary>
    public void AwaitStart()
    {
        AwaitsStart = true;
        Chip.Vcpu(Number).State = CoreState.Ready;
    }

    /// <summary>Begins to start the stub.</summary>
    public void StartStub(uint unixTime, uint softwareVersion)
    {
        Restart(null, ImageFacts.Stub);
        Fill(CoreState.Initialising, 0, unixTime, softwareVersion);
    }

    /// <summary>Returns to the stub.</summary>
    public void BecomeIdle(uint unixTime, uint softwareVersion)
    {
        Restart(null, ImageFacts.Stub);
        Fill(CoreState.Idle, 0, unixTime, softwareVersion);
    }

    /// <summary>Takes the clock and the application from the core.</summary>
    public void PowerDown()
    {
        StopExecuting();
        Starts++;
        AwaitsStart = false;
        Application = null;
        Vcpu vcpu = Chip.Vcpu(Number);
        vcpu.State = CoreState.PoweredDown;
        vcpu.ApplicationId = 0;
    }

    /// <summary>Ends the program. The stub goes on answering.</summary>
    public void Finish(byte code = 0)
    {
        Application = null;
        Vcpu vcpu = Chip.Vcpu(Number);
        vcpu.RuntimeError = code;
        vcpu.State = CoreState.Finished;
        Chip.Report?.Invoke(MachineEventKind.ProgramEnded, Number, $"The program on {Location} ended with {code}.");
    }

    /// <summary>Shows that the program pauses.</summary>
    /// <param name="stops">Whether it really pauses. Then its planned actions wait until it goes on.</param>
    public void Pause(bool stops)
    {
        Chip.Vcpu(Number).State = CoreState.Paused;
        _isStopped = stops;
    }

    /// <summary>Ends a pause.</summary>
    public void Continue()
    {
        if (Chip.Vcpu(Number).State != CoreState.Paused)
            return;

        Chip.Vcpu(Number).State = CoreState.Running;
        _isStopped = false;
        Action[] late = [.. _putOff];
        _putOff.Clear();
        foreach (Action action in late)
            action();
    }

    /// <summary>Runs an action that the program planned, or postpones it while the program pauses.</summary>
    public void Do(Action action)
    {
        if (_isStopped)
            _putOff.Add(action);
        else
            action();
    }

    /// <summary>Appends to the output. Without memory for the output, the core stops, as on a board.</summary>
    public void Print(string text)
    {
        if (!_output.Write(text, Chip.Vcpu(Number).ApplicationId))
            Fail(NoOutputBuffer);
    }

    /// <summary>The text that it prints to its standard stream.</summary>
    public ConsoleText Console => _console ??= new ConsoleText();

    /// <summary>Frees the printed text.</summary>
    public void ForgetOutput() => _output.Clear();

    /// <summary>Comes to the next barrier. Every second barrier belongs to the second signal.</summary>
    /// <returns><see langword="true"/> if the barrier is open already, because the signal came before.</returns>
    public bool ComeToBarrier()
    {
        bool second = _secondBarrier;
        _secondBarrier = !second;
        bool flag = (Chip.SystemController.SyncFlags & (1u << Number)) != 0;
        if (flag == second)
            return true;

        Chip.Vcpu(Number).State = second ? CoreState.Sync1 : CoreState.Sync0;
        return false;
    }

    /// <summary>Stops answering.</summary>
    public void Hang()
    {
        _isHung = true;
        Application = null;
    }

    /// <summary>If the core hangs, stops it as the soft watchdog does. The last question of the watchdog stays in its mailbox.</summary>
    public void Bite()
    {
        if (!_isHung)
            return;

        TryFillMailbox();
        Chip.Vcpu(Number).ShowQuestion();
        Chip.Vcpu(Number).State = CoreState.Watchdog;
        Chip.Report?.Invoke(MachineEventKind.ProgramFailed, Number, $"The watchdog stopped the program on {Location}, which hung.");
    }

    /// <summary>Stops a core that executes and does not answer, as the soft watchdog does. The watchdog's last question stays in the mailbox.</summary>
    public void BiteExecuted()
    {
        StopExecuting();
        Chip.Vcpu(Number).State = CoreState.Watchdog;
        Chip.Report?.Invoke(MachineEventKind.ProgramFailed, Number, $"The watchdog stopped the program on {Location}, which did not answer.");
    }

    /// <summary>Stops the core as a run-time error does.</summary>
    public void Fail(byte runtimeError)
    {
        StopExecuting();
        Application = null;
        Chip.Vcpu(Number).Fail(runtimeError);
        LiveVariables.ShowFailure(Chip.Memory, isByProgram: runtimeError == SoftwareError);
        Chip.Report?.Invoke(MachineEventKind.ProgramFailed, Number, $"The program on {Location} failed with run-time error {runtimeError}.");
    }

    private static uint Place(CoreState state) => state switch
    {
        CoreState.Idle => IdlePlace,
        CoreState.Ready => WaitingPlace,
        _ => RestingPlace,
    };

    private void Restart(IVirtualCoreApplication? application, ImageFacts facts)
    {
        StopExecuting();
        if (_mailboxFull)
            Chip.FreeSharedBuffer();

        Application = application;
        Facts = facts;
        Starts++;
        AwaitsStart = false;
        _mailboxFull = false;
        _isHung = false;
        _isStopped = false;
        _putOff.Clear();
        _secondBarrier = false;
        _output = new OutputBuffer(Chip, Number);
        _console = null;
        Chip.SystemController.SyncFlags |= 1u << Number;
    }

    private void Fill(CoreState state, byte applicationId, uint unixTime, uint softwareVersion)
    {
        Chip.Vcpu(Number).Start(state, applicationId, unixTime, System.Text.Encoding.ASCII.GetBytes(Facts.Name), softwareVersion);
        if (Chip.HasWatchdog)
            Chip.Vcpu(Number).ShowPlace(Facts.IsStub ? IdlePlace : WaitingPlace);
    }
}
